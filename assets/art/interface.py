"""The pieces of menus and of the margins, under the names by which the game asks for them.

Drawn with the paper kit, one unit = one pixel. Nine-slices (button, card, sheet, keycap, bar-frame): the nominal rectangle is the paper
or the key; ink that runs past a corner and the shadow hang over.
"""
import math
import random

import shots
from atlas import of_page, of_sheet
from geometry import f
from nib import Pen
from palette import *
from pen import Sheet
from shapes import curve, polygon
from signs import Drawing

CREAM, CAPTURE = "#FBF5E6", "#FFFDF6"


def page(w, h, seed):
    return Drawing(w, h, seed)


# ---- the focus: one brush band ------------------------------------------------------------------------------------------

def band(h, part, seed):
    """left 40, mid 64 (stretch or repeat), right 80 with its dry end. At the joins the edges are at 2 and h - 2."""
    w = {"left": 40, "mid": 64, "right": 80}[part]
    p = page(w, h, seed); r = random.Random(seed); top, bot = 2, h - 2
    if part == "mid":
        up = [(-2, top), (0, top)] + [(x, top + r.uniform(-1.1, .9)) for x in (16, 32, 48)] + [(w, top), (w + 2, top)]
        down = [(-2, bot), (0, bot)] + [(x, bot + r.uniform(-.9, 1.1)) for x in (14, 30, 50)] + [(w, bot), (w + 2, bot)]
        p.path(curve(up) + "L" + curve(down[::-1])[1:] + "Z", fill=INK)
    elif part == "left":
        up = [(9, top + 1.2), (22, top - 1), (34, top + .5), (w, top), (w + 2, top)]
        side = [(7 - 6 * math.sin(math.pi * t) + r.uniform(-1.6, 1.6), top + (bot - top) * (1 - t)) for t in [k / 7 for k in range(8)]]
        down = [(w + 2, bot), (w, bot), (30, bot + .8), (18, bot - .8), side[0]]
        p.path(curve(up) + "L" + curve(down)[1:] + "L" + curve(side)[1:] + "Z", fill=INK)
    else:
        m = max(5, int(h / 9)); end = w - 16
        side = [(end + (r.uniform(3, 14) if i % 2 else r.uniform(-13, 0)) * (1.1 - abs(i / (2 * m) - .42)),
                 top + (bot - top) * i / (2 * m)) for i in range(2 * m + 1)]
        up = [(-2, top), (0, top), (20, top - .8), (42, top + .7), side[0]]
        down = [side[-1], (40, bot - .9), (18, bot + .7), (0, bot), (-2, bot)]
        p.path(curve(up) + "L" + "L".join(f"{x:.1f} {y:.1f}" for x, y in side[1:]) + "L" + curve(down)[1:] + "Z", fill=INK)
        for _ in range(int(h / 4.4)):           # gaps between the bristles
            y = top + r.uniform(.07, .93) * (bot - top); x = end + r.uniform(-6, 10)
            p.line(x - r.uniform(12, 46), y, x, y + r.uniform(-1, 1), PAPER, r.uniform(.7, 1.8), .3, .9)
    return of_page(p)


# ---- seats --------------------------------------------------------------------------------------------------------------

def tile(seat, s):
    p = page(s, s, 40 + seat); h = s / 2
    off = 2 if s > 30 else 1.4
    p.badge(seat, h - off / 2, h - off / 2, s - 4, off)
    return of_page(p)


def empty_tile(s):
    p = page(s, s, 47)
    p.path(p.rough_rect(3, 3, s - 6, s - 6, .6, 400), stroke=FAINT, w=1.8, dash="6 4.5")
    return of_page(p)


def mark(seat, s=24):
    p = page(s, s, 50); p.mark(seat, s / 2, s / 2, s * .42, INK, s * .17); return of_page(p)


def life(n, off=False):
    """A pilot's plane, 22 x 22, for the row of lives; spent ones are outlines."""
    p = page(22, 22, 60)
    pts = [(16, 0), (9, -2.4), (3, -3), (-3, -15), (-7.4, -15), (-4.6, -3), (-10, -2.2), (-12.6, -6.6), (-15, -6.6), (-13.8, 0)]
    full = pts + [(a, -b) for a, b in pts[::-1][1:-1]]
    q = [(11 + b * .62, 11 - a * .62) for a, b in full]
    if off:
        p.path(polygon(q), stroke=FAINT, w=1.3)
    else:
        p.path(polygon([(x + .9, y + .9) for x, y in q]), fill=SEAT[n])
        p.path(polygon(q), fill=SEAT[n], stroke=INK, w=1.5)
        p.line(11, 4, 11, 16, "#FFFFFF", 1.2, .1, .55)
    return of_page(p)


# ---- papers, buttons ------------------------------------------------------------------------------------------------------

def paper_slice(w, h, fill, shade, ink=None, sw=2.2, fibres=0, seed=70, torn=0.0):
    """Paper for nine-slices, plain along the edges' middles so that they stretch. shade: (x, y, blur, opacity, colour) of its shadow."""
    p = page(w, h, seed); r = p.rng; dx, dy, blur, op, col = shade
    a, b, c, d = 1, 1, w - 1, h - 1
    p.defs.append(f'<filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="{blur}"/></filter>')
    p.add(f'<rect x="{a + dx}" y="{b + dy}" width="{f(c - a)}" height="{f(d - b)}" fill="{col}" opacity="{op}" filter="url(#soft)"/>')
    pts = []
    for (x0, y0), (x1, y1) in (((a, b), (c, b)), ((c, b), (c, d)), ((c, d), (a, d)), ((a, d), (a, b))):
        n = 12 if torn else 1
        pts += [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n) for i in range(n)]
    rough = torn or .6
    pts = [(x + r.uniform(-rough, rough), y + r.uniform(-rough, rough)) for x, y in pts]
    p.path(polygon(pts), fill=fill)
    for x in (a + 3, c - fibres - 3) if fibres else ():       # in the corners only: the rest is stretched
        for y in (b + 3, d - fibres - 3):
            p.fibres(x, y, fibres, fibres, 9)
    if ink:
        for x0, y0, x1, y1 in ((a - 1, b, c + 2, b), (a - .5, d, c + 2.5, d), (a, b - 1.5, a, d + 1), (c, b - .5, c, d + 2.5)):
            p.line(x0, y0, x1, y1, ink, sw, .3, step=400)
    elif torn:
        p.path(polygon(pts), stroke="#A98F5E", w=1.6, op=.55)
    reach = math.ceil(3 * blur)
    return of_page(p, (max(3, reach - dx), max(3, reach - dy), reach + dx, reach + dy))


def keycap():
    """44 x 36, border 12: a key with its dark foot; the face is the upper part."""
    p = page(44, 36, 80)
    p.path(p.rough_rect(2, 6, 40, 28, .4, 400), fill=INK)
    p.path(p.rough_rect(2, 2, 40, 28, .5, 400), fill="#FFFBEF", stroke=INK, w=2)
    return of_page(p)


def round_button(sign, hot):
    """Pause or resume, 48 x 48: ink on a paper disc, inverted when the pointer is over it."""
    p = page(48, 48, 84); face, ink = (INK, PAPER) if hot else (CREAM, INK)
    p.add('<circle cx="26" cy="27.4" r="19.5" fill="#6B4F22" opacity=".22"/>')
    p.add(f'<circle cx="24" cy="24" r="19.6" fill="{face}"/>')
    p.ring(24, 24, 19.6, 19.6, INK, 2.4, 1.08, .02)
    if sign == "pause":
        for x in (18.5, 29.5):
            p.line(x, 15, x + .4, 33, ink, 5.2, .25)
    else:
        p.path(polygon([(18.5, 14.5), (34.5, 24), (18.5, 33.5)]), fill=ink, stroke=ink, w=2)
    return of_page(p)


def bar_frame():
    """A gauge's frame, 64 x 24, border 8; the filling lies inside its 3 pixels."""
    p = page(64, 24, 86)
    p.box(3, 3, 58, 18, INK, 2.2, 2, .4, fill=CREAM)
    return of_page(p)


def check(on):
    """A tick box, 36 x 36; the tick runs out of it."""
    p = page(36, 36, 88)
    p.box(3, 5, 28, 28, INK, 2.4, 2, .5, fill=CAPTURE)
    if on:
        p.icon("tick", 19, 16, 31, INK, 3.4)
    return of_page(p, 6)


def knob():
    p = page(20, 36, 90)
    p.path(p.rough_rect(1.5, 1.5, 17, 32, .7, 99), fill=CAPTURE, stroke=INK, w=2.6)
    p.line(10, 10, 10, 26, INK, 2.4, .2)
    return of_page(p)


def run(w, h, col, width, seed, ticks=False):
    """A stretchable stroke through the middle of w x h; with ticks, a mark below it every tenth."""
    p = page(w, h, seed); y = h / 2
    if ticks:
        for i in range(11):
            x = 2 + (w - 4) * i / 10
            p.line(x, y + 9, x, y + (17 if i % 5 == 0 else 14), PENCIL, 1.4, .2)
    p.line(0, y, w, y, col, width, .35, step=60 if not ticks else 110)
    return of_page(p)


# ---- small signs ----------------------------------------------------------------------------------------------------------

def sign(name, s, col=INK, w=2.6, box=None):
    box = box or s + 6
    p = page(box, box, 100)
    p.icon(name, box / 2, box / 2, s, col, w)
    return of_page(p)


def ping(bars):
    p = page(32, 24, 110 + bars); p.ping(3, 22, bars, INK, "#A89A7E"); return of_page(p)


def picture(draw, s=28):
    """A pictogram of the tags, for the margins."""
    sh = Sheet(2 * s, 2 * s, 120); draw(sh, s, s, 1.32); return of_sheet(sh)


def stamp(text, w, h, seed):
    """Crimson, twice framed, worn where the rubber did not touch."""
    p = page(w, h, seed); r = random.Random(seed)
    p.open(f"rotate(-5 {w / 2} {h / 2})")
    p.path(p.rough_rect(10, 16, w - 20, h - 32, 1.4, 30), stroke=CRIMSON, w=5, op=.92)
    p.path(p.rough_rect(18, 24, w - 36, h - 48, 1, 30), stroke=CRIMSON, w=2, op=.92)
    cap = (w - 60) / (Pen(100, 21, gap=13).width(text) + 10) * 100      # as large as the frame allows
    p.letters(text, w / 2 - 4, h / 2 + cap / 2, cap, CRIMSON, nib=21, seed=seed, dry=.9, gap=13, anchor="middle", paper=PAPER)
    for _ in range(int(w * .45)):
        p.add(f'<circle cx="{r.uniform(12, w - 12):.1f}" cy="{r.uniform(18, h - 18):.1f}" r="{r.uniform(.5, 1.6):.1f}" fill="{PAPER}" '
              f'opacity=".75"/>')
    p.close()
    return of_page(p, (2, 8, 2, 8))


def seal(s=76):
    """The crimson seal with the game's Chinese name, 僚机: a wingman's plane."""
    p = page(s, s, 130); r = random.Random(131)
    p.path(p.rough_rect(2, 2, s - 4, s - 4, 2, 19), fill=CRIMSON)
    p.path(p.rough_rect(7, 7, s - 14, s - 14, .9, 38), stroke=PAPER, w=1.8)
    for ch, y in (("僚", s * .475), ("机", s * .865)):
        p.letters(ch, s / 2 - 1, y, s * .335, PAPER, nib=12, angle=30, slant=.0, seed=7, dry=0, gap=0, anchor="middle", wob=.6)
    for _ in range(30):
        p.add(f'<circle cx="{r.uniform(3, s - 3):.1f}" cy="{r.uniform(3, s - 3):.1f}" r="{r.uniform(.4, 1.2):.1f}" fill="{PAPER}" '
              f'opacity=".8"/>')
    return of_page(p)


def wing_mate(p, x, y, cap, paper=PAPER):
    """WING over MATE, the second word flying echelon off the first."""
    k = cap / 110
    kw = dict(nib=25, angle=22, slant=.13, wash="#E8622A", wash_off=(round(7 * k, 1), round(7 * k, 1)), dry=1.1, gap=7, wob=1.1,
              paper=paper)
    p.letters("WING", x, y, cap, seed=8, **kw)
    p.letters("MATE", x + 92 * k, y + cap * 1.2, cap, seed=21, **kw)


def logo(w, h, cap, over):
    p = page(w, h, 140); wing_mate(p, 12 * cap / 110, cap * 1.08, cap); return of_page(p, over)


def countdown(n):
    """3, 2, 1 in a circle of ink, 144 x 144."""
    p = page(144, 144, 150 + n)
    p.add(f'<circle cx="72" cy="72" r="60" fill="{PAPER}" opacity=".94"/>')
    p.ring(72, 72, 64, 61, INK, 4.6, 1.14, .05); p.ring(73, 73, 58, 56, CRIMSON, 2.4, .62, .03)
    p.letters(str(n), 72, 106, 68, CRIMSON, nib=22, seed=9, dry=.4, anchor="middle")
    return of_page(p, 0)


def field_frame(p, x, y, w, h):
    """Inked frame with crop marks, as on a drawing sheet."""
    p.box(x, y, w, h, INK, 3.2, 0, .5)
    for cx, cy, sx, sy in ((x, y, -1, -1), (x + w, y, 1, -1), (x, y + h, -1, 1), (x + w, y + h, 1, 1)):
        p.line(cx + sx * 6, cy, cx + sx * 20, cy, INK, 1.6, .2)
        p.line(cx, cy + sy * 6, cx, cy + sy * 20, INK, 1.6, .2)


def lying(draw, w, h, over=12):
    p = page(w, h, 160); draw(p); return of_page(p, over)


def everything():
    d = {}
    for name, h, seed in (("band", 58, 31), ("band-s", 46, 35)):
        for part in ("left", "mid", "right"): d[f"{name}-{part}"] = band(h, part, seed)
    d["plane-mark"] = lying(lambda p: p.pointer(20, 20, 18), 40, 40, 4)
    d["dash"] = lying(lambda p: p.path("M3 7.6Q9 6 17 6.4", stroke=PENCIL, w=3.2), 20, 14, 4)
    for n in range(4):
        d[f"tile-{n + 1}"], d[f"tile-{n + 1}-s"], d[f"mark-{n + 1}"], d[f"life-{n + 1}"] = tile(n, 44), tile(n, 26), mark(n), life(n)
    d["life-off"], d["tile-empty"], d["tile-empty-s"] = life(0, True), empty_tile(44), empty_tile(26)
    for name, icon, s, col, w in (("tick", "tick", 26, INK, 3), ("cross", "no", 20, CRIMSON, 3), ("hourglass", "wait", 22, PENCIL, 2.4),
                                  ("hourglass-hot", "wait", 22, CRIMSON, 2.6), ("eye", "eye", 22, INK, 2.4),
                                  ("lock", "lock", 20, INK, 2.4), ("tick-light", "tick", 26, PAPER, 3),
                                  ("lock-light", "lock", 20, PAPER, 2.4), ("eye-light", "eye", 22, PAPER, 2.4),
                                  ("waves", "waves", 20, PENCIL, 2.2)):
        d[name] = sign(icon, s, col, w, 40 if icon == "waves" else 32)
    for n in range(5): d[f"ping-{n}"] = ping(n)
    for a in ("left", "right"):
        d[f"arrow-{a}"], d[f"arrow-{a}-hot"] = sign(a, 20, INK, 2.6, 32), sign(a, 24, PAPER, 3.4, 32)
    d["slider-knob"], d["slider-rail"], d["slider-fill"] = knob(), run(220, 36, FAINT, 2, 92, True), run(96, 36, INK, 7, 94)
    d["check-on"], d["check-off"] = check(True), check(False)
    d["keycap"] = keycap()
    low = (2, 3, 1.2, .28, "#6B4F22")
    d["button"] = paper_slice(64, 48, CREAM, low, INK, 2.4, seed=71)
    d["button-hot"] = paper_slice(64, 48, "#FFE9A8", low, INK, 2.8, seed=72)
    d["card"] = paper_slice(96, 96, CREAM, (3, 4, 2, .30, "#6B4F22"), INK, 2.2, seed=73)
    d["sheet"] = paper_slice(192, 192, PAPER, (5, 8, 4, .42, "#1A120A"), None, 0, 40, 74, 1.1)
    d["rule"], d["rule-thin"] = run(480, 8, INK, 3.2, 95), run(480, 6, "#B7A88A", 1.6, 96)
    for b in ("pause", "resume"): d[b], d[b + "-hot"] = round_button(b, False), round_button(b, True)
    d["stamp-new-best"], d["stamp-game-over"] = stamp("NEW BEST", 284, 112, 14), stamp("GAME OVER", 372, 132, 15)
    d["bomb-icon"], d["super-icon"] = picture(shots.bomb_mark), picture(shots.darts_mark)
    d["bar-frame"] = bar_frame()
    d["field-frame"] = lying(lambda p: field_frame(p, 0, 0, 480, 700), 480, 700, 22)
    d["tape"] = lying(lambda p: p.tape(50, 20, 92, 28, 0), 100, 40, 6)
    d["pin"] = lying(lambda p: p.pin(14, 13), 28, 28, 4)
    d["pencil"] = lying(lambda p: p.pencil(62, 24, 200, 0), 320, 52, -1)
    d["coffee"] = lying(lambda p: p.coffee(60, 60, 52), 120, 120, 4)
    for n in (1, 2, 3): d[f"circle-{n}"] = countdown(n)
    d["seal"], d["logo"], d["logo-small"] = seal(), logo(600, 300, 118, (-20, 5, -12, -8)), logo(300, 150, 58, (-8, 5, -8, -4))
    return d
