#!/bin/sh
# Make sure that the programs are there that the tests drive: those installed, or Debian's.
set -eu

patience=600 # seconds in all that another package manager may hold a lock
pause=5
waited=0
missing=""
# dpkg refuses to run without the programs in these folders, which a bare PATH lacks.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# want PACKAGE COMMAND...: one of the commands, or else the package that has it.
want() {
    package=$1
    shift
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    missing="$missing $package"
}

# apt ARGUMENT...: run apt-get, and again while another package manager holds a lock. apt-get can wait for
# dpkg's lock by itself, but gives up at once on those of the package lists and of the downloads.
apt() {
    # LC_ALL: the messages are read below. as_root is split on purpose.
    # shellcheck disable=SC2086
    until message=$($as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive PATH="$PATH" \
        apt-get -qq -o Dpkg::Use-Pty=0 "$@" 2>&1 >/dev/null); do
        reason=$(echo "$message" | grep -Em1 "Could not get lock|locked by another process") || reason=""
        if [ -z "$reason" ] || [ "$waited" -ge "$patience" ]; then
            echo "$message" >&2
            return 1
        fi
        echo "Waiting for another package manager (${waited} of at most ${patience} s): $reason" >&2
        sleep "$pause"
        waited=$((waited + pause))
    done
}

# The browser without its windows: it draws the same pages with less work.
want chromium-headless-shell chromium-headless-shell chromium chromium-browser google-chrome
want firefox-esr firefox-esr firefox
want libreoffice-calc-nogui soffice libreoffice
want openssh-client ssh-keygen
want poppler-utils pdftotext
want nginx-light nginx
want pandoc pandoc
want biber biber
want npm npm

[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    echo "Installing$missing" >&2
    # Word by word on purpose: each is a package.
    # shellcheck disable=SC2086
    apt update && apt install -y --no-install-recommends $missing && exit 0
fi
echo "The tests need programs that are not on the PATH; install the packages:$missing" >&2
exit 1
