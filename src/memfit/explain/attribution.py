"""What of a run's memory goes with a package or module: the run as it was given beside one without it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from math import ceil
from typing import Final

from memfit.classes import dataclass
from memfit.explain.measures import Measures
from memfit.explain.median import median
from memfit.units import format_bytes

ENOUGH: Final[Mapping[str, float]] = {"base": 0.3, "worker_heap": 0.3, "growth": 0.5, "peak": 0.3}
"""Share by which a number falls without a package that it goes with."""

LITTLE: Final[Mapping[str, float]] = {**ENOUGH, "base": 0.15, "growth": 0.25}
"""Share below which it is next to nothing: peaks hold garbage, and vary more than what is held."""

REACHED: Final = 0.5
"""Share of the test files that got as far as a test which must get so far without the package."""

_NAMES: Final = {
    "base": "heap when the first test began",
    "worker_heap": "largest heap of a worker",
    "growth": "what is kept of each test file",
    "peak": "peak of the tree",
}
_SEVERAL: Final = 3  # files of one heap from which on what is kept of each says something


class Goes(StrEnum):
    """Whether memory goes with a package."""

    WITH_IT = "with-it"
    PARTLY = "partly"
    NOT = "not"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What of the memory goes with a package or module.

    Attributes:
        goes: Whether it does.
        shares: By what share each number is lower without it, of those that can be compared.
        sentence: The same for a person.
    """

    goes: Goes
    shares: Mapping[str, float]
    sentence: str


def attribute(
    name: str, given: Sequence[Measures], without: Sequence[Measures], tests: str = ""
) -> Attribution:
    """Say what of the memory goes with a package or module.

    Args:
        name: What was left out, as the recording names it.
        given: Runs of the command as it was given.
        without: Runs with an inert one in its place.
        tests: How the tests of those differ, or empty.
    """
    fails = f"; tests fail for want of it ({tests}): this is of what ran, and no remedy"
    fails = fails if tests else ""
    missing = _missing(name, given, without)
    if missing:
        return Attribution(Goes.UNDECIDED, {}, missing + fails)
    lost = _lost(given, without)
    numbers = dict(_numbers(given, without, lost))
    shares = {key: 1 - after / before for key, (before, after) in numbers.items()}
    if not shares:
        if all(_dies_alike(one, other) for one, other in zip(given, without, strict=False)):
            return Attribution(Goes.NOT, {}, f"it dies in the same way without it{fails}")
        said = f"nothing of both runs can be compared: without it, {without[-1].sentence}"
        return Attribution(Goes.UNDECIDED, {}, said + fails)
    goes = _goes(shares)
    base = numbers.get("base", (0.0, 0.0))[0]
    if goes is not Goes.WITH_IT and any(_may_hold(file, base, given) for file in lost):
        return Attribution(Goes.UNDECIDED, shares, _HELD_BY_LOST + fails)
    many = "more" if any(each.ending.of_memory for each in given) else ""
    said = ", ".join(_said(key, *numbers[key], shares[key], many) for key in shares)
    return Attribution(goes, shares, f"{_VERDICTS[goes]}: {said}{fails}")


_VERDICTS: Final = {
    Goes.WITH_IT: "memory goes with it",
    Goes.PARTLY: "a part of the memory may go with it",
    Goes.NOT: "it is not this that holds the memory",
    Goes.UNDECIDED: "undecided, for numbers go both ways",
}

_HELD_BY_LOST: Final = "undecided: what may hold the memory got as far as no test without it"


def _missing(name: str, given: Sequence[Measures], without: Sequence[Measures]) -> str:
    """Say why the runs cannot be compared; empty if they can."""
    if not all(name in each.left_out for each in without):
        return "undecided: nothing loaded it in a way that memfit can put a stand-in there"
    before = median([float(len(each.begun)) for each in given])
    after = min(len(each.begun) for each in without)
    need = max(ceil(REACHED * before), 1)
    # What dies in the same way got no further than before.
    if after >= need or all(each.ending.of_memory for each in without):
        return ""
    return f"undecided: without it {after} test files got as far as a test, of at least {need}"


def _lost(given: Sequence[Measures], without: Sequence[Measures]) -> frozenset[str]:
    """Return the test files that got as far as a test only as it was given.

    What dies of memory was on the way to the others.
    """
    ended = [each.begun for each in without if not each.ending.of_memory]
    if not ended:
        return frozenset()
    return frozenset.intersection(*(each.begun for each in given)) - frozenset.intersection(*ended)


def _may_hold(file: str, base: float, given: Sequence[Measures]) -> bool:
    """Say whether a file holds more than what was compared, or that is not known."""
    return any(each.bases.get(file, base + 1) > base for each in given)


def _numbers(
    given: Sequence[Measures], without: Sequence[Measures], lost: AbstractSet[str]
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the numbers that both tell, each before and after; medians.

    Args:
        given: Runs of the command as it was given.
        without: Runs with an inert one in its place.
        lost: Files that got no further than their imports in these. What they held themselves is
            gone with them, so that only what is told of each file can be compared.
    """
    # What died of memory held what it was allowed to.
    cut = any(each.ending.of_memory for each in without)
    for name in ENOUGH:
        if lost and name != "base":
            continue
        if cut and name in {"worker_heap", "peak"} and any(one.ending.of_memory for one in given):
            continue
        sides = [[_number(name, each, lost) for each in side] for side in (given, without)]
        known = [[value for value in side if value is not None] for side in sides]
        if all(known) and median(known[0]) > 0:
            yield name, (median(known[0]), median(known[1]))


def _number(name: str, each: Measures, lost: AbstractSet[str]) -> float | None:
    if name == "base":
        heaps = [float(heap) for file, heap in each.bases.items() if file not in lost]
        return max(heaps, default=None)
    if name == "growth" and each.per_heap < _SEVERAL:
        return None
    value = getattr(each, name)
    return None if value is None else float(value)


def _dies_alike(one: Measures, other: Measures) -> bool:
    """Say whether a run dies as before, and gets no further."""
    return (
        one.ending is other.ending
        and one.ending.of_memory
        and (other.files, len(other.begun)) <= (one.files, len(one.begun))
    )


def _goes(shares: Mapping[str, float]) -> Goes:
    if any(share >= ENOUGH[name] for name, share in shares.items()):
        rises = any(share <= -ENOUGH[name] for name, share in shares.items())
        return Goes.UNDECIDED if rises else Goes.WITH_IT
    if all(share < LITTLE[name] for name, share in shares.items()):
        return Goes.NOT
    return Goes.PARTLY


def _said(name: str, before: float, after: float, share: float, many: str) -> str:
    cut = f" or {many}" if many and name in {"worker_heap", "peak"} else ""
    lower = f"{100 * abs(share):.0f} % {'lower' if share >= 0 else 'higher'}"
    return f"{_NAMES[name]} {format_bytes(before)}{cut}, {format_bytes(after)} without it ({lower})"
