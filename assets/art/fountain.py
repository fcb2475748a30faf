"""The large enemy: the Fountain, a four-engined flying boat around a fountain pen, nose down."""
from palette import COAST
from pen import *


def large_shapes():
    cx = 169
    return dict(hull=half("M0 10L10 12C14 22 18 40 21 62L33 140C43 200 47 300 45 352C42 412 26 466 0 506", cx),
                wing=poly("M34 250C70 244 120 250 158 268C167 276 167 298 158 306C120 330 80 346 42 352Z"),
                tail=poly("M16 52C44 42 70 44 88 54C96 62 94 78 86 84C66 96 40 102 22 102Z"),
                fin=poly("M76 30C84 26 92 34 94 54L92 92C90 102 82 104 78 98C74 80 72 48 76 30Z"),
                nib=half("M0 402C18 402 30 406 37 412C33 442 20 474 0 506", cx))


def large_outline():
    """Polygons of the plane, for shadows and wrecks."""
    H = large_shapes()
    return [H["hull"]] + both(H["wing"], 169) + both(H["tail"], 169) + both(H["fin"], 169) + [
        ellipse(169 + a * x, 344 - abs(x) * .22, 15, 40) for a in (-1, 1) for x in (78, 124)]


def turret(s, x, y, r, ang, barrels=2, ln=26):
    for b in range(barrels):
        o = (b - (barrels - 1) / 2) * r * .7
        s.fill(turn(rect(r * .4, o - 2.1, ln, 4.2), ang, x, y), "ink")
        s.fill(turn(rect(r * .4 + ln - 4, o - 3.2, 5, 6.4), ang, x, y), "ink")
    s.fill(ellipse(x, y, r), "body"); s.fill(ellipse(x + 1.2, y + 1.2, r - 1.6), "wash2", .8)
    s.fill(ellipse(x - r * .18, y - r * .2, r * .62), "body", .9)
    s.hatch(ellipse(x, y, r), -45, 4, 1.2, within=[turn(rect(0, -r, r, 2 * r), .8, x, y)])
    s.ring(ellipse(x, y, r), 2.4); s.ring(ellipse(x - r * .1, y - r * .1, r * .42), 1.4)


def air(s, ex, y1, r, turned):
    """The propeller of an engine, on edge: broadside blades, or nearly end on in the second frame."""
    if not turned:
        s.fill(ellipse(ex, y1 + 2, r * 2.35, 5.5), "white", .5)
        for a in (-1, 1):
            s.fill(poly(f"M{ex+a*4} {y1+1}C{ex+a*r} {y1-5} {ex+a*r*1.9} {y1-3} {ex+a*r*2.3} {y1+1}C{ex+a*r*1.9} {y1+6} {ex+a*r} {y1+6} "
                        f"{ex+a*4} {y1+4}Z"), "ink", .26)
        s.line(f"M{ex-r*2.35} {y1+2}C{ex-r} {y1+10} {ex+r} {y1+10} {ex+r*2.35} {y1+2}", 1.4, op=.75, taper=(0, 0))
        s.line(f"M{ex-r*1.9} {y1-2}C{ex-r} {y1-7} {ex+r} {y1-7} {ex+r*1.9} {y1-2}", 1.1, op=.5, taper=(0, 0))
    else:
        s.fill(ellipse(ex, y1 + 2, r * 2.35, 4.4), "white", .42)
        for a in (-1, 1):
            y = y1 + 2 + a * 2
            s.fill(poly(f"M{ex+a*3} {y-3}C{ex+a*r*.6} {y-8} {ex+a*r} {y-6} {ex+a*r*1.25} {y-1}C{ex+a*r} {y+6} {ex+a*r*.6} {y+8} {ex+a*3} "
                        f"{y+3}Z"), "ink", .5)
        s.line(f"M{ex-r*2.2} {y1-1}C{ex-r*1.6} {y1-5} {ex-r} {y1-6} {ex-r*.4} {y1-6}", 1.3, op=.6, taper=(0, 0))
        s.line(f"M{ex+r*2.3} {y1+4}C{ex+r*1.6} {y1+9} {ex+r} {y1+10} {ex+r*.4} {y1+10}", 1.3, op=.6, taper=(0, 0))


def engine(s, ex, y0, y1, r, turned=0, solid=False):
    q = poly(f"M{ex} {y0}C{ex+r*.6} {y0} {ex+r*.8} {y0+14} {ex+r} {y0+36}L{ex+r} {y1-16}C{ex+r} {y1-4} {ex+r*.5} {y1} {ex} {y1}"
             f"C{ex-r*.5} {y1} {ex-r} {y1-4} {ex-r} {y1-16}L{ex-r} {y0+36}C{ex-r*.8} {y0+14} {ex-r*.6} {y0} {ex} {y0}Z")
    if not solid:
        a = Sheet(s.w, s.h, 60 + turned, s.pal)     # a sheet of its own, so that the plane's lines are the same in both frames
        air(a, ex, y1, r, turned)
        s.o += a.o
    s.fill(q, "body"); s.fill([p for p in q if p[0] > ex + 1], "shade")
    s.hatch(q, -40, 4.6, 1.25, within=[rect(ex + 2, y0, r * 2, y1 - y0)])
    s.line(f"M{ex-r} {y1-18}C{ex-r*.4} {y1-14} {ex+r*.4} {y1-14} {ex+r} {y1-18}M{ex-r} {y0+36}C{ex-r*.4} {y0+40} {ex+r*.4} {y0+40} "
           f"{ex+r} {y0+36}", 1.4)
    for k in (-.55, 0, .55): s.line(f"M{ex+k*r} {y1-14}L{ex+k*r} {y1-4}", 1.4)
    s.line([(ex - r * .5, y0 + 44), (ex - r * .5, y1 - 24)], 2.4, "white", .8, taper=(0, 0))
    s.ring(q, 2.7)
    s.dot(ex, y1 + 2, r * .42, "ink"); s.dot(ex - 1.6, y1, 1.7, "white")


def large(pal=COAST, seed=31, turned=0, solid=False):
    """The Fountain, 169 x 258. turned: the second frame of its propellers."""
    s = Sheet(338, 516, seed, pal); cx = 169; H = large_shapes()
    for i, q in enumerate(both(H["tail"], cx)):
        a = 1 if i == 0 else -1
        s.fill(q, "body"); s.wash(q, "wash", (3, 2.4))
        s.hatch(q, 64, 5.2, 1.35, within=[[(cx + a * x, y) for x, y in poly("M0 84L60 80L100 68L100 120L0 120Z")]])
        s.line([(cx + a * x, y) for x, y in [(24, 82), (74, 76)]], 1.4)
        s.ring(q, 3)
    for i, q in enumerate(both(H["fin"], cx)):
        s.fill(q, "body"); s.wash(q, "wash2", (1.2, 1)); s.hatch(q, -50, 4.6, 1.2, within=[rect(0, 66, 338, 60)]); s.ring(q, 2.6)
    for i, q in enumerate(both(H["wing"], cx)):
        a = 1 if i == 0 else -1
        s.fill(q, "body"); s.wash(q, "wash", (3.4, 2.6))
        tip = [(cx + a * x, y) for x, y in poly("M136 258L158 268C167 276 167 298 158 306L136 319Z")]
        s.fill(tip, "wash2", .9)
        s.line([(cx + a * x, y) for x, y in poly("M46 257C80 251 112 256 134 264")], 3, "white", .6, taper=(0, 0))
        s.hatch(q, 66, 5.6, 1.45, within=[[(cx + a * x, y) for x, y in poly("M30 322L80 316L166 284L172 320L60 370L30 370Z")]])
        s.hatch(q, -66, 5.0, 1.35, within=[[(cx + a * x, y) for x, y in poly("M30 240L58 240L56 370L30 370Z")]])
        for x in (60, 101, 136): s.line([(cx + a * x, 246 + max(0, x - 90) * .22), (cx + a * x, 352 - x * .19)], 1.3, op=.75)
        s.line([(cx + a * x, y) for x, y in [(60, 326), (136, 300)]], 1.4, op=.8)
        # rivets
        for k in range(9): s.dot(cx + a * (64 + k * 8), 268 + k * 1.0, .95, "ink", .7)
        s.ring(q, 3.3)
    for a in (-1, 1):
        for x in (124, 78): engine(s, cx + a * x, 268 + (14 if x > 100 else 0), 384 - x * .22, 15, turned, solid)
    # hull: the barrel of a fountain pen
    s.fill(H["hull"], "body")
    s.fill([(cx + 6, 20), (cx + 13, 40)] + [p for p in H["hull"] if p[0] > cx + 13] + [(cx + 6, 500)], "shade")
    pan = half("M0 120L30 120L39 190C30 196 14 198 0 198", cx); s.wash(pan, "wash", (1.6, 1.4))
    s.hatch(H["hull"], -38, 5.2, 1.4, within=[[(cx + 17, 20), (cx + 80, 20), (cx + 80, 404), (cx + 20, 404)]])
    s.hatch(H["hull"], 50, 6.2, 1.2, within=[[(cx + 31, 120), (cx + 80, 120), (cx + 80, 400), (cx + 34, 400)]])
    for y, w in ((62, 21), (120, 30), (198, 40.4), (306, 45.6), (388, 41)):
        s.line(f"M{cx-w} {y}C{cx-w*.5} {y+7} {cx+w*.5} {y+7} {cx+w} {y}", 1.6)
    for k in range(8):
        for y in (204, 312): s.dot(cx - 34 + k * 9.6, y + 5 - abs(k - 3.5) * .9, 1, "ink", .7)
    # the clip of the pen is its spine gun-deck
    clip = half("M0 132C8 132 11 140 11 150L8 236C7 246 5 250 0 252", cx)
    s.fill(clip, "body")
    s.wash(clip, "wash2", (1.2, 1))
    s.ring(clip, 2.4)
    s.line(f"M{cx-3.5} 146L{cx-3} 232", 2, "white", .7, taper=(0, 0))
    turret(s, cx, 92, 14, -math.pi / 2, 2, 24)
    turret(s, cx, 274, 19, math.pi / 2, 2, 32)
    # bridge windows
    br = half("M0 334L20 336L26 350L24 372L0 376", cx)
    s.fill(br, "body"); s.fill(br, "glass"); s.fill([p for p in br if p[0] >= cx], "wash2", .3)
    s.line(f"M{cx-9} 335L{cx-10} 375M{cx+9} 335L{cx+10} 375M{cx-26} 352L{cx+26} 352", 1.5, taper=(.7, .7))
    s.line([(cx - 20, 340), (cx - 15, 340)], 2.6, "white", taper=(.5, .5))
    s.ring(br, 2.3)
    # nib nose, crimson section
    sec = half("M0 388C20 388 34 391 41 388L37 412C26 406 14 404 0 404", cx)
    s.fill(sec, "mark"); s.hatch(sec, -60, 4.2, 1.2, within=[rect(cx + 8, 380, 60, 40)])
    s.fill(H["nib"], "body")
    s.fill([p for p in H["nib"] if p[0] >= cx + 4] + [(cx + 2, 504)], "shade")
    s.wash(half("M0 404C16 404 28 407 35 412L30 432C20 424 10 422 0 422", cx), "wash", (1, 1))
    s.hatch(H["nib"], -38, 4.8, 1.35, within=[[(cx + 10, 400), (cx + 60, 400), (cx + 60, 510), (cx + 2, 510)]])
    s.fill(ellipse(cx, 446, 6, 7), "ink"); s.line(f"M{cx} 450L{cx} 502", 2.2, taper=(.8, .5))
    s.line(f"M{cx-22} 424C{cx-18} 446 {cx-9} 474 {cx-3} 492", 1.3, op=.7, taper=(.2, 0))
    s.line(f"M{cx-37} 412C{cx-20} 402 {cx+20} 402 {cx+37} 412", 1.8)
    s.ring(H["hull"], 3.5)
    return s
