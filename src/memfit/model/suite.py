"""What the runner or builder did: test files, tests, phases, and what it said about them.

Units as in `memfit.model.recording`.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import ClassVar

from memfit.classes import dataclass
from memfit.model.isolate import Counters


class Outcome(StrEnum):
    """How a test or a test file ended, as the runner sees it."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class TestRun:
    """One test, once.

    Attributes:
        name: Its name, with those of its suites where the runner tells.
        started: When it began, its `beforeEach` hooks included.
        ended: When it ended; None if it never did.
        outcome: How; None if it never ended or the runner did not tell.
        used_before: Used heap when it began (resident set for Python), or None.
        used_after: The same when it ended, or None.
    """

    __test__: ClassVar[bool] = False  # pytest is not to collect it

    name: str
    started: float
    ended: float | None = None
    outcome: Outcome | None = None
    used_before: int | None = None
    used_after: int | None = None


@dataclass(frozen=True, slots=True)
class FileRun:
    """One test file in one isolate, once.

    Attributes:
        file: Path as the runner gives it.
        isolate: Name of the isolate that ran it.
        process: Key of its process, or None.
        worker: The runner's own name for the worker, or None.
        started: When the runner began with it: imports included.
        ended: When it ended; None if it never did.
        outcome: How; None if it never ended or the runner did not tell.
        tests: Its tests, in order.
        before: What the isolate told when the file began.
        after: The same when it ended; None if it never did.
        kept: The same after a forced garbage collection at its end; None unless asked for.
        resources: What kept the event loop alive when it ended, by kind (`Timeout`,
            `TCPServerWrap`, …), numbers; empty if not told.
        modules: Modules that were loaded for it; None if not told.
        mocks: Mocks that the runner kept when it ended, those of earlier files included; None if
            not told.
        calls: Calls that those mocks held then, with their arguments and results; None if not told.
        documents: DOM documents that this file and earlier ones worked on and that were still in
            memory when it ended; None if there were none, or not told.
        scripts: Scripts that V8 compiled while it was imported, at least; None if not told. Each
            module is one, whoever loaded it.
        majors: Mark-compacts of its isolate by its end, those of earlier files included; None if
            not told.
    """

    file: str
    isolate: str
    process: int | None
    worker: str | None
    started: float
    ended: float | None = None
    outcome: Outcome | None = None
    tests: tuple[TestRun, ...] = ()
    before: Counters = field(default_factory=Counters)
    after: Counters | None = None
    kept: Counters | None = None
    resources: Mapping[str, int] = field(default_factory=dict)
    modules: int | None = None
    mocks: int | None = None
    calls: int | None = None
    documents: int | None = None
    scripts: int | None = None
    majors: int | None = None

    @property
    def loaded(self) -> int | None:
        """How many modules were loaded for it, at most; None if not told.

        A runner counts its own, V8 all that it compiles, those of Node's loader included.
        """
        told = (count for count in (self.modules, self.scripts) if count is not None)
        return max(told, default=None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase that the runner or builder itself named.

    Attributes:
        name: `set-up`, `collect`, `tests`, `after the tests`, `coverage`, `teardown`; for builds
            the builder's own (`transform`, `render`, `link`, …).
        label: What tells two stretches of one name apart (an entry, a format), or empty.
        process: Key of the process that was in it; None if unknown.
        started: When it began.
        ended: When it ended; None if it never did.
    """

    name: str
    label: str
    process: int | None
    started: float
    ended: float | None


@dataclass(frozen=True, slots=True)
class RunnerReport:
    """What the runner's own report says, wherever it was printed or written.

    Attributes:
        source: `output`, or the path of a report file.
        green: Whether it claims that everything passed; None if it says nothing of the kind.
        files: Test files that it counts in all, or None.
        files_ended: Of those, the files that it counts as passed, failed or skipped, or None.
        tests: Tests that it counts in all, or None.
        tests_pending: Of those, the tests that it counts as neither passed, failed nor skipped.
        sentence: The line or value that says so, as it stands there.
    """

    source: str
    green: bool | None
    files: int | None = None
    files_ended: int | None = None
    tests: int | None = None
    tests_pending: int | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """What is known of the whole run from the runner.

    Attributes:
        config: The runner's resolved configuration that matters to memory, by name: `pool`,
            `isolate`, `workers`, `file_parallelism`, `environment`, `coverage`, `setup_files`,
            `old_space` (bytes), `globals_cleanup`, `worker_idle_memory_limit`, … A value is a text,
            number, bool, list of texts or None.
        config_source: How it was learnt: `the runner's worker`, `the runner's main`, …
        planned: Test files that the runner meant to run, as far as it told; None if it did not.
        reports: What its reports say.
        stretches: Phases that it named itself, in order of their start.
        deaths: Lines by which the runner says that a worker died, as printed.
    """

    config: Mapping[str, object] = field(default_factory=dict)
    config_source: str = ""
    planned: tuple[str, ...] | None = None
    reports: tuple[RunnerReport, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    deaths: tuple[str, ...] = ()
