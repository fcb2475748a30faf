#!/bin/sh
# render.sh FOLDER: effects to FOLDER/sound/*.wav (mono, 48 kHz, 16 bit), music to FOLDER/music/*.ogg (loops carry LOOPSTART and LOOPEND
# in samples), and last FOLDER/sound/done. The same bytes each time on the same system. A file is made again only when the text of its
# source, of its orchestra or of this script has changed; each appears whole or not at all. Needs csound, oggenc, python3, sha256sum.
set -eu

if [ "${1-}" = one ]; then                  # one KIND NAME KEY: in the environment: here out work
    kind=$2 name=$3 key=$4
    log="$work/$name.log"
    sound() {                               # SCORE WAV: csound is silent unless something is wrong
        INCDIR="$here/$kind" csound -d -m0 -K -W -s -o "$2" "$1" >"$log" 2>&1 || { cat "$log" >&2; exit 255; }
    }
    if [ "$kind" = sound ]; then
        sound "$here/sound/$name.csd" "$work/$name.wav"
        mv "$work/$name.wav" "$out/sound/$name.wav"
    else
        song="$here/music/$name.song"
        loop=$(python3 -B "$here/music/song.py" "$song" "$work/$name.csd") || exit 255
        sound "$work/$name.csd" "$work/$name.wav"
        set -- -c "TITLE=$(sed -n 's/^title *//p' "$song")"
        [ -z "$loop" ] || set -- "$@" -c "LOOPSTART=${loop% *}" -c "LOOPEND=${loop#* }"
        oggenc -Q -q 5 --serial 1 "$@" -o "$work/$name.ogg" "$work/$name.wav" || exit 255
        rm "$work/$name.wav"
        mv "$work/$name.ogg" "$out/music/$name.ogg"
    fi
    echo "$key" >"$work/$name.key"
    mv "$work/$name.key" "$out/$kind/.made/$name"
    exit 0
fi

[ $# -eq 1 ] || { echo "usage: render.sh FOLDER" >&2; exit 2; }
for tool in csound oggenc python3 sha256sum; do
    command -v "$tool" >/dev/null || { echo "render.sh: $tool is missing (packages: csound vorbis-tools python3 coreutils)" >&2; exit 1; }
done
mkdir -p "$1/sound/.made" "$1/music/.made"
out=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "$out/sound/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
export here out work

# Prints the jobs whose stored key differs, the long ones first.
stale() {                                   # KIND SOURCE-ENDING RESULT-ENDING SHARED-FILE...
    kind=$1 from=$2 to=$3
    shift 3
    for source in "$here/$kind"/*."$from"; do
        name=$(basename "$source" ".$from")
        key=$(cat "$source" "$@" "$here/sound/render.sh" | sha256sum | cut -d ' ' -f 1)
        [ -s "$out/$kind/$name.$to" ] && [ "$(cat "$out/$kind/.made/$name" 2>/dev/null)" = "$key" ] || echo "$kind $name $key"
    done
    for made in "$out/$kind"/*."$to"; do    # what has no source any more
        name=$(basename "$made" ".$to")
        [ -e "$here/$kind/$name.$from" ] || rm -f "$made" "$out/$kind/.made/$name"
    done
}
{
    stale music song ogg "$here/music/band.orc" "$here/music/song.py"
    stale sound csd wav "$here/sound/ink.orc"
} >"$work/jobs"
xargs -r -P "$(nproc 2>/dev/null || echo 2)" -n 3 sh "$here/sound/render.sh" one <"$work/jobs" || { echo "render.sh: failed" >&2; exit 1; }
echo "$(wc -l <"$work/jobs") made" >"$work/done"
mv "$work/done" "$out/sound/done"
