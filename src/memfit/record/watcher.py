"""The compiled part of the recorder, `_watcher.c`, where there is one.

Everything works without it, at a higher cost: `lifecycle/ptrace.py` and `sizes.py` say the same in
Python, and are what counts where the two differ.
"""

import ctypes as c
import os
from pathlib import Path
from typing import Any

_i32, _i64, _pointer = c.c_int32, c.c_int64, c.c_void_p

VERSION = 2
BUFFER = 1 << 18


class Talk(c.Structure):
    """`struct talk` of _watcher.c: what it leaves for Python.

    Attributes:
        used: Bytes of records.
        more: Whether stops are waiting.
        number: The signal that arrived.
        code: How it was sent.
        sender: Who sent it.
    """

    _fields_ = (
        ("used", _i64),
        ("more", _i32),
        ("number", _i32),
        ("code", _i32),
        ("sender", _i32),
        ("records", c.c_uint8 * BUFFER),
    )


_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "version": (_i32, ()),
    "new": (_pointer, (_pointer, c.c_char_p)),
    "free": (None, (_pointer,)),
    "trace": (None, (_pointer, _i32, _i32)),
    "watch": (_i32, (_pointer, _i64, c.c_uint64)),
    "remember": (None, (_pointer,)),
    "go_on": (None, (_pointer, _i32, _i32)),
    "release": (None, (_pointer, _i32)),
    "processes": (_i32, (_pointer, _pointer, _i32)),
    "detach": (None, (_pointer,)),
    "sizes": (_i32, (_i32, *[_pointer] * 6, _i64, _i64)),
}


def find() -> Path | None:
    """Return the compiled part beside this module, or None if there is none.

    `MEMFIT_WATCHER_LIBRARY` names another file; one that does not exist means Python alone.
    """
    named = os.environ.get("MEMFIT_WATCHER_LIBRARY")
    place = Path(named) if named else Path(__file__).with_name("_watcher.so")
    return place if place.is_file() else None


def load(place: Path | None = None) -> Any:
    """Load it; None where it is missing, or made for another machine or another memfit."""
    place = place or find()
    if place is None:
        return None
    try:
        library = c.CDLL(str(place))
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, f"memfit_{name}")
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library if library.memfit_version() == VERSION else None
