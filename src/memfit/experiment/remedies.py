"""Which changes may cure a cause, the smallest first, and how they stand in findings."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Final

from memfit.experiment.case import Case
from memfit.model.finding import Finding, Remedy
from memfit.model.investigation import Tried
from memfit.runners import variations
from memfit.runners.variations import Variation

_OLD_SPACE: Final = 0.6  # of the limit that all ceilings together may have
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
    return "isolate-files" if changed == "batches" else changed


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
    "go-collects-more": "gomemlimit",
}


def _nothing(case: Case) -> Iterator[Variation]:  # noqa: ARG001 (the signature of cures)
    yield from ()


def _isolation(case: Case) -> Iterator[Variation]:
    yield variations.isolate_files()
    yield case.split()


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


def _fan_out(case: Case) -> Iterator[Variation]:
    yield from _more_room(case) if case.heap_died else _workers(case)


def _console(case: Case) -> Iterator[Variation]:  # noqa: ARG001 (the signature of cures)
    yield variations.console_direct()


def _coverage(case: Case) -> Iterator[Variation]:
    yield variations.coverage_narrowed()
    provider = case.target.config.get("coverage")
    yield variations.coverage_provider("istanbul" if provider == "v8" else "v8")


def _build(case: Case) -> Iterator[Variation]:
    yield variations.no_source_maps()
    yield from _more_room(case)


def _helper(case: Case) -> Iterator[Variation]:
    yield variations.splitting()
    yield variations.go_collects_more(case.limit // 2 if case.limit is not None else None)


def _without(case: Case) -> Iterator[Variation]:
    """Leave the test out: as a remedy it is rejected, but it shows whether all else lives."""
    finding = case.finding("runaway-test")
    if finding is not None and finding.culprit.file and finding.culprit.test:
        yield variations.without_test(finding.culprit.file, finding.culprit.test)


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
    "matcher-spike": _more_room,
    "runaway-test": _without,
    "runaway-timer": _isolation,
    "native-per-test": _isolation,
    "helper-process": _helper,
    "ipc-backlog": _console,
    "main-process-logs": _console,
    "coverage-in-main": _coverage,
    "build-phase-peak": _build,
}
