#!/bin/sh
# Renews the golden replays and runs beside it after a rule, content or bot has changed on purpose: renew.sh PROGRAM (wingmate-headless).
# The commit says which rule changed. `./check` plays them in every build.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
rm -f ./*.wmr runs.jsonl
run() { "$program" run --record . --quiet "$@"; }
{
    # A minute with one ace and with two in each mode.
    for players in 1 2; do
        run --mode first_flight --seed 1 --players $players --bot ace --ticks 900
        run --mode classic --seed 1 --players $players --bot ace --ticks 3600
    done
    # To the end: nobody at the keys; and five minutes with bombs, supplies and levels.
    run --mode first_flight --seed 2 --players 2 --bot idle
    run --mode classic --seed 2 --players 1 --bot idle
    run --mode classic --seed 3 --players 2 --bot ace --ticks 18000
    run --mode classic --seed 4 --players 4 --bot ace,ace,idle,ace --ticks 3600
} | sed 's/,"run":.*/}/' >runs.jsonl
ls -l ./*.wmr runs.jsonl
