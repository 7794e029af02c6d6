"""For every cause, the experiments that separate it from others, what each predicts, its cost."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from memfit.experiment.case import FAMILY, MIB, Case
from memfit.experiment.hypotheses import Effect, Proposal
from memfit.explain.causes import CATALOGUE
from memfit.model.finding import Basis
from memfit.runners import selections, variations
from memfit.runners.stub import stub

SMALL: Final = 1024
"""Ceiling in MB above which a test alone gets a smaller one, so that it dies early and cheaply."""

OTHER_DOM: Final = "environment-node"
"""The experiment that tells a window that is kept from all else that is."""

OF_ONE_TEST: Final = frozenset({"runaway-test", "matcher-spike"})
"""What a single test does: one of them, never both."""

BASES: Final = frozenset({"baseline-over-limit", "import-fan-out"})
"""What may be there at once: data that is needed, or many modules. One of them is most of it."""

_ROOM: Final = 3  # times the limit, to see what something needs
_ALONE: Final = (
    0.8  # of the limit, from which on what one process needs leaves no room for the rest
)
_MUCH: Final = 8  # times the ceiling, within which anything that ends should end
_ALL: Final = frozenset(CATALOGUE)


def proposals(causes: Iterable[str], case: Case) -> tuple[Proposal, ...]:
    """Return the experiments that are made for any of these causes, each once."""
    found: dict[str, Proposal] = {}
    for cause in causes:
        for each in _PROPOSERS.get(cause, _none)(case):
            found.setdefault(each.key, each)
    return tuple(found.values())


def _none(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    yield from ()


def _made_for(*causes: str, but: Iterable[str] = ()) -> tuple[frozenset[str], frozenset[str]]:
    """Return what an experiment confirms, and what it excludes: all others, but for some."""
    confirmed = frozenset(causes)
    return confirmed, _ALL - confirmed - frozenset(but)


def _kept(case: Case) -> Iterator[Proposal]:
    accumulates = (*FAMILY, "native-per-test")
    confirms, excludes = _made_for(*accumulates, "runaway-timer", but={"ipc-backlog"})
    isolated = variations.isolate_files()
    yield Proposal("isolate-files", (isolated,), Effect.PASSES, confirms, excludes, 1.2)
    split = case.split()
    yield Proposal(split.id, (split,), Effect.PASSES, confirms, excludes, 1.5)
    if case.knows_all and len(case.files) > 1:
        other = selections.reordered(case.files)
        yield Proposal(
            other.id, (other,), Effect.DIES_ELSEWHERE, frozenset(accumulates), OF_ONE_TEST, 1.5,
        )  # fmt: skip


def _context(case: Case) -> Iterator[Proposal]:
    # What tests open, mock or compare cannot be kept where none of them runs.
    yield Proposal(
        "imports-only", (selections.imports_only(),), Effect.KEEPS, frozenset({"context-leak"}),
        OF_ONE_TEST | {"unreleased-resource", "mock-registry"}, 0.6,
        of="growth", share=0.5, whole=False,
    )  # fmt: skip
    yield from _kept(case)


def _dom(case: Case) -> Iterator[Proposal]:
    # Tests may open windows by themselves, and a file may name its own environment.
    yield Proposal(
        OTHER_DOM, (variations.environment("node"),), Effect.FALLS,
        frozenset({"dom-window-retained"}), FAMILY - {"dom-window-retained"}, 1.0,
        of="growth", share=0.7, sure=False,
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
    yield from _left_out(case)
    file = case.light_file()
    ended = any(row.end is not None for row in case.explanation.interior.files)
    if file is not None and not ended and not any(map(case.finding, BASES)):
        return  # it died in its first file, and of what that file does or holds nothing is known
    if file is None or case.is_one_file:
        # A build, or a run of that file alone already: what it needs has an end, and lies just
        # above what it may have.
        if case.heap_died and case.ceiling is not None:
            more = variations.ceiling(case.ceiling * 3 // 2)
            confirms = frozenset({"baseline-over-limit"})
            excludes = frozenset({"runaway-test", "runaway-timer"})
            yield Proposal(more.id, (more,), Effect.PASSES, confirms, excludes, 1.0, sure=False)
        return
    one = selections.files("one-file", (file,), f"{file.rpartition('/')[2]} alone")
    base = frozenset({"baseline-over-limit", *(BASES if _alike(case) else ())})
    if case.heap_died or case.measures.workers <= 1:
        yield Proposal(
            one.id, (one,), Effect.KEEPS, base, FAMILY | OF_ONE_TEST, 0.3,
            of="worker_heap" if case.heap_died else "peak", share=0.7, whole=False,
        )  # fmt: skip
        return
    # Of several workers that filled the limit together, one alone fits, whatever its base: that it
    # fits says nothing of its modules.
    if not _alike(case):
        yield Proposal(
            one.id, (one,), Effect.DIES_ALIKE, base, frozenset({"workers-times-ceiling"}), 0.3,
            whole=False,
        )  # fmt: skip


def _alike(case: Case) -> bool:
    """Say whether the recording does not tell many modules from data in one of them."""
    finding = case.finding("import-fan-out")
    return finding is not None and finding.basis is Basis.CONJECTURE


def _left_out(case: Case) -> Iterator[Proposal]:
    """Leave out the module that was at work: data goes alone, a barrel with its modules."""
    suspect = case.suspect_of("import-fan-out") or case.suspect_of("baseline-over-limit")
    if suspect is None or not _alike(case):
        return
    without = stub(suspect)
    base, imports = frozenset({"baseline-over-limit"}), frozenset({"import-fan-out"})
    for effect, confirms, excludes in (
        (Effect.GOES_ALONE, base, imports), (Effect.GOES_WITH_MODULES, imports, base),
    ):  # fmt: skip
        yield Proposal(without.id, (without,), effect, confirms, excludes, 0.8, whole=False)


def _imports(case: Case) -> Iterator[Proposal]:
    # That a base is high does not show that imports are it: what is there without a test does,
    # where modules were counted. A set-up file may make it as well.
    if not _alike(case):
        yield Proposal(
            "imports-only", (selections.imports_only(),), Effect.KEEPS,
            frozenset({"import-fan-out"}), FAMILY | OF_ONE_TEST | {"workers-times-ceiling"}, 0.6,
            of="worker_heap", share=0.7, whole=False,
        )  # fmt: skip
    yield from _base(case)


def _one_test(case: Case) -> Iterator[Proposal]:
    cause = "runaway-test" if case.finding("runaway-test") else "matcher-spike"
    file, test = case.file_of(cause), case.test_of(cause)
    if file is None or test is None:
        return
    alone = selections.one_test(file, test)
    lower = [variations.ceiling(SMALL // 2)] if case.heap_died and _large(case) else []
    confirms, excludes = _made_for(*OF_ONE_TEST, but={"baseline-over-limit", "import-fan-out"})
    yield Proposal(
        alone.id, (alone, *lower), Effect.DIES_ALIKE, confirms, excludes, 0.3, whole=False
    )
    # What runs while the heap climbs tells a matcher from a loop, if it is read a second time.
    for one in OF_ONE_TEST:
        if case.finding(one) is not None:
            yield Proposal(
                alone.id, (alone, *lower), Effect.DIES_ALIKE, frozenset({one}),
                excludes | (OF_ONE_TEST - {one}), 0.3, whole=False, again=True,
            )  # fmt: skip
    if case.heap_died and case.ceiling is not None:
        # What a comparison needs is much and has an end; a loop fills whatever there is.
        start = SMALL // 2 if lower else case.ceiling
        size = min(start * _MUCH, case.room, 4 * SMALL)
        much = variations.ceiling(size)
        if size >= 2 * start:
            yield Proposal(
                f"{alone.id}-{much.id}", (alone, much), Effect.PASSES,
                frozenset({"matcher-spike"}), frozenset({"runaway-test"}), 0.8, whole=False,
            )  # fmt: skip


def _large(case: Case) -> bool:
    return case.ceiling is not None and case.ceiling > SMALL


def _timer(case: Case) -> Iterator[Proposal]:
    ended = variations.exit_at_end()
    confirms, excludes = _made_for("runaway-timer", but={"unreleased-resource"})
    yield Proposal(ended.id, (ended,), Effect.PASSES, confirms, excludes, 0.5)
    file = case.file_of("runaway-timer")
    if file is not None and not case.is_one_file:
        confirms, excludes = _made_for("runaway-timer", but=OF_ONE_TEST)
        one = selections.files("one-file", (file,), f"{file.rpartition('/')[2]} alone")
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
    yield Proposal(split.id, (split,), Effect.PASSES, confirms, excludes, 1.0, sure=False)
    if case.limit is not None and not case.heap_died:
        # At its limit it holds what the limit allows, whatever it needs.
        more = variations.memory(case.limit * _ROOM)
        yield Proposal(
            "helper-with-room", (more,), Effect.EXCEEDS, confirms, excludes, 1.0,
            of="helper", least=int(case.limit * MIB * _ALONE),
        )  # fmt: skip


def _logs(case: Case) -> Iterator[Proposal]:
    direct, silent = case.unheard(), variations.console_silent()
    printing = ("main-process-logs", "ipc-backlog")
    confirms, excludes = _made_for(*printing)
    # Past the runner a worker still writes to its parent, who may be as slow to read that.
    yield Proposal(
        direct.id, (direct,), Effect.PASSES, confirms, excludes, 1.0,
        sure=direct.id == silent.id,
    )  # fmt: skip
    if case.finding("main-process-logs") is not None:
        yield Proposal(
            direct.id, (direct,), Effect.FALLS, frozenset({"main-process-logs"}),
            frozenset({"ipc-backlog"}), 1.0, of="main_heap", share=0.3,
        )  # fmt: skip
    if direct.id != silent.id:
        yield Proposal(silent.id, (silent,), Effect.PASSES, confirms, excludes, 1.1)


def _coverage(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    off = variations.coverage_off()
    confirms, excludes = _made_for("coverage-in-main", but={"ipc-backlog"})
    yield Proposal(off.id, (off,), Effect.PASSES, confirms, excludes, 0.9)


def _build(case: Case) -> Iterator[Proposal]:  # noqa: ARG001 (a proposer's signature)
    off = variations.no_source_maps()
    confirms, excludes = _made_for("build-phase-peak", but={"helper-process"})
    yield Proposal(off.id, (off,), Effect.PASSES, confirms, excludes, 0.9, sure=False)
    turns = variations.builds_in_turn()
    yield Proposal(turns.id, (turns,), Effect.PASSES, confirms, excludes, 1.3, sure=False)


_PROPOSERS: Final[Mapping[str, Callable[[Case], Iterator[Proposal]]]] = {
    "workers-times-ceiling": _workers,
    "ceiling-misses-workers": _missed,
    "baseline-over-limit": _base,
    "import-fan-out": _imports,
    "retained-across-files": _kept,
    "mock-registry": _kept,
    "unreleased-resource": _kept,
    "context-leak": _context,
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
