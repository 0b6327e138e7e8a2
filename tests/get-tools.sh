#!/bin/sh
# Make sure that the programs are there that the tests drive: those installed, or Debian's.
set -eu

missing=""

# want PACKAGE COMMAND...: one of the commands, or else the package that has it.
want() {
    package=$1
    shift
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    missing="$missing $package"
}

want chromium chromium chromium-browser google-chrome
want libreoffice-calc-nogui soffice libreoffice
want openssh-client ssh-keygen
want poppler-utils pdftotext
want npm npm

[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    # Word by word on purpose: each is a package.
    # shellcheck disable=SC2086
    $as_root apt-get update -qq \
        && $as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null && exit 0
fi
echo "The tests need programs that are not on the PATH; install the packages:$missing" >&2
exit 1
