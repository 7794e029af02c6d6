"""Values of a resolved configuration, as a recording may hold them.

They come out of somebody's project: of any type, nested, and of any size.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from memfit.runners.command import heap_ceiling

_LONGEST_TEXT: Final = 500
_LONGEST_LIST: Final = 100
_MOST: Final = 60
_MEMORY_FLAGS: Final = (
    "--max", "--min-semi", "--semi-space", "--initial", "--heap", "--expose-gc", "--expose_gc",
    "--gc", "--stack-size", "--stack_size", "--optimize", "--lite-mode", "--jitless",
    "--single-threaded", "--no-concurrent",
)  # fmt: skip


def mapping(value: object) -> Mapping[str, object]:
    """Take a value for an object, an empty one if it is something else."""
    return value if isinstance(value, Mapping) else {}


def first(*values: object) -> object:
    """Take the first value that is there."""
    return next((value for value in values if value is not None), None)


def texts(value: object) -> list[str] | None:
    """Take a text or a list for a list of texts; the first of a pair `[name, options]` is its name.

    >>> texts(["default", ["junit", {"outputFile": "x"}]])
    ['default', 'junit']
    """
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return None
    named = (one[0] if isinstance(one, list) and one else one for one in value)
    return [one for one in named if isinstance(one, str)]


def known(settings: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is absent and what is neither text, number, bool nor a list of texts.

    Returns:
        At most 60 settings, long texts and lists cut.
    """
    kept: dict[str, object] = {}
    for key, value in settings.items():
        if isinstance(value, str):
            kept[key[:_LONGEST_TEXT]] = value[:_LONGEST_TEXT]
        elif isinstance(value, bool | int | float):
            kept[key[:_LONGEST_TEXT]] = value
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            kept[key[:_LONGEST_TEXT]] = [one[:_LONGEST_TEXT] for one in value[:_LONGEST_LIST]]
        if len(kept) == _MOST:
            break
    return kept


def normal(resolved: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Join what an adapter read out of a configuration with what had its name already.

    The agent inside the runner hands over some settings under the names of `Suite.config`; those
    are in snake case, the runners' own in camel case.

    Args:
        resolved: The configuration as it was handed over.
        given: What the adapter made of the runner's own names.
    """
    named = {key: value for key, value in resolved.items() if key.islower()}
    return known({**named, **{key: value for key, value in given.items() if value is not None}})


def memory_flags(exec_argv: object) -> list[str] | None:
    """Keep the flags of Node that matter to memory: others may hold what is nobody's business."""
    flags = texts(exec_argv)
    return None if flags is None else [one for one in flags if one.startswith(_MEMORY_FLAGS)]


def old_space(exec_argv: object) -> int | None:
    """Read the ceiling that a list of Node's flags asks for, bytes."""
    flags = texts(exec_argv)
    return heap_ceiling(["node", *flags], None) if flags else None


def names(value: Sequence[object] | object) -> list[str] | None:
    """Like `texts`; of objects, their `path` or `name` (jest's setup files of some versions)."""
    if not isinstance(value, list):
        return texts(value)
    return texts([first(mapping(one).get("path"), mapping(one).get("name"), one) for one in value])
