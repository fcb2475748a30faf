"""How planes end: the paper they are drawn on cracks, tears along rough edges, and flies apart in ink. Frames of destruction for all
planes.

A plane is torn into the cells around a few hand-picked points (a Voronoi diagram), each cell's edges roughened; a torn edge shows a white
rim and an ink line. Cells move away from the blast and turn; over and under them lies the burst.
"""
from effects import burst, puff
from palette import COAST
from pen import *

HIT = dict(COAST, **{k: "#FFFFFF" for k in ("body", "shade", "wash", "wash2", "glass", "mark", "p", "pd")})


def cell(points, k, w, h):
    """The part of the page nearer to point k than to any other: a convex polygon."""
    q = rect(-60, -60, w + 120, h + 120); (ax, ay) = points[k]
    for j, (bx, by) in enumerate(points):
        if j == k: continue
        mx, my, nx, ny = (ax + bx) / 2, (ay + by) / 2, bx - ax, by - ay
        side = lambda p: (p[0] - mx) * nx + (p[1] - my) * ny
        out = []
        for a, b in zip(q, q[1:] + q[:1]):
            sa, sb = side(a), side(b)
            if sa <= 0: out.append(a)
            if (sa < 0) != (sb < 0) and sa != sb:
                t = sa / (sa - sb); out.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
        q = out
    return q


def rough(q, step, amp):
    """The same polygon with torn edges; an edge shared by two cells tears alike in both."""
    out = []
    for a, b in zip(q, q[1:] + q[:1]):
        key = sorted((tuple(round(v) for v in a), tuple(round(v) for v in b)))
        flip = (round(a[0]), round(a[1])) != key[0]
        n = max(1, int(math.dist(a, b) / step)); r = random.Random(str(key))
        offs = [0] + [r.uniform(-1, 1) * amp for _ in range(n - 1)]
        if flip: offs = [0] + [-v for v in offs[:0:-1]]
        L = math.dist(a, b) or 1; nx, ny = (b[1] - a[1]) / L, (a[0] - b[0]) / L
        out += [(a[0] + (b[0] - a[0]) * i / n + nx * offs[i], a[1] + (b[1] - a[1]) * i / n + ny * offs[i]) for i in range(n)]
    return out


class Wreck:
    """One plane and how it tears. draw(palette) gives the plane, outline its polygons, points the middles of the pieces."""

    def __init__(self, draw, outline, points, seed, centre=None):
        self.plane, self.white = draw(None), draw(HIT)
        self.w, self.h = self.plane.w, self.plane.h
        self.outline, self.points, self.seed = outline, points, seed
        self.centre = centre or (self.w / 2, self.h / 2)
        big = max(self.w, self.h)
        self.cells = [rough(cell(points, k, self.w, self.h), max(7, big * .035), max(2.2, big * .012)) for k in range(len(points))]

    def defs(self, white):
        s = self.white if white else self.plane
        d = ['<g id="plane">' + "\n".join(s.o) + "</g>",
             '<clipPath id="sil">' + "".join(f'<path d="{d_of(q)}"/>' for q in self.outline) + "</clipPath>",
             '<g id="rim" fill="#FFFDF4">' + "".join(f'<path d="{d_of(q)}"/>' for q in self.outline) + "</g>"]
        for k, q in enumerate(self.cells):
            cx, cy = self.points[k]
            grown = [(x + (x - cx) / (math.dist((x, y), (cx, cy)) or 1) * 3.4, y + (y - cy) / (math.dist((x, y), (cx, cy)) or 1) * 3.4)
                     for x, y in q]
            d.append(f'<clipPath id="c{k}"><path d="{d_of(q)}"/></clipPath><clipPath id="g{k}"><path d="{d_of(grown)}"/></clipPath>')
        return "".join(d)

    def cracked(self):
        """The white plane with the tears to come."""
        tears = "".join(f'<path d="{d_of(q)}" fill="none" stroke="#1F1A1C" stroke-width="2.2" stroke-linejoin="round"/>'
                        for q in self.cells)
        return f'<use href="#plane"/><g clip-path="url(#sil)">{tears}</g>'

    def pieces(self, away, spin, size=1.0, op=1.0, gone=()):
        """The pieces, `away` units from their places."""
        r = random.Random(self.seed); out = []
        for k, (px, py) in enumerate(self.points):
            turn_by, far = r.uniform(-1, 1), r.uniform(.7, 1.3)
            if k in gone: continue
            dx, dy = px - self.centre[0], py - self.centre[1]; L = math.hypot(dx, dy)
            if L < 1: dx, dy, L = r.uniform(-1, 1), 1, 1
            x, y = dx / L * away * far, dy / L * away * far
            out.append(f'<g transform="translate({f(x + px)} {f(y + py)}) rotate({f(turn_by * spin)}) scale({size:.3g}) '
                       f'translate({f(-px)} {f(-py)})"' + (f' opacity="{op}"' if op < 1 else "") +
                       f'><g clip-path="url(#g{k})"><use href="#rim"/></g><g clip-path="url(#c{k})"><use href="#plane"/></g>'
                       f'<g clip-path="url(#sil)"><path d="{d_of(self.cells[k])}" fill="none" stroke="#1F1A1C" stroke-width="1.5" '
                       f'opacity=".75"/></g></g>')
        return "".join(out)


def boom(stage, x, y, k, seed=5):
    """A burst of the effects, centred on (x, y), k times its size."""
    s = burst(stage, seed=seed)
    return f'<g transform="translate({f(x)} {f(y)}) scale({k:.3g}) translate(-120 -120)">' + "".join(s.o) + "</g>"


def smoke(kind, x, y, k):
    return f'<g transform="translate({f(x)} {f(y)}) scale({k:.3g}) translate(-30 -30)">' + "".join(puff(kind).o) + "</g>"


def four(w, k, reach):
    """Crack, tear, burst, drift: k is the size of the burst, reach how far pieces fly."""
    x, y = w.centre
    return [(w.defs(True), w.cracked() + boom(1, x, y, k * .55, w.seed)),
            (w.defs(False), w.pieces(reach * .2, 14) + boom(2, x, y, k * .8, w.seed)),
            (w.defs(False), boom(3, x, y, k, w.seed) + w.pieces(reach * .62, 48, .92)),
            (w.defs(False), boom(4, x, y, k * 1.08, w.seed) + w.pieces(reach, 95, .72, .85))]


def six(w, engines):
    """The large plane takes longer: fires at the engines, the back breaks, then the burst."""
    x, y = w.centre; (e1, e2, e3, e4) = engines
    return [(w.defs(True), w.cracked() + boom(1, *e1, .5) + boom(1, *e4, .42, 6)),
            (w.defs(False), w.pieces(7, 3) + boom(2, *e1, .6) + boom(1, *e3, .6, 6) + boom(1, x, y - 90, .5, 7) + smoke(0, e1[0] - 18,
            e1[1] - 62, 1.5) + smoke(1, e1[0] + 8, e1[1] - 88, 1.2)),
            (w.defs(False), w.pieces(22, 9) + boom(3, *e1, .62) + boom(2, *e3, .8, 6) + boom(2, *e2, .6, 8) + boom(1, x, y, 1.1,
            7) + smoke(2, e1[0] - 8, e1[1] - 84, 1.8) + smoke(0, e4[0], e4[1] - 70, 1.5)),
            (w.defs(False), boom(3, *e1, .7) + boom(3, *e4, .7, 6) + w.pieces(52, 22, .98) + boom(2, x, y, 1.65, 7)),
            (w.defs(False), boom(3, x, y, 2.0, 7) + w.pieces(100, 44, .9) + boom(4, *e1, .6) + boom(4, *e4, .6, 8)),
            (w.defs(False), boom(4, x, y, 2.15, 7) + w.pieces(138, 70, .72, .8))]
