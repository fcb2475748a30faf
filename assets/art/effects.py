"""Ink that flies: splatter, bursts, smoke, paper scraps, flashes, rings. Everything that answers an event."""
from palette import COAST
from pen import *


def blot(rng, cx, cy, r, spikes, reach, rough=.16):
    n = 150; nz = Noise(rng); base = [1 + rough * nz(k * .11) + rough * .5 * nz(70 + k * .31) for k in range(n)]
    for _ in range(spikes):
        c, w, h = rng.uniform(0, n), rng.uniform(1.1, 2.6), rng.uniform(.3, 1) * reach
        for k in range(n):
            d = min(abs(k - c), n - abs(k - c)) / w
            if d < 3: base[k] = max(base[k], 1 + h * (math.exp(-d * d) if d < 1 else math.exp(-1 - (d - 1) * 1.6)))
    return chaikin([(cx + r * b * math.cos(TAU * k / n), cy + r * b * math.sin(TAU * k / n)) for k, b in enumerate(base)], True, 1)


def drops(s, rng, cx, cy, r0, r1, n, size, c="ink", op=1):
    d = ""
    for _ in range(n):
        a, t = rng.uniform(0, TAU), rng.random() ** 1.4
        R = r0 + (r1 - r0) * t; z = size * (1.15 - t) * rng.uniform(.3, 1)
        q = turn(poly(f"M{-z*rng.uniform(1.4,3.4)} 0Q{-z} {z*.7} 0 {z}C{z*1.3} {z} {z*1.3} {-z} 0 {-z}"
                      f"Q{-z} {-z*.7} {-z*2} 0Z") if rng.random() < .6
                 else ellipse(0, 0, z, z * .9, 14), a, cx + R * math.cos(a), cy + R * math.sin(a))
        d += d_of(q)
    s.fill(d, c, op)


def burst(stage, pal=COAST, seed=5, warm="#F2A33A"):
    s = Sheet(240, 240, seed * 10 + stage, dict(pal, ink=pal["splat"])); c = 120; r = random.Random(seed * 7 + 1)
    if stage == 1:
        s.fill(blot(r, c, c, 34, 16, 1.3, .1), "ink"); s.fill(blot(random.Random(3), c, c, 27, 14, 1.0, .1), warm)
        s.fill(blot(random.Random(4), c, c, 21, 12, .7, .1), "white")
        for k in range(10):
            a = TAU * k / 10 + .2
            s.line([(c + 58 * math.cos(a), c + 58 * math.sin(a)),
                    (c + (74 + 8 * (k % 3)) * math.cos(a), c + (74 + 8 * (k % 3)) * math.sin(a))], 3.2, taper=(.2, .9))
    if stage == 2:
        drops(s, r, c, c, 60, 100, 40, 6)
        s.fill(blot(r, c, c, 52, 20, 1.0, .12), "ink"); s.fill(blot(random.Random(8), c - 2, c - 2, 37, 14, .55, .12), warm)
        s.fill(blot(random.Random(9), c - 3, c - 3, 26, 12, .5, .12), "white")
        for k in range(12):
            a = TAU * k / 12
            s.line([(c + 82 * math.cos(a), c + 82 * math.sin(a)),
                    (c + (98 + 9 * (k % 3)) * math.cos(a), c + (98 + 9 * (k % 3)) * math.sin(a))], 2.6, taper=(.9, .1))
    if stage == 3:
        drops(s, r, c, c, 62, 114, 70, 6.2)
        b = blot(r, c, c, 55, 24, 1.05, .14); h = blot(random.Random(12), c + 3, c + 2, 27, 8, .35, .22)
        s.fill(d_of(b) + d_of(h[::-1]), "ink", rule="evenodd"); s.fill(h, warm, .55 if pal["ink"] == pal["dark"] else 1)
        s.ring(ellipse(c, c, 104), 1.6, op=.5, wob=1.2)
    if stage == 4:
        drops(s, r, c, c, 50, 118, 90, 5.2, op=.8)
        b = blot(r, c, c, 52, 22, .85, .2); h = blot(random.Random(21), c + 2, c + 1, 43, 12, .3, .26)
        s.fill(d_of(b) + d_of(h[::-1]), "ink", .85, rule="evenodd")
        s.hatch(h, -45, 6, 1.4, op=.55)
    if stage == 5:
        drops(s, r, c, c, 20, 119, 90, 3.4, op=.55)
        h = blot(random.Random(33), c, c, 46, 10, .3, .25); s.hatch(h, -45, 8, 1.3, op=.4, loose=1, skip=.2)
    return s


def heap_edge(C):
    """The outer arcs of a heap of circles."""
    runs = []
    for j, (x, y, R) in enumerate(C):
        run = []
        for i in range(91):
            a = TAU * i / 90 + 2.0; p = (x + R * math.cos(a), y + R * math.sin(a))
            if all(math.dist(p, (q[0], q[1])) >= q[2] - .01 for m, q in enumerate(C) if m != j): run.append(p)
            else:
                if len(run) > 2: runs.append(run)
                run = []
        if len(run) > 2: runs.append(run)
    return runs


def puff(k, pal=COAST):
    r = random.Random(64 + k); s = Sheet(60, 60, 60 + k, pal)
    C = [(30, 30, (13, 10, 15)[k])]
    for j in range(5):
        a = TAU * j / 5 + r.uniform(-.4, .4)
        C.append((30 + (12, 10, 14)[k] * math.cos(a), 30 + (12, 10, 13)[k] * math.sin(a), r.uniform(6, 11)))
    for x, y, R in C: s.fill(ellipse(x, y, R, n=30), "body", .96)
    for x, y, R in C[1:]:
        if x + y > 56: s.hatch(ellipse(x, y, R, n=30), -42, 3.9, 1.15, without=[ellipse(x - R * .5, y - R * .55, R * 1.02, n=30)], op=.8)
    s.lines(heap_edge(C), 2, taper=(.3, .3), op=.9)
    s.line([(22, 30), (25, 25), (31, 24)], 1.2, op=.6)
    return s


def scrap(k, pal=COAST):
    r = random.Random(90 + k); s = Sheet(40, 40, 90 + k, pal)
    base = [rect(-13, -9, 26, 18), [(-12, -10), (13, -6), (4, 12)], rect(-8, -13, 16, 26), [(-14, -4), (2, -12), (13, 2), (-2, 11)]][k]
    q = keep_corners(base, 4, True); q = [(x + r.uniform(-1, 1), y + r.uniform(-1, 1)) for x, y in q]
    q = turn(q, r.uniform(-.6, .6), 20, 20)
    s.fill(move(q, 1.6, 2.4), "ink", .22); s.fill(q, "white" if pal is COAST else "body")
    if k == 1: s.fill(q, "mark", .9)
    if k == 2: s.fill(q, "wash", .9)
    if k in (0, 3): s.hatch(q, 20 + 30 * k, 4.6, 1.1, op=.8)
    s.ring(q, 1.7)
    return s


def scrap_turned(k, r):
    """A scrap in one of four turns, so that it tumbles."""
    s = scrap(k)
    s.o = [f'<g transform="rotate({90 * r + 22 * (r % 2)} 20 20)' + (' scale(1 .72) translate(0 7.8)' if r % 2 else "") +
           '">'] + s.o + ["</g>"]
    return s


def muzzle(stage):
    """A star over a gun's mouth; its foot is the middle of the lower edge."""
    s = Sheet(44, 60, 7 + stage); x, y = 22, 56; k = (1, .72)[stage]
    q = [(0, -50), (5, -20), (16, -28), (9, -6), (5, 2), (-5, 2), (-9, -6), (-16, -28), (-5, -20)]
    if stage: q = [(0, -44), (8, -24), (20, -16), (8, -6), (4, 2), (-4, 2), (-8, -6), (-20, -16), (-8, -24)]
    q = [(x + a * k, y + b * k) for a, b in q]
    s.fill(q, "#FFD75A"); s.ring(q, 2.4)
    s.fill([(x, y - 32 * k), (x + 4.4 * k, y - 9 * k), (x, y + 1), (x - 4.4 * k, y - 9 * k)], "white")
    return s


def impact():
    """Ticks where a shot struck: they fly back towards the shooter, below."""
    s = Sheet(80, 52, 15)
    for k, deg in enumerate((18, 48, 78, 104, 134, 164)):
        t = math.radians(deg); r0, r1 = 15, (27, 36, 31, 38, 33, 28)[k]
        a, b = ((40 + r * math.cos(t), 8 + r * .92 * math.sin(t)) for r in (r0, r1))
        s.line([a, b], 7, "#FFFDF4", .9, taper=(.9, .5)); s.line([a, b], 3.8, taper=(.95, .2))
    s.fill(blot(random.Random(6), 40, 9, 7, 8, .7, .1), "#FFD75A"); s.ring(blot(random.Random(6), 40, 9, 7, 8, .7, .1), 1.6)
    return s


def splat(k):
    """Ink that stays on the paper for a while after a kill."""
    s = Sheet(160, 160, 300 + k); r = random.Random(310 + k)
    b = blot(r, 80, 80, (30, 24, 34)[k], (14, 18, 10)[k], (.8, 1.2, .5)[k], .2)
    drops(s, r, 80, 80, 38, 74, (34, 46, 28)[k], 4.6, op=.7)
    s.fill(b, "ink", .72)
    s.hatch(b, -40, 6, 1.2, "#FBF5E4", .35, loose=1, skip=.15)
    return s


def ink_ring(k):
    """A ring of ink that widens and thins; from the third on it breaks into brush marks."""
    s = Sheet(288, 288, 330 + k); c = 144; r = random.Random(340 + k)
    R, w, gap = ((40, 11, 0), (74, 9, 0), (106, 6.5, .22), (132, 4, .5))[k]
    for j in range(2):
        a, left = r.uniform(0, TAU), TAU
        while left > 0:
            ln = TAU + .3 if not gap else min(left, r.uniform(.3, 1.0)); b = R - j * w * 1.35
            n = max(8, int(ln * 30))
            s.line([(c + b * math.cos(a + ln * i / n), c + b * math.sin(a + ln * i / n)) for i in range(n + 1)], w * (1, .28)[j],
                   op=(.9, .85, .7, .5)[k],
                   taper=(.35, .2) if not gap else (.15, .1), wob=1.4)
            skip = r.uniform(0, gap) * 1.6; a += ln + skip; left -= ln + skip
    if k < 2:
        for i in range(14 + 6 * k):
            a = TAU * i / (14 + 6 * k) + r.uniform(-.1, .1); b = R + w + 4
            s.line([(c + b * math.cos(a), c + b * math.sin(a)),
                    (c + (b + r.uniform(8, 20)) * math.cos(a), c + (b + r.uniform(8, 20)) * math.sin(a))], 2.6, op=.8, taper=(.9, .1))
    return s


def shield(k):
    """Two turns of a pencil around a pilot who cannot be hit; the second frame is drawn anew, so that it shivers."""
    s = Sheet(280, 280, 360 + k); c = 140; r = random.Random(370 + k)
    for j, (R, w, col, op) in enumerate(((128, 5.4, "#FFFDF4", .8), (128, 2.3, "#57504A", .95), (123, 1.6, "#57504A", .7))):
        a0 = -2.2 + k * 1.3 + (j == 2) * 2.4; e = (.016, .016, .024)[j]
        q = random.Random(380 + k); ph = q.uniform(0, 6)
        s.line([(c + R * (1 + e * math.sin(a * 2 + ph + j)) * math.cos(a0 + a),
                 c + R * (1 - e * math.sin(a * 3 + ph)) * math.sin(a0 + a)) for a in [TAU * 1.06 * i / 90 for i in range(91)]],
               w, col, op, taper=(.3, .1), wob=.8)
    for i in range(22):
        a = TAU * i / 22 + k * .14
        s.line([(c + 132 * math.cos(a), c + 132 * math.sin(a)),
                (c + (136 + r.uniform(0, 3)) * math.cos(a + .03), c + (136 + r.uniform(0, 3)) * math.sin(a + .03))], 1.5, "#57504A", .7,
               taper=(.8, .2))
    return s


def bomb_wave(k):
    """The bomb's wave in four steps: a broad wet brush ring, paper-white inside the ink, that breaks up as it grows."""
    s = Sheet(640, 640, 400 + k); c = 320; r = random.Random(410 + k); nz = Noise(r)
    R, w = ((86, 60), (166, 58), (240, 46), (296, 30))[k]; n = 220
    reach = lambda b, amp, p, i: b + amp * nz(p + 7 * math.sin(TAU * i / n) + 7) + amp * .5 * nz(p + 90 + i * .35)
    edge = lambda b, amp, p: [(c + reach(b, amp, p, i) * math.cos(TAU * i / n), c + reach(b, amp, p, i) * math.sin(TAU * i / n))
                              for i in range(n)]
    band = lambda b, t, amp, p: d_of(edge(b + t / 2, amp, p)) + d_of(edge(b - t / 2, amp, p + 40)[::-1])
    s.fill(band(R, w, 5, 3), "ink", (1, .95, .8, .55)[k], rule="evenodd")
    s.fill(band(R - w * .08, w * .52, 4, 13), "#FFFDF4", (1, 1, .92, .8)[k], rule="evenodd")
    d = ""
    for i in range((60, 110, 150, 190)[k]):       # bristles, along the stroke
        a, ln, b = r.uniform(0, TAU), r.uniform(.1, .5), R + r.uniform(-.5, .5) * w
        d += s.line_d([(c + b * math.cos(a + ln * j / 12), c + b * math.sin(a + ln * j / 12)) for j in range(13)], r.uniform(1, 3),
                      (.1, .1), .6)
    s.fill(d, "ink", .5)
    d = ""
    for i in range((30, 60, 110, 170)[k]):
        a, ln, b = r.uniform(0, TAU), r.uniform(.08, .4), R + r.uniform(.1, .52) * w * r.choice((-1, 1))
        d += s.line_d([(c + b * math.cos(a + ln * j / 12), c + b * math.sin(a + ln * j / 12)) for j in range(13)], r.uniform(1, 3.4),
                      (.1, .1), .6)
    s.fill(d, "#FFFDF4", .9)
    drops(s, r, c, c, R + w * .5, min(316, R + w * .5 + 30 + 10 * k), 40 + 20 * k, 5, op=(.9, .8, .6, .45)[k])
    if k == 0:
        s.fill(blot(random.Random(5), c, c, 58, 20, .5, .1), "#FFD75A"); s.fill(blot(random.Random(9), c, c, 42, 16, .5, .1), "white")
    return s
