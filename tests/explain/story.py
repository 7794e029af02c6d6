"""Isolates that lived through a story: files, tests, what each keeps, a collector that is lazy.

Sizes are MB, times seconds. The heap that is read is what is kept plus garbage, which grows until
a collection takes it back, as V8's does.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from memfit.model.isolate import Counters, Isolate, Stack
from memfit.model.recording import Process, Series
from memfit.model.suite import FileRun, TestRun
from tests.explain.build import MB

TICK = 0.05
COUNTED = 100
"""Modules more than were told that the sampler tells of."""


@dataclass
class Story:
    """Writes the readings of one isolate.

    Attributes:
        process: Key of its process.
        thread: Its thread.
        limit: Its ceiling, MB.
        waste: Garbage that may pile up before a collection, MB.
        churn: Garbage that comes each second, MB.
    """

    process: int = 1
    thread: int = 0
    limit: float = 4144
    waste: float = 40
    churn: float = 60
    runtime: str = "node"
    start: float = 0.5
    base: float = 20
    native: float = 60
    _at: float = 0.0
    _live: float = 0.0
    _garbage: float = 0.0
    _contexts: int = 1
    _used: Series = field(default_factory=Series)
    _total: Series = field(default_factory=Series)
    _rss: Series = field(default_factory=Series)
    _external: Series = field(default_factory=Series)
    _number: Series = field(default_factory=Series)
    _loads: Series = field(default_factory=Series)
    _files: list[FileRun] = field(default_factory=list)
    _stacks: list[Stack] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._at, self._live = self.start, self.base
        self._read()

    def passes(
        self, seconds: float, keeps: float = 0.0, native: float = 0.0, loads: int = 0
    ) -> "Story":
        """Time goes by; what is kept, what is native, and what is loaded, comes evenly."""
        ticks = max(round(seconds / TICK), 1)
        for number in range(1, ticks + 1):
            self._at += seconds / ticks
            self._live += keeps / ticks
            self.native += native / ticks
            self._garbage += self.churn * seconds / ticks
            if self._garbage > self.waste or self._live + self._garbage > self.limit:
                self._garbage = 0.0
            self._read()
            if loads >= COUNTED * ticks:
                self._loads.at.append(self._at)
                self._loads.value.append(loads * number // ticks)
        return self

    def file(
        self,
        name: str,
        *,
        imports: float = 5.0,
        keeps: float = 0.0,
        native: float = 0.0,
        tests: int = 3,
        seconds: float = 0.2,
        contexts: int = 0,
        ends: bool = True,
        modules: int | None = None,
        mocks: int | None = None,
        calls: int | None = None,
        documents: int | None = None,
        scripts: int | None = None,
        resources: dict[str, int] | None = None,
        kept: bool = False,
        data: float = 0.0,
    ) -> "Story":
        """Run a test file: its imports go again, what it keeps stays.

        Of the imports, the share that is `data` comes once all modules are loaded.
        """
        started, before = self._at, Counters(used=self._used.value[-1])
        loads = max(modules or 0, scripts or 0)
        # Many modules take their time, and are told in steps.
        steps = min(max(loads // COUNTED, 2), 8)
        self.passes(steps * TICK, imports * (1 - data), loads=loads)
        if data:
            self.passes(0.2, imports * data)
        self._contexts += contexts
        runs: list[TestRun] = []
        for number in range(tests):
            begun = self._at
            self.passes(seconds, keeps=keeps / tests, native=native / tests)
            over = self._at if ends or number < tests - 1 else None
            runs.append(TestRun(f"test {number + 1}", begun, over))
        if ends:
            self._live -= imports
            self._garbage += imports
            self._read()
        run = FileRun(
            file=name, isolate=self.name, process=self.process, worker="1", started=started,
            ended=self._at if ends else None, tests=tuple(runs), before=before,
            after=Counters(used=self._used.value[-1]) if ends else None,
            kept=Counters(used=int(self._live * MB)) if kept else None,
            modules=modules, mocks=mocks, calls=calls, resources=resources or {},
            documents=documents, scripts=scripts,
        )  # fmt: skip
        self._files.append(run)
        return self

    def files(self, count: int, **each: Any) -> "Story":
        """Run several files alike."""
        for number in range(count):
            self.file(f"tests/{number}.test.ts", **each)
        return self

    def sees(self, *frames: str) -> "Story":
        """The sampler reads a stack: `function file:line`, innermost first."""
        parsed = []
        for frame in frames:
            function, _, place = frame.partition(" ")
            file, _, line = place.rpartition(":")
            parsed.append((function, file, int(line)))
        self._stacks.append(Stack(self._at, self._used.value[-1], tuple(parsed)))
        return self

    @property
    def name(self) -> str:
        """Name of the isolate."""
        return f"{4000 + self.process}-{self.thread}"

    @property
    def now(self) -> float:
        """Where the story stands."""
        return self._at

    def isolate(self) -> Isolate:
        """The isolate as the loader would give it."""
        return Isolate(
            name=self.name, process=self.process, thread=self.thread, runtime=self.runtime,
            version="20.20.2", runner="vitest", worker="1", started=self.start,
            heap_limit=int(self.limit * MB), used=self._used, total=self._total,
            external=self._external, rss=self._rss, contexts=self._number,
            stacks=tuple(self._stacks), loads=self._loads,
        )  # fmt: skip

    def runs(self) -> tuple[FileRun, ...]:
        """Its test files."""
        return tuple(self._files)

    def _read(self) -> None:
        used = int((self._live + self._garbage) * MB)
        for series, value in (
            (self._used, used),
            (self._total, used + 4 * MB),
            (self._rss, used + 4 * MB + int(self.native * MB)),
            (self._external, 2 * MB),
            (self._number, self._contexts),
        ):
            series.at.append(self._at)
            series.value.append(value)


def tell(recording: Any, *stories: Story) -> Any:
    """Put stories into a recording, whose processes get the resident sets that they tell of."""
    by_key = {story.process: story for story in stories}

    def with_rss(process: Process) -> Process:
        story = by_key.get(process.key)
        return replace(process, rss=story.isolate().rss) if story is not None else process

    return replace(
        recording,
        processes=tuple(map(with_rss, recording.processes)),
        isolates=tuple(story.isolate() for story in stories),
        files=tuple(run for story in stories for run in story.runs()),
    )


def flat(values: Sequence[float], at: Sequence[float]) -> Series:
    """A series of MB."""
    return Series(array("d", at), array("q", (int(value * MB) for value in values)))
