"""One game with Gymnasium's interface."""
import numpy as np

from . import spaces
from .worlds import PARTS, Worlds, whole

try:
    from gymnasium import Env as _Base
except ImportError:

    class _Base:
        """The part of gymnasium.Env that is used here."""

        metadata = {}
        render_mode = None
        spec = None
        _np_random = None

        @property
        def unwrapped(self):
            return self

        @property
        def np_random(self):
            if self._np_random is None:
                self._np_random = np.random.default_rng()
            return self._np_random

        def reset(self, *, seed=None, options=None):
            if seed is not None:
                self._np_random = np.random.Generator(np.random.PCG64(seed))

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.close()


class WingmateEnv(_Base):
    """A pilot in a game of a mode; others, where there are any, are flown by a bot.

    Actions: Discrete, places in env.action_bits (no key, left, right; with up, down and bombs where the mode has them). Reward: the points of the step,
    or `weights` over PARTS. Terminated: the pilot is gone, or the game is over. Truncated: episode_ticks are played. info: the seed (play it again with
    wingmate-headless run --seed), ticks, what the step gave and the totals by name. reset(options={"state": saved}) goes on from env.save().
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 60}

    def __init__(self, mode="classic", *, render_mode=None, partner=None, observation="features", entities_most=64, action_repeat=1, episode_ticks=0,
                 weights=None, changes=None, data=None):
        if render_mode not in (None, "rgb_array"):
            raise ValueError(f"render_mode is {render_mode!r}; it must be None or 'rgb_array'")
        self.worlds = Worlds(mode, 1, 1 if partner is None else 2, observation=observation, entities_most=entities_most, action_repeat=action_repeat,
                             episode_ticks=episode_ticks, auto_reset=False, weights=weights, changes=changes, data=data)
        if partner is not None:
            self.worlds.bot_actions(partner)  # says at once where there is no such bot
        self.partner = partner
        self.render_mode = render_mode
        self.metadata = {**self.metadata, "render_fps": max(1, self.worlds.rate // action_repeat)}
        self.observation_space = spaces.observation_space(self.worlds)
        self.action_space = spaces.action_space(self.worlds)
        self.action_bits = self.worlds.action_bits
        self._begun = False

    def reset(self, *, seed=None, options=None):
        if seed is not None:
            seed = whole("seed", seed, 0, 2**64 - 1)
        unknown = set(options or ()) - {"state"}
        if unknown:
            raise ValueError(f"there is no option {', '.join(sorted(map(str, unknown)))}; there is: state")
        super().reset(seed=seed)
        chosen = seed if seed is not None else int(self.np_random.integers(2**63))
        self.worlds.reset(np.array([chosen], np.uint64))
        if options and "state" in options:
            self.worlds.load(0, options["state"])
            self.worlds.observe()
        self.worlds.parts[...] = 0
        self._begun = True
        return self._observation(), self._info()

    def step(self, action):
        if not self._begun:
            raise RuntimeError("reset() comes before the first step()")
        worlds = self.worlds
        bits = spaces.bits_of(worlds, action)
        if self.partner is not None:
            worlds.bot_actions(self.partner, worlds.actions)
        worlds.actions[0, 0] = bits
        worlds.step()
        return (self._observation(), float(worlds.rewards[0, 0]), bool(worlds.terminated[0, 0]), bool(worlds.truncated[0, 0]), self._info())

    def render(self):
        """The field as rectangles: uint8 [700, 480, 3] with render_mode 'rgb_array', else None."""
        return self.worlds.draw(0) if self.render_mode == "rgb_array" else None

    def save(self):
        """The game as bytes, for reset(options={"state": ...})."""
        return self.worlds.save(0)

    def close(self):
        self.worlds.close()

    def _observation(self):
        return self.worlds.observation[0, 0].copy()

    def _info(self):
        worlds = self.worlds
        return {
            "seed": int(worlds.seeds()[0]),
            "ticks": int(worlds.lengths[0]),
            "parts": dict(zip(PARTS, worlds.parts[0, 0].tolist())),
            "totals": dict(zip(PARTS, worlds.totals[0, 0].tolist())),
        }
