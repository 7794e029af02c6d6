"""What a cause may look at beside the recording, computed once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import field
from typing import TypeVar, cast

from memfit.classes import dataclass
from memfit.explain.courses import Course, by_isolate, course, readings
from memfit.explain.series import Reading
from memfit.model.finding import Ending, EndingKind, Holder
from memfit.model.isolate import Isolate
from memfit.model.recording import Limit, Process, Recording, Role

T = TypeVar("T")

BUILDERS = {"vite", "rollup", "webpack", "tsup", "esbuild"}
"""Runners that build and test nothing."""

RECENT = 1.5
"""Seconds before the instant that matters in which an isolate must still have told of itself."""


@dataclass(frozen=True, slots=True)
class Context:
    """A recording and what is already known about it.

    Attributes:
        recording: The recording.
        ending: How it ended.
        top: The tree's highest usage that was read; None if it was never read.
        holders: What each process held then, largest first.
        limit: The limit in force.
        courses: The isolates that matter, largest first: those of the process that died at its
            heap limit, those alive when the tree was at its peak, else all of them to their end.
    """

    recording: Recording
    ending: Ending
    top: Reading | None
    holders: tuple[Holder, ...]
    limit: Limit | None
    courses: tuple[Course, ...] = field(default=())
    _known: dict[str, object] = field(default_factory=dict)

    def once(self, what: str, compute: Callable[[], T]) -> T:
        """Return what is computed at the first call under a name, for all causes that ask for it."""
        if what not in self._known:
            self._known[what] = compute()
        return cast("T", self._known[what])

    @property
    def tree_hit_limit(self) -> bool:
        """Whether the tree as a whole ran into a limit."""
        return self.ending.kind in {EndingKind.OOM_KILLED, EndingKind.OVER_BUDGET}

    @property
    def heap_died(self) -> bool:
        """Whether a V8 heap died at its ceiling."""
        return self.ending.kind is EndingKind.HEAP_LIMIT

    @property
    def needed(self) -> int:
        """Bytes that are to be explained: the heap that died, else the tree's peak."""
        if self.heap_died and self.courses:
            return self.courses[0].held
        peak = self.recording.end.peak if self.recording.end else None
        highest = self.top.value if self.top is not None else 0
        return min(highest, peak.bytes) if peak is not None and highest else highest

    def process(self, key: int) -> Process:
        """Return a process by its key."""
        return next(process for process in self.recording.processes if process.key == key)

    def is_main(self, each: Course) -> bool:
        """Whether a course is that of the runner's or builder's main process, which runs no test."""
        return each.process is not None and each.process.role is Role.MAIN and not each.files


def make_context(
    recording: Recording,
    ending: Ending,
    top: Reading | None,
    holders: tuple[Holder, ...],
    limit: Limit | None,
) -> Context:
    """Put together what causes look at."""
    bare = Context(recording, ending, top, holders, limit)
    files = by_isolate(recording)
    processes = {process.key: process for process in recording.processes}
    isolates = Counter(isolate.process for isolate in recording.isolates)

    def follow(isolate: Isolate) -> Course | None:
        process = processes.get(isolate.process) if isolate.process is not None else None
        level = readings(isolate, process)
        if not len(level):
            return None
        until = _instant(isolate, bare, level.at[-1])
        if until is None:
            return None
        alone = isolates[isolate.process] == 1
        return course(isolate, process, files.get(isolate.name, ()), until, alone=alone)

    followed = [each for each in map(follow, recording.isolates) if each is not None]
    followed.sort(key=lambda each: each.held, reverse=True)
    return Context(recording, ending, top, holders, limit, tuple(followed))


def _instant(isolate: Isolate, context: Context, last: float) -> float | None:
    """Return the instant up to which an isolate matters; None if it does not."""
    if context.heap_died and context.ending.process is not None:
        return last if isolate.process == context.ending.process else None
    if context.tree_hit_limit and context.top is not None:
        at = context.top.at
        return at if isolate.started <= at <= last + RECENT else None
    return last
