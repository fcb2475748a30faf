#!/usr/bin/env python3
"""A pilot for wingmate-headless in another language: chases the lowest enemy, and steps aside from what comes too near.

    wingmate-headless run --mode classic --bot "pipe:python3 chaser.py"

The first line says what is played; then there is a line of JSON for every tick, and each is answered by a line of buttons.
"""
import json
import sys

game = json.loads(sys.stdin.readline())
width, step = game["field"][0], max(1, game["speed"][0])

for line in sys.stdin:
    seen = json.loads(line)
    if "end" in seen:
        break
    mine = next((sprite["rect"] for sprite in seen["sprites"] if sprite["id"] == seen["you"]["id"] and sprite["group"] == "heroes"), None)
    keys = "none"
    if mine is not None:
        x, y, w, _ = mine
        middle = x + w // 2
        rects = [sprite["rect"] for sprite in seen["sprites"] if sprite["group"] == "enemies" and "state" not in sprite]
        ahead = [r for r in rects if 0 < r[1] + r[3] <= y]
        near = [r for r in ahead if y - (r[1] + r[3]) < 90 and r[0] < x + w + 8 and x < r[0] + r[2] + 8]
        if near:
            danger = near[0][0] + near[0][2] // 2
            keys = "right" if (danger < middle and x + w < width) or x == 0 else "left"
        elif ahead:
            target = max(ahead, key=lambda r: r[1])
            away = target[0] + target[2] // 2 - middle
            keys = "right" if away > step else "left" if away < -step else "none"
    print(keys, flush=True)
