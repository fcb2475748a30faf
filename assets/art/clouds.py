"""Clouds, seen from above: heaps of circles whose outer arcs alone are inked. Used by the tiles of the field."""
from effects import blot, heap_edge
from palette import COAST
from pen import *


def cloud(k, pal=COAST):
    """Seen from above: a heap of circles; only the outer arcs are inked, the lee side hatched, the edge torn white."""
    w, h, n = ((340, 190, 11), (230, 140, 8), (500, 240, 16))[k]
    r = random.Random(230 + k); s = Sheet(w, h, 130 + k, pal); C = []
    for j in range(n):
        u = (j + .5) / n; a = math.sin(math.pi * u)
        R = h * (.10 + .15 * a) * r.uniform(.8, 1.2)
        C.append((R + 12 + (w - 2 * R - 24) * u, h * .5 + h * .20 * a * r.uniform(-1, 1), R))
    for j in range(n // 2):
        u = r.uniform(.25, .75); C.append((w * u, h * r.uniform(.42, .58), h * r.uniform(.22, .29)))
    torn = lambda x, y, R: [(x + (R + 5 + r.uniform(-1.6, 1.6)) * math.cos(TAU * i / 60),
                             y + (R + 5 + r.uniform(-1.6, 1.6)) * math.sin(TAU * i / 60)) for i in range(60)]
    s.raw('<g opacity=".9">')
    for c in C: s.fill(torn(*c), "white")
    for x, y, R in C: s.fill(ellipse(x, y, R, n=60), "body")
    # lee-side hatching: a crescent in each lobe, hidden lobes skipped
    for j, (x, y, R) in enumerate(C):
        if y < h * .44 and r.random() < .6: continue
        far = [ellipse(q[0], q[1], q[2], n=40) for m, q in enumerate(C) if m != j and q[0] + q[1] > x + y]
        s.hatch(ellipse(x, y, R - 1, n=60), -42, 6.4, 1.25, without=[ellipse(x - R * .42, y - R * .46, R * 1.06, n=60)] + far, op=.55,
                loose=1)
    s.lines(heap_edge(C), 2.3, op=.85, taper=(.25, .25))
    for x, y, R in C[::2]:
        a = r.uniform(3.4, 4.4)
        s.line([(x + R * .55 * math.cos(a + i * .09), y + R * .55 * math.sin(a + i * .09)) for i in range(12)], 1.5, op=.5, taper=(.1, .1))
    s.raw("</g>")
    return s


def cloud_shadow(k, w, h):
    """The shape of cloud k's shadow, without its place."""
    q = blot(random.Random(k), w / 2, h / 2, h * .34, 0, 0, .2)
    return [(w / 2 + (a - w / 2) * w / h * .95, b) for a, b in q]
