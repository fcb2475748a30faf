#!/usr/bin/env python3
"""Draws every picture of the game: `build.py OUT` writes atlases, tiles, pages, the icon and their table art.toml into OUT.

Needs Python's standard library and rsvg-convert. The same sources give the same bytes. Nothing is drawn twice: if no script changed since
the last run the program ends at once, and otherwise only pictures whose SVG changed are drawn anew. A run that is broken off leaves no
half-written picture: each is drawn beside its place and then moved there.
"""
import concurrent.futures
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys

RSVG = "rsvg-convert"
HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)


def digest(*parts):
    h = hashlib.sha256()
    for p in parts:
        h.update(p if isinstance(p, bytes) else p.encode())
        h.update(b"\0")
    return h.hexdigest()


def sources():
    return digest(*(open(p, "rb").read() for p in sorted(glob.glob(os.path.join(HERE, "*.py")))))


def write(path, data):
    tmp = path + ".new"
    with open(tmp, "wb") as fh:
        fh.write(data)
    os.replace(tmp, path)


def draw(svg, path, zoom):
    """One PNG, by way of standard input so that nothing but the result lies about."""
    tmp = path + ".new"
    run = subprocess.run([RSVG, "--zoom", f"{zoom:g}", "--unlimited", "--format", "png", "--output", tmp], input=svg.encode(),
                         capture_output=True)
    if run.returncode or not os.path.exists(tmp):
        raise SystemExit(f"{os.path.basename(path)}: rsvg-convert failed: {run.stderr.decode(errors='replace').strip()}")
    os.replace(tmp, path)


def page_svg(w, h, inner):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">\n{inner}\n</svg>\n'


def pictures():
    """All there is to draw: [(file name, function that gives its SVG, zoom)] and the table."""
    import interface
    import lettering
    import pages
    import sprites
    import tiles
    from atlas import Atlas

    atlases = [Atlas("sprites", sprites.everything()), Atlas("ui", interface.everything() | lettering.everything())]
    table = ["# Sizes at 1x. x, y, w, h: the cell; ox, oy: the sprite's own corner in it; sw, sh: its nominal size.", "[atlases]"]
    table += [f"{a.name} = {{ width = {a.WIDTH}, height = {a.height} }}" for a in atlases]
    table += ["", "[sprites]"] + [row for a in atlases for row in a.rows()]
    todo = [(a.name, a.svg()) for a in atlases]
    for kind, drawn in (("tile", tiles.everything()), ("page", pages.everything())):
        around = pages.AROUND if kind == "page" else {}
        table += ["", f"[{kind}s]"] + [f'"{n}" = {{ w = {w}, h = {h}{around.get(n, "")} }}' for n, (w, h, _) in drawn.items()]
        todo += [(f"{kind}-{n}", page_svg(w, h, inner)) for n, (w, h, inner) in drawn.items()]
    jobs = [(f"{n}@{k}x.png", svg, k) for n, svg in todo for k in (1, 2)]
    jobs.append(("icon.png", page_svg(256, 256, pages.icon()), 1))
    return jobs, "\n".join(table) + "\n"


def main():
    if len(sys.argv) != 2:
        print("usage: build.py OUT", file=sys.stderr)
        return 2
    out = sys.argv[1]
    if not shutil.which(RSVG):
        print(f"{RSVG} is missing: it turns the drawings into pictures (Debian: apt-get install librsvg2-bin)", file=sys.stderr)
        return 1
    os.makedirs(out, exist_ok=True)
    stamp = os.path.join(out, ".stamp")
    try:
        with open(stamp, encoding="utf-8") as fh:
            old = json.load(fh)
    except (OSError, ValueError):
        old = {}
    now, done = sources(), old.get("pictures", {})
    if old.get("sources") == now and all(os.path.exists(os.path.join(out, n)) for n in [*done, "art.toml"]):
        os.utime(os.path.join(out, "art.toml"))     # newer than the sources, for a build that looks at dates
        return 0
    jobs, table = pictures()
    fresh = {name: digest(svg, str(zoom)) for name, svg, zoom in jobs}
    late = [j for j in jobs if done.get(j[0]) != fresh[j[0]] or not os.path.exists(os.path.join(out, j[0]))]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in pool.map(lambda j: draw(j[1], os.path.join(out, j[0]), j[2]), late):
            pass
    for name in set(done) - set(fresh):
        if os.path.exists(os.path.join(out, name)):
            os.remove(os.path.join(out, name))
    write(os.path.join(out, "art.toml"), table.encode())
    write(stamp, json.dumps({"sources": now, "pictures": fresh}, indent=1).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
