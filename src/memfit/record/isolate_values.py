"""Values of the lines from inside, each checked for what it must be."""

from collections.abc import Mapping
from typing import Any, Final

from memfit.model.isolate import (
    AllocationProfile,
    Collections,
    Counters,
    HeapSnapshot,
    Site,
    Stack,
)
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


def collections(given: Any) -> Collections:
    """Read the sum of garbage collections: a list in the order of the class."""
    count, seconds, major, major_seconds, longest = given
    return Collections(
        decode.integer(count), decode.instant(seconds), decode.integer(major),
        decode.instant(major_seconds), decode.instant(longest),
    )  # fmt: skip


def profile(at: float, line: Mapping[str, Any]) -> AllocationProfile:
    """Read where live objects were allocated."""
    sites = tuple(
        Site(name(function), name(url), decode.optional(number), decode.integer(size))
        for function, url, number, size in line["sites"]
    )
    return AllocationProfile(at, decode.integer(line["used"]), sites)


def stack(at: float, line: Mapping[str, Any]) -> Stack:
    """Read what ran."""
    frames = tuple(
        (name(function), name(file), decode.optional(number))
        for function, file, number in line["frames"]
    )
    return Stack(at, decode.integer(line["used"]), frames)


def snapshot(at: float, line: Mapping[str, Any]) -> HeapSnapshot:
    """Read what became of a heap snapshot."""
    return HeapSnapshot(
        at=at,
        path=inside(name(line["path"])),
        reason=name(line["reason"]),
        file=optional_name(line.get("file")),
        complete=line.get("complete") is True,
        why=name(line.get("why") or ""),
    )
