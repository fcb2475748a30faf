"""Everything small that is seen in play, under the names by which the game asks for it."""
import effects
import enemies
import fountain
import heroes
import shots
import wrecks
from atlas import Sprite, of_sheet
from palette import COAST
from pen import *


def shadow(outline, w, h):
    """A soft silhouette a little smaller than the plane; the game lays it where the height of the plane wants it. Units as drawings."""
    body = (f'<g transform="translate({f(w * .04)} {f(h * .04)}) scale(.92)" opacity=".23" filter="url(#soft)" fill="#2A2230">' +
            "".join(f'<path d="{d_of(p)}"/>' for p in outline) + "</g>")
    defs = '<filter id="soft" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="4"/></filter>'
    return Sprite(body, round(w / 2), round(h / 2), 2, 2, defs)


def hit(s, middle, radii):
    """The white picture of a plane that has just been hit, with ticks around its lower half."""
    t = Sheet(s.w, s.h, 77); (cx, cy), (rx, ry) = middle, radii
    for deg in (14, 42, 68, 112, 138, 166):
        a = math.radians(deg); far = t.rng.uniform(1.12, 1.2)
        t.line([(cx + rx * k * math.cos(a), cy + ry * k * math.sin(a)) for k in (1, far)], 4.6, taper=(.95, .15))
    s.o += t.o
    return of_sheet(s, 12)


def wreck(name, frames, w, h, overs):
    """Numbered frames of destruction; overs: how far each hangs over the plane, as its pieces fly."""
    return {f"{name}-{k + 1}": Sprite(body, w, h, over, 2, defs) for k, ((defs, body), over) in enumerate(zip(frames, overs))}


def centred(s, w, h, over):
    """A drawing laid so that its middle is the middle of a nominal w x h."""
    dx, dy = w - s.w / 2, h - s.h / 2
    return Sprite(f'<g transform="translate({f(dx)} {f(dy)})">' + "\n".join(s.o) + "</g>", w, h, over)


def mini(s):
    """A plane for a list: at most 60 x 46, drawn at that size."""
    k = min(92 / s.h, 120 / s.w, 1)
    return Sprite("\n".join(s.o), round(s.w / 2 * k), round(s.h / 2 * k), 4, 2 / k)


def torn_hero(n):
    """Tears: nose, wing tips and roots, cockpit, tail."""
    def draw(pal):
        return heroes.hero(n, COAST, solid=True) if pal is None else heroes.hero(n, pal, {n: ("#FFFFFF", "#FFFFFF")}, solid=True)
    points = [(102, 44), (30, 112), (64, 108), (102, 118), (142, 112), (176, 116), (100, 176), (74, 218), (132, 220)]
    return wrecks.Wreck(draw, heroes.hero_outline(), points, 20 + n, (102, 116))


def torn_small():
    points = [(16, 16), (38, 30), (57, 26), (57, 58), (80, 26), (100, 14)]
    return wrecks.Wreck(lambda pal: enemies.small(pal or COAST, solid=True), enemies.small_outline(), points, 31, (57, 36))


def torn_medium():
    points = [(36, 20), (70, 18), (104, 22), (30, 74), (20, 108), (69, 96), (118, 104), (106, 70), (32, 136), (69, 150), (108, 140)]
    return wrecks.Wreck(lambda pal: enemies.medium(pal or COAST, solid=True), enemies.medium_outline(), points, 32, (69, 100))


def torn_large():
    points = [(169, 60), (92, 70), (246, 72), (168, 150), (40, 292), (104, 296), (166, 250), (172, 340), (232, 290), (300, 296),
              (168, 410), (170, 470)]
    return wrecks.Wreck(lambda pal: fountain.large(pal or COAST, solid=True), fountain.large_outline(), points, 33, (169, 290))


def planes():
    d = {}
    for n in (1, 2, 3, 4):
        d[f"hero-{n}"], d[f"hero-{n}-b"] = of_sheet(heroes.hero(n)), of_sheet(heroes.hero(n, turned=1))
        d |= wreck(f"hero-down-{n}", wrecks.four(torn_hero(n), 1.15, 70), 102, 126, (4, 14, (31, 25, 29, 32), (46, 36, 42, 45)))
    d["small"], d["medium"], d["large"] = of_sheet(enemies.small()), of_sheet(enemies.medium()), of_sheet(fountain.large())
    d["large-b"] = of_sheet(fountain.large(turned=1))
    d["small-mini"], d["medium-mini"], d["large-mini"] = mini(enemies.small()), mini(enemies.medium()), mini(fountain.large())
    d["medium-hit"] = hit(enemies.medium(wrecks.HIT), (69, 112), (66, 92))
    d["large-hit"] = hit(fountain.large(wrecks.HIT), (169, 300), (150, 218))
    d |= wreck("small-down", wrecks.four(torn_small(), .62, 46), 57, 43, (4, 11, (14, 22, 14, 18), (19, 26, 20, 23)))
    d |= wreck("medium-down", wrecks.four(torn_medium(), 1.0, 64), 69, 99, (5, 10, 25, (33, 41, 28, 30)))
    d |= wreck("large-down", wrecks.six(torn_large(), [(45, 336), (91, 342), (247, 342), (293, 336)]), 169, 258,
               (5, (12, 5, 8, 5), (16, 12, 13, 13), (30, 28, 24, 31), (54, 52, 40, 59), (71, 67, 50, 78)))
    d["shadow-hero"] = shadow(heroes.hero_outline(), 204, 252)
    d["shadow-small"] = shadow(enemies.small_outline(), 114, 86)
    d["shadow-medium"] = shadow(enemies.medium_outline(), 138, 198)
    d["shadow-large"] = shadow(fountain.large_outline(), 338, 516)
    d["shadow-tag"] = shadow(shots.tag_outline("bomb"), 120, 214)
    return d


def things():
    d = {}
    for n in (1, 2, 3, 4):
        d[f"dart-{n}"] = centred(shots.dart(n), 5, 11, (4, 8, 4, 8))
        d[f"dart-{n}-super"] = centred(shots.dart_super(n), 5, 11, (4, 10, 4, 10))
    d["shot-round"], d["shot-diamond"] = of_sheet(shots.shot_round()), of_sheet(shots.shot_diamond())
    for kind in ("bomb", "super"):
        d[f"tag-{kind}"], d[f"tag-{kind}-b"] = of_sheet(shots.tag(kind), 6), of_sheet(shots.tag(kind, 1), 6)
    d |= {f"burst-{k}": of_sheet(effects.burst(k), (-11, -5, 0, 0, 0)[k - 1]) for k in range(1, 6)}
    d |= {f"ring-{k + 1}": of_sheet(effects.ink_ring(k), (-32, -14, -12, 0)[k]) for k in range(4)}
    d |= {f"puff-{k + 1}": of_sheet(effects.puff(k)) for k in range(3)}
    d |= {f"scrap-{k + 1}-{r}": of_sheet(effects.scrap_turned(k, r)) for k in range(4) for r in range(4)}
    d |= {f"muzzle-{k + 1}": of_sheet(effects.muzzle(k)) for k in range(2)}
    d |= {f"splat-{k + 1}": of_sheet(effects.splat(k)) for k in range(3)}
    d |= {f"shield-{k + 1}": of_sheet(effects.shield(k)) for k in range(2)}
    d |= {f"bomb-wave-{k + 1}": of_sheet(effects.bomb_wave(k), (-86, -42, 0, 4)[k]) for k in range(4)}
    d["impact"] = of_sheet(effects.impact())
    return d


def everything():
    return planes() | things()
