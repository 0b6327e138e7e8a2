#!/usr/bin/env bash
# Build site/; with --drafts, as a preview.
set -euo pipefail
cd "${PROJECT:-.}"
guidepress build --no-cache "$@"
