#!/usr/bin/env bash
# Write $REVIEW/comment.md: what changes against $BASE, which version it needs, what has no reason.
set -euo pipefail
cd "${PROJECT:-.}"
mkdir -p "$REVIEW"
{
    echo "<!-- guidepress-review -->"
    if ! guidepress diff "git:$BASE" draft --format markdown 2>"$REVIEW/lacking.txt"; then
        echo "## Nothing could be compared"
    fi
    # A new guideline has no earlier side: that is said, and is no failure.
    sed 's/^/> /' "$REVIEW/lacking.txt"
    printf '\n## Before the next release\n\n```text\n'
    guidepress status 2>&1 || true
    printf '```\n'
} >"$REVIEW/comment.md"
rm "$REVIEW/lacking.txt"
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || cat "$REVIEW/comment.md" >>"$GITHUB_STEP_SUMMARY"
