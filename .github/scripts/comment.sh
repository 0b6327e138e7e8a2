#!/usr/bin/env bash
# Write the review as one comment on the pull request of $HEAD, or update the one that is there.
# What $REVIEW holds came from a stranger: it is text, and names neither request nor repository.
set -euo pipefail
number=$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f "head=$HEAD" \
    --jq "map(select(.head.sha == \"$HEAD_SHA\")) | .[0].number // empty")
if [ -z "$number" ]; then
    echo "no open pull request has this head; nothing to write" >&2
    exit 0
fi
body=$(mktemp)
# GitHub takes 65,536 characters; whoever needs more reads it in the run.
# The cut may go through a character, which iconv drops, and then calls a failure.
head -c 60000 "$REVIEW/comment.md" | iconv -c -f UTF-8 -t UTF-8 >"$body" || true
test -s "$body"
comment=$(gh api --paginate "repos/$REPOSITORY/issues/$number/comments" \
    --jq '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- guidepress-review -->"))) | .id' | head -n 1)
if [ -n "$comment" ]; then
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$comment" -F "body=@$body"
else
    gh api --silent --method POST "repos/$REPOSITORY/issues/$number/comments" -F "body=@$body"
fi
