"""The pen: everything that makes a line look drawn. Used by all sprites and tiles.

Curves are written as absolute SVG paths (M L C Q Z), flattened to points, and inked as *filled* outlines whose width follows the light
(thin top left, heavy bottom right). Hatching is clipped here, so that drawings need no clip paths, masks or filters. Units are half
pixels: a sheet is drawn at twice its size.
"""
import random

from capitals import GLYPH
from geometry import *
from palette import COAST


class Noise:
    def __init__(self, rng): self.v = [rng.uniform(-1, 1) for _ in range(512)]
    def __call__(self, x):
        i = math.floor(x); t = x - i; t = t * t * (3 - 2 * t)
        return self.v[i % 512] * (1 - t) + self.v[(i + 1) % 512] * t


class Sheet:
    """One drawing. Colours are tokens that a paper turns into hex."""

    def __init__(self, w, h, seed=1, pal=None):
        self.w, self.h, self.rng, self.o = w, h, random.Random(seed), []
        self.nz = Noise(self.rng); self.pal = pal or COAST; self.k = 0.0

    def col(self, c): return self.pal.get(c, c)

    def raw(self, s): self.o.append(s)

    def fill(self, pts, c, op=1, cls=None, rule=None):
        d = pts if isinstance(pts, str) else d_of(pts)
        self.o.append(f'<path d="{d}" fill="{self.col(c)}"' + (f' class="{cls}"' if cls else "") +
                      (f' opacity="{op:g}"' if op != 1 else "") + (f' fill-rule="{rule}"' if rule else "") + "/>")

    def wash(self, pts, c, off=(3.0, 2.4), op=1, cls=None, slack=.7):
        """A flat wash, laid slightly off the outline, with a wet edge."""
        self.k += 31.7
        p = resample(pts, 7, True)
        q = [(x + off[0] + slack * self.nz(self.k + k * .45), y + off[1] + slack * self.nz(self.k + 99 + k * .45))
             for k, (x, y) in enumerate(p)]
        self.fill(q, c, op, cls)
        self.fill(self.ring_d(q, 3.4, .6, .9), "ink", .10)

    def ring_d(self, pts, w, wob=.35, heavy=.55):
        self.k += 17.3
        p = keep_corners(pts, 4, True)
        if area(p) < 0: p.reverse()
        m = len(p); L = []; R = []; s = 0.0
        for k in range(m):
            a, b, c = p[k - 1], p[k], p[(k + 1) % m]
            s += math.dist(a, b)
            e1 = (b[0] - a[0], b[1] - a[1]); e2 = (c[0] - b[0], c[1] - b[1])
            l1 = math.hypot(*e1) or 1; l2 = math.hypot(*e2) or 1
            n1 = (e1[1] / l1, -e1[0] / l1); n2 = (e2[1] / l2, -e2[0] / l2)
            nx, ny = n1[0] + n2[0], n1[1] + n2[1]; ln = math.hypot(nx, ny)
            if ln < .2: nx, ny = n2; mit = 1
            else:
                nx /= ln; ny /= ln; mit = min(1.8, 1 / max(.3, nx * n1[0] + ny * n1[1]))
            ww = w * (.78 + heavy * max(0, nx * .55 + ny * .83) + .12 * self.nz(self.k + s / 23)) * .5 * mit
            x = b[0] + wob * self.nz(self.k + 50 + s / 31); y = b[1] + wob * self.nz(self.k + 80 + s / 31)
            L.append((x + nx * ww, y + ny * ww)); R.append((x - nx * ww, y - ny * ww))
        return d_of(L) + d_of(R[::-1])

    def ring(self, pts, w=2.6, c="ink", op=1, wob=.35, heavy=.55):
        self.fill(self.ring_d(pts, w, wob, heavy), c, op)

    def line_d(self, pts, w, taper=(.35, .35), wob=.3, step=5):
        self.k += 13.1
        p = keep_corners(pts, step, False)
        if len(p) < 2: return ""
        tot = sum(math.dist(p[k], p[k + 1]) for k in range(len(p) - 1)) or 1
        L, R, s, m = [], [], 0.0, len(p)
        for k in range(m):
            a, b = p[max(0, k - 1)], p[min(m - 1, k + 1)]
            dx, dy = b[0] - a[0], b[1] - a[1]; ln = math.hypot(dx, dy) or 1
            nx, ny = dy / ln, -dx / ln
            t = s / tot
            e = min(1, taper[0] + (1 - taper[0]) * t / .18, taper[1] + (1 - taper[1]) * (1 - t) / .22)
            ww = w * .5 * e * (1 + .13 * self.nz(self.k + s / 19))
            x = p[k][0] + wob * self.nz(self.k + 40 + s / 29); y = p[k][1] + wob * self.nz(self.k + 70 + s / 29)
            L.append((x + nx * ww, y + ny * ww)); R.append((x - nx * ww, y - ny * ww))
            if k < m - 1: s += math.dist(p[k], p[k + 1])
        return d_of(L + R[::-1])

    def line(self, d, w=1.5, c="ink", op=1, taper=(.35, .35), wob=.3, cls=None):
        paths = flat(d) if isinstance(d, str) else (d if d and isinstance(d[0], list) else [d])
        self.fill("".join(self.line_d(p, w, taper, wob) for p in paths), c, op, cls)

    def lines(self, paths, w=1.5, c="ink", op=1, taper=(.35, .35), wob=.3):
        if paths: self.fill("".join(self.line_d(p, w, taper, wob) for p in paths), c, op)

    def hatch_d(self, inside, ang=-45, gap=5, w=1.3, within=None, without=(), loose=.5, skip=.04):
        a = math.radians(ang); c, n = math.cos(-a), math.sin(-a)
        fw = lambda p: [(x * c - y * n, x * n + y * c) for x, y in p]
        A = fw(inside); B = [fw(q) for q in (within or [])]; X = [fw(q) for q in without]
        ys = [y for _, y in A]; y = min(ys) + gap * self.rng.uniform(.4, .7); out = []
        while y < max(ys):
            s = spans(A, y)
            for q in B: s = meet(s, spans(q, y))
            for q in X: s = minus(s, spans(q, y))
            for x0, x1 in s:
                if x1 - x0 < gap * .5 or self.rng.random() < skip: continue
                l = x1 - x0
                x0 += self.rng.uniform(0, loose) * min(4, l * .2); x1 -= self.rng.uniform(0, loose) * min(9, l * .35)
                j = self.rng.uniform(-.12, .12) * gap; k = self.rng.uniform(-.12, .12) * gap
                m = x0 + (x1 - x0) * .3; bow = self.rng.uniform(-.3, .3)
                q = [(x0, y + j - w * .3), (m, y + (j + k) / 2 + bow - w * .5), (x1, y + k - w * .12),
                     (x1, y + k + w * .12), (m, y + (j + k) / 2 + bow + w * .5), (x0, y + j + w * .3)]
                out.append(d_of([(px * c + py * n, -px * n + py * c) for px, py in q]))
            y += gap * self.rng.uniform(.86, 1.14)
        return "".join(out)

    def hatch(self, inside, ang=-45, gap=5, w=1.3, c="ink", op=1, **k):
        d = self.hatch_d(inside, ang, gap, w, **k)
        if d: self.fill(d, c, op)

    def dot(self, x, y, r, c="ink", op=1, cls=None):
        self.o.append(f'<circle cx="{f(x)}" cy="{f(y)}" r="{f(r)}" fill="{self.col(c)}"' +
                      (f' class="{cls}"' if cls else "") + (f' opacity="{op:g}"' if op != 1 else "") + "/>")

    # lettering: single-stroke capitals, as a draughtsman writes them
    def text_paths(self, s, x, y, h, slant=-.10, track=.24, jit=.012):
        out, k = [], h / 10
        for ch in s:
            if ch == " ": x += 4.2 * k; continue
            wd, d = GLYPH[ch]
            jy = self.rng.uniform(-1, 1) * jit * h
            for p in flat(d, .8):
                out.append([(x + px * k - (py - 10) * k * -slant * -1, y + (py - 10) * k + jy) for px, py in p])
            x += (wd + track * 10) * k
        return out, x

    def text(self, s, x, y, h, w=2, c="ink", op=1, anchor="l", **kw):
        p, x1 = self.text_paths(s, 0, 0, h, **kw)
        x1 -= kw.get("track", .24) * h
        dx = x - {"l": 0, "m": x1 / 2, "r": x1}[anchor]
        p = [[(a + dx, b + y) for a, b in q] for q in p]
        self.fill("".join(self.line_d(q, w, (.8, .65), .12 * h / 20, 2.5 if h < 40 else 5) for q in p), c, op)
        return x1
