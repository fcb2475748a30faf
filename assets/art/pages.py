"""Backdrops of whole windows, without any words that change: the desk with sheets, cards and the log book on it; and the icon.

The desk is one drawing: `desk` is what goes on around the pages that lie on it (DESK_AREA around a landscape page), so that a window of
another shape is filled without a seam.
"""
from interface import field_frame, seal, wing_mate
from palette import *
from pen import Sheet
from shapes import *
from signs import Drawing

W, H = 1280, 800
PW, PH = 480, 800
FIELD = (480, 700)
DESK_AREA = (-320, -120, 1600, 920)     # left, top, right, bottom around a landscape page
# what the table says of pages that lie on the desk: the desk goes on around them
AROUND = {n: f', around = "desk", ax = {-DESK_AREA[0]}, ay = {-DESK_AREA[1]}' for n in ("title", "sheet", "book", "lobby")}


def study(p, x, y, k=1.92):
    """A pencil study of the plane with centre lines and a measure."""
    s = k / 1.92
    p.open(f"translate({x} {y}) rotate(-3) scale({s:.3f})")
    p.line(0, -140, 0, 170, "#8C857B", 1.2, .3, .8, 200)
    p.line(-127, -14, 127, -14, "#8C857B", 1.2, .3, .8, 200)
    p.ring(0, -14, 116, 116, "#8C857B", 1.1, 1.04, .01, .6)
    p.hero(0, -2, 1.92, 0, ink="#645C54")
    p.line(-96, 140, 96, 140, PENCIL, 1.4, .4)
    for xx, sx in ((-96, 1), (96, -1)):
        p.path(f"M{xx + 9 * sx} 135L{xx} 140L{xx + 9 * sx} 145", stroke=PENCIL, w=1.6)
        p.line(xx, 24, xx, 150, PENCIL, 1.1, .3, .7)
    t = Sheet(120, 40, 3); t.text("28 FT", 60, 32, 26, 2.4, PENCIL, .9, "m")
    p.add('<g transform="translate(-30 146) scale(.5)">' + "\n".join(t.o) + "</g>")
    p.close()


def pair(p, places):
    """Heroes in echelon with pencil strokes for speed."""
    for x, y, seat, k in places:
        for q in (-1, 0, 1):
            p.line(x - 66 * k + q * 4, y + 92 * k + q * 8, x - 34 * k + q * 5, y + 48 * k + q * 7, PENCIL, 1.6, .6, .7)
        p.hero(x, y, k, seat, rot=34)


def put_seal(p, x, y, rot=4):
    s = seal()
    p.add(f'<g transform="translate({x} {y}) rotate({rot} 38 38)">{s.body}</g>')


def title():
    p = Drawing(W, H, 11)
    p.desk()
    p.open("rotate(2.4 380 400)"); p.sheet(40, 30, 670, 736, fill=PAPER_2, grain=60); p.close()
    p.open("rotate(-0.6 372 400)"); p.sheet(34, 26, 676, 748); p.close()
    p.coffee(652, 716, 52)
    p.tape(372, 28, 124, 30, -2)
    wing_mate(p, 66, 170, 110)
    pair(p, ((562, 92, 0, 1.05), (648, 150, 1, .82)))
    p.line(78, 356, 668, 353, INK, 3.4, 1.2, step=90)
    p.line(96, 362, 610, 361, PENCIL, 1.4, 1, .8, 90)
    study(p, 545, 536)
    put_seal(p, 614, 246)
    x, y = 752, 50
    p.shadow(x - 14, y - 14, 508, 728)
    p.path(p.rough_rect(x - 14, y - 14, 508, 728, 1.2), fill=PAPER)
    field_frame(p, x, y, *FIELD)
    p.tape(x + 6, y - 8, 92, 28, -38)
    p.tape(x + 474, y - 8, 92, 28, 40)
    p.pencil(448, 778, 200, -4)
    return p.svg()


def sheet():
    """One big sheet, 1200 x 744 at (40, 28), for lists, results and game over."""
    p = Drawing(W, H, 53)
    p.desk()
    p.open("rotate(-.5 640 400)"); p.sheet(38, 30, 1204, 744, fill=PAPER_2, grain=80); p.close()
    p.sheet(40, 28, 1200, 744, grain=900)
    p.tape(200, 28, 120, 30, -3); p.tape(1080, 28, 120, 30, 2)
    p.coffee(1160, 700, 46)
    return p.svg()


def book():
    """The open log book: left page 40 to 600, right page 680 to 1216."""
    p = Drawing(W, H, 61)
    p.desk()
    p.shadow(26, 26, 1228, 750, 6, 10, 6, 3, .10)
    p.path(p.rough_rect(26, 26, 1228, 750, 1.4), fill="#7A2B26"); p.path(p.rough_rect(26, 26, 1228, 750, 1.0), stroke="#3E1512", w=3)
    for k, (c, o) in enumerate((("#CDB98C", 1), ("#E6D8B4", 1), ("#D6C49A", 1))):
        p.path(p.rough_rect(34 + k * 2, 34 + k, 1212 - k * 4, 732 - k * 2, .8), fill=c, op=o)
    for x, w in ((40, 600), (640, 600)):
        p.sheet(x, 36, w, 726, grain=430, shadow=False)
    i = p.uid("g")
    p.defs.append(f'<linearGradient id="{i}" x1="0" x2="1"><stop offset="0" stop-color="#5B4426" stop-opacity="0"/><stop offset=".42" '
                  f'stop-color="#5B4426" stop-opacity=".22"/><stop offset=".5" stop-color="#3A2A16" stop-opacity=".62"/>'
                  '<stop offset=".56" stop-color="#5B4426" stop-opacity=".24"/><stop offset="1" stop-color="#5B4426" stop-opacity="0"/>'
                  '</linearGradient>')
    p.add(f'<rect x="566" y="36" width="148" height="726" fill="url(#{i})"/>')
    for y in range(64, 700, 96):
        p.line(640, y, 640.5, y + 44, "#F4EBD3", 2.2, .3, .8)
    p.path("M1150 30L1178 30L1180 96L1165 82L1151 97Z", fill=CRIMSON)
    p.path("M1150 30L1178 30L1180 96L1165 82L1151 97Z", stroke=INK, w=1.8)
    return p.svg()


def play_wide():
    """One sheet, no desk: the field in the middle at (400, 50) the lightest thing, hatched margins that fade to plain margin paper at the
    window's edges.
    """
    p = Drawing(W, H, 41)
    p.add(f'<rect width="{W}" height="{H}" fill="{PAPER_2}"/>')
    for name, turn, at in (("x", "", .10), ("y", ' x2="0" y2="1"', .06)):     # nothing reaches the window's edges
        p.defs.append(f'<linearGradient id="g{name}"{turn}><stop offset="0" stop-color="#000"/><stop offset="{at}" stop-color="#fff"/>'
                      f'<stop offset="{1 - at}" stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>'
                      f'<mask id="m{name}"><rect width="{W}" height="{H}" fill="url(#g{name})"/></mask>')
    p.add('<g mask="url(#mx)"><g mask="url(#my)">')
    p.fibres(0, 0, W, H, 900)
    for x in (0, 908):
        p.hatch(f"M{x} 0h372v{H}h-372Z", x, 0, 372, H, 15, -52, "#A8946C", 1, .26)
    p.add("</g></g>")
    p.shadow(380, 24, 520, 752, 2, 3, 3, 2, .04, "#6B4F22")
    p.path(p.rough_rect(380, 24, 520, 752, 1), fill=PAPER)
    p.fibres(382, 26, 516, 748, 120)
    field_frame(p, 400, 50, *FIELD)
    return p.svg()


def lobby():
    """A sheet at the left (28, 28, 784 x 744), a pinned card (840, 28, 412 x 248) and ruled note paper (840, 296, 412 x 476)."""
    p = Drawing(W, H, 37)
    p.desk()
    p.open("rotate(.7 420 400)"); p.sheet(32, 30, 784, 742, fill=PAPER_2, grain=60); p.close()
    p.sheet(28, 28, 784, 744, grain=560)
    p.tape(420, 28, 120, 30, -1.6)
    p.sheet(840, 28, 412, 248, fill="#FBF5E6", amp=1, grain=110); p.pin(1046, 30)
    p.sheet(840, 296, 412, 476, amp=1, grain=150, rule=(64, 38))
    p.tape(1046, 298, 100, 26, 1.5)
    return p.svg()


def title_portrait():
    """The sheet to the window's edges, the title at its head; the menu's place begins at y = 330."""
    p = Drawing(PW, PH, 12)
    p.sheet(-8, -8, PW + 16, PH + 16, shadow=False, grain=420)
    wing_mate(p, 30, 122, 80)
    pair(p, ((384, 70, 0, .72), (438, 112, 1, .54)))
    put_seal(p, 14, 150, -4)
    p.line(30, 290, 450, 287, INK, 3.2, 1, step=90); p.line(44, 296, 410, 295, PENCIL, 1.3, .9, .8, 90)
    p.open(op=.5); study(p, 366, 560, 1.35); p.close()
    p.coffee(84, 724, 46)
    return p.svg()


def sheet_portrait():
    p = Drawing(PW, PH, 13)
    p.sheet(-8, -8, PW + 16, PH + 16, shadow=False, grain=420)
    p.coffee(420, 740, 42)
    return p.svg()


def desk():
    p = Drawing(W, H, 10); x0, y0, x1, y1 = DESK_AREA
    p.desk(x0, y0, x1, y1)
    # a page always lies here: a flat colour is read in half the time
    p.add(f'<rect x="8" y="8" width="{W - 16}" height="{H - 16}" fill="{DESK}"/>')
    return f'<g transform="translate({-x0} {-y0})">' + p.svg() + "</g>"


def icon():
    """256 x 256: a pilot's plane over the crimson disc of the sun, on a sheet."""
    p = Drawing(256, 256, 15)
    p.shadow(18, 14, 220, 226, 3, 5, 4, 2.4, .09)
    p.sheet(18, 14, 220, 226, shadow=False, grain=70)
    p.add(f'<circle cx="154" cy="106" r="66" fill="#E8622A"/>')
    p.hatch("M154 40a66 66 0 1 0 .1 0Z", 88, 40, 132, 132, 8, -45, "#A81E2C", 1.6, .5)
    p.ring(154, 106, 67, 67, INK, 3.4, 1.06, .02)
    for q in (-1, 0, 1):
        p.line(66 + q * 10, 216 + q * 9, 96 + q * 12, 176 + q * 10, PENCIL, 3.2, .6, .8)
    p.hero(128, 128, 1.62, 0, rot=34)
    return p.svg()


def everything():
    """name: (width, height, svg), in pixels at 1x."""
    x0, y0, x1, y1 = DESK_AREA
    d = {n: (W, H, draw()) for n, draw in (("title", title), ("sheet", sheet), ("book", book), ("play-wide", play_wide), ("lobby", lobby))}
    d |= {n: (PW, PH, draw()) for n, draw in (("title-portrait", title_portrait), ("sheet-portrait", sheet_portrait))}
    d["desk"] = (x1 - x0, y1 - y0, desk())
    return d
