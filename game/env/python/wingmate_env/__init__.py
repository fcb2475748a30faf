"""Wingmate as many worlds at once, for Python: ctypes and NumPy over libwingmate_env.so.

    from wingmate_env import Worlds            # raw arrays, thousands of games, nothing else needed
    from wingmate_env import WingmateEnv       # one game: Gymnasium's interface
    from wingmate_env import WingmateVectorEnv # many games: Gymnasium's vector interface
    from wingmate_env import WingmateParallelEnv  # two pilots: PettingZoo's parallel interface

Gymnasium and PettingZoo are used where they are installed and not needed where they are not. docs/simulation.md describes all of it.
"""
import importlib
import sys

from .library import WingmateError, abi, modes, version
from .worlds import PARTS, Worlds, actions_of

_LATER = {
    "WingmateEnv": ".single",
    "WingmateVectorEnv": ".vector",
    "WingmateParallelEnv": ".parallel",
    "parallel_env": ".parallel",
    "register": ".registry",
}
__all__ = ["PARTS", "WingmateError", "Worlds", "abi", "actions_of", "modes", "version", *_LATER]
__version__ = version()


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"module 'wingmate_env' has no attribute '{name}'")
    return getattr(importlib.import_module(_LATER[name], __name__), name)


# gymnasium.make("wingmate_env:Wingmate/Classic-v0") and `import gymnasium, wingmate_env` find the environments; without Gymnasium nothing is imported.
if "gymnasium" in sys.modules:
    importlib.import_module(".registry", __name__).register()
