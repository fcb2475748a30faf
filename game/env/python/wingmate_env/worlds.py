"""Worlds: many games of one mode, stepped together, over NumPy arrays that stay where they are."""
import ctypes
import itertools

import numpy as np

from . import library

# What a step gives, in the order of the arrays' last axis.
PARTS = ("score", "kills", "rams", "lives_lost", "pickups", "bombs", "ticks", "game_over")
OBSERVATIONS = {"features": (0, np.float32), "entities": (1, np.int16), "picture": (2, np.uint8)}

UP, DOWN, LEFT, RIGHT, FIRE, BOMB, FOCUS = (1 << i for i in range(7))


def actions_of(moves_up_and_down, drops_bombs):
    """The sensible combinations of keys as uint16 bits; the first is none. Discrete actions are places in this table."""
    ups = (0, UP, DOWN) if moves_up_and_down else (0,)
    bombs = (0, BOMB) if drops_bombs else (0,)
    return np.array([side | up | bomb for bomb, up, side in itertools.product(bombs, ups, (0, LEFT, RIGHT))], np.uint16)


def checked(name, array, dtype, shape):
    """The array itself where it is what the library can take; else TypeError or ValueError that says what was expected."""
    expected = f"{name} must be a C-contiguous NumPy array of {np.dtype(dtype).name} with shape {tuple(shape)}"
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{expected}, not {type(array).__name__}")
    if array.dtype != dtype:
        raise TypeError(f"{expected}; its type is {array.dtype}")
    if array.shape != tuple(shape):
        raise ValueError(f"{expected}; its shape is {array.shape}")
    if not array.flags.c_contiguous:
        raise ValueError(f"{expected}; it is not contiguous")
    return array


def whole(name, value, least=0, most=2**32 - 1):
    """A whole number in least ... most as an int."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, not {type(value).__name__}")
    if not least <= value <= most:
        raise ValueError(f"{name} is {value}; it must be {least} ... {most}")
    return int(value)


def _array(array):
    return library.Array(array.ctypes.data, array.nbytes)


class Worlds:
    """Games of one mode. The arrays are made once; every call writes them in place, so copy what has to last.

    observation        [worlds, agents, ...]: "features" float32 [64], "entities" int16 [entities_most, 10], "picture" uint8 [88, 60]
    counts             uint32 [worlds, agents]: how many entities there are, also where they are more than fit
    final_observation  like observation; written only for worlds that ended: how they ended
    rewards            float32 [worlds, agents]: the parts by their weights
    parts, totals      int32 [worlds, agents, len(PARTS)]: what the step gave; what the episode gave
    terminated         bool [worlds, agents]: this pilot is gone or the game is over
    truncated          bool [worlds, agents]: the episode's limit of ticks is reached
    ended              bool [worlds]: the episode ended with this step
    lengths            uint32 [worlds]: ticks of the episode
    actions            uint16 [worlds, agents]: buttons, to be filled before step()

    With auto_reset a world that ended has begun again in `observation`; totals and lengths are of the episode that ended.
    """

    def __init__(self, mode="classic", worlds=256, players=1, *, observation="features", entities_most=64, action_repeat=1, episode_ticks=0,
                 threads=1, auto_reset=True, weights=None, changes=None, data=None):
        self._handle = None
        if observation not in OBSERVATIONS:
            raise ValueError(f"observation is {observation!r}; it must be one of {', '.join(OBSERVATIONS)}")
        if not isinstance(mode, str) or "\0" in mode:
            raise TypeError("mode must be the name of a mode or the path of its file")
        kind, item = OBSERVATIONS[observation]
        options = library.Options()
        library.call("default_options", ctypes.byref(options), ctypes.sizeof(options))
        options.worlds = whole("worlds", worlds)
        options.players = whole("players", players)
        options.observation = kind
        options.entities_most = whole("entities_most", entities_most)
        options.action_repeat = whole("action_repeat", action_repeat)
        options.episode_ticks = whole("episode_ticks", episode_ticks)
        options.threads = whole("threads", threads)
        options.auto_reset = 1 if auto_reset else 0
        if weights is not None:
            unknown = set(weights) - set(PARTS)
            if unknown:
                raise ValueError(f"there is no reward for {', '.join(sorted(unknown))}; there is: {', '.join(PARTS)}")
            for i, part in enumerate(PARTS):
                options.weights[i] = float(weights.get(part, 0))
        if changes:
            options.changes = "\n".join(f"{key}={value}" for key, value in changes.items()).encode()
        handle = ctypes.c_void_p()
        library.call("create", library.data_folder(data), mode.encode(), ctypes.byref(options), ctypes.byref(handle))
        self._handle = handle
        shape = library.Shape(size=ctypes.sizeof(library.Shape))
        library.call("describe", handle, ctypes.byref(shape))

        self.mode = mode
        self.worlds = shape.worlds
        self.agents = shape.agents
        self.rate = shape.rate  # ticks a second
        self.content_hash = shape.content_hash
        self.field = (shape.field_width, shape.field_height)
        self.action_bits = actions_of(shape.moves_up_and_down, shape.drops_bombs)
        self.observation_shape = tuple(shape.observation_shape[: shape.observation_dimensions])
        self.observation_dtype = np.dtype(item)
        pair = (self.worlds, self.agents)
        self._owned = {
            "actions": np.zeros(pair, np.uint16),
            "observation": np.zeros(pair + self.observation_shape, item),
            "counts": np.zeros(pair, np.uint32),
            "final_observation": np.zeros(pair + self.observation_shape, item),
            "rewards": np.zeros(pair, np.float32),
            "parts": np.zeros(pair + (len(PARTS),), np.int32),
            "totals": np.zeros(pair + (len(PARTS),), np.int32),
            "terminated": np.zeros(pair, bool),
            "truncated": np.zeros(pair, bool),
            "ended": np.zeros(self.worlds, bool),
            "lengths": np.zeros(self.worlds, np.uint32),
        }
        self._arrays = library.Arrays(size=ctypes.sizeof(library.Arrays), **{name: _array(array) for name, array in self._owned.items()})
        self._reference = ctypes.byref(self._arrays)
        self.observe()

    def reset(self, seeds=None, which=None):
        """Begins new episodes and returns the observation. seeds: a seed for every world, or one for all, from which each takes its own; None: the
        next of each world's own sequence. which: bool [worlds], the others go on; None: all."""
        handle = self._open()
        if seeds is not None:
            seeds = self._seeds(seeds)
        if which is not None:
            which = checked("which", which, bool, (self.worlds,))
        library.call("reset", handle, None if seeds is None else seeds.ctypes.data, 0 if seeds is None else self.worlds,
                     None if which is None else which.ctypes.data, 0 if which is None else self.worlds, self._reference)
        return self.observation

    def step(self, actions=None):
        """One step of every world by `actions` (uint16 [worlds, agents]) or by what self.actions holds. Returns the observation; all arrays are new."""
        if actions is not None and actions is not self._owned["actions"]:
            self._owned["actions"][...] = checked("actions", actions, np.uint16, (self.worlds, self.agents))
        result = library.step(self._handle or self._open(), self._reference)
        if result != library.OK:
            library.fail(result)
        return self.observation

    def observe(self):
        """Writes the arrays anew without a step: after load() and clone()."""
        library.call("observe", self._open(), self._reference)
        return self.observation

    def bot_actions(self, bot, out=None):
        """What a bot of the game ("idle", "ace" ...) would do in every seat: uint16 [worlds, agents]."""
        out = np.zeros((self.worlds, self.agents), np.uint16) if out is None else checked("out", out, np.uint16, (self.worlds, self.agents))
        library.call("bot_actions", self._open(), bot.encode(), _array(out))
        return out

    def hashes(self):
        """uint64 [worlds]: as `wingmate-headless run` prints them."""
        return self._numbers("hashes")

    def seeds(self):
        """uint64 [worlds]: the seed of every world's episode."""
        return self._numbers("seeds")

    def clone(self, to, source):
        """World to[i] becomes what source[i] is, in order. Numbers or sequences of them."""
        to, source = (np.ascontiguousarray(self._places(name, places)) for name, places in (("to", to), ("source", source)))
        if to.shape != source.shape:
            raise ValueError(f"to has {to.size} worlds, source {source.size}")
        library.call("clone", self._open(), to.ctypes.data, source.ctypes.data, to.size)

    def save(self, world):
        """A world's episode as bytes."""
        return library.sized("save", self._open(), whole("world", world))

    def load(self, world, saved):
        """Puts a saved episode into a world. WingmateError where it is none, or of other content, players or version."""
        if not isinstance(saved, (bytes, bytearray)):
            raise TypeError(f"saved must be bytes, not {type(saved).__name__}")
        library.call("load", self._open(), whole("world", world), bytes(saved), len(saved))

    def draw(self, world=0):
        """A picture for people: uint8 [height, width, 3]."""
        picture = np.empty((self.field[1], self.field[0], 3), np.uint8)
        library.call("draw", self._open(), whole("world", world), _array(picture))
        return picture

    def close(self):
        if self._handle:
            library.destroy(self._handle)
        self._handle = None

    def __del__(self):
        if getattr(self, "_handle", None):
            self.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _open(self):
        if not self._handle:
            raise ValueError("these worlds are closed")
        return self._handle

    def _seeds(self, seeds):
        if not isinstance(seeds, np.ndarray) and np.ndim(seeds) == 0:
            first = whole("seeds", seeds, 0, 2**64 - 1)
            # Neighbouring first seeds share none: each world's is drawn, but the first keeps the number that was given.
            drawn = np.random.Generator(np.random.PCG64(first)).integers(0, 2**64 - 1, self.worlds, np.uint64, endpoint=True)
            drawn[0] = first
            return drawn
        if not isinstance(seeds, np.ndarray):
            seeds = np.array([whole("a seed", seed, 0, 2**64 - 1) for seed in seeds], np.uint64)
        return checked("seeds", seeds, np.uint64, (self.worlds,))

    def _places(self, name, places):
        places = np.atleast_1d(np.asarray(places))
        if places.ndim != 1 or places.dtype.kind not in "iu":
            raise TypeError(f"{name} must be places of worlds: whole numbers")
        if places.size and not (0 <= places.min() and places.max() < self.worlds):
            raise ValueError(f"{name} has a world that is not in 0 ... {self.worlds - 1}")
        return places.astype(np.uint32)

    def _numbers(self, function):
        numbers = np.empty(self.worlds, np.uint64)
        library.call(function, self._open(), _array(numbers))
        return numbers


# The arrays are read as attributes and written in place: another array in one's place would never be looked at.
for _name in library.Arrays.NAMES:
    setattr(Worlds, _name, property(lambda self, name=_name: self._owned[name]))
