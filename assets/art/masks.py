#!/usr/bin/env python3
"""Picture masks for collisions: `masks.py` writes ../data/masks/*.txt from the drawings, `masks.py --check` compares them.

A mask is the plane without its propellers' air, flames and smoke, one character a pixel of the nominal rectangle: '#' where the picture
covers more than half, '.' elsewhere. The committed text decides in the game, never the picture, since pictures come out slightly
different on different systems; --check fails if more than 3 % of the pixels differ.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)

import enemies
import fountain
import heroes
import pixels

OUT = os.path.join(HERE, "..", "data", "masks")
ALLOWED = .03


def drawn(sheet):
    """The mask of a drawing, rendered at the game's size."""
    w, h = round(sheet.w / 2), round(sheet.h / 2)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {sheet.w} {sheet.h}">'
    svg = head + "\n".join(sheet.o) + "</svg>"
    png = subprocess.run(["rsvg-convert", "--unlimited"], input=svg.encode(), capture_output=True, check=True).stdout
    return ["".join("#" if a > 127 else "." for a in row) for row in pixels.alpha(png)]


def without_crumbs(rows):
    """Only the largest connected part: no stray dots, which could be hit without being seen."""
    h, w = len(rows), len(rows[0])
    part, best, sizes = [[0] * w for _ in rows], 0, [0]
    for y in range(h):
        for x in range(w):
            if rows[y][x] != "#" or part[y][x]:
                continue
            sizes.append(0)
            todo = [(x, y)]
            part[y][x] = len(sizes) - 1
            while todo:
                a, b = todo.pop()
                sizes[-1] += 1
                for c, d in ((a + 1, b), (a - 1, b), (a, b + 1), (a, b - 1)):
                    if 0 <= c < w and 0 <= d < h and rows[d][c] == "#" and not part[d][c]:
                        part[d][c] = len(sizes) - 1
                        todo.append((c, d))
    best = sizes.index(max(sizes))
    return ["".join("#" if p == best and best else "." for p in row) for row in part]


def masks():
    planes = {"hero": heroes.hero(1, solid=True), "small": enemies.small(solid=True), "medium": enemies.medium(solid=True),
              "large": fountain.large(solid=True)}
    d = {name: without_crumbs(drawn(s)) for name, s in planes.items()}
    d["dart"] = d["dart-super"] = ["#" * 5] * 11        # shots hit with their whole box
    return d


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        print("usage: masks.py [--check]", file=sys.stderr)
        return 2
    bad = 0
    if not sys.argv[1:]:
        os.makedirs(OUT, exist_ok=True)
    for name, rows in masks().items():
        path = os.path.join(OUT, name + ".txt")
        if not sys.argv[1:]:
            with open(path, "w", encoding="ascii") as fh:
                fh.write("\n".join(rows) + "\n")
            continue
        try:
            with open(path, encoding="ascii") as fh:
                old = fh.read().splitlines()
        except OSError:
            old = []
        if [len(r) for r in old] != [len(r) for r in rows]:
            print(f"{name}: the mask is not {len(rows[0])} x {len(rows)}, as the picture is")
            bad += 1
            continue
        differ = sum(a != b for r, q in zip(old, rows) for a, b in zip(r, q)) / (len(rows) * len(rows[0]))
        print(f"{name}: {100 * differ:.2f} % of the pixels differ")
        bad += differ > ALLOWED
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
