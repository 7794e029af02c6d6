"""An investigation with everything that one can have, without running anything."""

from memfit.model.finding import EndingKind
from memfit.model.investigation import (
    Conclusion,
    Experiment,
    Hypothesis,
    Investigation,
    Number,
    Step,
    Tried,
)
from memfit.model.recording import How

MB = 1 << 20


def investigated(name: str = "test") -> Investigation:
    """Return one whose names all hold a text, and in which one remedy held and one did not."""
    return Investigation(
        command=("npx", "vitest", "run", name),
        outcome=f"retained-across-files, proven by experiment; isolated files hold, {name}",
        cause="retained-across-files",
        remedy="isolate-files",
        hypotheses=(
            Hypothesis(
                "retained-across-files", Conclusion.CONFIRMED, f"it passed, {name}",
                ("isolate-files",),
            ),
            Hypothesis("mock-registry", Conclusion.REJECTED, f"no mocks, {name}"),
        ),
        experiments=(
            Experiment(
                "isolate-files", ("retained-across-files",), f"fresh processes, {name}", "it passes",
                1.2, ("npx", "vitest", "run", name, "--isolate"), {"A": name, "GONE": None},
                ("--memory", "1g"), (f"runs/isolate-files-1-{name}",), EndingKind.PASSED,
                (
                    Number("what is kept of each test file", 8.0 * MB, 0.0, "bytes a file"),
                    Number("the peak of the tree", 400.0 * MB, 100.0 * MB, how=How.EXACT),
                    Number("time", 4.0, 5.0, "seconds", How.EXACT),
                    Number("the heap of the main process", None, 3.0 * MB),
                ),
                Conclusion.CONFIRMED, f"with fresh processes it passed, {name}",
            ),
        ),
        tried=(
            Tried(
                "isolate-files", f"fresh processes, {name}", ("isolate: true",),
                ("npx", "vitest", "run", name, "--isolate"), {"A": name}, holds=True, verified=True,
                runs=3, peak=120 * MB, time_ratio=1.25, recordings=("a", "b", "c"),
                sentence=f"passed 3 of 3, {name}", peaks=(100 * MB, 110 * MB, 120 * MB),
                same_tests=True,
            ),
            Tried(
                "workers-1", f"1 worker, {name}", ("maxWorkers: 1",), ("npx", "vitest", name), {},
                holds=False, verified=False, runs=1, peak=300 * MB, time_ratio=None,
                recordings=("d",), sentence=f"rejected, although it passed, {name}",
                peaks=(300 * MB,), same_tests=False,
            ),
        ),
        pressure=(
            Step(360 * MB, 0.9, EndingKind.PASSED, f"it passed, {name}", "e"),
            Step(300 * MB, 0.75, EndingKind.OOM_KILLED, f"it died, {name}", "f"),
        ),
        unchecked=(f"halves of the suite, {name}",),
        runs=6,
        seconds=30.0,
        cost=6.0,
    )  # fmt: skip
