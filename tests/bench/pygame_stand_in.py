#!/usr/bin/python3
"""The lesson's game in pygame, without a screen: the yardstick of `wingmate-headless bench first_flight`.

Own writing of the rules, for measurement only.  No sleeping, no wall-clock
timers: the enemy timer (1000 ms) and the fire timer (300 ms) are counted in
ticks of 1/FPS seconds with an exact integer accumulator.

usage: pygame_stand_in.py [--ticks N] [--fps 60] [--draw {none,draw,flip}]
                          [--load {cached,disk}] [--seed S] [--rss]
  --load disk    read the picture file anew for every sprite made (what the
                 lesson does); cached = share one surface (kinder)
  --draw none    rules only; draw = group.draw of all four groups to a
                 480x700 surface; flip = the same + display.update()
"""
import argparse, os, random, resource, tempfile, time

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
T_PROC = time.perf_counter()
import pygame

W, H = 480, 700
SIZES = {"bg": (480, 700), "ship": (102, 126), "foe": (57, 43), "shot": (5, 11)}
PICDIR = os.path.join(tempfile.gettempdir(), "plane_stand_in_pics")
_cache = {}
MODE = "cached"


def make_pics():
    os.makedirs(PICDIR, exist_ok=True)
    rng = random.Random(7)
    for name, (w, h) in SIZES.items():
        p = os.path.join(PICDIR, name + ".png")
        if os.path.exists(p):
            continue
        s = pygame.Surface((w, h), pygame.SRCALPHA if name != "bg" else 0, 32)
        for y in range(h):
            for x in range(w):
                a = 255 if name == "bg" or (abs(x - w / 2) + abs(y - h / 2)) < (w + h) / 3 else 0
                s.set_at((x, y), (rng.randrange(256), x % 256, y % 256, a))
        pygame.image.save(s, p)


def picture(name):
    if MODE == "disk":
        return pygame.image.load(os.path.join(PICDIR, name + ".png"))
    if name not in _cache:
        _cache[name] = pygame.image.load(os.path.join(PICDIR, name + ".png"))
    return _cache[name]


class Mover(pygame.sprite.Sprite):
    def __init__(self, pic, vy):
        super().__init__()
        self.image = picture(pic)
        self.rect = self.image.get_rect()
        self.vy = vy

    def update(self):
        self.rect.y += self.vy


class Scroll(Mover):
    def __init__(self, upper):
        super().__init__("bg", 1)
        if upper:
            self.rect.bottom = 0

    def update(self):
        super().update()
        if self.rect.top >= H:
            self.rect.bottom = 0


class Lcg:
    """Same generator and same input table as the bench, so both can be
    checked against one another (equal kills and deaths)."""

    def __init__(self, seed):
        self.s = (seed * 2654435761 & 0xFFFFFFFF) + 88 if seed != 1 else 2654435761 + 88

    def below(self, n):
        self.s = (self.s * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return ((self.s >> 33) & 0xFFFFFFFF) % n


def inputs():
    s, out = 5, []
    for _ in range(4096):
        s = (s * 1664525 + 1013904223) & 0xFFFFFFFF
        r = (s >> 16) % 10
        out.append(8 if r < 3 else -8 if r < 6 else 0)
    return out


class Foe(Mover):
    def __init__(self, rng):
        super().__init__("foe", 0)
        self.rect.bottom = 0
        self.rect.x = rng.below(W - self.rect.width + 1)
        self.vy = 1 + rng.below(3)

    def update(self):
        super().update()
        if self.rect.top >= H:
            self.kill()


class Shot(Mover):
    def __init__(self, x, bottom):
        super().__init__("shot", -5)
        self.rect.centerx = x
        self.rect.bottom = bottom

    def update(self):
        super().update()
        if self.rect.bottom < 0:
            self.kill()


class Ship(Mover):
    def __init__(self):
        super().__init__("ship", 0)
        self.rect.centerx = W // 2
        self.rect.bottom = H - 120
        self.vx = 0
        self.shots = pygame.sprite.Group()

    def update(self):
        self.rect.x += self.vx
        self.rect.left = max(self.rect.left, 0)
        self.rect.right = min(self.rect.right, W)

    def fire(self):
        for k in range(3):
            self.shots.add(Shot(self.rect.centerx, self.rect.y - 20 * k))


class World:
    def __init__(self, fps, rng):
        self.fps, self.rng = fps, rng
        self.back = pygame.sprite.Group(Scroll(False), Scroll(True))
        self.foes = pygame.sprite.Group()
        self.ship = Ship()
        self.ships = pygame.sprite.Group(self.ship)
        self.t_foe = self.t_fire = self.n = 0
        self.inputs = inputs()
        self.kills = self.deaths = 0

    def tick(self, surf=None):
        # timers, in thousandths of a tick period
        self.t_foe += 1000
        if self.t_foe >= 1000 * self.fps:
            self.t_foe -= 1000 * self.fps
            self.foes.add(Foe(self.rng))
        self.t_fire += 1000
        if self.t_fire >= 300 * self.fps:
            self.t_fire -= 300 * self.fps
            self.ship.fire()
        self.ship.vx = self.inputs[self.n & 4095]   # scripted player
        self.n += 1
        self.kills += len(pygame.sprite.groupcollide(self.ship.shots, self.foes, True, True))
        # the lesson ends the game here; keep going instead, so the work is fixed
        self.deaths += len(pygame.sprite.spritecollide(self.ship, self.foes, True))
        for g in (self.back, self.foes, self.ships, self.ship.shots):
            g.update()
            if surf is not None:
                g.draw(surf)


def main():
    global MODE
    ap = argparse.ArgumentParser()
    ap.add_argument("--ticks", type=int, default=20000)
    ap.add_argument("--fps", type=int, default=60)
    ap.add_argument("--draw", default="none", choices=("none", "draw", "flip"))
    ap.add_argument("--load", default="cached", choices=("cached", "disk"))
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--first-frame", action="store_true", help="print process->first frame ms, quit")
    a = ap.parse_args()
    MODE = a.load
    pygame.display.init()
    make_pics()
    screen = pygame.display.set_mode((W, H))
    w = World(a.fps, Lcg(a.seed))
    surf = screen if a.draw != "none" else None
    if a.first_frame:
        w.tick(screen)
        pygame.display.update()
        print("first_frame_ms=%.1f rss_MiB=%.1f" % ((time.perf_counter() - T_PROC) * 1e3,
              resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
        return
    t0 = time.perf_counter()
    c0 = time.process_time()
    for _ in range(a.ticks):
        w.tick(surf)
        if a.draw == "flip":
            pygame.display.update()
    dt = time.perf_counter() - t0
    cpu = time.process_time() - c0
    print("fps=%d draw=%s load=%s ticks=%d ticks_per_s=%.0f us_per_tick=%.2f cpu=%.2f kills=%d deaths=%d rss_MiB=%.1f" % (
        a.fps, a.draw, a.load, a.ticks, a.ticks / dt, dt / a.ticks * 1e6, cpu, w.kills, w.deaths,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


main()
