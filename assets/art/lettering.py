"""Letters and figures as sprites: single-stroke pops for play, nib strokes for headings and the team's score. A letter's nominal width is
its advance.
"""
from atlas import Sprite, of_page
from nib import GLYPHS
from palette import CRIMSON, INK
from paper import Page
from pen import GLYPH, Sheet, math

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIGURES = "0123456789"


def pop(ch, c="ink"):
    """Capital height 14 in a nominal height of 20, base line at 17; a paper keyline keeps it readable over anything."""
    h, track = 28, .26
    wd = GLYPH[ch][0]
    w = round((wd + track * 10) * h / 20)
    s = Sheet(2 * w, 40, 900 + ord(ch)); paths, _ = s.text_paths(ch, 2, 34, h, slant=-.06, jit=0)
    for wide, col, op in ((h * .36, "#FFFDF4", .92), (h * .15, c, 1)):
        s.k = 3.0       # the same wobble under and over
        s.fill("".join(s.line_d(q, wide, (.85, .75), .15, 2.5) for q in paths), col, op)
    return Sprite("\n".join(s.o), w, 20, 6)


def nib_glyph(ch, cap, nib, gap, height, base, col=INK, wash=None, off=3, seed=5):
    """One letter of a heading; the slant and the wash hang over to the right."""
    k = cap / 100; angle = math.radians(24)
    w = round((GLYPHS[ch][0] + gap + nib * math.cos(angle)) * k)
    p = Page(w, height, 1)
    p.letters(ch, 1, base, cap, col, nib=nib, seed=seed + ord(ch), dry=.3, wash=wash, wash_off=(off, off), gap=gap, wob=.9)
    return of_page(p, (6, 8, 14, 10))


def everything():
    d = {f"pop-{c}": pop(c) for c in CAPITALS + FIGURES + "+-x:.,!/'#="}
    d |= {f"pop-{c}-hot": pop(c, "mark") for c in FIGURES + "x"}
    d |= {f"nib-{c}": nib_glyph(c, 50, 19, 18, 64, 57, wash="#E7A66B") for c in CAPITALS + FIGURES}
    d |= {f"num-{c}": nib_glyph(c, 44, 19, 16, 56, 50, wash="#E7A66B") for c in FIGURES + "x"}
    d |= {f"num-{c}-hot": nib_glyph(c, 44, 19, 16, 56, 50, CRIMSON) for c in FIGURES + "x"}
    return d
