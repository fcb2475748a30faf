"""Shapes as lists of points: paths flattened, resampled, turned, cut. Everything that draws uses it."""
import math
import re

TAU = math.tau


def f(v):
    """A coordinate with one digit: a twentieth of a pixel in drawings made at twice the size."""
    s = f"{v:.1f}"
    return s[:-2] if s.endswith(".0") else s


def flat(d, step=3.0):
    """Absolute path to a list of point lists."""
    tok = re.findall(r"[MLCQZHV]|-?\d*\.?\d+", d)
    out, cur, i, cmd = [], [], 0, None
    def num():
        nonlocal i
        v = float(tok[i]); i += 1
        return v
    while i < len(tok):
        if tok[i].isalpha():
            cmd = tok[i]; i += 1
            if cmd == "Z":
                if cur and cur[0] != cur[-1]:
                    cur.append(cur[0])
                continue
        if cmd == "M":
            if cur: out.append(cur)
            cur = [(num(), num())]; cmd = "L"
        elif cmd == "L":
            cur.append((num(), num()))
        elif cmd == "H":
            cur.append((num(), cur[-1][1]))
        elif cmd == "V":
            cur.append((cur[-1][0], num()))
        elif cmd in "CQ":
            p0 = cur[-1]
            q = [(num(), num()) for _ in range(3 if cmd == "C" else 2)]
            pts = [p0] + q
            ln = sum(math.dist(pts[k], pts[k + 1]) for k in range(len(pts) - 1))
            n = max(4, int(ln / step))
            for k in range(1, n + 1):
                t = k / n; u = 1 - t
                if cmd == "C":
                    b = (u*u*u, 3*u*u*t, 3*u*t*t, t*t*t)
                else:
                    b = (u*u, 2*u*t, t*t)
                cur.append((sum(w * p[0] for w, p in zip(b, pts)), sum(w * p[1] for w, p in zip(b, pts))))
    if cur: out.append(cur)
    return out


def poly(d): return flat(d)[0]


def half(d, cx):
    """A right half from the top centre to the bottom centre, x measured from the axis; mirrored into a closed shape."""
    r = flat(d)[0]
    return [(cx + x, y) for x, y in r] + [(cx - x, y) for x, y in reversed(r)]


def both(pts, cx):
    """The shape (x from the axis) right and mirrored left."""
    return [[(cx + x, y) for x, y in pts], [(cx - x, y) for x, y in reversed(pts)]]


def ellipse(cx, cy, rx, ry=None, n=None, a0=0.0):
    ry = rx if ry is None else ry
    n = n or max(16, int((rx + ry) * 1.1))
    return [(cx + rx * math.cos(a0 + TAU * k / n), cy + ry * math.sin(a0 + TAU * k / n)) for k in range(n)]


def rect(x, y, w, h): return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def move(pts, dx, dy): return [(x + dx, y + dy) for x, y in pts]


def turn(pts, a, ox=0, oy=0, s=1.0):
    """Turn about the origin, then carry to (ox, oy)."""
    c, n = math.cos(a) * s, math.sin(a) * s
    return [(ox + x * c - y * n, oy + x * n + y * c) for x, y in pts]


def resample(pts, step, closed):
    p = list(pts)
    if closed and p[0] != p[-1]: p.append(p[0])
    total = sum(math.dist(p[k], p[k + 1]) for k in range(len(p) - 1))
    if total == 0: return p
    n = max(3 if closed else 1, round(total / step))
    out, k, acc = [], 0, 0.0
    for j in range(n + (0 if closed else 1)):
        target = total * j / n
        while k < len(p) - 2 and acc + math.dist(p[k], p[k + 1]) < target:
            acc += math.dist(p[k], p[k + 1]); k += 1
        seg = math.dist(p[k], p[k + 1]) or 1
        t = min(1, max(0, (target - acc) / seg))
        out.append((p[k][0] + (p[k + 1][0] - p[k][0]) * t, p[k][1] + (p[k + 1][1] - p[k][1]) * t))
    return out


def keep_corners(pts, step, closed):
    """Resample each straight run by itself, so that corners stay where they are."""
    p = list(pts)
    if closed and math.dist(p[0], p[-1]) > .01: p.append(p[0])
    out = []
    for a, b in zip(p, p[1:]):
        n = max(1, round(math.dist(a, b) / step))
        out += [(a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n) for k in range(n)]
    if not closed: out.append(p[-1])
    return out


def area(p): return sum(p[k - 1][0] * p[k][1] - p[k][0] * p[k - 1][1] for k in range(len(p))) / 2


def chaikin(p, closed, n=2):
    for _ in range(n):
        q = [] if closed else [p[0]]
        m = len(p)
        for k in range(m if closed else m - 1):
            a, b = p[k], p[(k + 1) % m]
            q += [(a[0]*.75 + b[0]*.25, a[1]*.75 + b[1]*.25), (a[0]*.25 + b[0]*.75, a[1]*.25 + b[1]*.75)]
        if not closed: q.append(p[-1])
        p = q
    return p


def d_of(pts, closed=True):
    return "M" + "L".join(f"{f(x)} {f(y)}" for x, y in pts) + ("Z" if closed else "")


def spans(pts, y):
    xs, m = [], len(pts)
    for k in range(m):
        (x1, y1), (x2, y2) = pts[k - 1], pts[k]
        if (y1 <= y) != (y2 <= y):
            xs.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    xs.sort()
    return list(zip(xs[::2], xs[1::2]))


def meet(a, b): return [(max(p, r), min(q, s)) for p, q in a for r, s in b if max(p, r) < min(q, s)]


def minus(a, b):
    for r, s in b:
        a = [z for p, q in a for z in ((p, min(q, r)), (max(p, s), q)) if z[1] > z[0]]
    return a
