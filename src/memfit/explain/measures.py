"""The numbers of a run that experiments compare, taken the same way from each recording."""

from collections.abc import Mapping
from dataclasses import field

from memfit.classes import dataclass
from memfit.explain.causes import make_context
from memfit.explain.causes.climbs import heap_climbs
from memfit.explain.causes.helper_process import is_helper
from memfit.explain.iteration import iteration
from memfit.explain.own_cost import less_own_cost
from memfit.explain.series import maximum
from memfit.model.experiment import Death
from memfit.model.finding import EndingKind, Explanation
from memfit.model.recording import How, Recording, Role

_LEFT_OUT = "left out: "  # js/stub.cjs writes it


@dataclass(frozen=True, slots=True)
class Measures:
    """What one run shows, in numbers.

    Attributes:
        ending: How it ended.
        sentence: The same for a person.
        seconds: How long it took.
        peak: The tree's peak, or None.
        peak_how: How it was obtained, or None.
        files: Test files that ended.
        per_heap: Most test files that one heap ran.
        growth: Bytes a file by which the heap grew that grew most; 0 where none did.
        worker_heap: The largest heap that ran tests, or None.
        main_heap: The largest heap of a main process that ran none, or None.
        helper: The largest peak of a helper, or None.
        ceiling: The lowest ceiling in force where tests ran, or None.
        workers: Processes or threads that ran tests at the same time, at most.
        death: Where it died; None if it ended by itself.
        bases: The heap that was there when the first test of a process began, by the file of that
            test; the largest, where a file was first in several.
        begun: Test files of which a test began.
        modules: Most modules that one file loaded, or None if not told.
        left_out: Packages and modules that an inert one stood in for.
    """

    ending: EndingKind
    sentence: str
    seconds: float
    peak: int | None
    peak_how: How | None
    files: int
    per_heap: int
    growth: float
    worker_heap: int | None
    main_heap: int | None
    helper: int | None
    ceiling: int | None
    workers: int
    death: Death | None
    bases: Mapping[str, int] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    modules: int | None = None
    left_out: frozenset[str] = frozenset()

    @property
    def base(self) -> int | None:
        """The largest heap that was there when the first test of a process began, or None."""
        return max(self.bases.values(), default=None)

    @property
    def passed(self) -> bool:
        """Whether the run passed."""
        return self.ending is EndingKind.PASSED


def measure(recording: Recording, explanation: Explanation) -> Measures:
    """Take the numbers of a run.

    Args:
        recording: The run.
        explanation: What was said about it.
    """
    rows = [row for row in explanation.interior.isolates if row.runtime == "node"]
    roles = {process.key: process.role for process in recording.processes}
    tested = [row for row in rows if row.files]
    mains = [
        row.heap_peak for row in rows
        if not row.files and row.heap_peak is not None and row.process is not None
        and roles.get(row.process) is Role.MAIN
    ]  # fmt: skip
    ceilings = [row.heap_limit for row in tested if row.heap_limit is not None]
    return Measures(
        ending=explanation.ending.kind,
        sentence=explanation.ending.sentence,
        seconds=explanation.elapsed or 0.0,
        peak=explanation.peak.bytes if explanation.peak is not None else None,
        peak_how=explanation.peak.how if explanation.peak is not None else None,
        files=len({run.file for run in recording.files if run.ended is not None}),
        per_heap=max((row.files for row in explanation.interior.isolates), default=0),
        growth=_growth(recording, explanation),
        worker_heap=max((row.heap_peak for row in tested if row.heap_peak), default=None),
        main_heap=max(mains, default=None),
        helper=_helper(recording),
        ceiling=min(ceilings, default=None),
        workers=_at_once(recording),
        death=iteration(1, recording, explanation).death,
        bases=_bases(recording),
        begun=frozenset(run.file for run in recording.files if run.tests),
        modules=max((n for run in recording.files if (n := run.loaded) is not None), default=None),
        left_out=frozenset(
            note.removeprefix(_LEFT_OUT)
            for each in recording.isolates for note in each.notes if note.startswith(_LEFT_OUT)
        ),
    )  # fmt: skip


def _bases(recording: Recording) -> Mapping[str, int]:
    """Return the heaps that first tests found; later files find garbage of earlier ones."""
    seen: set[str] = set()
    bases: dict[str, int] = {}
    for run in recording.files:
        if not run.tests or run.isolate in seen:
            continue
        seen.add(run.isolate)
        used = run.tests[0].used_before
        if used is not None:
            bases[run.file] = max(used, bases.get(run.file, 0))
    return bases


def _helper(recording: Recording) -> int | None:
    """Return the largest peak of a program of its own that a Node runner or builder started."""
    processes = {process.key: process for process in recording.processes}
    return max(
        (
            each.peak.bytes
            for each in recording.processes
            if each.peak is not None and is_helper(each, processes)
        ),
        default=None,
    )


def _growth(recording: Recording, explanation: Explanation) -> float:
    recording = less_own_cost(recording)
    top = maximum(recording.usage, 0.0, explanation.elapsed or float("inf"))
    context = make_context(
        recording, explanation.ending, top, explanation.holders, explanation.limit
    )
    climbs = heap_climbs(context)
    return climbs[0].rate if climbs else 0.0


def _at_once(recording: Recording) -> int:
    """Count the isolates that had a test file under way at the same time, at most.

    A file that never ended was under way until its process ended.
    """
    ends = {each.key: each.ended for each in recording.processes}
    changes = []
    for run in recording.files:
        died = ends.get(run.process) if run.process is not None else None
        end = run.ended if run.ended is not None else died
        changes += [(run.started, 1), (end if end is not None else float("inf"), -1)]
    most = now = 0
    for _, change in sorted(changes):
        now += change
        most = max(most, now)
    return most
