"""Spaces: Gymnasium's where it is installed, else small ones of the same shape that know the same few things."""
import numpy as np

try:
    from gymnasium.spaces import Box, Discrete
except ImportError:

    class _Space:
        def __init__(self, shape, dtype):
            self.shape, self.dtype = shape, np.dtype(dtype)
            self._random = np.random.default_rng()

        def seed(self, seed=None):
            self._random = np.random.default_rng(seed)
            return seed

        def __contains__(self, value):
            return self.contains(value)

    class Discrete(_Space):
        """0 ... n-1."""

        def __init__(self, n):
            super().__init__((), np.int64)
            self.n, self.start = n, 0

        def sample(self):
            return np.int64(self._random.integers(self.n))

        def contains(self, value):
            if isinstance(value, np.ndarray) and value.shape != ():
                return False
            return isinstance(value, (int, np.integer, np.ndarray)) and not isinstance(value, bool) and 0 <= int(value) < self.n

        def __repr__(self):
            return f"Discrete({self.n})"

        def __eq__(self, other):
            return isinstance(other, Discrete) and self.n == other.n

    class Box(_Space):
        """Arrays of numbers between low and high."""

        def __init__(self, low, high, shape, dtype):
            super().__init__(tuple(shape), dtype)
            self.low = np.full(self.shape, low, self.dtype)
            self.high = np.full(self.shape, high, self.dtype)

        def sample(self):
            drawn = self._random.uniform(self.low.astype(np.float64), self.high.astype(np.float64))
            return drawn.astype(self.dtype)

        def contains(self, value):
            return (isinstance(value, np.ndarray) and value.shape == self.shape and np.can_cast(value.dtype, self.dtype)
                    and bool(np.all(value >= self.low) and np.all(value <= self.high)))

        def __repr__(self):
            return f"Box({self.low.flat[0]}, {self.high.flat[0]}, {self.shape}, {self.dtype})"

        def __eq__(self, other):
            return (isinstance(other, Box) and self.shape == other.shape and self.dtype == other.dtype
                    and bool(np.all(self.low == other.low) and np.all(self.high == other.high)))


def observation_space(worlds):
    """Of one agent."""
    low, high = {np.float32: (-2, 32), np.int16: (-32768, 32767), np.uint8: (0, 255)}[worlds.observation_dtype.type]
    return Box(low=low, high=high, shape=worlds.observation_shape, dtype=worlds.observation_dtype.type)


def action_space(worlds):
    """Of one agent: places in worlds.action_bits."""
    return Discrete(len(worlds.action_bits))


def bits_of(worlds, action, name="action"):
    """The buttons of a discrete action. TypeError, ValueError where it is none."""
    if isinstance(action, np.ndarray) and action.shape == () and action.dtype.kind in "iu":
        action = action[()]
    if isinstance(action, (bool, np.bool_)) or not isinstance(action, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, not {type(action).__name__}")
    if not 0 <= action < len(worlds.action_bits):
        raise ValueError(f"{name} is {action}; it must be 0 ... {len(worlds.action_bits) - 1}")
    return worlds.action_bits[action]
