#!/usr/bin/env python3
"""The same games on programs of two compilers, without and with optimisation: every tick's state and hash must be the same bytes.

compare_compilers.py SOURCE [BUILD]: builds wingmate-headless with g++ and clang++-14, each with -O0 and -O3, in BUILD/hashes-* (ccache helps),
plays fixed games on each and compares their traces line by line; then each plays the golden replays to their stored hashes."""

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

COMPILERS = {"gcc": "g++", "clang": "clang++-14"}
LEVELS = {"-O0": "-O0", "-O3": "-O3 -DNDEBUG"}  # the second as people play it
TICKS = 900
# Bots and written keys, one to four pilots.
GAMES = ((1, "ace"), (2, "ace,rookie"), (4, "ace,random,rookie,idle"))


def build(source, folder, compiler, flags):
    configure = ["cmake", "-S", source, "-B", folder, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=None",
                 f"-DCMAKE_CXX_FLAGS={flags}", "-DWINGMATE_SCREEN=OFF", "-DWINGMATE_TESTS=OFF"]
    for command in (configure, ["cmake", "--build", folder, "--target", "wingmate-headless"]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout[-4000:]}")
    return folder / "wingmate-headless"


def traces(program, source, folder):
    """The trace of every game, by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for mode in sorted(path.stem for path in (source / "assets/data/modes").glob("*.toml")):
        for players, bots in GAMES:
            name = f"{mode}-{players}p"
            trace = folder / f"{name}.trace"
            done = subprocess.run([program, "run", "--mode", mode, "--players", str(players), "--bot", bots, "--seed", "7", "--ticks", str(TICKS),
                                   "--trace", trace, "--quiet"], capture_output=True, text=True)
            if "is for 1 to" in done.stderr:
                continue  # the mode is for fewer pilots
            if done.returncode != 0:
                sys.exit(f"{program}: {name} failed: {done.stderr}")
            found[name] = trace.read_text().splitlines()
    return found


def first_difference(a, b):
    for number, (line_a, line_b) in enumerate(itertools.zip_longest(a, b), start=1):
        if line_a != line_b:
            return number, line_a, line_b
    return None


def main():
    source = Path(sys.argv[1]).resolve()
    root = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else source / "build"
    for compiler in COMPILERS.values():
        if not shutil.which(compiler):
            sys.exit(f"{compiler} is not installed")
    os.environ.setdefault("CCACHE_NOHASHDIR", "1")
    golden = sorted((source / "tests/replays").glob("*.wmr"))
    first = None
    ticks = 0
    for (label, compiler), level in itertools.product(COMPILERS.items(), LEVELS):
        name = f"{label}{level}"
        folder = root / f"hashes-{name}"
        program = build(source, folder, compiler, LEVELS[level])
        played = traces(program, source, folder / "traces")
        ticks = sum(len(lines) for lines in played.values())
        subprocess.run([program, "verify", "--quiet", *golden], check=True, stdout=subprocess.DEVNULL)
        print(f"{name}: {len(played)} games of {ticks} ticks, {len(golden)} golden replays play to their hashes", flush=True)
        if first is None:
            first = (name, played)
            continue
        for game, lines in played.items():
            difference = first_difference(first[1][game], lines)
            if difference:
                number, line_a, line_b = difference
                sys.exit(f"{game} differs at tick {number}:\n  {first[0]}: {line_a}\n  {name}: {line_b}")
        if played.keys() != first[1].keys():
            sys.exit(f"{first[0]} and {name} played other games")
    # The comparison sees a single changed digit.
    changed = list(next(iter(first[1].values())))
    changed[17] = changed[17].replace("0", "1", 1)
    if ticks < 4 * TICKS or first_difference(next(iter(first[1].values())), changed) is None:
        sys.exit("the comparison sees nothing")
    print("all equal")


if __name__ == "__main__":
    main()
