"""The field's papers: 480 x 700 each, repeated downwards without a seam. Opaque paper first, then layers that move at their own speeds."""
import ground
from clouds import cloud, cloud_shadow
from pad import pad_lines, pad_paper
from pen import *

W, H = ground.W, ground.H       # a tile in drawing units, twice its pixels


def wrapped(parts):
    """The same drawing above and below, so that what hangs over one edge comes in at the other."""
    body = "\n".join(parts)
    return "".join(f'<g transform="translate(0 {y})">{body}</g>' for y in (-H, 0, H))


def scaled(body, defs=""):
    return (f"<defs>{defs}</defs>" if defs else "") + f'<g transform="scale(.5)">{body}</g>'


def coast_paper():
    """Paper and the dawn on it: opaque. Nothing on it has a place on the chart, so the layers may move apart."""
    grad = ('<linearGradient id="dawn" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#F7DFBC"/><stop offset=".34" '
            'stop-color="#F5E7CC"/>'
            '<stop offset=".66" stop-color="#F2E8D2"/><stop offset="1" stop-color="#F7DFBC"/></linearGradient>')
    w = Sheet(W, H, 4)
    ground.wash_clouds(w)
    ground.fibres(w, 170, ("#9C7A4A", "#FFFFFF"), .14, w=W, h=H)
    return scaled(f'<rect width="{W}" height="{H}" fill="url(#dawn)"/>' + "\n".join(w.o), grad)


def compass_rose(s, rx, ry, ink):
    for R, wd, o in ((84, 1.2, .35), (78, .9, .3), (58, .9, .25)): s.ring(ellipse(rx, ry, R), wd, ink, o)
    for k in range(32):
        t = TAU * k / 32
        s.line([(rx + 84 * math.cos(t), ry + 84 * math.sin(t)), (rx + 78 * math.cos(t), ry + 78 * math.sin(t))], 1, ink, .35, taper=(1, 1))
    for k in range(8):
        t = TAU * k / 8 - TAU / 4; R = 72 if k % 2 == 0 else 46; n = .26 if k % 2 == 0 else .3
        tip = (rx + R * math.cos(t), ry + R * math.sin(t))
        left = (rx + 18 * math.cos(t - n * 2.4), ry + 18 * math.sin(t - n * 2.4))
        right = (rx + 18 * math.cos(t + n * 2.4), ry + 18 * math.sin(t + n * 2.4))
        s.fill([tip, right, (rx, ry)], ink, .34); s.ring([tip, right, (rx, ry), left], 1.1, ink, .4)


def steamer(s, x, y, a, ink):
    """A ship from above and its wake."""
    at = lambda q: turn(q, a, x, y)
    for k in range(5):
        for side in (-1, 1):
            s.line(at([(side * (7 + k * 4), 26 + k * 15), (side * (15 + k * 7), 42 + k * 17)]), 1.2, "#4E7474", .5, taper=(.2, .2))
    q = at(poly("M0 -26C7 -16 8 0 7 20L-7 20C-8 0 -7 -16 0 -26Z"))
    s.fill(move(q, 4, 5), ink, .18); s.fill(q, "#F3E8D0"); s.ring(q, 1.5, ink, .75); s.fill(at(rect(-4, -4, 8, 14)), "#B5654A", .6)
    s.dot(*at([(0, -8)])[0], 2.4, ink, .7)


def coast_lines(coast):
    """The chart: tinted land and sea, shore, soundings, woods, villages, a compass rose, ships. Transparent over the open sea."""
    s = coast.lines(); ink = "#4A3B2E"; t = Sheet(W, H, 12)
    rx, ry = 592, 812
    for k in range(16):
        a = TAU * k / 16
        for oy in (0, -H, H):
            t.line([(rx + 92 * math.cos(a), ry + oy + 92 * math.sin(a)), (rx + 660 * math.cos(a), ry + oy + 660 * math.sin(a))], .9, ink,
                   .13, taper=(1, .1), wob=0)
    compass_rose(t, rx, ry, ink)
    steamer(t, 862, 708, .12, ink); steamer(t, 640, 168, -.5, ink)
    return scaled('<g opacity=".85">' + "\n".join(coast.washes().o) + '</g><g opacity=".8">' + "\n".join(s.o) + "</g>" + wrapped(t.o))


def coast_clouds():
    """Few clouds, mostly at the sides; each carries its own soft shadow."""
    soft = '<filter id="softer" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="12"/></filter>'
    places = ((2, -270, 820, 1.0), (0, 706, 420, .95), (1, 330, -60, .9), (1, -96, 250, .8))
    out = []
    for k, x, y, z in places:
        c = cloud(k)
        out.append(f'<path transform="translate({x + 50} {y + 84}) scale({z})" d="{d_of(cloud_shadow(k, c.w, c.h))}" fill="#5A6470" '
                   f'opacity=".17" filter="url(#softer)"/>')
    for k, x, y, z in places:
        out.append(f'<g transform="translate({x} {y}) scale({z})">' + "\n".join(cloud(k).o) + "</g>")
    return scaled(wrapped(out), soft)


def scraps():
    """Torn bits of cloud close to the eye, at the very edges: they pass over everything."""
    soft = '<filter id="near" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="3"/></filter>'
    out = []
    for k, x, y, z in ((1, -210, 240, 1.5), (1, 860, 900, 1.45), (0, 884, 96, 1.2)):
        out.append(f'<g transform="translate({x} {y}) scale({z})" opacity=".82" filter="url(#near)">' + "\n".join(cloud(k).o) + "</g>")
    return scaled(wrapped(out), soft)


def grain():
    """Fibres and the tooth of the paper, over everything."""
    s = Sheet(W, H, 2)
    ground.fibres(s, 240, ("#7A5A34", "#FFFFFF", "#4A3B2E"), .16, w=W, h=H)
    return scaled(f'<rect width="{W}" height="{H}" filter="url(#grain)"/>' + "\n".join(s.o),
                  ground.grain_defs("grain", .8, ["0.353", "0.227", "0.094", "0.25", "-0.105"]))


def everything():
    """name: (width, height, svg), in pixels at 1x."""
    coast = ground.Coast(); w, h = W // 2, H // 2
    return {n: (w, h, body) for n, body in (("coast-paper", coast_paper()), ("coast-lines", coast_lines(coast)),
                                            ("coast-clouds", coast_clouds()),
                                            ("scraps", scraps()), ("grain", grain()), ("pad-paper", scaled(pad_paper())),
                                            ("pad-lines", scaled(pad_lines())))}
