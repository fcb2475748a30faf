"""Many games of one pilot with Gymnasium's vector interface. Worlds are the same without copies and dictionaries."""
import numpy as np

from . import spaces
from .worlds import PARTS, Worlds

try:
    from gymnasium.vector import VectorEnv as _Base
except ImportError:

    class _Base:
        """The part of gymnasium.vector.VectorEnv that is used here."""

        metadata = {}
        render_mode = None
        spec = None
        closed = False

        @property
        def unwrapped(self):
            return self

        def close(self):
            self.closed = True


def _autoreset_mode():
    try:
        from gymnasium.vector import AutoresetMode

        return AutoresetMode.SAME_STEP
    except ImportError:
        return "SameStep"


class WingmateVectorEnv(_Base):
    """A game that ends begins again within the same step: `observations` show the new one; infos["final_obs"] how the old one ended, where
    infos["_final_obs"] is true, and infos["episode"] what it gave ("r" reward, "l" ticks, and the totals by name)."""

    def __init__(self, mode="classic", num_envs=256, *, threads=1, observation="features", entities_most=64, action_repeat=1, episode_ticks=0,
                 weights=None, changes=None, data=None):
        self.worlds = Worlds(mode, num_envs, 1, observation=observation, entities_most=entities_most, action_repeat=action_repeat,
                             episode_ticks=episode_ticks, threads=threads, weights=weights, changes=changes, data=data)
        self.metadata = {"render_modes": [], "autoreset_mode": _autoreset_mode()}
        self.num_envs = num_envs
        self.single_observation_space = spaces.observation_space(self.worlds)
        self.single_action_space = spaces.action_space(self.worlds)
        low, high = self.single_observation_space.low.flat[0], self.single_observation_space.high.flat[0]
        self.observation_space = spaces.Box(low=low, high=high, shape=(num_envs, *self.worlds.observation_shape),
                                            dtype=self.worlds.observation_dtype.type)
        self.action_space = _many(self.single_action_space, num_envs)
        self._rewards = np.zeros(num_envs, np.float64)

    def reset(self, *, seed=None, options=None):
        """seed: one for all (each game takes its own from it), or a sequence with one for each."""
        if options:
            raise ValueError("there are no options for many games; load worlds through .worlds")
        if seed is not None or not getattr(self, "_begun", False):
            self.worlds.reset(seed if seed is not None else int(np.random.default_rng().integers(2**63)))
        else:
            self.worlds.reset()
        self._begun = True
        self._rewards[...] = 0
        return self.worlds.observation[:, 0].copy(), {"seed": self.worlds.seeds()}

    def step(self, actions):
        """actions: whole numbers [num_envs], places in worlds.action_bits."""
        worlds = self.worlds
        actions = np.asarray(actions)
        if actions.dtype.kind not in "iu":
            raise TypeError(f"actions must be whole numbers, not {actions.dtype}")
        if actions.shape != (self.num_envs,):
            raise ValueError(f"actions must have shape ({self.num_envs},); their shape is {actions.shape}")
        if actions.size and not (0 <= actions.min() and actions.max() < len(worlds.action_bits)):
            raise ValueError(f"an action is not in 0 ... {len(worlds.action_bits) - 1}")
        worlds.actions[:, 0] = worlds.action_bits[actions]
        worlds.step()
        self._rewards += worlds.rewards[:, 0]
        infos = {}
        ended = worlds.ended
        if ended.any():
            infos["final_obs"] = worlds.final_observation[:, 0].copy()
            infos["_final_obs"] = ended.copy()
            totals = worlds.totals[:, 0]
            infos["episode"] = {"r": self._rewards.copy(), "l": worlds.lengths.copy(), **{part: totals[:, i].copy() for i, part in enumerate(PARTS)}}
            infos["_episode"] = ended.copy()
            self._rewards[ended] = 0
        return (worlds.observation[:, 0].copy(), worlds.rewards[:, 0].astype(np.float64), worlds.terminated[:, 0].copy(), worlds.truncated[:, 0].copy(),
                infos)

    def render(self):
        return None

    def close_extras(self, **_):
        self.worlds.close()

    def close(self, **arguments):
        super().close(**arguments)
        self.worlds.close()


def _many(discrete, count):
    try:
        from gymnasium.spaces import MultiDiscrete

        return MultiDiscrete(np.full(count, discrete.n))
    except ImportError:
        return spaces.Box(low=0, high=discrete.n - 1, shape=(count,), dtype=np.int64)
