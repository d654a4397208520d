# Writes the bill of materials, SPDX 2.3 as JSON: fakebyte and what is linked into it.
#   BINARY    the program            VERSION   what its `version --json` printed
#   SOURCES   "" or lines `name version` of the source packages that a static binary was linked from
#   SUMS      "" or lines `sha256 file` of their upstream tarballs
#   ZONES     the time zones in the program; the first line names their release
#   OUTPUT    the file to write
# The same program gives the same file where SOURCE_DATE_EPOCH is set.
cmake_minimum_required(VERSION 3.19)

# Name in `version --json`, Debian's source package, licence.
set(library_rows
  libmicrohttpd:libmicrohttpd:LGPL-2.1-or-later sqlite:sqlite3:blessing jansson:jansson:MIT
  pcre2:pcre2:BSD-3-Clause libcurl:curl:curl utf8proc:utf8proc:MIT nettle:nettle:LGPL-3.0-or-later)

set(packages "")
set(relationships "{\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", \"relatedSpdxElement\": \"SPDXRef-fakebyte\"}")

# A line of SOURCES or SUMS that matches `pattern`, its first group in `result`; "" where there is none.
function(find_line file pattern result)
  set(${result} "" PARENT_SCOPE)
  if(file)
    file(STRINGS ${file} lines REGEX "${pattern}")
    if(lines MATCHES "${pattern}")
      set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
    endif()
  endif()
endfunction()

function(add_package id version license more)
  string(APPEND packages ",
    {\"name\": \"${id}\", \"SPDXID\": \"SPDXRef-${id}\", \"versionInfo\": \"${version}\", \"downloadLocation\": \"NOASSERTION\",
     \"filesAnalyzed\": false, \"licenseConcluded\": \"NOASSERTION\", \"licenseDeclared\": \"${license}\", \"copyrightText\": \"NOASSERTION\"${more}}")
  set(packages "${packages}" PARENT_SCOPE)
endfunction()

function(relate type id)
  string(APPEND relationships ",
    {\"spdxElementId\": \"SPDXRef-fakebyte\", \"relationshipType\": \"${type}\", \"relatedSpdxElement\": \"SPDXRef-${id}\"}")
  set(relationships "${relationships}" PARENT_SCOPE)
endfunction()

# Members that name the source package, for scanners, and its tarball.
function(describe_source source version result)
  set(more ",
     \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", \"referenceType\": \"purl\", \"referenceLocator\": \"pkg:deb/debian/${source}@${version}?arch=source\"}]")
  find_line("${SUMS}" "^([0-9a-f]+)  ${source}_" sum)
  find_line("${SUMS}" "^[0-9a-f]+  (${source}_.*)" tarball)
  if(sum)
    string(APPEND more ",
     \"packageFileName\": \"${tarball}\", \"checksums\": [{\"algorithm\": \"SHA256\", \"checksumValue\": \"${sum}\"}]")
  endif()
  set(${result} "${more}" PARENT_SCOPE)
endfunction()

# add_library_row(name source licence version): linked statically where its source package is known.
macro(add_library_row name source license version)
  find_line("${SOURCES}" "^${source} (.*)" source_version)
  if(source_version)
    describe_source(${source} ${source_version} more)
    add_package(${name} ${source_version} ${license} "${more}")
    relate(STATIC_LINK ${name})
  elseif(NOT "${version}" STREQUAL "")
    add_package(${name} ${version} ${license} "")
    relate(DYNAMIC_LINK ${name})
  endif()
endmacro()

file(READ ${VERSION} version_text)
string(JSON version GET ${version_text} version)
file(SHA256 ${BINARY} binary_sum)
string(TIMESTAMP created "%Y-%m-%dT%H:%M:%SZ" UTC)

foreach(row IN LISTS library_rows)
  string(REPLACE ":" ";" row ${row})
  list(GET row 0 name)
  list(GET row 1 source)
  list(GET row 2 license)
  string(JSON linked GET ${version_text} libraries ${name})
  add_library_row(${name} ${source} ${license} ${linked})
endforeach()
add_library_row(musl musl MIT "")

find_line("${ZONES}" "^# tzdata (.*)" zones)
add_package(tzdata ${zones} NOASSERTION "")
relate(CONTAINS tzdata)

file(WRITE ${OUTPUT} "{\"spdxVersion\": \"SPDX-2.3\", \"dataLicense\": \"CC0-1.0\", \"SPDXID\": \"SPDXRef-DOCUMENT\", \"name\": \"fakebyte-${version}\",
  \"documentNamespace\": \"https://spdx.org/spdxdocs/fakebyte-${version}-${binary_sum}\",
  \"creationInfo\": {\"created\": \"${created}\", \"creators\": [\"Organization: The fakebyte authors\"]},
  \"packages\": [
    {\"name\": \"fakebyte\", \"SPDXID\": \"SPDXRef-fakebyte\", \"versionInfo\": \"${version}\", \"downloadLocation\": \"NOASSERTION\",
     \"filesAnalyzed\": false, \"licenseConcluded\": \"MIT\", \"licenseDeclared\": \"MIT\", \"copyrightText\": \"The fakebyte authors\",
     \"primaryPackagePurpose\": \"APPLICATION\", \"packageFileName\": \"fakebyte\",
     \"checksums\": [{\"algorithm\": \"SHA256\", \"checksumValue\": \"${binary_sum}\"}]}${packages}],
  \"relationships\": [${relationships}]}
")
