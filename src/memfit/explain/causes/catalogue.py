"""What is known of every cause whatever the recording: how to prove it, what it looks like."""

from typing import Final

from memfit.classes import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A cause of the catalogue.

    Attributes:
        experiment: The experiment that proves or refutes it, one sentence.
        confused_with: Slugs of the causes that look alike from outside.
    """

    experiment: str
    confused_with: tuple[str, ...]


CATALOGUE: Final = {
    "workers-times-ceiling": Entry(
        "run with half of the workers, or with a lower heap ceiling: it must pass",
        ("baseline-over-limit", "import-fan-out", "retained-across-files"),
    ),
    "ceiling-misses-workers": Entry(
        "print v8.getHeapStatistics().heap_size_limit inside a worker: it must not be what was set",
        ("baseline-over-limit", "retained-across-files"),
    ),
    "baseline-over-limit": Entry(
        "search the smallest limit that passes: it must lie just above this one",
        ("import-fan-out", "ceiling-misses-workers"),
    ),
    "retained-across-files": Entry(
        "give each file a process of its own: the growth must be gone",
        ("mock-registry", "unreleased-resource", "context-leak", "runaway-test"),
    ),
    "mock-registry": Entry(
        "run the same suite with plain functions in place of mocks: the growth must be gone",
        ("retained-across-files", "unreleased-resource"),
    ),
    "unreleased-resource": Entry(
        "close or stub the resource after each test: the growth must be gone",
        ("retained-across-files", "context-leak", "runaway-timer"),
    ),
    "context-leak": Entry(
        "run copies of a file that only imports: each must cost the same as a real one",
        ("retained-across-files", "unreleased-resource", "dom-window-retained"),
    ),
    "dom-window-retained": Entry(
        "run the same files in the node environment, or close the window: the growth must be gone",
        ("context-leak", "retained-across-files"),
    ),
    "matcher-spike": Entry(
        "run that test file alone with a small heap: it must die in the same assertion",
        ("runaway-test", "retained-across-files"),
    ),
    "runaway-test": Entry(
        "run that test alone (-t): it must die in the same way",
        ("matcher-spike", "retained-across-files", "runaway-timer"),
    ),
    "runaway-timer": Entry(
        "stop the timer, or use fake timers: the growth must be gone",
        ("runaway-test", "unreleased-resource", "coverage-in-main"),
    ),
    "native-per-test": Entry(
        "close the instances after each test: it must be flat; heap flags must change nothing",
        ("retained-across-files", "ipc-backlog"),
    ),
    "helper-process": Entry(
        "build fewer entries, or stop the helper when it is idle: its peak must drop",
        ("native-per-test", "build-phase-peak", "workers-times-ceiling"),
    ),
    "ipc-backlog": Entry(
        "silence the console: the process must stay flat",
        ("native-per-test", "main-process-logs"),
    ),
    "main-process-logs": Entry(
        "run with disableConsoleIntercept, or without the output: the main process must stay flat",
        ("coverage-in-main", "retained-across-files"),
    ),
    "coverage-in-main": Entry(
        "run without coverage: the main process must stay flat",
        ("main-process-logs", "runaway-timer"),
    ),
    "build-phase-peak": Entry(
        "switch source maps off, or build one entry alone: the peak of the phase must drop",
        ("helper-process", "baseline-over-limit"),
    ),
    "import-fan-out": Entry(
        "stub the heaviest import: the base of every worker must drop by its share",
        ("workers-times-ceiling", "baseline-over-limit"),
    ),
}
"""Every cause by its slug; each has a page in docs/reference/causes/."""
