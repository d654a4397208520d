# What an installation holds besides the program (manual page, completions, bill of materials, fixtures, licence), and
# the packages that cpack makes of it. All of it is printed by the program itself or lies in the tree.
include(GNUInstallDirs)

set(FAKEBYTE_SOURCES "" CACHE FILEPATH "Lines `name version` of the source packages that are linked statically")
set(FAKEBYTE_SOURCE_SUMS "" CACHE FILEPATH "Lines `sha256 file` of their tarballs")

set(documents ${CMAKE_CURRENT_BINARY_DIR}/documents)
file(MAKE_DIRECTORY ${documents})

# add_document(FILE COMMAND...): FILE is what the command prints.
function(add_document name)
  add_custom_command(
    OUTPUT ${documents}/${name}
    COMMAND ${ARGN} > ${documents}/${name}
    DEPENDS fakebyte VERBATIM COMMENT "Writing ${name}")
endfunction()

find_program(GZIP gzip REQUIRED)
add_document(fakebyte.1 fakebyte help --man)
add_document(fakebyte.bash fakebyte help --completion bash)
add_document(fakebyte.zsh fakebyte help --completion zsh)
add_document(version.json fakebyte version --json)
add_custom_command(
  OUTPUT ${documents}/fakebyte.1.gz ${documents}/changelog.gz
  COMMAND ${GZIP} -9nc ${documents}/fakebyte.1 > ${documents}/fakebyte.1.gz
  COMMAND ${GZIP} -9nc ${CMAKE_CURRENT_SOURCE_DIR}/package/changelog > ${documents}/changelog.gz
  DEPENDS ${documents}/fakebyte.1 package/changelog VERBATIM COMMENT "Compressing the manual page")
add_custom_command(
  OUTPUT ${documents}/fakebyte.spdx.json
  COMMAND ${CMAKE_COMMAND} -D BINARY=$<TARGET_FILE:fakebyte> -D VERSION=${documents}/version.json
    -D SOURCES=${FAKEBYTE_SOURCES} -D SUMS=${FAKEBYTE_SOURCE_SUMS} -D ZONES=${CMAKE_CURRENT_SOURCE_DIR}/base/zones.txt
    -D OUTPUT=${documents}/fakebyte.spdx.json -P ${CMAKE_CURRENT_SOURCE_DIR}/package/sbom.cmake
  DEPENDS fakebyte ${documents}/version.json package/sbom.cmake VERBATIM COMMENT "Writing the bill of materials")
add_custom_target(fakebyte_documents ALL DEPENDS
  ${documents}/fakebyte.1.gz ${documents}/changelog.gz ${documents}/fakebyte.bash ${documents}/fakebyte.zsh
  ${documents}/fakebyte.spdx.json)

# zsh looks into the first folder below /usr/local, into the second below Debian's /usr.
set(zsh_completions ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(zsh_completions ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
endif()

install(TARGETS fakebyte RUNTIME)
install(FILES ${documents}/fakebyte.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${documents}/fakebyte.bash RENAME fakebyte
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${documents}/fakebyte.zsh RENAME _fakebyte DESTINATION ${zsh_completions})
install(FILES package/copyright ${documents}/changelog.gz ${documents}/fakebyte.spdx.json ${PROJECT_SOURCE_DIR}/README.md
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/fakebyte)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/fixtures DESTINATION ${CMAKE_INSTALL_DATADIR}/fakebyte)
install(FILES ${PROJECT_SOURCE_DIR}/schema/fixture.json DESTINATION ${CMAKE_INSTALL_DATADIR}/fakebyte/schema)

file(STRINGS package/changelog changelog_top LIMIT_COUNT 1)
if(NOT changelog_top MATCHES "^fakebyte \\(${PROJECT_VERSION}\\) ")
  message(FATAL_ERROR "server/package/changelog does not begin with version ${PROJECT_VERSION}")
endif()

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_VENDOR "fakebyte")
set(CPACK_PACKAGE_CONTACT "The fakebyte authors <maintainers@fakebyte.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "fake Airbyte server for tests")
set(CPACK_PACKAGE_DESCRIPTION "It serves the Config API of Airbyte from an embedded store.
Code that talks to Airbyte can be tested in milliseconds, offline, with every
outcome on demand. Jobs are simulated on a clock that tests command.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_SYSTEM_NAME linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS libcurl4) # loaded when first needed, which no tool sees
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
