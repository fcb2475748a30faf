#!/bin/sh
# tests/fuzz/run.sh [SECONDS [TARGET...]]: every fuzz target, or those, for so many seconds each (60). New inputs that reach something new stay in
# build/fuzz/corpus; what breaks a target is kept as build/fuzz/crash-*, and the exit code is not 0.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- $(cd tests/fuzz && ls fuzz_*.cpp | sed 's/^fuzz_//; s/\.cpp$//')
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target $(printf 'fuzz_%s ' "$@")
result=0
for target in "$@"; do
    new=build/fuzz/corpus/$target
    mkdir -p "$new"
    echo "== $target"
    "build/fuzz/fuzz_$target" -max_total_time="$seconds" -use_value_profile=1 -dict=tests/fuzz/wingmate.dict -print_final_stats=1 \
        -artifact_prefix="build/fuzz/crash-$target-" "$new" "tests/fuzz/corpus/$target" 2>&1 | tail -n 12 || true
    if ls build/fuzz/crash-"$target"-* >/dev/null 2>&1; then
        echo "$target: broken, see build/fuzz/crash-$target-*"
        result=1
    fi
done
exit $result
