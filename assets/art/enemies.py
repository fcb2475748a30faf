"""The small and the medium enemy: writing instruments that fly. The Nib (small) and the Shears (medium), nose down."""
from palette import COAST
from pen import *


def small_shapes():
    cx = 57
    return dict(nib=half("M0 14C9 14 15 19 16 28C17 45 9 62 0 83", cx),
                wing=poly("M12 30C24 22 38 12 53 6C56 10 55 16 51 21C42 34 27 46 10 52Z"),
                fin=poly("M5 4L14 2C17 6 17 14 14 20L5 22Z"))


def small_outline():
    H = small_shapes(); return [H["nib"]] + both(H["wing"], 57) + both(H["fin"], 57)


def small(pal=COAST, seed=11, solid=False):
    """The Nib, 57 x 43, a pusher: its propeller is at the top."""
    s = Sheet(114, 86, seed, pal); cx = 57; H = small_shapes()
    if not solid:
        s.fill(ellipse(cx, 9, 24, 3.4), "white", .45)
        s.line(f"M{cx-24} 9C{cx-12} 5 {cx+12} 5 {cx+24} 9", 1.1, op=.7, taper=(0, 0))
    for i, q in enumerate(both(H["wing"], cx)):
        a = 1 if i == 0 else -1
        s.fill(q, "body"); s.wash(q, "wash", (1.6, 1.2))
        tip = [(cx + a * x, y) for x, y in poly("M38 12L53 6C56 10 55 16 51 21L44 29Z")]
        s.fill(tip, "wash2", .9)
        s.hatch(q, 38 if a > 0 else -38, 4.2, 1.2, within=[[(cx + a * x, y) for x, y in poly("M8 38L20 37L46 24L60 26L30 60L8 60Z")]])
        s.line([(cx + a * x, y) for x, y in [(39, 12), (45, 28)]], 1.2)
        s.line([(cx + a * x, y) for x, y in [(16, 30), (34, 18)]], 1.8, "white", .6, taper=(0, 0))
        s.ring(q, 2.6)
    for i, q in enumerate(both(H["fin"], cx)):
        s.fill(q, "body"); s.fill(q, "wash2", .85); s.ring(q, 2)
    s.fill(H["nib"], "body"); s.fill([(cx + 3, 15)] + [p for p in H["nib"] if p[0] > cx + 2] + [(cx, 82)], "shade")
    s.hatch(H["nib"], -40, 3.8, 1.15, within=[[(cx + 5, 10), (cx + 30, 10), (cx + 30, 90), (cx - 2, 90)]])
    # the one crimson mark: a band; breather hole and slit make it a nib
    band = half("M0 22C7 22 12 23 15.6 25.4L16.3 34C10 31.4 5 31 0 31", cx)
    s.fill(band, "mark"); s.line(f"M{cx-15} 25.4C{cx-8} 21.6 {cx+8} 21.6 {cx+15} 25.4M{cx-16} 34C{cx-8} 30.4 {cx+8} 30.4 {cx+16} 34", 1.3)
    s.fill(ellipse(cx, 46, 3.4), "ink"); s.line(f"M{cx} 48L{cx} 80", 1.6, taper=(.8, .5))
    s.ring(H["nib"], 2.7)
    return s


def medium_shapes():
    cx = 69
    return dict(pod=half("M0 62C9 62 14 70 15 84L15 140C14 160 8 178 0 184", cx),
                wing=poly("M8 96L64 88C68 92 68 104 64 110C48 122 28 128 8 132Z"),
                boom=poly("M34 34C39 34 42 38 42 46L44 128C44 144 41 152 37 156C33 152 30 144 30 128L28 46C28 38 30 34 34 34Z"),
                ring=ellipse(35, 22, 15, 18), hole=ellipse(35, 22, 7.6, 10.5),
                bar=rect(-22, 14, 44, 13))


def medium_outline():
    H = medium_shapes(); return [H["pod"]] + both(H["wing"], 69) + both(H["boom"], 69) + both(H["ring"], 69) + [move(H["bar"], 69, 0)]


def medium(pal=COAST, seed=23, solid=False):
    """The Shears, 69 x 99: two booms for blades, finger rings for a tail."""
    s = Sheet(138, 198, seed, pal); cx = 69; H = medium_shapes()
    bar = move(H["bar"], cx, 0)
    s.fill(bar, "body"); s.wash(bar, "wash", (1.5, 1)); s.hatch(bar, 60, 4, 1.1, within=[rect(0, 21, 138, 8)]); s.ring(bar, 2.2)
    for i, q in enumerate(both(H["wing"], cx)):
        a = 1 if i == 0 else -1
        s.fill(q, "body"); s.wash(q, "wash")
        tip = [(cx + a * x, y) for x, y in poly("M52 90L64 88C68 92 68 104 64 110L52 118Z")]
        s.fill(tip, "wash2", .85)
        s.hatch(q, 64, 4.4, 1.2, within=[[(cx + a * x, y) for x, y in poly("M0 118L30 116L70 98L70 140L0 140Z")]])
        s.line([(cx + a * x, y) for x, y in [(18, 97), (46, 93)]], 2, "white", .6, taper=(0, 0))
        s.line([(cx + a * x, y) for x, y in [(52, 91), (52, 117)]], 1.2)
        s.ring(q, 2.8)
    for i in range(2):
        a = 1 if i == 0 else -1
        q, r, h = (both(H[k], cx)[i] for k in ("boom", "ring", "hole"))
        # finger rings are the tail
        rd = d_of(r) + d_of(h[::-1] if area(r) * area(h) > 0 else h)
        s.fill(rd, "body", rule="evenodd"); s.fill(rd, "wash2", .9, rule="evenodd")
        s.hatch(r, -45, 3.8, 1.1, within=[rect(0, 22, 138, 30)], without=[h])
        s.ring(r, 2.6); s.ring(h, 1.8)
        # propeller arcs in front (they fly down)
        ex = cx + a * 37
        if not solid:
            s.fill(ellipse(ex, 157, 25, 4), "white", .5)
            s.line(f"M{ex-25} 157C{ex-12} 162 {ex+12} 162 {ex+25} 157", 1.2, op=.75, taper=(0, 0))
            s.line(f"M{ex-20} 154C{ex-9} 151 {ex+9} 151 {ex+20} 154", 1, op=.5, taper=(0, 0))
        s.fill(q, "body"); s.fill([p for p in q if p[0] > ex], "shade")
        s.hatch(q, -40, 4.2, 1.15, within=[rect(ex + 1, 30, 30, 130)])
        s.line(f"M{ex-6.5} 128C{ex-3} 131 {ex+3} 131 {ex+6.5} 128M{ex-7} 84L{ex+7} 84M{ex-7} 90L{ex+7} 90", 1.3)
        s.fill(ellipse(ex, 140, 2.2, 4), "ink")
        s.ring(q, 2.5)
        s.dot(ex, 158, 4.6, "ink"); s.dot(ex - 1.2, 157, 1.3, "white")
    # pod with greenhouse nose
    for a in (-1, 1):
        s.fill(rect(cx + a * 8 - 1.7, 172, 3.4, 21), "ink"); s.fill(rect(cx + a * 8 - 2.5, 190, 5, 4), "ink")
    s.fill(H["pod"], "body"); s.fill([(cx + 4, 62)] + [p for p in H["pod"] if p[0] > cx + 3] + [(cx + 2, 184)], "shade")
    nose = half("M0 140L15 140C14 160 8 178 0 184", cx)
    s.fill(nose, "glass"); s.fill([p for p in nose if p[0] >= cx], "wash2", .35)
    s.line(f"M{cx-15} 140L{cx+15} 140M{cx-13.4} 154L{cx+13.4} 154M{cx-9.5} 167L{cx+9.5} 167M{cx} 140L{cx} 184M{cx-7.5} 140C{cx-7.4} 158 "
           f"{cx-4.5} 172 {cx} 184M{cx+7.5} 140C{cx+7.4} 158 {cx+4.5} 172 {cx} 184", 1.2, taper=(.7, .7))
    s.line([(cx - 10, 144), (cx - 9.5, 151)], 2.4, "white", taper=(.5, .5))
    s.hatch(H["pod"], -40, 4.2, 1.15, within=[[(cx + 5, 60), (cx + 30, 60), (cx + 30, 138), (cx + 5, 138)]])
    # pivot screw: the crimson mark
    s.fill(ellipse(cx, 108, 11), "body"); s.fill(ellipse(cx + .8, 108.6, 9.6), "mark"); s.ring(ellipse(cx, 108, 11), 2.1)
    s.line(f"M{cx-6} 112L{cx+6} 104", 2.2, "body", taper=(.8, .8))
    s.line(f"M{cx-14} 84C{cx-7} 80 {cx+7} 80 {cx+14} 84M{cx-15} 128L{cx+15} 128", 1.3)
    s.fill(ellipse(cx, 73, 5, 4), "ink")
    s.ring(H["pod"], 2.9)
    return s
