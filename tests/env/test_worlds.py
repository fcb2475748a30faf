"""Many worlds at once from Python: test_worlds.py HEADLESS_PROGRAM. $WINGMATE_ENV_LIBRARY says which library."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULE = ROOT / "game/env/python"
sys.path.insert(0, str(MODULE))

import numpy as np  # noqa: E402

import wingmate_env  # noqa: E402
from wingmate_env import PARTS, WingmateError, Worlds  # noqa: E402

HEADLESS = pathlib.Path(sys.argv.pop(1))


def keys(worlds, tick):
    """Actions that differ from world to world and change every few ticks."""
    place = np.arange(worlds.worlds * worlds.agents).reshape(worlds.worlds, worlds.agents)
    return worlds.action_bits[(place * 7 + tick // 6 * 5) % len(worlds.action_bits)]


class TheWorlds(unittest.TestCase):
    def test_are_the_ones_that_the_program_plays(self):
        for mode in ("first_flight", "classic"):
            worlds = Worlds(mode, 1)
            worlds.reset([99])
            script = []
            for tick in range(200):
                worlds.step(keys(worlds, tick))
                self.assertFalse(worlds.ended[0], "choose keys with which the pilot lives longer")
                held = [name for name, bit in (("up", 1), ("down", 2), ("left", 4), ("right", 8), ("bomb", 32)) if worlds.actions[0, 0] & bit]
                script.append(f"{tick + 1} 0 {'+'.join(held) or 'none'}")
            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "keys.txt"
                file.write_text("\n".join(script))
                line = subprocess.run([HEADLESS, "run", "--mode", mode, "--inputs", file, "--seed", "99", "--ticks", "200", "--quiet"],
                                      capture_output=True, text=True, check=True).stdout
            run = json.loads(line)
            self.assertEqual(run["hash"], f"{worlds.hashes()[0]:016x}")
            self.assertEqual(run["content"], f"{worlds.content_hash:016x}")
            self.assertEqual(run["score"], worlds.totals[0, 0, PARTS.index("score")])

    def test_have_seeds_of_their_own_and_repeat_themselves(self):
        first, second = Worlds("first_flight", 256), Worlds("first_flight", 256, threads=2)
        self.assertEqual(len(set(first.seeds().tolist())), 256)
        hashes = []
        for worlds in (first, second):
            worlds.reset(5)
            self.assertEqual(len(set(worlds.seeds().tolist())), 256)
            self.assertEqual(worlds.seeds()[0], 5)
            for tick in range(300):
                worlds.step(keys(worlds, tick))
            hashes.append(worlds.hashes())
        self.assertTrue(np.array_equal(*hashes))
        self.assertGreater(len(set(hashes[0].tolist())), 250)

    def test_go_on_equally_after_save_load_and_clone(self):
        worlds = Worlds("classic", 4, 2)
        for tick in range(100):
            worlds.step(keys(worlds, tick))
        saved = worlds.save(0)
        worlds.clone([1, 2], [0, 0])
        worlds.load(3, saved)
        observation = worlds.observe()
        self.assertTrue(all(np.array_equal(observation[0], observation[i]) for i in (1, 2, 3)))
        for tick in range(400):
            actions = keys(worlds, tick)
            actions[1:] = actions[0]
            worlds.step(actions)
        self.assertEqual(len(set(worlds.hashes().tolist())), 1)
        worlds.actions[3] = wingmate_env.worlds.LEFT | wingmate_env.worlds.UP
        worlds.actions[:3] = 0
        for _ in range(10):
            worlds.step()
        self.assertEqual(len(set(worlds.hashes().tolist())), 2)

    def test_begin_again_within_the_step_and_say_how_the_last_ended(self):
        worlds = Worlds("first_flight", 64, episode_ticks=400)
        ended = truncated = 0
        for tick in range(1200):
            worlds.step(keys(worlds, tick))
            ended += worlds.ended.sum()
            truncated += worlds.truncated.sum()
            self.assertTrue(np.array_equal(worlds.ended, worlds.terminated[:, 0] | worlds.truncated[:, 0]))
            self.assertTrue(np.all(worlds.observation[:, 0, 0] == 1), "all fly")
            gone = worlds.terminated[:, 0]
            self.assertTrue(np.all(worlds.final_observation[gone, 0, 0] == 0), "those that ended do not")
            self.assertTrue(np.all(worlds.lengths[worlds.truncated[:, 0]] == 400))
        self.assertGreater(truncated, 0)
        self.assertGreater(ended, truncated)

    def test_are_seen_as_features_entities_or_a_picture(self):
        for observation, dtype, shape in (("features", np.float32, (64,)), ("entities", np.int16, (20, 10)), ("picture", np.uint8, (88, 60))):
            worlds = Worlds("classic", 2, 2, observation=observation, entities_most=20)
            for tick in range(200):
                worlds.step(keys(worlds, tick))
            self.assertEqual(worlds.observation.dtype, dtype)
            self.assertEqual(worlds.observation.shape, (2, 2, *shape))
            self.assertFalse(np.array_equal(worlds.observation[0], worlds.observation[1]))
        self.assertEqual(worlds.draw(1).shape, (700, 480, 3))

    def test_reward_what_is_weighted(self):
        worlds = Worlds("first_flight", 32, weights={"kills": 2, "lives_lost": -5})
        rewards = np.zeros(32)
        for tick in range(600):
            worlds.step(keys(worlds, tick))
            parts = worlds.parts[:, 0]
            self.assertTrue(np.array_equal(worlds.rewards[:, 0], 2 * parts[:, PARTS.index("kills")] - 5 * parts[:, PARTS.index("lives_lost")]))
            rewards += worlds.rewards[:, 0]
        self.assertGreater(rewards.max(), 0)
        self.assertLess(rewards.min(), rewards.max())

    def test_are_flown_by_bots_and_changed_for_a_run(self):
        worlds = Worlds("first_flight", 8, changes={"mode.enemies.period_ms": 500}, episode_ticks=300, auto_reset=False)
        for _ in range(300):
            worlds.step(worlds.bot_actions("ace"))
        self.assertGreater(worlds.totals[:, 0, PARTS.index("kills")].min(), 20)
        self.assertNotEqual(worlds.content_hash, Worlds("first_flight", 1).content_hash)

    def test_know_their_modes(self):
        self.assertIn("classic", wingmate_env.modes())


class WhatIsWrong(unittest.TestCase):
    def setUp(self):
        self.worlds = Worlds("classic", 4, 2)
        self.before = self.worlds.hashes()

    def tearDown(self):
        self.assertTrue(np.array_equal(self.worlds.hashes(), self.before), "what is refused changes nothing")

    def refuses(self, error, says, call):
        with self.assertRaises(error) as caught:
            call()
        self.assertIn(says, str(caught.exception))

    def test_arrays(self):
        step = self.worlds.step
        self.refuses(TypeError, "uint16 with shape (4, 2), not list", lambda: step([[0, 0]] * 4))
        self.refuses(TypeError, "its type is int64", lambda: step(np.zeros((4, 2), np.int64)))
        self.refuses(TypeError, "its type is float32", lambda: step(np.zeros((4, 2), np.float32)))
        self.refuses(TypeError, "its type is >u2", lambda: step(np.zeros((4, 2), ">u2")))
        self.refuses(ValueError, "its shape is (4,)", lambda: step(np.zeros(4, np.uint16)))
        self.refuses(ValueError, "its shape is (2, 4)", lambda: step(np.zeros((2, 4), np.uint16)))
        self.refuses(ValueError, "not contiguous", lambda: step(np.zeros((2, 4), np.uint16).T))
        self.refuses(ValueError, "not contiguous", lambda: step(np.zeros((8, 2), np.uint16)[::2]))
        self.refuses(TypeError, "not NoneType", lambda: self.worlds.reset(which=None, seeds=[1, None, 2, 3]))
        self.refuses(TypeError, "bool with shape (4,)", lambda: self.worlds.reset(which=np.zeros(4, np.uint8)))
        self.refuses(ValueError, "shape (4,)", lambda: self.worlds.reset(seeds=[1, 2, 3]))
        self.refuses(TypeError, "uint64", lambda: self.worlds.reset(seeds=np.zeros(4, np.int32)))
        self.refuses(ValueError, "it must be 0", lambda: self.worlds.reset(seeds=[1, 2, 3, -4]))
        self.refuses(TypeError, "whole number", lambda: self.worlds.reset(seeds=1.5))
        self.refuses(TypeError, "uint16", lambda: self.worlds.bot_actions("idle", np.zeros((4, 2), np.int16)))
        with self.assertRaises(AttributeError):
            self.worlds.actions = np.zeros((4, 2), np.uint16)

    def test_places_states_and_names(self):
        self.refuses(ValueError, "0 ... 3", lambda: self.worlds.save(4))
        self.refuses(ValueError, "0 ... 3", lambda: self.worlds.clone(0, 4))
        self.refuses(ValueError, "0 ... 3", lambda: self.worlds.clone(-1, 0))
        self.refuses(TypeError, "whole numbers", lambda: self.worlds.clone(0.5, 0))
        self.refuses(WingmateError, "no saved world", lambda: self.worlds.load(0, b"garbage"))
        self.refuses(WingmateError, "checksum", lambda: self.worlds.load(0, self.worlds.save(0)[:-1]))
        self.refuses(WingmateError, "content", lambda: self.worlds.load(0, Worlds("bench", 1, 2).save(0)))
        self.refuses(TypeError, "bytes", lambda: self.worlds.load(0, "text"))
        self.refuses(ValueError, "no bot", lambda: self.worlds.bot_actions("nobody"))

    def test_worlds_that_cannot_be(self):
        self.refuses(ValueError, "classic", lambda: Worlds("no_such_mode"))
        self.refuses(ValueError, "worlds", lambda: Worlds("classic", 0))
        self.refuses(TypeError, "whole number", lambda: Worlds("classic", 2.0))
        self.refuses(ValueError, "players", lambda: Worlds("first_flight", 1, 3))
        self.refuses(ValueError, "features, entities, picture", lambda: Worlds(observation="pixels"))
        self.refuses(ValueError, "no reward for points", lambda: Worlds(weights={"points": 1}))
        self.refuses(WingmateError, "hero.lives", lambda: Worlds(changes={"mode.hero.lives": "many"}))
        self.refuses(WingmateError, "/nowhere", lambda: Worlds(data="/nowhere"))
        closed = Worlds("classic", 1)
        closed.close()
        self.refuses(ValueError, "closed", closed.step)

    def test_a_library_that_is_not_there(self):
        done = subprocess.run([sys.executable, "-B", "-c", "import wingmate_env"], capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": str(MODULE), "WINGMATE_ENV_LIBRARY": "/nowhere/libwingmate_env.so"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nowhere/libwingmate_env.so cannot be loaded", done.stderr)


if __name__ == "__main__":
    unittest.main()
