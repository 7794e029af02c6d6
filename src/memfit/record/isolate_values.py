"""Values of the lines from inside, each checked for what it must be."""

from typing import Any, Final

from memfit.model.isolate import Counters
from memfit.model.suite import Outcome
from memfit.record import decode

_COUNTERS: Final = tuple(Counters.__dataclass_fields__)
_LONGEST: Final = 4096  # characters of a name; the agent writes at most a quarter of it


def counters(given: Any) -> Counters:
    """Read counters: a list in the order of the class, nulls for what is absent."""
    if not isinstance(given, list):
        raise TypeError("counters are no list")
    return Counters(*map(decode.optional, given[: len(_COUNTERS)]))


def name(value: Any) -> str:
    """Read a name of anything; an endless one is cut."""
    return decode.text(value)[:_LONGEST]


def optional_name(value: Any) -> str | None:
    """Read a name that may be absent."""
    return None if value is None else name(value)


def outcome(value: Any) -> Outcome | None:
    """Read how a test or a file ended; None if the runner did not tell."""
    return None if value is None else Outcome(value)


def inside(path: str) -> str:
    """Check that a path stays inside of the recording."""
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError("the path leads out of the recording")
    return path
