"""Remedies in the spelling of the runner and version that was recorded."""

from typing import Final

from memfit.explain.heap_death import asks_by_flag
from memfit.model.finding import Remedy
from memfit.model.isolate import Isolate
from memfit.model.recording import Recording, Role

IDLE: Final = 300_000_000
"""Bytes of used heap from which on jest is to replace a worker, where its ceiling is no lower."""


def major(recording: Recording) -> int | None:
    """Return the runner's major version, or None."""
    head = (recording.runner_version or "").split(".")[0]
    return int(head) if head.isdecimal() else None


def _pool(recording: Recording) -> str:
    pool = recording.suite.config.get("pool") if recording.suite is not None else None
    return pool if isinstance(pool, str) else "forks"


def isolate_files(recording: Recording) -> tuple[Remedy, ...]:
    """Give each file a fresh heap."""
    runner, version = recording.runner, major(recording)
    what = "Give each test file a fresh process, so that nothing outlives its file"
    if runner == "vitest":
        if version is not None and version <= 3:
            how = (
                "test: { pool: 'forks', poolOptions: { forks: { isolate: true, "
                "singleFork: false } } } in vitest.config"
            )
        else:
            how = "test: { pool: 'forks', isolate: true } in vitest.config"
    elif runner == "jest":
        what = "Let jest replace a worker that has grown: at least two workers, and a limit"
        how = f"jest --maxWorkers=2 --workerIdleMemoryLimit={_idle(recording)}MB"
    elif runner == "pytest":
        how = "pytest -n 2 --dist loadfile in several batches of files; one process keeps what it imports"
    elif runner == "mocha":
        how = "mocha --parallel does not isolate: run the files in batches of fresh processes"
    elif runner == "node --test":
        how = "node --test (its default is a process for each file; not --test-isolation=none)"
    else:
        return ()
    return (Remedy("isolate-files", what, how),)


def _idle(recording: Recording) -> int:
    """Return the used heap at which jest replaces a worker after a file, in its MB of 10^6 bytes.

    A heap that dies before it comes to that is never replaced: half of its ceiling leaves room for
    the next file. Two workers share a limit of the tree with the main process.
    """
    most = [IDLE]
    most += [each.heap_limit // 2 for each in recording.isolates if each.heap_limit is not None]
    most += [recording.limits.memory // 4] if recording.limits.memory is not None else []
    return max(min(most) // 1_000_000, 1)


def fewer_workers(recording: Recording, count: int) -> tuple[Remedy, ...]:
    """Run fewer workers beside each other.

    Args:
        recording: The recording.
        count: How many.
    """
    runner, version, pool = recording.runner, major(recording), _pool(recording)
    if runner == "vitest" and version is not None and version <= 3:
        kind = "Threads" if "thread" in pool.lower() else "Forks"
        # A most below a configured least ends the run before any test.
        how = " ".join(
            f"--poolOptions.{pool}.{end}" for end in (f"max{kind}={count}", f"min{kind}=1")
        )
        how = f"vitest run {how}"
    elif runner in {"vitest", "jest"}:
        how = f"{runner} {'run ' if runner == 'vitest' else ''}--maxWorkers={count}"
    elif runner == "pytest":
        how = f"pytest -n {count}"
    elif runner == "mocha":
        how = f"mocha --parallel --jobs {count}"
    elif runner == "node --test":
        how = f"node --test --test-concurrency={count}"
    else:
        return fewer_runs()
    return (Remedy("fewer-workers", f"Run {count} at the same time", how),)


def fewer_runs() -> tuple[Remedy, ...]:
    """Run fewer runners beside each other."""
    how = "fewer tasks at a time: turbo --concurrency, nx --parallel, pnpm --workspace-concurrency"
    return (Remedy("fewer-runs", "Run one task after the other, not beside each other", how),)


def ceiling(
    megabytes: int, what: str, recording: Recording, isolate: Isolate | None
) -> tuple[Remedy, ...]:
    """Set V8's ceiling where it reaches every worker.

    Args:
        megabytes: Old space, MB.
        what: Why, one sentence.
        recording: The recording.
        isolate: One of those that it is for; None if none was watched from inside.
    """
    flag = f"--max-old-space-size={megabytes}"
    how = f"NODE_OPTIONS={flag} in the environment of the command"
    if isolate is not None and "flag" in isolate.asked:
        how = _in_place_of_flag(flag, recording)
    return (Remedy("heap-ceiling", what, how),)


def _in_place_of_flag(flag: str, recording: Recording) -> str:
    """Say where the flag stands that a process was started with: it wins over NODE_OPTIONS."""
    given = any(
        asks_by_flag(process)
        for process in recording.processes
        if process.role in {Role.MAIN, Role.WRAPPER}
    )  # fmt: skip
    if given or recording.runner != "vitest":
        return f"{flag} in place of the flag that it is started with, which wins over NODE_OPTIONS"
    version = major(recording)
    if version is None or version >= 4:
        return f"test: {{ execArgv: ['{flag}'] }} in vitest.config"
    return f"test: {{ poolOptions: {{ {_pool(recording)}: {{ execArgv: ['{flag}'] }} }} }} in vitest.config"


def release(what: str, how: str) -> tuple[Remedy, ...]:
    """Let go of something in the project's own code."""
    return (Remedy("release", what, how),)
