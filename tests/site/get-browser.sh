#!/bin/sh
# Make sure that a Chromium is there for the tests; Debian has one.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    $as_root apt-get update -qq && $as_root apt-get install -qq -y chromium >/dev/null && exit 0
fi
echo "The tests need Chromium: install it so that 'chromium' or 'google-chrome' is on the PATH." >&2
exit 1
