"""The C library: where it is, its functions and structs (game/env/wingmate_env.h), its failures as exceptions."""
import ctypes
import os
import pathlib

ABI = 1
PART_COUNT = 8
FEATURE_COUNT = 64
ENTITY_FIELDS = 10

OK, BAD_ARGUMENT, BAD_DATA, BAD_STATE, TOO_SMALL, NO_MEMORY, INTERNAL = range(7)


class WingmateError(RuntimeError):
    """What the library refuses beyond wrong arguments (those are ValueError): data that cannot be loaded, a saved world that is none."""


class Options(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t),
        ("worlds", ctypes.c_uint32),
        ("players", ctypes.c_uint32),
        ("observation", ctypes.c_uint32),
        ("entities_most", ctypes.c_uint32),
        ("action_repeat", ctypes.c_uint32),
        ("episode_ticks", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("auto_reset", ctypes.c_uint32),
        ("weights", ctypes.c_float * PART_COUNT),
        ("changes", ctypes.c_char_p),
    ]


class Shape(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t),
        ("worlds", ctypes.c_uint32),
        ("agents", ctypes.c_uint32),
        ("observation", ctypes.c_uint32),
        ("observation_dimensions", ctypes.c_uint32),
        ("observation_shape", ctypes.c_uint32 * 2),
        ("observation_item_bytes", ctypes.c_uint32),
        ("rate", ctypes.c_uint32),
        ("moves_up_and_down", ctypes.c_uint32),
        ("drops_bombs", ctypes.c_uint32),
        ("action_repeat", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("content_hash", ctypes.c_uint64),
        ("observation_bytes", ctypes.c_size_t),
        ("field_width", ctypes.c_uint32),
        ("field_height", ctypes.c_uint32),
    ]


class Array(ctypes.Structure):
    _fields_ = [("at", ctypes.c_void_p), ("bytes", ctypes.c_size_t)]


class Arrays(ctypes.Structure):
    NAMES = ("actions", "observation", "counts", "final_observation", "rewards", "parts", "totals", "terminated", "truncated", "ended", "lengths")
    _fields_ = [("size", ctypes.c_size_t)] + [(name, Array) for name in NAMES]


def _find():
    """The library's path: $WINGMATE_ENV_LIBRARY, beside this package, or in the build folders of the repository that this package lies in."""
    said = os.environ.get("WINGMATE_ENV_LIBRARY")
    if said:
        return pathlib.Path(said)
    here = pathlib.Path(__file__).resolve().parent
    tried = [here] + [here.parents[3] / "build" / preset for preset in ("release", "headless", "dev") if len(here.parents) > 3]
    for folder in tried:
        if (folder / "libwingmate_env.so").is_file():
            return folder / "libwingmate_env.so"
    raise ImportError(
        "libwingmate_env.so is in none of " + ", ".join(map(str, tried)) + ". Build it (cmake --preset headless; cmake --build build/headless "
        "--target wingmate_env) or set WINGMATE_ENV_LIBRARY to its path."
    )


def _load():
    path = _find()
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(f"{path} cannot be loaded: {error}") from None
    library.wingmate_abi.restype = ctypes.c_uint32
    if library.wingmate_abi() != ABI:
        raise ImportError(f"{path} has interface {library.wingmate_abi()}, this module knows {ABI}")
    handle, pointer, size = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t
    text, u32 = ctypes.c_char_p, ctypes.c_uint32
    signatures = {
        "default_options": (ctypes.POINTER(Options), size),
        "create": (text, text, ctypes.POINTER(Options), ctypes.POINTER(handle)),
        "describe": (handle, ctypes.POINTER(Shape)),
        "reset": (handle, pointer, size, pointer, size, ctypes.POINTER(Arrays)),
        "step": (handle, ctypes.POINTER(Arrays)),
        "observe": (handle, ctypes.POINTER(Arrays)),
        "bot_actions": (handle, text, Array),
        "hashes": (handle, Array),
        "seeds": (handle, Array),
        "clone": (handle, pointer, pointer, size),
        "save": (handle, u32, pointer, size, ctypes.POINTER(size)),
        "load": (handle, u32, pointer, size),
        "draw": (handle, u32, Array),
        "modes": (text, pointer, size, ctypes.POINTER(size)),
    }
    for name, arguments in signatures.items():
        function = getattr(library, "wingmate_" + name)
        function.argtypes = arguments
        function.restype = ctypes.c_int
    library.wingmate_destroy.argtypes = (handle,)
    library.wingmate_destroy.restype = None
    library.wingmate_version.restype = text
    library.wingmate_last_error.restype = text
    return library, path


_library, library_path = _load()


def call(name, *arguments):
    """Calls wingmate_<name>. ValueError for arguments, MemoryError, WingmateError for the rest; each with the library's sentence."""
    result = getattr(_library, "wingmate_" + name)(*arguments)
    if result != OK:
        fail(result)


def fail(result):
    sentence = _library.wingmate_last_error().decode(errors="replace")
    if result in (BAD_ARGUMENT, TOO_SMALL):
        raise ValueError(sentence)
    if result == NO_MEMORY:
        raise MemoryError(sentence)
    raise WingmateError(sentence)


def sized(function, *arguments):
    """The bytes that a function of the library writes, whose last arguments are where, how much fits and how much there is."""
    needed = ctypes.c_size_t()
    raw = getattr(_library, "wingmate_" + function)
    result = raw(*arguments, None, 0, ctypes.byref(needed))
    if result != TOO_SMALL:
        fail(result)
    buffer = ctypes.create_string_buffer(needed.value)
    call(function, *arguments, buffer, needed.value, ctypes.byref(needed))
    return buffer.raw[: needed.value]


# Of the hot path, without a look-up by name.
step, destroy = _library.wingmate_step, _library.wingmate_destroy


def version():
    return _library.wingmate_version().decode()


def abi():
    return _library.wingmate_abi()


def data_folder(data=None):
    """`data`, $WINGMATE_DATA_DIR, or the game's data beside the library."""
    return os.fsencode(data or os.environ.get("WINGMATE_DATA_DIR") or library_path.parent / "assets")


def modes(data=None):
    """Names of the modes in a data folder."""
    return sized("modes", data_folder(data))[:-1].decode().split("\n")
