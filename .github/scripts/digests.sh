#!/usr/bin/env bash
# Print the sha256 of every file of site/, by name: the same on every machine, or the build is not.
set -euo pipefail
cd "${1:-site}"
find . -type f -print0 | LC_ALL=C sort -z | xargs -0 shasum -a 256
