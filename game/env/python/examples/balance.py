"""A balance run: how hard does a value of the content make a mode, and for whom? Prints bars, and draws them into a PNG, with NumPy alone.

    python3 game/env/python/examples/balance.py --mode first_flight --set mode.enemies.period_ms=500,700,1000,1400 \\
        --bots random,rookie,ace --games 128 --png balance.png

Every bot flies the same games for every value. A bar is the mean; behind it stands where the middle half of the games lies.
"""
import argparse
import pathlib
import struct
import sys
import zlib

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))  # the module lies beside this folder
from wingmate_env import PARTS, Worlds  # noqa: E402


def fly(mode, changes, bot, games, ticks, seed, measure):
    """What every game gave: one of PARTS, or "length" in seconds."""
    worlds = Worlds(mode, games, episode_ticks=ticks, auto_reset=False, changes=changes)
    worlds.reset(np.arange(seed, seed + games, dtype=np.uint64))
    while not np.all(worlds.terminated[:, 0] | worlds.truncated[:, 0]):
        worlds.bot_actions(bot, worlds.actions)
        worlds.step()
    if measure == "length":
        return worlds.lengths / worlds.rate
    return worlds.totals[:, 0, PARTS.index(measure)].astype(float)


def write_png(path, picture):
    """uint8 [height, width, 3]."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    height, width, _ = picture.shape
    lines = np.concatenate([np.zeros((height, 1), np.uint8), picture.reshape(height, -1)], 1).tobytes()
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))


def draw(results, colours=((150, 160, 170), (90, 140, 110), (60, 90, 150), (160, 90, 70))):
    """Bars in groups: results[value][bot] = numbers of all games. A thin line marks the middle half."""
    bar, gap, height, foot = 36, 24, 320, 12
    most = max(np.percentile(games, 75) for group in results.values() for games in group.values()) or 1
    most = max(most, max(games.mean() for group in results.values() for games in group.values()), 1e-9) * 1.05
    width = gap + sum(len(group) * bar + gap for group in results.values())
    picture = np.full((height + foot, width, 3), (244, 238, 224), np.uint8)
    picture[height:] = (220, 212, 196)
    left = gap
    for group in results.values():
        for i, games in enumerate(group.values()):
            top = height - int(round(games.mean() / most * (height - 1)))
            picture[top:height, left + 2 : left + bar - 2] = colours[i % len(colours)]
            low, high = (height - int(round(np.percentile(games, share) / most * (height - 1))) for share in (25, 75))
            picture[max(high, 0) : max(low, high + 1), left + bar // 2 - 1 : left + bar // 2 + 1] = (40, 40, 50)
            left += bar
        left += gap
    return picture


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mode", default="first_flight")
    parser.add_argument("--set", default="mode.enemies.period_ms=500,700,1000,1400", metavar="KEY=VALUE,VALUE...", help="the value of the content to vary")
    parser.add_argument("--bots", default="random,rookie,ace")
    parser.add_argument("--games", type=int, default=128)
    parser.add_argument("--ticks", type=int, default=900, help="a game's length at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measure", default="kills", choices=(*PARTS, "length"))
    parser.add_argument("--png", help="file for the picture")
    arguments = parser.parse_args()
    key, _, values = arguments.set.partition("=")
    results = {}
    for value in values.split(","):
        results[value] = {
            bot: fly(arguments.mode, {key: value}, bot, arguments.games, arguments.ticks, arguments.seed, arguments.measure)
            for bot in arguments.bots.split(",")
        }
    most = max(games.mean() for group in results.values() for games in group.values()) or 1
    print(f"{arguments.measure} a game, {arguments.games} games of {arguments.mode}, the mean and the middle half:")
    for value, group in results.items():
        print(f"{key} = {value}")
        for bot, games in group.items():
            low, high = np.percentile(games, [25, 75])
            print(f"  {bot:8} {games.mean():8.1f}  ({low:.0f} ... {high:.0f})  {'#' * int(round(40 * games.mean() / most))}")
    if arguments.png:
        write_png(arguments.png, draw(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
