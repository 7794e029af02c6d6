"""Two recordings, or two sets of them, side by side: what changed, and whether that is sure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from memfit.classes import dataclass
from memfit.explain.iteration import LONGEST
from memfit.explain.median import median
from memfit.explain.naming import shorten_path
from memfit.explain.statistics import ALPHA, false_discoveries, mann_whitney, ratio, spread
from memfit.model.experiment import (
    CauseRow,
    Change,
    Comparison,
    Group,
    Ratio,
    Row,
    Side,
)
from memfit.model.finding import EndingKind, Explanation, Level
from memfit.model.recording import How, Measured, Recording

_GROUPS: Final = tuple(Group)
_WEAKEST: Final = (How.EXACT, How.SAMPLED, How.ESTIMATE)


@dataclass(frozen=True, slots=True)
class _Quantity:
    group: Group
    name: str
    unit: str = "bytes"


@dataclass(frozen=True, slots=True)
class Summary:
    """What of a recording is compared.

    Attributes:
        recording: Its directory.
        ending: How it ended.
        quantities: Numbers, and how they were obtained.
        causes: Causes at level error or warning.
        conditions: Under which it ran: command and limits, by what they are called in a note.
    """

    recording: str
    ending: EndingKind
    quantities: Mapping[_Quantity, tuple[float, How]]
    causes: frozenset[str]
    conditions: Mapping[str, str]


def summary(recording: Recording, explanation: Explanation) -> Summary:
    """Take from a recording what is compared, so that many can be."""
    limits = recording.limits
    return Summary(
        recording=str(recording.path),
        ending=explanation.ending.kind,
        quantities=_quantities(recording, explanation),
        causes=frozenset(
            finding.cause for finding in explanation.findings if finding.level is not Level.NOTE
        ),
        conditions={
            "commands": " ".join(recording.command),
            "memory limits": f"{limits.memory} {limits.swap}",
            "cores": f"{limits.cpus} of {recording.machine.cores}",
            "images": str(limits.image),
            "NODE_OPTIONS": recording.environment.get("NODE_OPTIONS", ""),
        },
    )


def _quantities(
    recording: Recording, explanation: Explanation
) -> dict[_Quantity, tuple[float, How]]:
    found: dict[_Quantity, tuple[float, How]] = {}

    def note(group: Group, name: str, measured: Measured | None) -> None:
        """Keep the largest of those that have one name."""
        quantity = _Quantity(group, name)
        if measured is not None and measured.bytes > found.get(quantity, (0.0,))[0]:
            found[quantity] = measured.bytes, measured.how

    note(Group.TREE, "peak", explanation.peak)
    if explanation.elapsed:
        found[_Quantity(Group.TREE, "elapsed", "seconds")] = explanation.elapsed, How.EXACT
    for process in explanation.processes:
        note(Group.ROLE, process.role.value, process.peak)
    for phase in explanation.interior.phases:
        note(Group.PHASE, f"{phase.name} {phase.label}".strip(), phase.peak)
    for file in explanation.interior.files:
        sampled = Measured(file.largest, How.SAMPLED, "") if file.largest else None
        note(Group.FILE, shorten_path(file.file, recording.directory, LONGEST), sampled)
    return found


def compare(first: Sequence[Summary], second: Sequence[Summary]) -> Comparison:
    """Compare two sets, each with at least one recording."""
    sides = (_values(first), _values(second))
    rows = [
        _row(quantity, sides[0][quantity], sides[1][quantity])
        for quantity in sides[0]
        if quantity in sides[1]
    ]
    return Comparison(
        first=_side(first),
        second=_side(second),
        rows=tuple(sorted(_allowing_for_many(rows), key=_place)),
        causes=tuple(_causes(first, second)),
        only_first=_files_of_one(*sides),
        only_second=_files_of_one(*reversed(sides)),
        notes=tuple(_notes(first, second)),
    )


def _values(side: Sequence[Summary]) -> dict[_Quantity, list[tuple[float, How]]]:
    values: dict[_Quantity, list[tuple[float, How]]] = defaultdict(list)
    for each in side:
        for quantity, value in each.quantities.items():
            values[quantity].append(value)
    return dict(values)


def _row(
    quantity: _Quantity, first: Sequence[tuple[float, How]], second: Sequence[tuple[float, How]]
) -> Row:
    before, after = [value for value, _ in first], [value for value, _ in second]
    chance = mann_whitney(before, after)
    # An interval takes 10 ms, and a suite has hundreds of files; most have not changed.
    if quantity.group is Group.FILE and chance > ALPHA:
        compared = Ratio(median(after) / median(before), None, None, decided=False)
    else:
        compared = ratio(before, after)
    return Row(
        group=quantity.group,
        name=quantity.name,
        unit=quantity.unit,
        how=max((how for _, how in (*first, *second)), key=_WEAKEST.index),
        first=spread(before),
        second=spread(after),
        ratio=compared,
        chance=chance,
    )


def _allowing_for_many(rows: Iterable[Row]) -> list[Row]:
    """Decide rows of parts only as far as their number allows: of 300 files some always differ."""
    every = list(rows)
    parts = [row for row in every if row.group is not Group.TREE]
    limit = false_discoveries([row.chance for row in parts]) if parts else 0.0
    return [
        row
        if row.group is Group.TREE or row.chance <= limit
        else replace(row, ratio=replace(row.ratio, decided=False))
        for row in every
    ]


def _place(row: Row) -> tuple[int, float]:
    """Sort by group; within one, the largest change first, but peak before time."""
    if row.group is Group.TREE:
        return 0, row.unit == "seconds"
    return _GROUPS.index(row.group), -abs(row.second.middle - row.first.middle)


def _side(side: Sequence[Summary]) -> Side:
    endings = Counter(each.ending.value for each in side)
    return Side(tuple(each.recording for each in side), dict(endings.most_common()))


def _causes(first: Sequence[Summary], second: Sequence[Summary]) -> Iterable[CauseRow]:
    for cause in sorted({cause for each in (*first, *second) for cause in each.causes}):
        before = sum(cause in each.causes for each in first)
        after = sum(cause in each.causes for each in second)
        yield CauseRow(cause, before, after, _change(before / len(first), after / len(second)))


def _change(before: float, after: float) -> Change:
    """Say what became of a cause, by the share of recordings that have it."""
    changes = {(0.0, 1.0): Change.CAME, (1.0, 0.0): Change.WENT, (1.0, 1.0): Change.STAYED}
    return changes.get((before, after), Change.UNDECIDED)


def _files_of_one(
    one: Mapping[_Quantity, object], other: Mapping[_Quantity, object]
) -> tuple[str, ...]:
    return tuple(
        sorted(each.name for each in one if each.group is Group.FILE and each not in other)
    )


def _notes(first: Sequence[Summary], second: Sequence[Summary]) -> Iterable[str]:
    fewest = min(len(first), len(second))
    if fewest < 4:
        yield (
            f"{fewest} on a side decides nothing: peaks of one configuration vary by some 10 %, "
            "and 4 on each side are the least that chance does not bring"
        )
    for name in first[0].conditions:
        if len({each.conditions[name] for each in (*first, *second)}) > 1:
            yield f"not all ran with the same {name}"
    for title, side in (("first", first), ("second", second)):
        died = sum(each.ending.of_memory for each in side)
        if died:
            yield (
                f"memory ended {died} of {len(side)} on the {title} side: their peaks are what "
                "they were allowed, not what they needed, and their times are cut short"
            )
