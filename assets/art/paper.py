"""Paper, tape, pins and brush bands: the kit in which pages and the pieces of the menus are drawn, one unit = one pixel.

A `Page` collects SVG elements in the order in which they are laid down. Its random generator is seeded, so that a page comes out the same
each time.
"""
import math
import random

from geometry import f
from nib import Pen
from palette import *
from shapes import *


class Page:
    def __init__(self, w, h, seed=1):
        self.w, self.h = w, h
        self.rng = random.Random(seed)
        self.defs, self.body, self.n = [], [], 0

    def svg(self):
        return ("<defs>" + "\n".join(self.defs) + "</defs>\n" if self.defs else "") + "\n".join(self.body)

    def add(self, s):
        self.body.append(s)

    def uid(self, p="i"):
        self.n += 1
        return f"{p}{self.n}"

    # ---- groups -----------------------------------------------------------------------------------------------------
    def open(self, tf="", op=None, clip=None):
        self.add("<g" + (f' transform="{tf}"' if tf else "") + (f' opacity="{op}"' if op is not None else "")
                 + (f' clip-path="url(#{clip})"' if clip else "") + ">")

    def close(self):
        self.add("</g>")

    def clip(self, d):
        i = self.uid("c")
        self.defs.append(f'<clipPath id="{i}"><path d="{d}"/></clipPath>')
        return i

    # ---- basic marks ------------------------------------------------------------------------------------------------
    def path(self, d, fill="none", stroke=None, w=1.0, op=None, cap="round", dash=None):
        self.add(f'<path d="{d}" fill="{fill}"' + (f' stroke="{stroke}" stroke-width="{f(w) if w >= 1 else w:}" stroke-linecap="{cap}" '
                                                   f'stroke-linejoin="round"' if stroke else "")
                 + (f' opacity="{op}"' if op is not None else "") + (f' stroke-dasharray="{dash}"' if dash else "") + "/>")

    def jit(self, pts, amp):
        r = self.rng
        return [(x + r.uniform(-amp, amp), y + r.uniform(-amp, amp)) for x, y in pts]

    def line(self, x0, y0, x1, y1, col=INK, w=2.0, amp=0.8, op=None, step=60):
        """A ruled-by-hand line: slightly bowed, tapered (drawn as a filled sliver)."""
        L = math.hypot(x1 - x0, y1 - y0) or 1
        n = max(2, int(L / step) + 1)
        nx, ny = -(y1 - y0) / L, (x1 - x0) / L
        r = self.rng
        top, bot = [], []
        for i in range(n + 1):
            t = i / n
            o = r.uniform(-amp, amp)
            hw = w / 2 * (0.55 if i in (0, n) else 1) * r.uniform(0.82, 1.15)
            x, y = x0 + (x1 - x0) * t + nx * o, y0 + (y1 - y0) * t + ny * o
            top.append((x + nx * hw, y + ny * hw))
            bot.append((x - nx * hw, y - ny * hw))
        d = curve(top) + "L" + curve(bot[::-1])[1:] + "Z"
        self.path(d, fill=col, op=op)

    def rough_rect(self, x, y, w, h, amp=1.2, step=90):
        pts = []
        for (ax, ay), (bx, by) in zip([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], [(x + w, y), (x + w, y + h), (x, y + h), (x, y)]):
            L = math.hypot(bx - ax, by - ay)
            n = max(1, int(L / step))
            for i in range(n):
                t = i / n
                pts.append((ax + (bx - ax) * t, ay + (by - ay) * t))
        return polygon(self.jit(pts, amp))

    def box(self, x, y, w, h, col=INK, sw=2.0, over=4, amp=0.7, fill=None):
        """A box of four hand lines that run past the corners a little."""
        if fill:
            self.path(self.rough_rect(x, y, w, h, 0.6), fill=fill)
        r = self.rng
        o = lambda: r.uniform(0.2, 1) * over
        self.line(x - o(), y, x + w + o(), y, col, sw, amp)
        self.line(x - o(), y + h, x + w + o(), y + h, col, sw, amp)
        self.line(x, y - o(), x, y + h + o(), col, sw, amp)
        self.line(x + w, y - o(), x + w, y + h + o(), col, sw, amp)

    def hatch(self, d, x, y, w, h, gap=6, ang=-50, col=INK, sw=1.0, op=0.6, skip=0.0):
        i = self.clip(d)
        r = self.rng
        a = math.radians(ang)
        cx, cy, R = x + w / 2, y + h / 2, math.hypot(w, h) / 2 + 4
        dx, dy = math.cos(a), math.sin(a)
        segs = []
        t = -R
        while t < R:
            if r.random() >= skip:
                o0, o1 = r.uniform(-1, 1) * gap * 0.16, r.uniform(-1, 1) * gap * 0.16
                segs.append(f"M{f(cx - dx * R - dy * (t + o0))} {f(cy - dy * R + dx * (t + o0))}L{f(cx + dx * R - dy * (t + o1))} "
                            f"{f(cy + dy * R + dx * (t + o1))}")
            t += gap
        self.add(f'<path clip-path="url(#{i})" d="{"".join(segs)}" stroke="{col}" stroke-width="{sw}" fill="none" opacity="{op}"/>')

    def ring(self, cx, cy, rx, ry=None, col=INK, w=2.2, turns=1.12, amp=0.04, op=None, start=-2.2):
        """Hand-drawn ring that overshoots its own start."""
        ry = ry or rx
        r = self.rng
        n = 14
        pts = []
        k0 = r.uniform(-amp, amp)
        for i in range(int(n * turns) + 1):
            a = start + 2 * math.pi * i / n
            k = 1 + k0 * math.sin(a * 0.5 + 1) + (i / n - 0.5) * amp
            pts.append((cx + rx * k * math.cos(a), cy + ry * k * math.sin(a)))
        self.path(curve(pts), stroke=col, w=w, op=op)

    # ---- paper ------------------------------------------------------------------------------------------------------
    def shadow(self, x, y, w, h, dx=5, dy=8, n=5, spread=3, op=0.10, col="#000"):
        for i in range(n, 0, -1):
            s = i * spread
            self.add(f'<rect x="{f(x + dx - s)}" y="{f(y + dy - s)}" width="{f(w + 2 * s)}" height="{f(h + 2 * s)}" rx="{f(s + 2)}" '
                     f'fill="{col}" opacity="{op}"/>')

    def fibres(self, x, y, w, h, n, col="#9C8660", op=0.22):
        r = self.rng
        d1, d2 = [], []
        for _ in range(n):
            px, py, a, L = r.uniform(x, x + w), r.uniform(y, y + h), r.uniform(0, math.pi), r.uniform(3, 11)
            qx, qy = px + math.cos(a) * L, py + math.sin(a) * L
            d1.append(f"M{f(px)} {f(py)}q{f(r.uniform(-3, 3))} {f(r.uniform(-3, 3))} {f(qx - px)} {f(qy - py)}")
        for _ in range(n):
            d2.append(f"M{f(r.uniform(x, x + w))} {f(r.uniform(y, y + h))}h.8")
        self.path("".join(d1), stroke=col, w=0.7, op=op)
        self.path("".join(d2), stroke=col, w=1.2, op=op * 1.4)

    def sheet(self, x, y, w, h, fill=PAPER, grain=None, amp=1.4, shadow=True, edge=True, rule=None, margin=None):
        d = self.rough_rect(x, y, w, h, amp)
        if shadow == "card":      # paper on paper: a thin warm shadow only
            self.shadow(x, y, w, h, 3, 4, 3, 1.6, 0.07, "#6B4F22")
        elif shadow:
            self.shadow(x, y, w, h)
        self.path(d, fill=fill)
        i = self.clip(d)
        self.open(clip=i)
        r = self.rng
        for _ in range(int(w * h / 60000) + 2):     # wash blotches
            g = self.uid("g")
            bx, by, br = r.uniform(x, x + w), r.uniform(y, y + h), r.uniform(90, 220)
            self.defs.append(f'<radialGradient id="{g}"><stop offset="0" stop-color="#C9AE78" stop-opacity=".10"/><stop offset="1" '
                             f'stop-color="#C9AE78" stop-opacity="0"/></radialGradient>')
            self.add(f'<circle cx="{f(bx)}" cy="{f(by)}" r="{f(br)}" fill="url(#{g})"/>')
        self.fibres(x, y, w, h, grain if grain is not None else int(w * h / 900))
        if rule:
            ry = y + rule[0]
            while ry < y + h - 6:
                self.line(x, ry, x + w, ry, "#8FA7B5", 1.1, 0.35, 0.55, 220)
                ry += rule[1]
        if margin:
            self.line(x + margin, y, x + margin, y + h, "#C1666B", 1.5, 0.4, 0.6, 220)
        if edge:
            self.path(d, stroke="#A98F5E", w=2.2, op=0.55)
        self.close()
        return d

    def tape(self, cx, cy, w=84, h=26, rot=-30, col=TAPE):
        self.open(f"translate({f(cx)} {f(cy)}) rotate({rot})")
        r = self.rng
        L, R = [], []
        n = 5
        for i in range(n + 1):
            L.append((-w / 2 + (3 if i % 2 else 0) + r.uniform(-1, 1), h / 2 - h * i / n))
            R.append((w / 2 - (3 if i % 2 else 0) + r.uniform(-1, 1), -h / 2 + h * i / n))
        self.path(polygon([(p[0] + 1.5, p[1] + 2.5) for p in L + R]), fill="#000", op=0.18)
        self.path(polygon(L + R), fill=col, op=0.88)
        for k in (-0.25, 0.05, 0.3):
            self.line(-w / 2 + 4, h * k, w / 2 - 4, h * k + r.uniform(-1, 1), "#FFF8E0", 1.2, 0.3, 0.55)
        self.close()

    def pin(self, x, y, col=CRIMSON):
        self.path(f"M{f(x - 5)} {f(y + 7)}a9 7 0 1 0 18 0a9 7 0 1 0 -18 0", fill="#000", op=0.22)
        self.path(f"M{f(x - 9)} {f(y)}a9 9 0 1 0 18 0a9 9 0 1 0 -18 0Z", fill=col, stroke=INK, w=2)
        self.path(f"M{f(x - 5)} {f(y - 2)}a5 5 0 0 1 5 -4", stroke="#fff", w=2, op=0.8)

    def desk(self, x0=0, y0=0, x1=None, y1=None):
        """The planks, the same ones wherever they are drawn: a page shows the cut-out (0, 0, w, h) of the desk around it."""
        x1, y1 = x1 or self.w, y1 or self.h
        top, left, right, tall = -268, -420, 1700, 133.6
        self.add(f'<rect x="{x0}" y="{y0}" width="{x1 - x0}" height="{y1 - y0}" fill="{DESK}"/>')
        for plank in range(10):
            r = random.Random(700 + plank)
            y = top + plank * tall
            if y > y1 or y + tall < y0:
                continue
            tone = [DESK, "#463930", "#4E4034", "#443730", "#4C3E33", "#483B30"][plank % 6]
            self.add(f'<rect x="{x0}" y="{f(y)}" width="{x1 - x0}" height="{f(tall + .5)}" fill="{tone}"/>')
            d = []
            for _ in range(26):
                py = r.uniform(y + 4, y + tall - 4)
                px = r.uniform(left - 100, right - 100)
                L = r.uniform(160, 620)
                d.append(curve([(px + L * i / 5, py + r.uniform(-2.6, 2.6)) for i in range(6)]))
            self.path("".join(d[:15]), stroke=DESK_DARK, w=1.3, op=0.75)
            self.path("".join(d[15:]), stroke=DESK_LIGHT, w=1.1, op=0.6)
            mine, self.rng = self.rng, r
            if plank % 2:
                kx, ky = r.uniform(left, right), y + tall / 2
                for q in range(1, 5):
                    self.ring(kx, ky, q * 9, q * 4.4, DESK_DARK, 1.3, 1.02, 0.05, 0.7)
            self.line(left, y, right, y, "#2A211B", 3, 0.8, 0.95, 160)
            self.line(left, y + 3, right, y + 3, "#66543F", 1.2, 0.8, 0.5, 160)
            for jx in (r.uniform(left, 380), r.uniform(700, right)):
                self.line(jx, y + 2, jx, y + tall, "#2A211B", 2.4, 0.5, 0.9)
            self.rng = mine
        g = self.uid("g")
        self.defs.append(f'<radialGradient id="{g}" gradientUnits="userSpaceOnUse" cx="540" cy="250" r="1150"><stop offset="0" '
                         f'stop-color="#FFD08A" stop-opacity=".19"/>'
                         f'<stop offset=".2" stop-color="#F0BE7C" stop-opacity=".15"/><stop offset=".42" stop-color="#C89A62" '
                         f'stop-opacity=".06"/><stop offset=".6" stop-color="#201812" stop-opacity="0"/>'
                         f'<stop offset=".8" stop-color="#181008" stop-opacity=".25"/><stop offset="1" stop-color="#120C08" '
                         f'stop-opacity=".62"/></radialGradient>')
        self.add(f'<rect x="{x0}" y="{y0}" width="{x1 - x0}" height="{y1 - y0}" fill="url(#{g})"/>')

    # ---- focus: one brush band, everywhere ----------------------------------------------------------------------------
    def band(self, x, y, w, h, col=INK, seed=None, plane=True, streak=PAPER, dry=60):
        r = random.Random(seed if seed is not None else self.rng.random())
        n = max(4, int(w / 90))
        top = [(x + w * i / n, y + r.uniform(-1.6, 1.6)) for i in range(n + 1)]
        bot = [(x + w * i / n, y + h + r.uniform(-1.8, 1.8)) for i in range(n + 1)]
        m = max(5, int(h / 9))
        right = []
        for i in range(m * 2 + 1):
            t = i / (m * 2)
            right.append((x + w + (r.uniform(3, 13) if i % 2 else r.uniform(-12, 0)) * (1.1 - abs(t - 0.42)), y + h * t))
        left = []
        for i in range(m + 1):
            t = i / m
            left.append((x - 3 - 7 * math.sin(math.pi * t) + r.uniform(-2, 2), y + h * (1 - t)))
        self.path(curve(top[:-1] + [(x + w - 12, y)]) + "L" + "L".join(f"{f(a)} {f(b)}" for a, b in right) + "L" +
                  curve((bot[::-1])[1:])[1:] + "L" + curve(left)[1:] + "Z", fill=col)
        for _ in range(int(h / 5)):                   # bristle gaps at the dry end
            ty = y + r.uniform(0.06, 0.94) * h
            x1 = x + w + r.uniform(-4, 8)
            self.line(x1 - r.uniform(14, dry), ty, x1, ty + r.uniform(-1, 1), streak, r.uniform(0.7, 1.7), 0.3, 0.9)
        if plane:
            self.pointer(x + 26, y + h / 2, min(h * 0.36, 20))

    def pointer(self, x, y, s=16, col=PAPER):
        """The small plane that points at the focused thing."""
        k = s / 16
        pts = [(16, 0), (9, -2.4), (3, -3), (-3, -15), (-7.4, -15), (-4.6, -3), (-10, -2.2), (-12.6, -6.6), (-15, -6.6), (-13.8, 0)]
        full = pts + [(px, -py) for px, py in pts[::-1][1:-1]]
        self.path(polygon([(x + px * k, y + py * k) for px, py in full]), fill=col, stroke=col, w=1.2)

    # ---- own lettering ------------------------------------------------------------------------------------------------
    def letters(self, s, x, y, cap, col=INK, nib=20, angle=24, slant=0.10, seed=3, dry=0.5, wash=None, wash_off=(5, 5), paper=PAPER,
                anchor="start", gap=18, wob=1.0, op=None):
        pen = Pen(cap, nib, angle, slant, seed, dry, gap, wob)
        W = pen.width(s)
        x -= W * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        lines = pen.lines(s, x, y)
        d = pen.write(lines)
        if wash:
            self.add(f'<path transform="translate({wash_off[0]} {wash_off[1]})" d="{d}" fill="{wash}" stroke="{wash}" '
                     f'stroke-width="{f(cap * 0.05)}" stroke-linejoin="round"/>')
        self.add(f'<path d="{d}" fill="{col}" stroke="{col}" stroke-width="{f(max(0.8, cap * 0.02))}" stroke-linejoin="round"' +
                 (f' opacity="{op}"' if op else "") + "/>")
        if dry:
            for pd, w in pen.dry_lines(lines):
                self.path(pd, stroke=paper, w=max(0.5, round(w, 2)), op=0.85)
        return W

    # ---- seats --------------------------------------------------------------------------------------------------------
    def mark(self, seat, x, y, r, col=None, w=None, bg=None):
        col = col or SEAT[seat]
        w = w or r * 0.42
        k = ("bar", "ring", "chevron", "cross")[seat]
        d = {"bar": f"M{f(x)} {f(y - r * .8)}L{f(x)} {f(y + r * .8)}",
             "ring": f"M{f(x - r * .7)} {f(y)}a{f(r * .7)} {f(r * .7)} 0 1 0 {f(r * 1.4)} 0a{f(r * .7)} {f(r * .7)} 0 1 0 {f(-r * 1.4)} 0Z",
             "chevron": f"M{f(x - r * .8)} {f(y + r * .45)}L{f(x)} {f(y - r * .5)}L{f(x + r * .8)} {f(y + r * .45)}",
             "cross": f"M{f(x - r * .62)} {f(y - r * .62)}L{f(x + r * .62)} {f(y + r * .62)}M{f(x + r * .62)} {f(y - r * .62)}"
                      f"L{f(x - r * .62)} {f(y + r * .62)}"}[k]
        if k == "bar":
            w *= 1.7
        self.path(d, stroke=col, w=w, cap="butt" if k in ("bar",) else "round")

    def tile(self, seat, x, y, s, col=None, edge=INK, sw=2.2):
        """Flat colour tile with the roundel of the pilot's wing: ink mark on a cream disc, readable whatever the colour."""
        h = s / 2
        disc, size = (.66, .42) if s >= 30 else (.80, .52)      # small tiles need a larger mark
        self.path(polygon(self.jit([(x - h, y - h), (x + h, y - h), (x + h, y + h), (x - h, y + h)], s * .018)), fill=col or SEAT[seat],
                  stroke=edge, w=sw)
        self.add(f'<circle cx="{f(x)}" cy="{f(y)}" r="{f(h * disc)}" fill="{PAPER}" stroke="{INK}" stroke-width="{f(max(1, s * .035))}"/>')
        self.mark(seat, x, y, h * size, INK, h * size * .48)

    def badge(self, seat, x, y, s=40, off=2):
        """The one way a pilot is named in every screen: the tile, its wash a little off the outline."""
        h = s / 2
        disc, size = (.66, .42) if s >= 30 else (.80, .52)      # small tiles need a larger mark
        self.path(polygon(self.jit([(x - h + off, y - h + off), (x + h + off, y - h + off), (x + h + off, y + h + off),
                                    (x - h + off, y + h + off)], 1.2)), fill=SEAT[seat])
        self.path(polygon(self.jit([(x - h, y - h), (x + h, y - h), (x + h, y + h), (x - h, y + h)], 0.9)), stroke=INK,
                  w=2.4 if s > 30 else 1.9)
        self.add(f'<circle cx="{f(x + off * .3)}" cy="{f(y + off * .3)}" r="{f(h * disc)}" fill="{PAPER}" stroke="{INK}" '
                 f'stroke-width="{f(max(1, s * .035))}"/>')
        self.mark(seat, x + off * .3, y + off * .3, h * size, INK, h * size * .48)

    # ---- planes -------------------------------------------------------------------------------------------------------
