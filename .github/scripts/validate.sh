#!/usr/bin/env bash
# Annotate what is wrong with the content, and with frozen files; fails where there are errors.
set -euo pipefail
cd "${PROJECT:-.}"
failed=0
guidepress validate --format github || failed=$?
guidepress verify || failed=1
exit "$failed"
