"""Shots, darts and the paper tags under their parachutes."""
from palette import COAST, PILOT
from pen import *


SHOT = dict(out="#16121A", ring="#E5003C", ring2="#FF9500", core="#FFFFFF", halo="#FFFDF4")


def shot_round():
    s = Sheet(28, 28)
    s.dot(14, 14, 14, SHOT["halo"], .9)
    s.dot(14, 14, 12.7, SHOT["out"])
    s.dot(14, 14, 10.3, SHOT["ring"])
    s.dot(14, 14, 6.4, SHOT["core"])
    return s


def dia(cx, cy, w, h): return [(cx, cy - h), (cx + w, cy), (cx, cy + h), (cx - w, cy)]


def shot_diamond():
    s = Sheet(24, 36)
    for w, h, c, o in ((12, 18, SHOT["halo"], .9), (11, 16.6, SHOT["out"], 1), (8, 12, SHOT["ring2"], 1), (4.7, 7.2, SHOT["core"], 1)):
        s.fill(dia(12, 18, w, h), c, o)
    return s


def dart(n=1, pilots=PILOT, ink="#1F1A1C"):
    s = Sheet(12, 44, 3, dict(COAST, p=pilots[n][0], pd=pilots[n][1], ink=ink))
    s.fill(poly("M6 0C9.5 8 11 16 9.6 24L7.5 43L4.5 43L2.4 24C1 16 2.5 8 6 0Z"), "ink")
    s.fill(poly("M6 3.4C8.6 10 9.2 16 8.2 23L6.8 41L5.2 41L3.8 23C2.8 16 3.4 10 6 3.4Z"), "p", cls="p")
    if ink == "#1F1A1C": s.fill(poly("M6 7C7 12 7 16 6 24C5 16 5 12 6 7Z"), "white", .9)
    return s


def dart_super(n=1):
    """The super shot: broader, a gold core between two edges in the pilot's colour."""
    s = Sheet(20, 56, 4, dict(COAST, p=PILOT[n][0], pd=PILOT[n][1]))
    s.fill(poly("M10 0C15 10 17.6 20 16.4 31L13.4 56L6.6 56L3.6 31C2.4 20 5 10 10 0Z"), "ink")
    s.fill(poly("M10 4.4C13.8 12 15.4 21 14.4 31L11.8 53L8.2 53L5.6 31C4.6 21 6.2 12 10 4.4Z"), "p")
    s.fill(poly("M10 9C12.6 15 13.4 21 12.8 29L10 44L7.2 29C6.6 21 7.4 15 10 9Z"), "#FFD75A")
    s.fill(poly("M10 14C11.4 18 11.8 22 11.4 27L10 35L8.6 27C8.2 22 8.6 18 10 14Z"), "white")
    return s


# kind: size at twice the game's, letter, stripes of the canopy, tag's top and size
TAGS = {"bomb": (120, 214, "B", "mark", 112, (86, 94)), "super": (116, 176, "S", "wash", 92, (74, 78))}


def canopy_outline(w, h):
    kx, ky = w / 80, h / 40
    return [(x * kx, y * ky) for x, y in poly("M4 40C6 14 22 3 40 3C58 3 74 14 76 40C70 35 64 35 58 40C52 35 46 35 40 40C34 35 28 35 22 "
                                              "40C16 35 10 35 4 40Z")]


def tag_outline(kind):
    w, h, _, _, top, (tw, th) = TAGS[kind]
    return [canopy_outline(w, top - 28), rect(w / 2 - tw / 2, top, tw, th)]


def bomb_mark(s, x, y, k, c="ink"):
    """A falling bomb about 20 k wide and 36 k high around (x, y)."""
    at = lambda d: [(x + (px - 50) * k, y + (py - 94) * k) for px, py in poly(d)]
    s.fill(at("M50 82C55 82 58 86 58 92C58 100 54 106 50 110C46 106 42 100 42 92C42 86 45 82 50 82Z"), c)
    s.fill(at("M43 75L57 75L53 83L47 83Z"), c)
    s.line(at("M46 90L47 98"), 1.9 * k, "white", taper=(.3, .3))


def darts_mark(s, x, y, k, c="ink"):
    """Two darts side by side, about 22 k wide and 36 k high around (x, y)."""
    for a in (-1, 1):
        q = poly("M0 -18C3.4 -12 5.2 -5 4.6 2L2.4 18L-2.4 18L-4.6 2C-5.2 -5 -3.4 -12 0 -18Z")
        s.fill([(x + a * 6.4 * k + px * k, y + py * k) for px, py in q], c)
        s.line([(x + a * 6.4 * k - 1 * k, y - 8 * k), (x + a * 6.4 * k - 1.2 * k, y + 5 * k)], 1.7 * k, "white", taper=(.3, .3))


def tag(kind, sway=0):
    """A paper tag under its parachute, leaning left or (sway 1) right. Letter and picture both say what it is."""
    w, h, letter, stripe, top, (tw, th) = TAGS[kind]
    s = Sheet(w, h, 5, COAST); a = (-1, 1)[sway]; cx = w / 2; ch = top - 28
    lean = lambda q: turn([(x - cx, y - top) for x, y in q], -a * .05, cx, top)
    can = lean(canopy_outline(w, ch)); kx, ky = w / 80, ch / 40
    path = lambda d: lean([(x * kx, y * ky) for x, y in poly(d)])
    knot = (cx - a * 2, top + 7)
    for x in (5, 22, 40, 58, 75):
        s.line([lean([(x * kx, 39 * ky)])[0], (knot[0] + (x - 40) * .12, knot[1])], 1.5, taper=(.8, .8))
    s.fill(can, "white")
    for d in ("M22 40C20 22 28 8 38 3C24 4 8 16 4 40C10 35 16 35 22 40Z", "M58 40C60 22 52 8 42 3C56 4 72 16 76 40C70 35 64 35 58 40Z"):
        s.fill(path(d), stripe, .92)
    s.hatch(can, -45, 4.6, 1.3, within=[path("M44 3C66 8 74 22 76 40L60 40C60 22 54 10 44 3Z")])
    for d in ("M22 40C20 22 28 8 39 3", "M58 40C60 22 52 8 41 3", "M40 40L40 3"): s.line(path(d), 1.5)
    s.line(path("M11 27C13 19 17 13 23 9"), 3, "white", .8, taper=(0, 0))
    s.ring(can, 3)
    q = turn(rect(-tw / 2, -2, tw, th), a * .07, *knot)
    put = lambda x, y: turn([(x, y)], a * .07, *knot)[0]
    s.fill(move(q, 3, 4), "ink", .22)
    s.fill(q, "#FFF6DF")
    s.fill(turn(rect(-tw / 2 + 3, th - 15, tw - 6, 10), a * .07, *knot), stripe, .85)
    s.ring(q, 3); s.fill(ellipse(*put(0, 6), 3.4), "ink"); s.dot(*put(0, 6), 1.3, "white")
    big = th * .42; lp, _ = s.text_paths(letter, 0, 0, big, slant=0, jit=0)
    lw = max(x for p in lp for x, _ in p)
    s.lines([[put(x - tw * .25 - lw / 2, y + th * .28 + big * .8) for x, y in p] for p in lp], big * .17,
            "mark" if kind == "bomb" else "ink", taper=(.9, .8))
    (bomb_mark if kind == "bomb" else darts_mark)(s, *put(tw * .2, th * .43), 1.25 if kind == "bomb" else 1.05)
    return s
