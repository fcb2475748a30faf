#!/usr/bin/env python3
"""check_pictures.py BUILT SOURCES: measures the built pictures (BUILT, made by SOURCES/build.py) and ends with 1 if a rule is broken.

The rules: the table names all that the game asks for; cells lie on the grid of eight, inside their atlas and apart; no drawing touches
its cell's rim, none is empty; tiles repeat without a seam and are opaque where they must be; masks agree with the drawings; a second
build draws nothing; building anew gives the same bytes. Each measuring function is first shown a planted fault.
"""
import os
import re
import subprocess
import sys
import tempfile

built, sources = sys.argv[1], sys.argv[2]
sys.dont_write_bytecode = True
sys.path.insert(0, sources)
import pixels

faults = []


def rule(holds, sentence):
    if not holds:
        faults.append(sentence)


def several(pattern, *ranges):
    names = [pattern]
    for r in ranges:
        names = [n.replace("#", str(k), 1) for n in names for k in r]
    return names


FOUR, SIGNS = range(1, 5), "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
NEEDED = """small medium large large-b medium-hit large-hit shadow-hero shadow-small shadow-medium shadow-large shadow-tag shot-round
    shot-diamond small-mini medium-mini large-mini tag-bomb tag-bomb-b tag-super tag-super-b impact life-off plane-mark dash tile-empty tick cross hourglass eye lock
    slider-knob slider-rail slider-fill check-on check-off keycap button button-hot card sheet rule pause pause-hot resume resume-hot stamp-new-best stamp-game-over
    bomb-icon super-icon bar-frame tape pencil coffee seal logo logo-small""".split()
for pattern in "hero-# hero-#-b life-# dart-# dart-#-super small-down-# medium-down-# ring-# bomb-wave-# tile-# tile-#-s mark-#".split():
    NEEDED += several(pattern, FOUR)
NEEDED += several("hero-down-#-#", FOUR, FOUR) + several("scrap-#-#", FOUR, range(4)) + several("large-down-#", range(1, 7))
NEEDED += several("burst-#", range(1, 6)) + several("puff-#", (1, 2, 3)) + several("splat-#", (1, 2, 3)) + several("circle-#", (1, 2, 3))
NEEDED += several("muzzle-#", (1, 2)) + several("shield-#", (1, 2)) + several("ping-#", range(5))
NEEDED += several("pop-#", SIGNS + "+-x:.") + several("nib-#", SIGNS) + several("num-#", "0123456789x")
NEEDED += several("#-#", ("band", "band-s"), ("left", "mid", "right")) + several("arrow-#", ("left", "right", "left-hot", "right-hot"))
SIZES = {"hero-1": (102, 126), "small": (57, 43), "medium": (69, 99), "large": (169, 258), "dart-1": (5, 11), "dart-1-super": (5, 11),
         "tag-bomb": (60, 107), "tag-super": (58, 88), "medium-hit": (69, 99), "large-down-6": (169, 258), "shadow-hero": (102, 126),
         "band-mid": (64, 58), "band-s-mid": (64, 46), "card": (96, 96), "sheet": (192, 192), "button": (64, 48)}
TILES = "coast-paper coast-lines coast-clouds scraps grain pad-paper pad-lines".split()
PAGES = {"title": (1280, 800), "sheet": (1280, 800), "book": (1280, 800), "play-wide": (1280, 800), "lobby": (1280, 800),
         "title-portrait": (480, 800), "sheet-portrait": (480, 800)}


def load(name):
    with open(os.path.join(built, name), "rb") as fh:
        return fh.read()


def size(name):
    head = load(name)[:24]
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def numbers(text):
    return {k: int(v) for k, v in re.findall(r"(\w+) = (\d+)", text)}


def table(text):
    """art.toml, which is a fixed shape: section -> name -> numbers, the atlas's name beside them."""
    out, section = {}, None
    for line in text.splitlines():
        if m := re.fullmatch(r"\[(\w+)\]", line):
            section = out.setdefault(m[1], {})
        elif m := re.fullmatch(r'"?([^"]+?)"? = \{ (.*) \}', line):
            section[m[1]] = dict(numbers(m[2]), **{k: v for k, v in re.findall(r'(\w+) = "(\w+)"', m[2])})
    return out


def collisions(cells):
    """Pairs of cells that share area, among (x, y, w, h, name)."""
    found = []
    for k, (x, y, w, h, n) in enumerate(cells):
        found += [(n, o) for a, b, c, d, o in cells[k + 1:] if x < a + c and a < x + w and y < b + d and b < y + h]
    return found


def rim_is_clear(alpha, x, y, w, h):
    """Nothing on the outermost pixels of a cell."""
    sides = any(alpha[r][x] or alpha[r][x + w - 1] for r in range(y, y + h))
    return not (sides or any(alpha[y][x:x + w]) or any(alpha[y + h - 1][x:x + w]))


def steps(rows):
    """Mean change from each row of a picture to the next, the last one over the seam."""
    return [sum(abs(p - q) for p, q in zip(a, b)) / len(a) for a, b in zip(rows, rows[1:] + rows[:1])]


def has_seam(rows):
    """The step over the edge is larger than any step inside."""
    s = steps(rows)
    return s[-1] > max(s[:-1]) * 1.05 + .05


# planted faults
rule(collisions([(0, 0, 16, 16, "a"), (8, 8, 16, 16, "b")]), "two cells that overlap are not noticed")
rule(not rim_is_clear([bytes(8)] * 7 + [bytes([0, 0, 9, 0, 0, 0, 0, 0])], 0, 0, 8, 8), "ink on a cell's rim is not noticed")
rule(has_seam([bytes([v] * 16) for v in range(0, 60, 2)]), "a tile that gets lighter downwards is not noticed")

t = table(load("art.toml").decode())
for name in NEEDED:
    rule(name in t["sprites"], f"the table has no sprite {name}")
for name, want in SIZES.items():
    s = t["sprites"].get(name, {})
    rule((s.get("sw"), s.get("sh")) == want, f"{name} is {s.get('sw')} x {s.get('sh')}, not {want[0]} x {want[1]}")
for atlas, a in t["atlases"].items():
    rule(size(f"{atlas}@1x.png") == (a["width"], a["height"]), f"{atlas}@1x.png has another size than the table says")
    rule(size(f"{atlas}@2x.png") == (2 * a["width"], 2 * a["height"]), f"{atlas}@2x.png is not twice {atlas}@1x.png")
    rule(max(a["width"], a["height"]) <= 2048, f"{atlas} is larger than 4096 pixels at twice the size")
    mine = {n: s for n, s in t["sprites"].items() if s["atlas"] == atlas}
    alpha = pixels.alpha(load(f"{atlas}@1x.png"))
    for n, s in mine.items():
        x, y, w, h = (s[k] for k in "xywh")
        rule(not any(v % 8 for v in (x, y, w, h)), f"{n}: its cell is not on the grid of eight")
        inside = x + w <= a["width"] and y + h <= a["height"]
        rule(inside, f"{n}: its cell leaves the atlas")
        if inside:
            rule(rim_is_clear(alpha, x, y, w, h), f"{n}: the drawing touches its cell's rim")
            rule(any(any(alpha[r][x:x + w]) for r in range(y, y + h)), f"{n}: its cell is empty")
    for pair in collisions([(s["x"], s["y"], s["w"], s["h"], n) for n, s in mine.items()]):
        rule(False, f"cells of {pair[0]} and {pair[1]} overlap")

for name in TILES:
    rule(t["tiles"].get(name) == {"w": 480, "h": 700}, f"tile {name} is missing or not 480 x 700")
    rule((size(f"tile-{name}@1x.png"), size(f"tile-{name}@2x.png")) == ((480, 700), (960, 1400)),
         f"tile {name}: a picture has another size")
    rows = pixels.read(load(f"tile-{name}@1x.png"))[2]
    rule(not has_seam([bytes(r) for r in rows]), f"tile {name} shows a seam")
    opaque = all(min(r[3::4]) == 255 for r in rows)
    rule(opaque == name.endswith("-paper"), f"tile {name} is {'opaque' if opaque else 'not opaque'}")
for name, (w, h) in PAGES.items():
    p = t["pages"].get(name, {})
    rule((p.get("w"), p.get("h")) == (w, h), f"page {name} is missing or not {w} x {h}")
    rule(p.get("around", "desk") in t["pages"], f"page {name}: there is no {p.get('around')} to go around it")
for name, p in t["pages"].items():
    rule((size(f"page-{name}@1x.png"), size(f"page-{name}@2x.png")) == ((p["w"], p["h"]), (2 * p["w"], 2 * p["h"])),
         f"page {name}: a picture has another size")
rule(size("icon.png") == (256, 256), "the icon is not 256 x 256")

run = subprocess.run([sys.executable, "-B", os.path.join(sources, "masks.py"), "--check"], capture_output=True, text=True)
rule(run.returncode == 0, "masks differ from the drawings:\n" + run.stdout + run.stderr)

with tempfile.TemporaryDirectory() as again:
    build = [sys.executable, "-B", os.path.join(sources, "build.py"), again]
    rule(subprocess.run(build).returncode == 0, "the pictures cannot be built anew")
    for name in sorted(os.listdir(again)):
        with open(os.path.join(again, name), "rb") as fh:
            rule(fh.read() == load(name), f"{name}: another build gives other bytes")
    before = {n: os.stat(os.path.join(again, n)).st_mtime_ns for n in os.listdir(again) if n.endswith(".png")}
    rule(subprocess.run(build).returncode == 0, "a second build fails")
    rule(before == {n: os.stat(os.path.join(again, n)).st_mtime_ns for n in before},
         "a second build draws pictures again that have not changed")
    os.remove(os.path.join(again, "icon.png"))
    rule(subprocess.run(build).returncode == 0 and os.path.exists(os.path.join(again, "icon.png")),
         "a picture that is gone is not drawn again")

for sentence in faults:
    print(sentence)
print(f"{len(t['sprites'])} sprites, {len(t['tiles'])} tiles, {len(t['pages'])} pages: {len(faults)} faults")
sys.exit(1 if faults else 0)
