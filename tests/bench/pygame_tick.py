#!/usr/bin/python3
"""What a tick with 10,000 shots and 100 planes costs in pygame: groupcollide and Group.update, the median of some rounds, in ms.

usage: pygame_tick.py [ROUNDS]
"""
import os, random, statistics, sys, time

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import pygame


class Shot(pygame.sprite.Sprite):
    def update(self):
        self.rect.y += 0
        if self.rect.bottom < 0:
            self.kill()


def group(count, width, height, rng):
    sprites = []
    for _ in range(count):
        sprite = Shot()
        sprite.rect = pygame.Rect(rng.randint(0, 480 - width), rng.randint(0, 700 - height), width, height)
        sprites.append(sprite)
    return pygame.sprite.Group(sprites)


rng = random.Random(3)
shots, planes = group(10000, 8, 16, rng), group(100, 60, 45, rng)
times = []
for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
    start = time.perf_counter()
    pygame.sprite.groupcollide(shots, planes, False, False)
    shots.update()
    planes.update()
    times.append((time.perf_counter() - start) * 1e3)
print("tick_ms=%.3f" % statistics.median(times))
