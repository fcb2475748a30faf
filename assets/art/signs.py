"""Small drawn signs for menus and margins, and what lies about on the desk: pencil, coffee ring, planes on paper."""
import re

import heroes
from paper import *


class Drawing(Page):
    # ---- small drawn signs --------------------------------------------------------------------------------------------
    def icon(self, name, x, y, s=20, col=INK, w=2.4):
        k = s / 20
        self.open(f"translate({f(x)} {f(y)}) scale({k:.3f})")
        w = w / k
        if name == "lock":
            self.path("M-7 -1L7 -1L7 9L-7 9Z", fill=col, stroke=col, w=w * .7)
            self.path("M-4.6 -1L-4.6 -5a4.6 4.6 0 0 1 9.2 0L4.6 -1", stroke=col, w=w)
        elif name == "tick":
            self.path("M-8 0.5Q-5 4 -3 8Q2 -4 10 -9", stroke=col, w=w * 1.4)
        elif name == "no":
            self.path("M-7 -7L7 7M7 -7L-7 7", stroke=col, w=w * 1.2)
        elif name == "eye":
            self.path("M-10 0Q0 -10 10 0Q0 10 -10 0Z", stroke=col, w=w)
            self.add(f'<circle r="3.4" fill="{col}"/>')
        elif name == "waves":
            self.add(f'<circle r="2.8" fill="{col}"/>')
            for q in (9, 16, 23):
                self.path(f"M{q * .72:.1f} {-q * .72:.1f}A{q} {q} 0 0 1 {q * .72:.1f} {q * .72:.1f}", stroke=col, w=w)
        elif name == "left":
            self.path("M4 -8L-5 0L4 8", stroke=col, w=w * 1.3)
        elif name == "right":
            self.path("M-4 -8L5 0L-4 8", stroke=col, w=w * 1.3)
        elif name == "wait":
            self.path("M-6 -9L6 -9M-6 9L6 9M-5 -9Q-5 -3 0 0Q5 3 5 9M5 -9Q5 -3 0 0Q-5 3 -5 9", stroke=col, w=w)
        self.close()

    def ping(self, x, y, bars, col=INK, off="#B8AA8C"):
        """Four rising pencil strokes: filled ones count, so no colour is needed."""
        for i in range(4):
            h = 6 + i * 5
            if i < bars:
                self.line(x + i * 8, y, x + i * 8, y - h, col, 5, 0.3)
            else:
                self.path(f"M{x + i * 8} {y}L{x + i * 8} {y - h}", stroke=off, w=1.6)

    def coffee(self, x, y, r):
        for i in range(3):
            self.ring(x, y, r - i * 1.6, r - i * 1.2, SEPIA, 3.4 - i, 1.0, 0.03, 0.16, start=i * 2.0)
        self.ring(x, y, r + 2, r + 2, SEPIA, 1.2, 0.7, 0.01, 0.28, start=0.6)

    def pencil(self, x, y, L=330, rot=0, col="#D9A21B"):
        self.open(f"translate({f(x)} {f(y)}) rotate({rot})")
        self.path(polygon([(4, -4), (L + 4, -4), (L + 46, 9), (L + 4, 22), (4, 22)]), fill="#000", op=0.28)
        self.path(polygon([(0, -12), (L, -12), (L, 12), (0, 12)]), fill=col)
        self.path(polygon([(0, -12), (L, -12), (L, -5), (0, -5)]), fill="#F0C454")
        self.path(polygon([(0, 5), (L, 5), (L, 12), (0, 12)]), fill="#A87A10")
        self.path(polygon([(L, -12), (L + 8, -8), (L, -4), (L + 8, 0), (L, 4), (L + 8, 8), (L, 12), (L + 42, 0)]), fill="#EBD3A4",
                  stroke=INK, w=1.6)
        self.path(polygon([(L + 29, -4), (L + 42, 0), (L + 29, 4)]), fill=INK)
        self.path(polygon([(-30, -12), (0, -12), (0, 12), (-30, 12)]), fill="#B9B4A8", stroke=INK, w=2)
        for q in (-22, -15, -8):
            self.line(q, -11, q, 11, INK, 1.2, 0.3, 0.7)
        self.path("M-30 -12Q-52 -12 -52 0Q-52 12 -30 12Z", fill="#C9605A", stroke=INK, w=2)
        self.path(polygon([(0, -12), (L, -12), (L, 12), (0, 12)]), stroke=INK, w=2.2)
        self.line(2, -5, L, -5, INK, 1, 0.3, 0.6, 140)
        self.line(2, 5, L, 5, INK, 1, 0.3, 0.6, 140)
        self.close()

    # ---- planes on paper ------------------------------------------------------------------------------------------------
    def hero(self, x, y, k=1.0, seat=0, rot=0, ink=None):
        """A pilot's plane, centred; with `ink` only its lines, as a pencil study."""
        s = heroes.hero(seat + 1)
        body = re.sub(r' class="[^"]*"', "", "\n".join(s.o))
        if ink:
            own = s.pal["ink"]
            body = "\n".join(l.replace(f'fill="{own}"', f'fill="{ink}"') for l in body.split("\n") if f'fill="{own}"' in l)
        self.add(f'<g transform="translate({f(x)} {f(y)}) rotate({rot}) scale({k / 2:.4f}) translate({-s.w / 2} {-s.h / 2})">{body}</g>')
