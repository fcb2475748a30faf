"""Two pilots (or more) with PettingZoo's parallel interface."""
import numpy as np

from . import spaces
from .worlds import PARTS, Worlds, whole

try:
    from pettingzoo import ParallelEnv as _Base
except ImportError:

    class _Base:
        """The part of pettingzoo.ParallelEnv that is used here."""

        metadata = {}
        render_mode = None

        @property
        def unwrapped(self):
            return self

        @property
        def num_agents(self):
            return len(self.agents)

        @property
        def max_num_agents(self):
            return len(self.possible_agents)


class WingmateParallelEnv(_Base):
    """Pilots of one game, each an agent: pilot_0, pilot_1 ... They fly together: rewards are each pilot's own, by `weights` over PARTS. A pilot who is
    gone leaves `agents` while the others fly on. Actions and observations as in WingmateEnv."""

    metadata = {"render_modes": ["rgb_array"], "name": "wingmate_v0", "is_parallelizable": True, "render_fps": 60}

    def __init__(self, mode="classic", players=2, *, render_mode=None, observation="features", entities_most=64, action_repeat=1, episode_ticks=0,
                 weights=None, changes=None, data=None):
        if render_mode not in (None, "rgb_array"):
            raise ValueError(f"render_mode is {render_mode!r}; it must be None or 'rgb_array'")
        self.worlds = Worlds(mode, 1, players, observation=observation, entities_most=entities_most, action_repeat=action_repeat,
                             episode_ticks=episode_ticks, auto_reset=False, weights=weights, changes=changes, data=data)
        self.render_mode = render_mode
        self.metadata = {**self.metadata, "render_fps": max(1, self.worlds.rate // action_repeat)}
        self.possible_agents = [f"pilot_{seat}" for seat in range(self.worlds.agents)]
        self.agents = []
        self.action_bits = self.worlds.action_bits
        self.observation_spaces = {agent: spaces.observation_space(self.worlds) for agent in self.possible_agents}
        self.action_spaces = {agent: spaces.action_space(self.worlds) for agent in self.possible_agents}
        self._random = np.random.default_rng()

    def observation_space(self, agent):
        return self.observation_spaces[agent]

    def action_space(self, agent):
        return self.action_spaces[agent]

    def reset(self, seed=None, options=None):
        """Observations and infos by agent. options: {"state": bytes of save()}."""
        if seed is not None:
            seed = whole("seed", seed, 0, 2**64 - 1)
            self._random = np.random.default_rng(seed)
        unknown = set(options or ()) - {"state"}
        if unknown:
            raise ValueError(f"there is no option {', '.join(sorted(map(str, unknown)))}; there is: state")
        self.worlds.reset(np.array([seed if seed is not None else int(self._random.integers(2**63))], np.uint64))
        if options and "state" in options:
            self.worlds.load(0, options["state"])
            self.worlds.observe()
        self.worlds.parts[...] = 0
        self.agents = [agent for seat, agent in enumerate(self.possible_agents) if not self.worlds.terminated[0, seat]]
        return {agent: self._observation(agent) for agent in self.agents}, {agent: self._info(agent) for agent in self.agents}

    def step(self, actions):
        """Actions by agent, for every one in `agents`. Observations, rewards, terminations, truncations, infos by agent."""
        worlds = self.worlds
        flying = self.agents
        if set(actions) != set(flying):
            raise ValueError(f"actions are for {', '.join(map(str, actions)) or 'nobody'}; they must be for {', '.join(flying) or 'nobody: reset() first'}")
        bits = np.zeros_like(worlds.actions)
        for agent in flying:
            bits[0, self._seat(agent)] = spaces.bits_of(worlds, actions[agent], f"the action of {agent}")
        if flying:
            worlds.step(bits)
        seats = {agent: self._seat(agent) for agent in flying}
        terminations = {agent: bool(worlds.terminated[0, seat]) for agent, seat in seats.items()}
        truncations = {agent: bool(worlds.truncated[0, seat]) for agent, seat in seats.items()}
        rewards = {agent: float(worlds.rewards[0, seat]) for agent, seat in seats.items()}
        observations = {agent: self._observation(agent) for agent in flying}
        infos = {agent: self._info(agent) for agent in flying}
        self.agents = [agent for agent in flying if not (terminations[agent] or truncations[agent])]
        return observations, rewards, terminations, truncations, infos

    def state(self):
        """What all pilots see, one array."""
        return self.worlds.observation[0].copy()

    def render(self):
        return self.worlds.draw(0) if self.render_mode == "rgb_array" else None

    def save(self):
        return self.worlds.save(0)

    def close(self):
        self.worlds.close()

    def _seat(self, agent):
        return self.possible_agents.index(agent)

    def _observation(self, agent):
        return self.worlds.observation[0, self._seat(agent)].copy()

    def _info(self, agent):
        seat = self._seat(agent)
        return {
            "seed": int(self.worlds.seeds()[0]),
            "ticks": int(self.worlds.lengths[0]),
            "parts": dict(zip(PARTS, self.worlds.parts[0, seat].tolist())),
            "totals": dict(zip(PARTS, self.worlds.totals[0, seat].tolist())),
        }


def parallel_env(**arguments):
    """As PettingZoo's environments are made."""
    return WingmateParallelEnv(**arguments)
