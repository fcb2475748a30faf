"""The examples with a small budget: training makes the score rise, and says so when it does not; a balance run tells bots apart and draws a picture."""
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "game/env/python/examples"


def run(name, *arguments):
    return subprocess.run([sys.executable, "-B", EXAMPLES / name, *map(str, arguments)], capture_output=True, text=True)


class Training(unittest.TestCase):
    def test_makes_the_score_rise_and_beats_random_keys(self):
        done = run("train_first_flight.py", "--generations", 16, "--ticks", 450, "--check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        kills = [float(k) for k in re.findall(r"generation +\d+: +([\d.]+) kills", done.stdout)]
        self.assertGreater(kills[-1], 1.5 * kills[0], done.stdout)
        learnt, random, idle = (float(re.search(rf"{name} ([\d.]+)", done.stdout).group(1)) for name in ("learnt", "random", "idle"))
        self.assertGreater(learnt, 1.5 * random)
        self.assertGreater(learnt, 1.5 * idle)

    def test_that_learnt_nothing_is_noticed(self):
        done = run("train_first_flight.py", "--generations", 1, "--ticks", 150, "--check")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("not learnt enough", done.stdout)


class Balance(unittest.TestCase):
    def test_tells_values_and_bots_apart(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = pathlib.Path(folder) / "balance.png"
            done = run("balance.py", "--set", "mode.enemies.period_ms=500,1500", "--bots", "random,ace", "--games", 16, "--ticks", 450, "--png", picture)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            png = picture.read_bytes()
        means = [float(mean) for mean in re.findall(r"^  \w+ +([\d.]+)", done.stdout, re.M)]
        many_random, many_ace, few_random, few_ace = means
        self.assertGreater(many_ace, many_random)
        self.assertGreater(few_ace, few_random)
        self.assertGreater(many_ace, few_ace)
        # A whole PNG, with something drawn.
        self.assertEqual(png[:8], b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack(">II", png[16:24])
        length = struct.unpack(">I", png[33:37])[0]
        lines = zlib.decompress(png[41 : 41 + length])
        self.assertEqual(len(lines), height * (1 + 3 * width))
        self.assertGreater(len(set(lines)), 5)


if __name__ == "__main__":
    unittest.main()
