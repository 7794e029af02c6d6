"""For every cause, the experiments that separate it from others, what each predicts, its cost.

An experiment changes one thing and predicts one effect. Causes that it is made for predict the
effect, those that it excludes predict its absence; of all others it says nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from memfit.classes import dataclass
from memfit.experiment.case import FAMILY, Case
from memfit.explain.causes import CATALOGUE
from memfit.model.finding import Basis
from memfit.runners import variations
from memfit.runners.variations import Variation

SMALL: Final = 1024
"""Ceiling in MB above which a test alone gets a smaller one, so that it dies early and cheaply."""

_OF_ONE_TEST: Final = frozenset({"runaway-test", "matcher-spike"})
_ALL: Final = frozenset(CATALOGUE)


class Effect(StrEnum):
    """What an experiment predicts."""

    PASSES = "it passes"
    DIES_ALIKE = "it dies in the same way"
    FALLS = "falls"
    KEEPS = "stays"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An experiment that may be made.

    Attributes:
        id: Slug; names its runs in the journal.
        variations: What is changed.
        effect: What is predicted.
        confirms: Causes that predict the effect.
        excludes: Causes that predict its absence.
        cost: In runs of the suite.
        of: For `FALLS` and `KEEPS`, which number of `Measures`.
        share: For `FALLS`, by which share at least; for `KEEPS`, which share must be left.
        reference: What is changed in the run that it is compared with; empty for the run as it
            was given.
        whole: Whether all tests run, so that it may be a remedy too.
    """

    id: str
    variations: tuple[Variation, ...]
    effect: Effect
    confirms: frozenset[str]
    excludes: frozenset[str]
    cost: float
    of: str = "peak"
    share: float = 0.0
    reference: tuple[Variation, ...] = ()
    whole: bool = True

    @property
    def what(self) -> str:
        """What is changed, for a person."""
        return ", ".join(one.what for one in self.variations)

    @property
    def predicted(self) -> str:
        """What is to be seen, for a person."""
        name = NAMES.get(self.of, self.of)
        if self.effect is Effect.FALLS:
            return f"{name} falls by at least {100 * self.share:.0f} %"
        if self.effect is Effect.KEEPS:
            return f"{name} stays: at least {100 * self.share:.0f} % of it"
        return self.effect.value


NAMES: Final = {
    "peak": "the peak of the tree",
    "growth": "what is kept of each test file",
    "worker_heap": "the largest heap of a worker",
    "main_heap": "the heap of the main process",
    "helper": "the peak of the helper",
    "ceiling": "the ceiling in force where tests run",
    "seconds": "time",
}
"""What numbers of `Measures` are called."""


def proposals(causes: Iterable[str], case: Case) -> tuple[Proposal, ...]:
    """Return the experiments that are made for any of these causes, each once."""
    found: dict[str, Proposal] = {}
    for cause in causes:
        for each in _PROPOSERS.get(cause, _none)(case):
            found.setdefault(f"{each.id} {each.effect} {each.of}", each)
    return tuple(found.values())


def separates(proposal: Proposal, lead: str, remaining: Iterable[str]) -> float:
    """Return how much an experiment tells for its cost: causes told from the lead, by runs.

    That the lead is true at all is one of the things that are told.
    """
    told = 1 + sum(
        (lead in proposal.confirms and other in proposal.excludes)
        or (lead in proposal.excludes and other in proposal.confirms)
        for other in remaining
        if other != lead
    )
    return told / proposal.cost if lead in proposal.confirms | proposal.excludes else 0.0


def _none(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    yield from ()


def _made_for(*causes: str, but: Iterable[str] = ()) -> tuple[frozenset[str], frozenset[str]]:
    """Return what an experiment confirms, and what it excludes: all others, but for some."""
    confirmed = frozenset(causes)
    return confirmed, _ALL - confirmed - frozenset(but)


def _kept(case: Case) -> Iterator[Proposal]:
    confirms, excludes = _made_for(*FAMILY, "native-per-test", "runaway-timer", but={"ipc-backlog"})
    isolated = variations.isolate_files()
    yield Proposal("isolate-files", (isolated,), Effect.PASSES, confirms, excludes, 1.2)
    split = case.split()
    yield Proposal(split.id, (split,), Effect.PASSES, confirms, excludes, 1.5)


def _dom(case: Case) -> Iterator[Proposal]:
    yield Proposal(
        "environment-node", (variations.environment("node"),), Effect.FALLS,
        frozenset({"dom-window-retained"}), FAMILY - {"dom-window-retained"}, 1.0,
        of="growth", share=0.7,
    )  # fmt: skip
    yield from _kept(case)


def _workers(case: Case) -> Iterator[Proposal]:
    count = max(case.measures.workers // 2, 1)
    if case.measures.workers > 1:
        confirms, excludes = _made_for("workers-times-ceiling", but={"import-fan-out"})
        half = variations.workers(count)
        yield Proposal(half.id, (half,), Effect.PASSES, confirms, excludes, 1.5)


def _missed(case: Case) -> Iterator[Proposal]:
    asked = _asked(case)
    if asked is not None:
        confirms = frozenset({"ceiling-misses-workers"})
        excludes = frozenset({"runaway-test", "runaway-timer", *FAMILY})
        given = variations.ceiling(asked)
        yield Proposal(given.id, (given,), Effect.PASSES, confirms, excludes, 1.0)


def _asked(case: Case) -> int | None:
    """Return the ceiling that was asked for where it does not reach, MB."""
    finding = case.finding("ceiling-misses-workers")
    asked = [
        each.number for each in (finding.evidence if finding is not None else ())
        if "asks for" in each.what
    ]  # fmt: skip
    return int(max(asked)) >> 20 if asked else None


def _base(case: Case) -> Iterator[Proposal]:
    file = case.light_file()
    if file is None:
        return
    one = variations.files("one-file", (file,), f"{file.rpartition('/')[2]} alone")
    # That a base is high does not show that imports are it, where modules were not counted.
    finding = case.finding("import-fan-out")
    counted = finding is not None and finding.basis is not Basis.CONJECTURE
    imports = frozenset({"import-fan-out"}) if counted else frozenset[str]()
    if case.heap_died:
        yield Proposal(
            one.id, (one,), Effect.KEEPS, imports | {"baseline-over-limit"}, FAMILY | _OF_ONE_TEST, 0.3,
            of="worker_heap", share=0.7, whole=False,
        )  # fmt: skip
        return
    # Of several workers that filled the limit together, one alone fits, whatever its base.
    yield Proposal(
        one.id, (one,), Effect.DIES_ALIKE, frozenset({"baseline-over-limit"}),
        frozenset({"workers-times-ceiling"}), 0.3, whole=False,
    )  # fmt: skip
    yield Proposal(
        one.id, (one,), Effect.KEEPS, imports, FAMILY | _OF_ONE_TEST, 0.3,
        of="worker_heap", share=0.7, whole=False,
    )  # fmt: skip


def _one_test(case: Case) -> Iterator[Proposal]:
    cause = "runaway-test" if case.finding("runaway-test") else "matcher-spike"
    file, test = case.file_of(cause), case.test_of(cause)
    if file is None or test is None:
        return
    alone = variations.one_test(file, test)
    lower = [variations.ceiling(SMALL // 2)] if case.heap_died and _large(case) else []
    confirms, excludes = _made_for(*_OF_ONE_TEST, but={"baseline-over-limit", "import-fan-out"})
    yield Proposal(
        alone.id, (alone, *lower), Effect.DIES_ALIKE, confirms, excludes, 0.3, whole=False
    )
    if case.heap_died and case.ceiling is not None:
        twice = variations.ceiling((SMALL // 2 if lower else case.ceiling) * 2)
        yield Proposal(
            f"{alone.id}-{twice.id}", (alone, twice), Effect.PASSES,
            frozenset({"matcher-spike"}), frozenset({"runaway-test"}), 0.4, whole=False,
        )  # fmt: skip


def _large(case: Case) -> bool:
    return case.ceiling is not None and case.ceiling > SMALL


def _timer(case: Case) -> Iterator[Proposal]:
    file = case.file_of("runaway-timer")
    if file is not None:
        confirms, excludes = _made_for("runaway-timer", but=_OF_ONE_TEST)
        one = variations.files("one-file", (file,), f"{file.rpartition('/')[2]} alone")
        yield Proposal(one.id, (one,), Effect.DIES_ALIKE, confirms, excludes, 0.5, whole=False)


def _native(case: Case) -> Iterator[Proposal]:
    yield from _kept(case)
    if case.ceiling is not None and not case.heap_died:
        lower = variations.ceiling(max(case.ceiling // 4, 128))
        yield Proposal(
            lower.id, (lower,), Effect.DIES_ALIKE, frozenset({"native-per-test"}),
            frozenset({"workers-times-ceiling"}), 1.0,
        )  # fmt: skip


def _helper(case: Case) -> Iterator[Proposal]:
    confirms, excludes = _made_for("helper-process", but={"build-phase-peak"})
    split = variations.splitting()
    yield Proposal(split.id, (split,), Effect.PASSES, confirms, excludes, 1.0)
    if case.limit is not None:
        # At its limit it holds what the limit allows, whatever it needs: both runs get more.
        more = variations.memory(case.limit * 3)
        yield Proposal(
            "helper-collects-more", (more, variations.go_collects_more()), Effect.FALLS,
            confirms, excludes, 2.0, of="helper", share=0.1, reference=(more,),
        )  # fmt: skip


def _logs(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    direct = variations.console_direct()
    printing = ("main-process-logs", "ipc-backlog")
    confirms, excludes = _made_for(*printing)
    yield Proposal(direct.id, (direct,), Effect.PASSES, confirms, excludes, 1.0)
    yield Proposal(
        direct.id, (direct,), Effect.FALLS, frozenset({"main-process-logs"}),
        frozenset({"ipc-backlog"}), 1.0, of="main_heap", share=0.3,
    )  # fmt: skip


def _coverage(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    off = variations.coverage_off()
    confirms, excludes = _made_for("coverage-in-main", but={"ipc-backlog"})
    yield Proposal(off.id, (off,), Effect.PASSES, confirms, excludes, 0.9)


def _build(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    off = variations.no_source_maps()
    confirms, excludes = _made_for("build-phase-peak", but={"helper-process"})
    yield Proposal(off.id, (off,), Effect.PASSES, confirms, excludes, 0.9)


_PROPOSERS: Final[Mapping[str, Callable[[Case], Iterator[Proposal]]]] = {
    "workers-times-ceiling": _workers,
    "ceiling-misses-workers": _missed,
    "baseline-over-limit": _base,
    "import-fan-out": _base,
    "retained-across-files": _kept,
    "mock-registry": _kept,
    "unreleased-resource": _kept,
    "context-leak": _kept,
    "dom-window-retained": _dom,
    "matcher-spike": _one_test,
    "runaway-test": _one_test,
    "runaway-timer": _timer,
    "native-per-test": _native,
    "helper-process": _helper,
    "ipc-backlog": _logs,
    "main-process-logs": _logs,
    "coverage-in-main": _coverage,
    "build-phase-peak": _build,
}
