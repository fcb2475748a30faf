"""The school pad: squared paper with a pupil's pencil on it. The paper of First Flight."""
from ground import H, W, fibres, wet
from pen import *

PENCIL, SOFT = "#5E6166", "#84888D"


def pad_paper():
    """Grey-white paper, squares of 20 pixels, a red margin, faint shading where a hand has rested: opaque."""
    s = Sheet(W, H, 51)
    s.raw(f'<rect width="{W}" height="{H}" fill="#EDECE6"/>')
    for x, y, rx, ry, c, op, seed in ((250, 300, 300, 190, "#D9DAD6", .5, 3), (720, 820, 280, 220, "#F8F6EF", .7, 4),
                                      (330, 1120, 260, 150, "#DDDDD8", .45, 5), (800, 260, 190, 160, "#E3DFD2", .5, 6)):
        for oy in (-H, 0, H):
            wet(s, ellipse(x, y + oy, rx, ry), c, op, seed=seed, spread=40, edge=False)
    for k in range(1, W // 40):
        heavy = k % 5 == 0
        s.line([(k * 40, -20), (k * 40, H / 2), (k * 40, H + 20)], 1.5 if heavy else 1.0, "#8FA6B2", .5 if heavy else .32, taper=(1, 1),
               wob=0)
    for k in range(0, H // 40):
        heavy = k % 5 == 0; y = k * 40 + 20
        s.line([(-20, y), (W / 2, y), (W + 20, y)], 1.5 if heavy else 1.0, "#8FA6B2", .5 if heavy else .32, taper=(1, 1), wob=0)
    s.line([(84, -20), (84, H + 20)], 2.2, "#C4686A", .42, taper=(1, 1), wob=0)
    fibres(s, 150, ("#8B8D8C", "#FFFFFF"), .18, w=W, h=H)
    return "\n".join(s.o)


def hill(s, x, y, w, h, r):
    top = [(x - w + 2 * w * k / 24, y - h * math.sin(math.pi * k / 24) ** 1.3 - r.uniform(0, 2)) for k in range(25)]
    s.line(top, 2.2, PENCIL, .62, taper=(.2, .2), wob=.7); s.line(move(top, 1.5, 2.2), 1.1, PENCIL, .35, taper=(.1, .1), wob=.9)
    inside = top + [(x + w, y), (x - w, y)]
    s.hatch(inside, -58, 8, 1.2, SOFT, .5, within=[[(x + w * .05, y - h * 1.2), (x + w, y - h * 1.2), (x + w, y), (x + w * .42, y)]],
            loose=1)
    for k in range(3):
        px = x - w * .5 + k * w * .3
        s.line([(px, y - h * .18), (px + 5, y - h * .3), (px + 10, y - h * .18)], 1.2, PENCIL, .5, taper=(.3, .3))


def puffy(s, x, y, k):
    """A cloud as a child draws it: bumps above, a flat foot, two lines of shade."""
    bumps = ((-46, 6, 22), (-14, -8, 29), (24, -2, 24), (50, 8, 16))
    for j, (a, b, q) in enumerate(bumps):
        t0, t1 = ((2.7, 5.0), (3.55, 5.75), (4.2, 6.0), (4.6, 7.1))[j]
        s.line([(x + (a + q * math.cos(t0 + (t1 - t0) * i / 14)) * k, y + (b + q * math.sin(t0 + (t1 - t0) * i / 14)) * k)
                for i in range(15)], 1.9, PENCIL, .58, taper=(.3, .3), wob=.6)
    s.line([(x - 60 * k, y + 22 * k), (x, y + 24 * k), (x + 58 * k, y + 22 * k)], 1.8, PENCIL, .55, taper=(.2, .1), wob=.9)
    for j in range(6):
        s.line([(x + (-8 + j * 11) * k, y + 20 * k), (x + (2 + j * 11) * k, y + (8 - j % 2 * 3) * k)], 1.1, SOFT, .5, taper=(.4, .1))


def paper_plane(s, x, y, a):
    at = lambda q: turn(q, a, x, y)
    for q in ([(0, -34), (22, 20), (5, 12), (0, 24), (-5, 12), (-22, 20), (0, -34)], [(0, -34), (5, 12)], [(0, -34), (-5, 12)]):
        s.line(at(q), 1.7, PENCIL, .62, taper=(.7, .5), wob=.5)
    s.hatch(at([(0, -34), (22, 20), (5, 12)]), -30, 6, 1.0, SOFT, .55)
    trail = [(-4 * math.sin(k * .55) * k ** .5 * 2, 36 + k * 9) for k in range(15)]
    for k in range(0, 14, 2): s.line(at(trail[k:k + 2]), 1.4, PENCIL, .45, taper=(.5, .5))


def star(s, x, y, r):
    s.line([(x + r * math.sin(TAU * 2 * k / 5), y - r * math.cos(TAU * 2 * k / 5)) for k in range(6)], 1.4, PENCIL, .5, taper=(.7, .5),
           wob=.6)


def note(s, t, x, y, h, a=0.0, op=.5):
    p, _ = s.text_paths(t, 0, 0, h, jit=.05)
    s.lines([turn(q, a, x, y) for q in p], h * .1, PENCIL, op, taper=(.7, .5))


def sketch(s, x, y, k, a):
    """A plane in six lines, with its measures."""
    at = lambda q: turn([(u * k, v * k) for u, v in q], a, x, y)
    for q in (poly("M0 -40C6 -36 8 -28 8 -10L5 34L-5 34L-8 -10C-8 -28 -6 -36 0 -40"), poly("M8 -14L50 -6C56 -2 56 6 50 8L7 10"),
              poly("M-8 -14L-50 -6C-56 -2 -56 6 -50 8L-7 10"),
              poly("M5 28L20 31L20 37L4 36"), poly("M-5 28L-20 31L-20 37L-4 36"), poly("M-4 -8C-4 -14 4 -14 4 -8L3 4L-3 4L-4 -8")):
        s.line(at(q), 1.9, PENCIL, .6, taper=(.6, .4), wob=.6)
    s.line(at([(-20, -43), (20, -43)]), 1.3, PENCIL, .5, taper=(.1, .1))
    s.hatch(at(poly("M8 -14L50 -6C56 -2 56 6 50 8L7 10Z")), 62, 7, 1.0, SOFT, .5, within=[at(rect(0, 0, 60, 20))])
    s.line(at([(-54, 50), (54, 50)]), 1.2, PENCIL, .45, taper=(.8, .8))
    s.line(at([(-54, 44), (-54, 56)]), 1.2, PENCIL, .45)
    s.line(at([(54, 44), (54, 56)]), 1.2, PENCIL, .45)


def pad_lines():
    """Pencil on the pad: hills, clouds, planes, sums; nothing crosses the seam."""
    s = Sheet(W, H, 61); r = random.Random(62)
    for x, y, w, h in ((250, 1296, 190, 92), (420, 1300, 150, 130), (150, 1302, 110, 60), (820, 470, 120, 66), (730, 474, 96, 96)):
        hill(s, x, y, w, h, r)
    s.line([(96, 1302), (330, 1299), (600, 1303)], 1.7, PENCIL, .5, taper=(.1, .1), wob=1)
    s.line([(630, 476), (790, 473), (944, 477)], 1.7, PENCIL, .5, taper=(.1, .1), wob=1)
    puffy(s, 250, 150, 1.25); puffy(s, 690, 330, .9); puffy(s, 800, 1010, 1.3); puffy(s, 210, 880, .85)
    paper_plane(s, 800, 640, .5); paper_plane(s, 300, 470, -.35)
    sketch(s, 770, 1210, 1.35, .06)
    note(s, "28 FT", 742, 1304, 17); note(s, "1 2 3", 16, 90, 22, -.06); note(s, "8 x 15 = 120", 560, 120, 24, -.04, .46)
    note(s, "FLY!", 130, 690, 30, -.12, .5); note(s, "300 : 15 = 20", 540, 860, 20, .03, .42); note(s, "HOME", 170, 1330, 16, 0, .5)
    for x, y, q in ((560, 560, 15), (600, 600, 10), (420, 1040, 12), (880, 130, 14), (910, 170, 9), (130, 560, 10)): star(s, x, y, q)
    # noughts and crosses, in the margin of the lesson
    for q in ([(460, 690), (462, 790)], [(496, 688), (495, 790)], [(428, 722), (530, 720)], [(428, 758), (530, 757)]):
        s.line(q, 1.6, PENCIL, .52, taper=(.5, .3), wob=.7)
    for x, y in ((444, 704), (478, 740), (512, 774)):
        s.line([(x - 9, y - 9), (x + 9, y + 9)], 1.6, PENCIL, .55)
        s.line([(x + 9, y - 9), (x - 9, y + 9)], 1.6, PENCIL, .55)
    for x, y in ((478, 705), (512, 740), (444, 773)): s.fill(s.ring_d(ellipse(x, y, 10), 1.6, .6), PENCIL, .5)
    s.line([(432, 690), (526, 790)], 2.2, "#B9555A", .6, taper=(.4, .2), wob=.8)
    # the sun, in a corner
    s.fill(s.ring_d(ellipse(880, 860, 36), 1.8, .8), PENCIL, .52)
    for k in range(12):
        a = TAU * k / 12
        s.line([(880 + 46 * math.cos(a), 860 + 46 * math.sin(a)),
                (880 + (62 + k % 2 * 9) * math.cos(a), 860 + (62 + k % 2 * 9) * math.sin(a))], 1.7, PENCIL, .5, taper=(.5, .2))
    s.hatch(ellipse(880, 860, 36), -45, 8, 1, SOFT, .5, within=[turn(rect(0, -50, 50, 100), .8, 880, 860)])
    return "\n".join(s.o)
