"""Trains a pilot for First Flight in about a minute on one core: evolution of a linear policy over 256 games at once, in NumPy alone.

    python3 game/env/python/examples/train_first_flight.py

Each of 64 candidates is a matrix from what the pilot sees (64 features) to three actions (stay, left, right); it flies four games of at most a minute.
The best eighth decides where the next candidates are drawn from (the cross-entropy method). At the end the learnt pilot, random keys and doing nothing
fly 256 games that none of them has seen.
"""
import argparse
import pathlib
import sys
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))  # the module lies beside this folder
from wingmate_env import PARTS, Worlds  # noqa: E402

CANDIDATES, GAMES = 64, 4
KILLS = PARTS.index("kills")


def play(worlds, policy, seeds):
    """Kills in every world's game from those seeds; policy(observation) gives places in action_bits."""
    observation = worlds.reset(seeds)
    while True:
        worlds.actions[:, 0] = worlds.action_bits[policy(observation[:, 0])]
        observation = worlds.step()
        if np.all(worlds.terminated[:, 0] | worlds.truncated[:, 0]):
            return worlds.totals[:, 0, KILLS].astype(float)


def policy_of(matrices):
    """One matrix [features, actions] for an equal share of the worlds each."""

    def policy(observation):
        seen = observation.reshape(len(matrices), -1, observation.shape[-1])
        return np.matmul(seen, matrices).argmax(-1).ravel()

    return policy


def train(generations, episode_ticks=900, seed=1, report=print):
    """The learnt matrix and the mean kills of every generation."""
    random = np.random.default_rng(seed)
    worlds = Worlds("first_flight", CANDIDATES * GAMES, episode_ticks=episode_ticks, auto_reset=False)
    shape = (worlds.observation_shape[0], len(worlds.action_bits))
    mean, spread = np.zeros(shape), np.ones(shape)
    history = []
    for generation in range(generations):
        candidates = (mean + spread * random.standard_normal((CANDIDATES, *shape))).astype(np.float32)
        seeds = np.tile(random.integers(0, 2**62, GAMES, np.uint64), CANDIDATES)  # the same games for every candidate
        kills = play(worlds, policy_of(candidates), seeds).reshape(CANDIDATES, GAMES).mean(1)
        best = candidates[np.argsort(kills)[-CANDIDATES // 8 :]]
        mean = 0.3 * mean + 0.7 * best.mean(0)
        spread = 0.3 * spread + 0.7 * best.std(0) + 0.25 * 0.95**generation  # noise keeps it from settling early
        history.append(kills.mean())
        if generation % 5 == 0 or generation == generations - 1:
            report(f"generation {generation:3}: {kills.mean():5.1f} kills a game, the best {kills.max():5.1f}  {'#' * int(kills.mean())}")
    return mean.astype(np.float32), history


def compare(matrix, episode_ticks=900, worlds_count=256):
    """Mean kills of the learnt pilot, of random keys and of doing nothing, in games that were not trained on."""
    worlds = Worlds("first_flight", worlds_count, episode_ticks=episode_ticks, auto_reset=False)
    seeds = np.arange(10**9, 10**9 + worlds_count, dtype=np.uint64)
    random = np.random.default_rng(2)
    choices = len(worlds.action_bits)
    return {
        "learnt": play(worlds, policy_of(matrix[None]), seeds).mean(),
        "random": play(worlds, lambda seen: random.integers(0, choices, len(seen)), seeds).mean(),
        "idle": play(worlds, lambda seen: np.zeros(len(seen), int), seeds).mean(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--generations", type=int, default=60)
    parser.add_argument("--ticks", type=int, default=900, help="a game's length at most; 15 are a second")
    parser.add_argument("--out", help="file for the learnt matrix (.npy)")
    parser.add_argument("--check", action="store_true", help="exit code 1 unless the score rose and the learnt pilot beats random keys by half")
    arguments = parser.parse_args()
    started = time.monotonic()
    matrix, history = train(arguments.generations, arguments.ticks)
    result = compare(matrix, arguments.ticks)
    print(f"after {time.monotonic() - started:.0f} s, kills a game over 256 new games: " + ", ".join(f"{name} {kills:.1f}" for name, kills in result.items()))
    if arguments.out:
        np.save(arguments.out, matrix)
    rose = np.mean(history[-3:]) > 1.3 * np.mean(history[:3])
    better = result["learnt"] > 1.5 * max(result["random"], result["idle"])
    if arguments.check and not (rose and better):
        print("it has not learnt enough")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
