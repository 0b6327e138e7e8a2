#!/bin/sh
# repeat.sh TIMES COMMAND...: run the tests again and again, and count the runs that failed and those that hung.
set -u

times=$1
shift
limit=1800 # seconds until a run is said to hang
# To look for the tests in all files takes longer than to run some of them.
files=$("$@" -n 0 -q --collect-only 2>&1 | sed -n 's/::.*//p' | sort -u)
failures=0
hangs=0
run=0
while [ "$run" -lt "$times" ]; do
    run=$((run + 1))
    code=0
    # shellcheck disable=SC2086 # the names of our files have no spaces
    said=$(timeout "$limit" "$@" -q $files 2>&1) || code=$?
    case "$code" in
        0) ;;
        124) hangs=$((hangs + 1)) ;;
        *) failures=$((failures + 1)) ;;
    esac
    # A test that its own limit ended failed, but it hung.
    case "$said" in *"Failed: Timeout"* | *"Timeout (0:"*) hangs=$((hangs + 1)) ;; esac
    [ "$code" = 0 ] || echo "$said"
    echo "run $run: $(echo "$said" | tail -n 1)"
done
echo "$times runs: $failures failed, $hangs hung"
[ "$failures$hangs" = 00 ]
