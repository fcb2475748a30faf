"""Heroes: round, bright, and with a person in them. `hero` draws one of four pilots' planes, `hero_outline` its silhouette."""
from palette import COAST, PILOT
from pen import *

HERO_CX = 102
def hero_shapes():
    cx = HERO_CX
    return dict(
        body=half("M0 22C13 22 22 27 24 40L25 66C26 104 23 138 17 172L11 214C9 232 5 241 0 243", cx),
        cowl=half("M0 22C13 22 22 27 24 40L25.5 68C17 73 8 74 0 74", cx),
        wing=poly("M20 86C40 80 62 80 82 88C95 93 100 104 99 116C97 129 84 138 66 144C48 149 34 152 17 153L19 120Z"),
        tail=poly("M9 204C20 198 34 198 43 204C50 209 50 219 44 223C32 229 18 230 7 230Z"),
        cockpit=half("M0 92C8 92 13 99 13 110C13 126 9 140 0 148", cx),
        spinner=half("M0 8C5 9 9 15 10 23L0 25", cx),
    )


def mark(s, n, x, y, r, c="ink"):
    if n == 1: s.fill(rect(x - r * .38, y - r, r * .76, r * 2), c)
    if n == 2:
        s.fill(d_of(ellipse(x, y, r)) + d_of(ellipse(x, y, r * .52)[::-1]), c, rule="evenodd")
    if n == 3:
        t = r * .62
        s.fill([(x, y - r), (x + r * 1.05, y + r * .2), (x + r * 1.05, y + r * .2 + t * 1.15), (x, y - r + t * 1.5),
                (x - r * 1.05, y + r * .2 + t * 1.15), (x - r * 1.05, y + r * .2)], c)
    if n == 4:
        a, b = r * .3, r
        s.fill(turn([(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a), (-a, -a)],
                    math.pi / 4, x, y), c)


def hero_outline():
    """Polygons of the plane, for shadows and wrecks."""
    H = hero_shapes()
    return [H["body"]] + both(H["wing"], HERO_CX) + both(H["tail"], HERO_CX) + [H["spinner"]]


def propeller(s, cx, turned):
    """A disc of air, seen on edge. The blades stand broadside in the first frame and nearly end on in the second."""
    s.fill(ellipse(cx, 20, 46, 6.5), "white", .55)
    reach, fat, op = ((47, 4.5, .26), (23, 6.5, .5))[turned]
    for a in (-1, 1):
        y = 19 + (a * 2.4 if turned else 0)
        s.fill(poly(f"M{cx+a*6} {y}C{cx+a*reach*.45} {y-fat*1.3} {cx+a*reach*.8} {y-fat} {cx+a*reach} {y-1}C{cx+a*reach*.8} {y+fat} "
                    f"{cx+a*reach*.45} {y+fat} {cx+a*6} {y+3}Z"), "ink", op)
    if not turned:
        s.line(f"M{cx-47} 20C{cx-30} 12 {cx+30} 12 {cx+47} 20", 1.3, op=.7, taper=(0, 0))
        s.line(f"M{cx-40} 24C{cx-24} 29 {cx+24} 29 {cx+42} 23", 1.1, op=.45, taper=(0, 0))
    else:
        s.line(f"M{cx-44} 16C{cx-30} 10 {cx-14} 9 {cx-4} 10", 1.3, op=.6, taper=(0, 0))
        s.line(f"M{cx+46} 22C{cx+32} 29 {cx+18} 30 {cx+8} 30", 1.3, op=.6, taper=(0, 0))
        s.line(f"M{cx-38} 25C{cx-28} 28 {cx-20} 28 {cx-14} 28", 1, op=.4, taper=(0, 0))


def exhaust(s, cx, turned):
    """Flames from the stubs beside the cowling, swept back over the wing roots: short, then long with a wisp of smoke."""
    for a in (-1, 1):
        for k in (2, 1, 0):
            ln = ((15, 11, 13), (24, 28, 20))[turned][k]
            q = lambda u, v: (cx + a * (28 + u * .55 - v * .8), 77 + k * 6 + u * .8 + v * .55)
            flame = [q(-1, -2.6), q(ln * .3, -3.6), q(ln, -.6 + turned), q(ln * .42, 3.4), q(-1, 2.6)]
            s.fill(flame, "#FFB52E"); s.ring(flame, 1.2, op=.85)
            s.fill([q(0, -1.5), q(ln * .32, -1.9), q(ln * .66, 0), q(ln * .34, 1.7), q(0, 1.5)], "#FFF8D8")
        if turned:
            for u, v, r in ((34, -2, 3.4), (41, 1, 2.4)):
                p = (cx + a * (28 + u * .55 - v * .8), 83 + u * .8)
                s.fill(ellipse(*p, r), "white", .8); s.ring(ellipse(*p, r), 1, op=.6)


def hero(n=1, pal=COAST, pilots=PILOT, seed=7, turned=0, solid=False):
    """Pilot n's plane, 102 x 126. turned: second frame of propeller and exhaust; solid: only what can be hit, no air, no flames."""
    s = Sheet(204, 252, seed, dict(pal, p=pilots[n][0], pd=pilots[n][1])); cx = HERO_CX
    H = hero_shapes()
    wings, tails = both(H["wing"], cx), both(H["tail"], cx)
    if not solid:
        air = Sheet(204, 252, seed + 40 + turned, s.pal)    # a sheet of its own, so that the plane's lines are the same in both frames
        propeller(air, cx, turned)
        s.o += air.o
    # guns
    for a in (-1, 1):
        for o in (44, 52):
            g = rect(cx + a * o - 1.8, 70, 3.6, 20)
            s.fill(g, "ink"); s.fill(rect(cx + a * o - 2.6, 68, 5.2, 4), "ink")
    # tail and wings
    for q in tails:
        s.fill(q, "body"); s.wash(q, "p", cls="p")
    for i, q in enumerate(wings):
        s.fill(q, "body"); s.wash(q, "p", cls="p")
        a = 1 if i == 0 else -1
        # shadow of the fuselage / trailing edge
        tr = [(cx + a * x, y) for x, y in poly("M17 153C34 152 48 149 66 144C84 138 97 129 99 116C97 113 95 112 93 111C90 124 78 130 62 "
                                               "134C46 138 32 139 18 139Z")]
        s.fill(tr, "pd", .55, cls="pd")
        # leading edge left unpainted: paper shows
        s.line([(cx + a * x, y) for x, y in poly("M30 88C46 85 62 86 79 92C86 95 90 99 92 104")], 2.6, "white", .75, taper=(0, 0))
    for i, q in enumerate(wings):
        a = 1 if i == 0 else -1
        # ribs and aileron
        s.line(f"M{cx+a*38} 86L{cx+a*37} 150", 1, op=.55)
        s.line(f"M{cx+a*55} 139L{cx+a*58} 129L{cx+a*91} 117", 1.2, op=.7)
        s.hatch(q, 62 if a > 0 else 58, 4.6, 1.15, within=[[(cx + a * x, y) for x,
                                                            y in poly("M17 139C40 139 60 136 80 128L99 114L99 160L17 160Z")]])
        s.hatch(q, -58, 4.2, 1.15, within=[[(cx + a * x, y) for x, y in poly("M20 84L31 84C30 110 29 130 26 156L14 156Z")]])
        # roundel with the pilot's mark
        s.fill(ellipse(cx + a * 68, 112, 17.5), "body"); s.ring(ellipse(cx + a * 68, 112, 17.5), 2)
        mark(s, n, cx + a * 68, 112 + (1 if n == 3 else 0), 10.2)
    for q in wings: s.ring(q, 3)
    for i, q in enumerate(tails):
        a = 1 if i == 0 else -1
        s.hatch(q, 60, 4.2, 1.1, within=[rect(0, 216, 204, 30)])
        s.line(f"M{cx+a*9} 217L{cx+a*45} 213", 1.1, op=.7)
        s.ring(q, 2.6)
    # fuselage
    s.fill(H["body"], "body"); s.wash(H["cowl"], "p", (1.2, .8), cls="p")
    s.fill([(cx + 9, 74)] + [(x, y) for x, y in H["body"] if x > cx and y > 74] + [(cx + 3, 240)], "shade", .8)
    s.hatch(H["body"], -35, 4.4, 1.2, within=[[(cx + 8, 74), (cx + 40, 70), (cx + 40, 250), (cx + 2, 250), (cx + 4, 180)]],
            without=[H["cockpit"]])
    s.hatch(H["cowl"], -35, 3.6, 1.2, within=[[(cx + 10, 20), (cx + 40, 20), (cx + 40, 80), (cx + 8, 80)]])
    # cowling: cylinders and flaps
    for x in (-17, -9.5, 0, 9.5, 17):
        s.line(f"M{cx+x*.82} 30L{cx+x} 44", 1.5, op=.9)
    s.line(f"M{cx-24} 45C{cx-12} 50 {cx+12} 50 {cx+24.5} 45", 1.5)
    s.line(f"M{cx-25} 68C{cx-14} 73 {cx+14} 73 {cx+25.5} 68", 2)
    s.line(f"M{cx-20} 50L{cx-21} 66M{cx-12} 52L{cx-12.5} 69", 1, op=.6)
    s.line([(cx - 12, 29), (cx - 17, 36), (cx - 18, 42)], 2.6, "white", .85, taper=(.2, .2))
    # exhausts
    for a in (-1, 1):
        for k in range(3):
            s.fill(turn(rect(-2.4, -1.4, 6, 3), .5 * a if a > 0 else math.pi - .5, cx + a * 25, 76 + k * 6), "ink")
    if not solid:
        fire = Sheet(204, 252, seed + 50 + turned, s.pal)
        exhaust(fire, cx, turned)
        s.o += fire.o
    # cockpit: glass, frames, the pilot
    s.fill(H["cockpit"], "glass")
    s.fill(ellipse(cx, 123, 9.4, 10), "wash2"); s.ring(ellipse(cx, 123, 9.4, 10), 1.7)
    s.line(f"M{cx-7.5} 118C{cx-4} 114 {cx+4} 114 {cx+7.5} 118", 3.4, taper=(.8, .8))
    s.line(f"M{cx-5} 116.6L{cx-1.4} 115.9M{cx+1.8} 115.9L{cx+5} 116.6", 1.3, "white", taper=(.8, .8))
    s.line(f"M{cx} 126L{cx} 132", 1.1)
    s.line(f"M{cx-10} 103C{cx-4} 100 {cx+4} 100 {cx+10} 103", 1.3)
    s.line([(cx - 8, 112), (cx - 8.5, 104), (cx - 4, 97)], 2, "white", .9, taper=(0, 0))
    s.ring(H["cockpit"], 2.1)
    # scarf
    sc = poly(f"M{cx-3} 131C{cx-8} 146 {cx+7} 156 {cx} 172C{cx-4} 181 {cx+3} 186 {cx+1} 194L{cx+6} 195L{cx+9} 191C{cx+8} 183 {cx+4} 180 "
              f"{cx+7} 170C{cx+12} 156 {cx-1} 146 {cx+4} 131Z")
    s.fill(sc, "body"); s.wash(sc, "p", (.8, .6), cls="p"); s.ring(sc, 1.5)
    s.line(f"M{cx+1} 140C{cx} 150 {cx+7} 156 {cx+4} 166", .9, op=.7)
    # fin
    fin = half("M0 198C3 204 4 220 3.4 246L0 250", cx)
    s.ring(H["body"], 3)
    s.fill(fin, "body"); s.fill(fin, "p", cls="p"); s.ring(fin, 2)
    s.fill(H["spinner"], "body"); s.fill([p for p in H["spinner"] if p[0] >= cx], "shade"); s.ring(H["spinner"], 2.3)
    s.dot(cx - 3, 15, 1.6, "white")
    return s
