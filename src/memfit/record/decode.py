"""JSON from a recording made into values of the model, each checked for what it must be.

Recordings travel: they come from CI, from disks that were full, from other versions. What is not
of the right kind raises ValueError or TypeError here, and nothing later has to expect it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

_LARGEST: Final = (1 << 63) - 1
_LATEST: Final = 1e9  # seconds: thirty years


def parse(text: bytes) -> Any:
    """Read one JSON value.

    Raises:
        ValueError: If it is none, or nested too deeply.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def instant(value: Any) -> float:
    """Read seconds since the recording started."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LATEST:
        raise ValueError(f"{value!r:.40} is not a time")
    return float(value)


def integer(value: Any) -> int:
    """Read a whole number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise ValueError(f"{value!r:.40} is not a number")
    return value


def optional(value: Any) -> int | None:
    """Read a whole number that may be absent."""
    return None if value is None else integer(value)


def text(value: Any) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is not a text")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.40} is not a list")
    return tuple(text(each) for each in value)


def mapping(value: Any) -> dict[str, Any]:
    """Read an object."""
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.40} is not an object")
    return value


def settings(value: Any) -> dict[str, Any]:
    """Read a configuration: names with plain values, as `Suite.config` has them.

    Raises:
        TypeError: If a value is something else.
    """
    given = mapping(value)
    plain = (str, int, float, bool, type(None))
    for name, each in given.items():
        texts = isinstance(each, list) and all(isinstance(one, str) for one in each)
        if not isinstance(each, plain) and not texts:
            raise TypeError(f"{name:.40} is not plain")
    return given


def members(kind: type, value: Any) -> dict[str, Any]:
    """Read the plain members of a dataclass: numbers, texts, and those that may be absent.

    Keys that this memfit does not know are left out, because a later one of the same format may
    write more; members of other kinds are left to the caller.
    """
    given = mapping(value)
    return {
        each.name: _PLAIN[each.type](given[each.name])
        for each in fields(kind)
        if each.name in given and each.type in _PLAIN
    }


_PLAIN: Final[Mapping[Any, Callable[[Any], object]]] = {
    int: integer,
    float: instant,
    str: text,
    int | None: optional,
    float | None: lambda value: None if value is None else instant(value),
}
