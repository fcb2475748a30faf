"""Fails when an include crosses the layers of the house: check_layers.py ROOT. `--self-test` plants a crossing and expects to be told."""
import pathlib
import re
import sys
import tempfile

# folder: the folders it may include from, besides its own
ALLOWED = {
    "engine/core": [],
    "engine/platform": ["engine/core"],
    "net": ["engine/core"],
    "game/content": ["engine/core"],
    "game/sim": ["engine/core", "game/content"],
    "game/bots": ["engine/core", "game/content", "game/sim"],
    "game/match": ["engine/core", "net", "game/content", "game/sim", "game/bots"],
    "game/view": ["engine/core", "engine/platform", "game/content", "game/sim"],
    "game/env": ["engine/core", "game/content", "game/sim", "game/bots"],
    "game/headless": ["engine/core", "net", "game/content", "game/sim", "game/bots", "game/match", "game/env"],
    "game/app": ["engine/core", "engine/platform", "net", "game/content", "game/sim", "game/bots", "game/match", "game/view"],
}
ONLY_IN = [(re.compile(r"^(SDL|fontconfig)"), "engine/platform"), (re.compile(r"^(enet|sodium)"), "net")]
# What rules must not know: clocks, files, floats' maths, allocation-prone or unordered things.
FORBIDDEN_IN_SIM = re.compile(r"^(chrono|fstream|iostream|filesystem|random|unordered_map|unordered_set|cmath|thread|ctime|functional|map|set)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def crossings(root):
    found = []
    for folder, allowed in ALLOWED.items():
        for path in sorted((root / folder).glob("**/*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    if folder == "game/sim" and re.search(r"\b(float|double)\b", re.sub(r'"[^"]*"', "", line.split("//")[0])):
                        found.append(f"{path.relative_to(root)}:{number}: a float in the rules")
                    continue
                quote, name = match.groups()
                where = f"{path.relative_to(root)}:{number}: includes {name}"
                if quote == "<":
                    for pattern, home in ONLY_IN:
                        if pattern.match(name) and folder != home:
                            found.append(f"{where}, which only {home} may")
                    if folder == "game/sim" and FORBIDDEN_IN_SIM.match(name):
                        found.append(f"{where}, which rules must not know")
                    continue
                target = str(pathlib.PurePosixPath(name).parent)
                if target not in ALLOWED:
                    found.append(f"{where}: not written from the root, or not a layer")
                elif target != folder and target not in allowed:
                    found.append(f"{where}: {folder} may include from {', '.join(allowed) or 'nothing'}")
    return found


def self_test():
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        (root / "game/sim").mkdir(parents=True)
        (root / "game/sim/a.cpp").write_text('#include "net/link.h"\n#include <SDL.h>\n#include <chrono>\nfloat x;\n#include "a.h"\n')
        return len(crossings(root)) == 5


def main():
    found = crossings(pathlib.Path(sys.argv[1]))
    for line in found:
        print(line)
    if not self_test():
        print("the check does not see a planted crossing")
        return 1
    return 1 if found else 0


sys.exit(main())
