"""Points to SVG paths for the paper kit: polygons, smooth curves, dense samples. Used by paper.py and nib.py."""
import math

from geometry import f


def polygon(pts, close=True):
    return "M" + "L".join(f"{f(x)} {f(y)}" for x, y in pts) + ("Z" if close else "")



def curve(pts, close=False):
    """Catmull-Rom through the points, as a cubic path."""
    n = len(pts)
    if n < 3:
        return polygon(pts, close)
    get = (lambda i: pts[i % n]) if close else (lambda i: pts[max(0, min(n - 1, i))])
    d = f"M{f(pts[0][0])} {f(pts[0][1])}"
    for i in range(n if close else n - 1):
        p0, p1, p2, p3 = get(i - 1), get(i), get(i + 1), get(i + 2)
        c1 = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        c2 = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        d += f"C{f(c1[0])} {f(c1[1])} {f(c2[0])} {f(c2[1])} {f(p2[0])} {f(p2[1])}"
    return d + ("Z" if close else "")


def sample(pts, step=3.0, straight=False):
    """Dense points along the poly-line or Catmull-Rom curve through pts."""
    out = []
    n = len(pts)
    for i in range(n - 1):
        p0 = pts[max(0, i - 1)]
        p1, p2 = pts[i], pts[i + 1]
        p3 = pts[min(n - 1, i + 2)]
        m = max(2, int(math.hypot(p2[0] - p1[0], p2[1] - p1[1]) / step))
        for k in range(m):
            t = k / m
            if n == 2 or straight:
                out.append((p1[0] + (p2[0] - p1[0]) * t, p1[1] + (p2[1] - p1[1]) * t))
            else:
                t2, t3 = t * t, t * t * t
                out.append(tuple(0.5 * (2 * p1[a] + (p2[a] - p0[a]) * t + (2 * p0[a] - 5 * p1[a] + 4 * p2[a] - p3[a]) * t2
                                        + (3 * p1[a] - p0[a] - 3 * p2[a] + p3[a]) * t3) for a in (0, 1)))
    out.append(pts[-1])
    return out
