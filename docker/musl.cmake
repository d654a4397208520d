# A static binary against musl, from the libraries that build-libraries.sh put below the prefix. The compiler is the
# build machine's own, so that the tools which lay out the assets run where they are built.
set(FAKEBYTE_LIBRARIES /opt/musl CACHE PATH "Where build-libraries.sh installed to")
# Checks of the compiler read this file anew, in the same process and without the cache.
if(DEFINED ENV{FAKEBYTE_LIBRARIES})
  set(FAKEBYTE_LIBRARIES $ENV{FAKEBYTE_LIBRARIES})
endif()
set(ENV{FAKEBYTE_LIBRARIES} ${FAKEBYTE_LIBRARIES})
set(FAKEBYTE_SOURCES ${FAKEBYTE_LIBRARIES}/share/sources.txt CACHE FILEPATH "The source packages that are linked")
set(FAKEBYTE_SOURCE_SUMS ${CMAKE_CURRENT_LIST_DIR}/sources.sha256 CACHE FILEPATH "The sums of their tarballs")

set(CMAKE_C_COMPILER musl-gcc)
set(CMAKE_ASM_COMPILER musl-gcc)
set(CMAKE_C_FLAGS_INIT "-ffunction-sections -fdata-sections")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -s -Wl,--gc-sections -Wl,--build-id=none")
set(ENV{PKG_CONFIG_LIBDIR} ${FAKEBYTE_LIBRARIES}/lib/pkgconfig)
set(CMAKE_FIND_ROOT_PATH ${FAKEBYTE_LIBRARIES})
set(FAKEBYTE_STATIC ON CACHE BOOL "")
