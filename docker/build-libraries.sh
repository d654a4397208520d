#!/bin/sh
# build-libraries.sh PREFIX: the libraries that fakebyte links, static and against musl, from Debian's source packages
# (deb-src must be on). Upstream's tarballs must be those of sources.sha256; Debian's patches come on top of them.
# Leaves each library's licence in PREFIX/share/doc and their versions in PREFIX/share/sources.txt.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat ${APT_CONFIG:+"$APT_CONFIG"} - >apt.conf <<'END'
APT::Sandbox::User "root";
END
export APT_CONFIG="$work/apt.conf"
MAKEFLAGS=-j$(nproc)
CC=musl-gcc
CFLAGS="-O2 -ffunction-sections -fdata-sections -ffile-prefix-map=$work=."
export MAKEFLAGS CC CFLAGS

# The newest source package, security updates included; a mirror without those has at least the release's own.
fetch() {
    release=$(. /etc/os-release && echo "$VERSION_CODENAME")
    for name in $(sed 's/^[0-9a-f]* *//; s/_.*//' "$here/sources.sha256"); do
        apt-get source -qq --download-only "$name" && continue
        echo "warning: the newest $name cannot be fetched; taking the one of $release" >&2
        apt-get source -qq --download-only "$name/$release"
    done
    sha256sum --check --strict "$here/sources.sha256"
}

note_version() {
    echo "$1 $2" >>"$prefix/share/sources.txt"
}

# unpack NAME: into the folder NAME, patched as Debian does; keeps the licence and the version.
unpack() {
    dpkg-source --no-check --extract "$1"_*.dsc "$1" >unpack.log
    install -D -m 644 "$1/debian/copyright" "$prefix/share/doc/$1/copyright"
    note_version "$1" "$(dpkg-parsechangelog -l "$1/debian/changelog" -S Version)"
}

# with_cmake NAME OPTION...
with_cmake() {
    unpack "$1"
    folder=$1
    shift
    cmake -S "$folder" -B "$folder/musl" -G Ninja -Wno-dev --no-warn-unused-cli -DCMAKE_BUILD_TYPE=None -DCMAKE_INSTALL_PREFIX="$prefix" \
        -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF "$@" >"$folder.log" 2>&1
    cmake --build "$folder/musl" >>"$folder.log"
    cmake --install "$folder/musl" >>"$folder.log"
}

build_libmicrohttpd() {
    unpack libmicrohttpd
    (
        cd libmicrohttpd
        ./configure --quiet --prefix="$prefix" --disable-shared --disable-https --disable-doc --disable-examples \
            --disable-tools --disable-curl --disable-bauth --disable-dauth --disable-postprocessor
        make --silent install
    ) >libmicrohttpd.log 2>&1
}

# Hashes alone: what needs GMP is left out.
build_nettle() {
    unpack nettle
    (
        cd nettle
        ./configure --quiet --prefix="$prefix" --libdir="$prefix/lib" --disable-shared --disable-public-key \
            --disable-documentation --disable-openssl
        make --silent install-headers install-static install-pkgconfig
    ) >nettle.log 2>&1
}

# One thread runs every statement, so SQLite needs no locks; JSON, deserialize and math are in it by default or named.
build_sqlite3() {
    unpack sqlite3
    (
        cd sqlite3
        ./configure --quiet --prefix="$prefix" --disable-shared --disable-readline --disable-tcl --disable-load-extension
        make --silent sqlite3.c sqlite3.h
        # shellcheck disable=SC2086  # a list of words
        $CC $CFLAGS -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_DQS=0 -DSQLITE_THREADSAFE=0 -DSQLITE_DEFAULT_MEMSTATUS=0 \
            -DSQLITE_TEMP_STORE=3 -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE -DSQLITE_ENABLE_MATH_FUNCTIONS \
            -c sqlite3.c
        ar rcD libsqlite3.a sqlite3.o
        install -D -m 644 -t "$prefix/lib" libsqlite3.a
        install -D -m 644 -t "$prefix/include" sqlite3.h
        install -D -m 644 -t "$prefix/lib/pkgconfig" sqlite3.pc
    ) >sqlite3.log 2>&1
}

# Its CMake file wants sources for Windows that Debian leaves out.
build_zlib() {
    unpack zlib
    (
        cd zlib
        ./configure --static --prefix="$prefix"
        make --silent libz.a
        make --silent install
    ) >zlib.log 2>&1
}

mkdir -p "$prefix/share"
fetch
install -D -m 644 /usr/share/doc/musl-dev/copyright "$prefix/share/doc/musl/copyright"
note_version musl "$(dpkg-query -W -f '${source:Version}' musl-dev)"
build_libmicrohttpd
build_sqlite3
build_nettle
with_cmake jansson -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF
with_cmake pcre2 -DPCRE2_BUILD_PCRE2GREP=OFF -DPCRE2_BUILD_TESTS=OFF
with_cmake utf8proc
build_zlib
with_cmake curl -DHTTP_ONLY=ON -DBUILD_CURL_EXE=OFF -DCURL_ENABLE_SSL=OFF -DCURL_ZLIB=OFF -DCURL_USE_LIBSSH2=OFF \
    -DCURL_USE_LIBPSL=OFF -DUSE_LIBIDN2=OFF -DENABLE_MANUAL=OFF -DCURL_DISABLE_ALTSVC=ON -DCURL_DISABLE_HSTS=ON \
    -DCURL_DISABLE_DOH=ON -DCURL_DISABLE_COOKIES=ON -DCURL_DISABLE_NTLM=ON -DCURL_DISABLE_CRYPTO_AUTH=ON
