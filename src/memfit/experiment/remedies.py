"""Which changes may cure a cause, the smallest first, and how they stand in findings."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Final

from memfit.experiment.case import Case
from memfit.model.finding import Finding, Remedy
from memfit.model.investigation import Tried
from memfit.runners import selections, variations
from memfit.runners.variation import Variation

_OLD_SPACE: Final = 0.6  # of the limit that all ceilings together may have
_ALIKE: Final = {
    "batches": "isolate-files", "test-batches": "isolate-files", "console-silent": "console-direct",
}  # fmt: skip
_NEEDED: Final = 0.7  # of the largest heap that was read, the rest being garbage at best


def candidates(cause: str, case: Case) -> tuple[Variation, ...]:
    """Return changes that may cure a cause, the smallest first.

    Args:
        cause: Its slug.
        case: The death.
    """
    return tuple({each.id: each for each in _CURES.get(cause, _nothing)(case)}.values())


def kind(variation: str) -> str:
    """Return what a variation changes, without to what; batches are fresh processes as well.

    >>> kind("ceiling-300m"), kind("workers-2"), kind("batches-3")
    ('ceiling', 'workers', 'isolate-files')
    """
    changed = re.sub(r"-\d+m?$", "", variation)
    return _ALIKE.get(changed, changed)


def with_tried(finding: Finding, tried: tuple[Tried, ...]) -> Finding:
    """Put what was tried into a finding: what holds first, then what was not tried, then the rest.

    The configuration of a remedy is the one that it was tried with.
    """
    known = {remedy.id: remedy for remedy in finding.remedies}
    made = []
    for each in sorted(tried, key=lambda one: (not one.verified, not one.holds)):
        name = _known_as(each.id)
        was = known.pop(name, None)
        made.append(
            (
                each.holds,
                Remedy(
                    name if was is not None else each.id,
                    was.what if was is not None else f"{each.what[:1].upper()}{each.what[1:]}",
                    "\n".join(each.how) or (was.how if was is not None else each.what),
                    {
                        key: value
                        for key, value in asdict(each).items()
                        if key in {"holds", "runs", "peak", "time_ratio", "recordings", "sentence"}
                    },
                ),
            )
        )
    held = tuple(remedy for holds, remedy in made if holds)
    failed = tuple(remedy for holds, remedy in made if not holds)
    return replace(finding, remedies=(*held, *known.values(), *failed))


def _known_as(variation: str) -> str:
    """Return what the explanation of a recording calls a remedy."""
    return next(
        (name for start, name in _NAMES.items() if variation.startswith(start)), variation
    )  # fmt: skip


_NAMES: Final = {
    "workers-": "fewer-workers",
    "ceiling-": "heap-ceiling",
    "console-direct": "console-not-kept",
    "coverage-narrowed": "narrow-coverage",
    "coverage-": "other-coverage-provider",
    "splitting": "esbuild-splitting",
    "builds-in-turn": "serial-builds",
    "go-collects-more": "gomemlimit",
}


def _nothing(case: Case) -> Iterator[Variation]:  # noqa: ARG001 (the signature of cures)
    yield from ()


def _isolation(case: Case) -> Iterator[Variation]:
    yield variations.isolate_files()
    yield case.split()
    yield case.split(2)


def _workers(case: Case) -> Iterator[Variation]:
    count = case.measures.workers
    if count > 1:
        yield variations.workers(max(count // 2, 1))
        size = int((case.limit or 0) * _OLD_SPACE / count)
        if size << 20 >= _NEEDED * (case.measures.worker_heap or 0):
            yield variations.ceiling(max(size, 64))
        yield variations.workers(1)


def _ceiling_asked(case: Case) -> Iterator[Variation]:
    finding = case.finding("ceiling-misses-workers")
    asked = [
        int(each.number) >> 20
        for each in (finding.evidence if finding is not None else ())
        if "asks for" in each.what
    ]
    if asked:
        yield variations.ceiling(max(asked))


def _more_room(case: Case) -> Iterator[Variation]:
    if case.heap_died and case.ceiling is not None:
        yield variations.ceiling(case.ceiling * 3 // 2)
        yield variations.ceiling(case.ceiling * 2)
    elif not case.heap_died and case.limit is not None:
        # What every run needs at least does not fit: nothing but more of it helps from outside.
        yield variations.memory(case.limit * 3 // 2)
        yield variations.memory(case.limit * 2)


def _much_room(case: Case) -> Iterator[Variation]:
    """One comparison may take many times what all else does; by doubling it is found soon."""
    if case.heap_died and case.ceiling is not None:
        for times in (2, 4, 8):
            yield variations.ceiling(min(case.ceiling * times, case.room))


def _fan_out(case: Case) -> Iterator[Variation]:
    yield from _more_room(case) if case.heap_died else _workers(case)


def _native(case: Case) -> Iterator[Variation]:
    yield from _isolation(case)
    yield selections.batches_of_tests(case.tests)


def _console(case: Case) -> Iterator[Variation]:
    yield case.unheard()
    yield variations.console_silent()


def _timer(case: Case) -> Iterator[Variation]:
    yield variations.exit_at_end()
    yield from _isolation(case)


def _coverage(case: Case) -> Iterator[Variation]:
    yield variations.coverage_narrowed()
    yield case.split()  # whose coverage is to be merged
    yield variations.coverage_provider(case.other_provider())


def _build(case: Case) -> Iterator[Variation]:
    yield variations.no_source_maps()
    yield variations.builds_in_turn()
    yield from _more_room(case)


def _helper(case: Case) -> Iterator[Variation]:
    yield variations.splitting()
    yield case.split()
    yield case.split(2)
    yield variations.go_collects_more(case.limit // 2 if case.limit is not None else None)


def _without(case: Case) -> Iterator[Variation]:
    """Leave the test out: as a remedy it is rejected, but it shows whether all else lives."""
    finding = case.finding("runaway-test")
    if finding is not None and finding.culprit.file and finding.culprit.test:
        yield selections.without_test(finding.culprit.file, finding.culprit.test)


_CURES: Final[Mapping[str, Callable[[Case], Iterator[Variation]]]] = {
    "workers-times-ceiling": _workers,
    "ceiling-misses-workers": _ceiling_asked,
    "baseline-over-limit": _more_room,
    "import-fan-out": _fan_out,
    "retained-across-files": _isolation,
    "mock-registry": _isolation,
    "unreleased-resource": _isolation,
    "context-leak": _isolation,
    "dom-window-retained": _isolation,
    "matcher-spike": _much_room,
    "runaway-test": _without,
    "runaway-timer": _timer,
    "native-per-test": _native,
    "helper-process": _helper,
    "ipc-backlog": _console,
    "main-process-logs": _console,
    "coverage-in-main": _coverage,
    "build-phase-peak": _build,
}
