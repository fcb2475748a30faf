"""The interfaces of Gymnasium and PettingZoo: one game, two pilots, many games. $WINGMATE_ENV_LIBRARY says which library."""
import copy
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

MODULE = pathlib.Path(__file__).resolve().parents[2] / "game/env/python"
sys.path.insert(0, str(MODULE))

import numpy as np  # noqa: E402

import wingmate_env  # noqa: E402
from wingmate_env import PARTS, WingmateEnv, WingmateParallelEnv, WingmateVectorEnv  # noqa: E402


class OneGame(unittest.TestCase):
    """Gymnasium's rules for environments; its own check as well where it is installed."""

    def test_keeps_the_rules(self):
        for mode, observation in (("first_flight", "features"), ("classic", "entities"), ("bench", "picture")):
            env = WingmateEnv(mode, observation=observation, render_mode="rgb_array", episode_ticks=200)
            seen, info = env.reset(seed=123)
            self.assertTrue(env.observation_space.contains(seen))
            state = copy.deepcopy(env.np_random.bit_generator.state)
            again, _ = env.reset(seed=123)
            self.assertTrue(np.array_equal(seen, again))
            self.assertEqual(state, env.np_random.bit_generator.state)
            self.assertEqual(info["seed"], 123)
            env.action_space.seed(1)
            for _ in range(200):
                action = env.action_space.sample()
                self.assertTrue(env.action_space.contains(action))
                seen, reward, terminated, truncated, info = env.step(action)
                self.assertTrue(env.observation_space.contains(seen), (seen.min(), seen.max()))
                self.assertIs(type(reward), float)
                self.assertIs(type(terminated), bool)
                self.assertIs(type(truncated), bool)
                self.assertIsInstance(info, dict)
                if terminated:
                    break
            self.assertTrue(terminated or truncated)
            picture = env.render()
            self.assertEqual((picture.dtype, picture.shape), (np.uint8, (700, 480, 3)))
            env.close()

    def test_repeats_a_seeded_game_and_draws_other_ones_without(self):
        games = []
        for _ in range(2):
            env = WingmateEnv("first_flight")
            env.reset(seed=7)
            games.append([env.step(i // 9 % 3)[0].tolist() for i in range(150)])
        self.assertEqual(*games)
        seeds = {env.reset()[1]["seed"] for _ in range(20)}
        self.assertEqual(len(seeds), 20)

    def test_goes_on_from_a_saved_game(self):
        env = WingmateEnv("classic")
        env.reset(seed=1)
        for _ in range(50):
            env.step(1)
        saved = env.save()
        expected = [env.step(2)[0].tolist() for _ in range(50)]
        _, info = env.reset(options={"state": saved})
        self.assertEqual((info["seed"], info["ticks"]), (1, 50))
        self.assertEqual([env.step(2)[0].tolist() for _ in range(50)], expected)

    def test_has_a_partner_where_one_is_asked_for(self):
        env = WingmateEnv("classic", partner="ace")
        env.reset(seed=1)
        for _ in range(600):
            env.step(0)
        self.assertGreater(env.worlds.totals[0, 1, PARTS.index("kills")], 0)
        with self.assertRaises(ValueError):
            WingmateEnv("classic", partner="nobody")

    def test_refuses_what_is_no_action(self):
        env = WingmateEnv("first_flight")
        with self.assertRaises(RuntimeError):
            env.step(0)
        env.reset(seed=1)
        for action, error in ((3, ValueError), (-1, ValueError), (0.5, TypeError), ("left", TypeError), (np.zeros(2, int), TypeError), (None, TypeError),
                              (True, TypeError)):
            with self.assertRaises(error):
                env.step(action)
        with self.assertRaises(ValueError):
            env.reset(options={"stat": b""})
        with self.assertRaises(ValueError):
            WingmateEnv(render_mode="human")

    if importlib.util.find_spec("gymnasium"):  # its rules are checked above in any case

        def test_passes_gymnasiums_own_check(self):
            import gymnasium
            from gymnasium.utils.env_checker import check_env

            wingmate_env.register()
            for name in ("Wingmate/FirstFlight-v0", "Wingmate/Classic-v0"):
                check_env(gymnasium.make(name, render_mode="rgb_array").unwrapped)


class TwoPilots(unittest.TestCase):
    """PettingZoo's rules for parallel environments; its own test as well where it is installed."""

    def test_keep_the_rules(self):
        env = WingmateParallelEnv("first_flight", observation="features")
        self.assertEqual(env.possible_agents, ["pilot_0", "pilot_1"])
        self.assertIs(env.observation_space("pilot_0"), env.observation_space("pilot_0"))
        alone = both = 0
        for seed in range(6):
            seen, infos = env.reset(seed=seed)
            self.assertEqual(env.agents, env.possible_agents)
            while env.agents:
                flying = set(env.agents)
                for each in (seen, infos):
                    self.assertGreaterEqual(set(each), flying)
                seen, rewards, terminations, truncations, infos = env.step({agent: env.action_space(agent).sample() for agent in env.agents})
                for each in (seen, rewards, terminations, truncations, infos):
                    self.assertEqual(set(each), flying)
                for agent in flying:
                    self.assertTrue(env.observation_space(agent).contains(seen[agent]))
                left = {agent for agent in flying if not (terminations[agent] or truncations[agent])}
                self.assertEqual(set(env.agents), left)
                alone += len(left) == 1
                both += len(left) == 2
            self.assertEqual(env.step({}), ({}, {}, {}, {}, {}))
        self.assertGreater(alone, 0, "one flies on alone for a while")
        self.assertGreater(both, 0)
        self.assertEqual(env.state().shape, (2, 64))

    def test_refuse_actions_of_others(self):
        env = wingmate_env.parallel_env(mode="classic")
        with self.assertRaises(ValueError):
            env.step({"pilot_0": 0, "pilot_1": 0})
        env.reset(seed=1)
        for actions in ({"pilot_0": 0}, {"pilot_0": 0, "pilot_1": 0, "pilot_2": 0}, {"pilot_0": 0, "pilot_1": 99}):
            with self.assertRaises(ValueError):
                env.step(actions)

    if importlib.util.find_spec("pettingzoo"):  # its rules are checked above in any case

        def test_pass_pettingzoos_own_test(self):
            from pettingzoo.test import parallel_api_test

            parallel_api_test(wingmate_env.parallel_env(mode="classic", episode_ticks=500), num_cycles=2000)


class ManyGames(unittest.TestCase):
    def test_keep_gymnasiums_rules_for_vectors(self):
        envs = WingmateVectorEnv("first_flight", 16, episode_ticks=150, weights={"ticks": 1})
        seen, infos = envs.reset(seed=3)
        self.assertEqual(seen.shape, (16, 64))
        self.assertEqual(len(infos["seed"]), 16)
        ended = 0
        for tick in range(400):
            seen, rewards, terminated, truncated, infos = envs.step(np.arange(16) // 3 % 3)
            for each, dtype in ((rewards, np.float64), (terminated, bool), (truncated, bool)):
                self.assertEqual((each.shape, each.dtype), ((16,), dtype))
            if "final_obs" in infos:
                of = infos["_final_obs"]
                self.assertTrue(np.array_equal(of, terminated | truncated))
                # One point for every tick that ended in flight.
                self.assertTrue(np.all(infos["episode"]["r"][of] == infos["episode"]["l"][of] - terminated[of]))
                ended += of.sum()
        self.assertGreater(ended, 16)

    def test_refuse_what_are_no_actions(self):
        envs = WingmateVectorEnv("classic", 4)
        envs.reset(seed=1)
        for actions, error in ((np.zeros(4), TypeError), (np.zeros(3, int), ValueError), (np.zeros((4, 1), int), ValueError),
                               (np.array([0, 0, 0, 99]), ValueError), (np.array([-1, 0, 0, 0]), ValueError), ("left", TypeError)):
            with self.assertRaises(error):
                envs.step(actions)
        with self.assertRaises(ValueError):
            envs.reset(options={"state": b""})


class WithoutAndWithGymnasium(unittest.TestCase):
    def run_python(self, code, *folders):
        return subprocess.run([sys.executable, "-B", "-c", textwrap.dedent(code)], capture_output=True, text=True,
                              env={**os.environ, "PYTHONPATH": os.pathsep.join([str(MODULE), *map(str, folders)])})

    def test_importing_the_module_imports_neither(self):
        done = self.run_python("""
            import sys, wingmate_env
            wingmate_env.Worlds("classic", 1)
            assert not {"gymnasium", "pettingzoo", "wingmate_env.single", "wingmate_env.parallel"} & set(sys.modules)
        """)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_environments_are_gymnasiums_own_where_it_is(self):
        # A stand-in with the names that are used of it: that they are found, and that its classes and spaces are the ones.
        with tempfile.TemporaryDirectory() as folder:
            package = pathlib.Path(folder) / "gymnasium"
            package.mkdir()
            (package / "__init__.py").write_text(textwrap.dedent("""
                import numpy as np
                registry = {}
                def register(id, entry_point, vector_entry_point, kwargs):
                    registry[id] = (entry_point, vector_entry_point, kwargs)
                class Env:
                    np_random = np.random.default_rng()
                    def reset(self, *, seed=None, options=None): pass
            """))
            (package / "spaces.py").write_text(textwrap.dedent("""
                class Box:
                    def __init__(self, low, high, shape, dtype):
                        import numpy as np
                        self.low, self.high, self.shape, self.dtype = np.full(shape, low, dtype), np.full(shape, high, dtype), shape, dtype
                class Discrete:
                    def __init__(self, n): self.n = n
                class MultiDiscrete:
                    def __init__(self, nvec): self.nvec = nvec
            """))
            (package / "vector.py").write_text(textwrap.dedent("""
                class AutoresetMode: SAME_STEP = "same"
                class VectorEnv:
                    def close(self, **arguments): pass
            """))
            done = self.run_python("""
                import gymnasium, wingmate_env
                from wingmate_env import WingmateEnv, WingmateVectorEnv
                assert set(gymnasium.registry) == {"Wingmate/FirstFlight-v0", "Wingmate/Classic-v0"}
                env = WingmateEnv("first_flight")
                assert isinstance(env, gymnasium.Env) and isinstance(env.action_space, gymnasium.spaces.Discrete)
                env.reset(seed=1); env.step(0)
                envs = WingmateVectorEnv("classic", 3)
                assert isinstance(envs, gymnasium.vector.VectorEnv) and envs.metadata["autoreset_mode"] == "same"
                assert len(envs.action_space.nvec) == 3
            """, folder)
            self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
