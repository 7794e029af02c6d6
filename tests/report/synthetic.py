"""A recording of a suite, as long and as large as a test wants it, without running anything."""

import math
from array import array

from memfit.model.finding import Basis, Culprit, Evidence, Finding, Level, Remedy
from memfit.model.isolate import Counters, Isolate
from memfit.model.recording import How, OomKills, Process, Recording, Role, Series
from memfit.model.suite import FileRun, Outcome, Stretch, Suite, TestRun
from tests.explain.build import MB, process, recording

WORKERS = 4


def suite(
    seconds: float = 600.0, ticks: int = 12_000, files: int = 300, name: str = "test"
) -> Recording:
    """Four workers of vitest, of which the first leaks until the kernel kills it at the end.

    Args:
        seconds: How long it took.
        ticks: Readings of each series.
        files: Test files, over all workers.
        name: Put into the name of each file, test and command.
    """
    ticking = [seconds * (tick + 1) / ticks for tick in range(ticks)]
    main = _process(
        0, "node vitest.mjs run", Role.MAIN, ticking, lambda at: 120 + 5 * math.sin(at), 0.4
    )
    workers = [_worker(number, ticking, seconds, name) for number in range(1, WORKERS + 1)]
    esbuild = _process(9, "esbuild --service", Role.HELPER, ticking, lambda at: 30.0, None)
    everyone = (main, *workers, esbuild)
    resident = [sum(one.rss.value[tick] for one in everyone) for tick in range(ticks)]
    cache = [int(60 * MB * min(1, 3 * at / seconds)) for at in ticking]
    runs = tuple(
        run for number in range(WORKERS) for run in _files(number, files // WORKERS, seconds, name)
    )
    return recording(
        *everyone,
        at=seconds,
        code=1,
        peak=max(resident) / MB + 40,
        memory=max(resident) / MB + 40,
        usage=_series(
            ticking, [total - 20 * MB + kept for total, kept in zip(resident, cache, strict=True)]
        ),
        anonymous=_series(ticking, [total - 20 * MB for total in resident]),
        page_cache=_series(ticking, cache),
        isolates=tuple(_isolate(one, ticking) for one in workers),
        files=tuple(sorted(runs, key=lambda run: run.started)),
        suite=Suite(stretches=(Stretch("set-up", "", 0, 0.0, seconds / 100),)),
        oom_kills=(OomKills(0.0, 0, 0, 0), OomKills(seconds * 0.98, 1, 1, 1)),
        command=("npx", "vitest", "run", name),
    )


def finding(name: str = "test") -> Finding:
    """A finding about the first worker, with everything that a finding can have."""
    return Finding(
        "retained-across-files",
        Level.ERROR,
        Basis.INFERRED,
        f"worker 4001 keeps 4.1 MB of each file, {name}",
        Culprit(
            process=Role.WORKER,
            pid=4001,
            file=f"src/{name}/file-004.test.ts",
            holder="globalThis.cache",
        ),
        (
            Evidence("growth of the floor a file", 4_300_000, How.SAMPLED, "isolates/4001-0.jsonl"),
            Evidence("files that it went on for", 75, How.EXACT, "isolates/4001-0.jsonl"),
        ),
        (
            Remedy(
                "isolate-files",
                "Give each file a heap of its own",
                "test: { isolate: true, pool: 'forks' }",
            ),
        ),
        explains=300 * MB,
        experiment="the same run with isolate: true: the growth is gone",
        confused_with=("mock-registry", "context-leak"),
        page="https://example.org/causes/retained-across-files.md",
    )


def _worker(number: int, ticking: list[float], seconds: float, name: str) -> Process:
    leak = 400 / seconds if number == 1 else 0.0
    end = seconds * 0.98 if number == 1 else seconds
    return _process(
        number, f"node (vitest {number}) {name}", Role.WORKER, ticking,
        lambda at: 0.0 if at > end else 90 + leak * at + 40 * ((at * 0.37 + number / 3) % 1) ** 2, 0.7,
        ended=end, **({"signal": 9} if number == 1 else {}),
    )  # fmt: skip


def _process(key, command, role, ticking, held, heap, **fields):
    rss = [int(held(at) * MB) & ~4095 for at in ticking]
    return process(
        key, command, role, rss=_series(ticking, rss), ended=fields.pop("ended", ticking[-1]),
        heap=_series(ticking, [int(one * heap) & ~4095 for one in rss]) if heap else None, **fields,
    )  # fmt: skip


def _isolate(one: Process, ticking: list[float]) -> Isolate:
    used = _series(ticking[::10], [int(value * 0.6) for value in one.rss.value[::10]])
    return Isolate(
        f"{one.pid}-0", one.key, 0, "node", "20.20.2", "vitest", str(one.key), 0.1, used=used
    )


def _files(number: int, count: int, seconds: float, name: str) -> list[FileRun]:
    long = seconds * 0.97 / count
    runs = []
    for index in range(count):
        start = seconds * 0.01 + long * index
        over = number > 0 or index < count - 1
        used = int((60 + (400 * index / count if number == 0 else 10 * (index % 7))) * MB)
        kept = int(
            (400 / count * (0.5 + index % 11 / 10) if number == 0 else (number * index) % 5) * MB
        )
        test = TestRun(f"{name} works", start + long / 4, start + long * 0.8 if over else None)
        outcome = (Outcome.FAILED if index % 29 == 17 else Outcome.PASSED) if over else None
        runs.append(
            FileRun(
                f"src/{name}/file-{index * WORKERS + number:03}.test.ts", f"{4001 + number}-0", number + 1,
                str(number + 1), start, start + long * 0.95 if over else None, outcome, (test,),
                Counters(used=used, rss=used * 2), Counters(used=used + kept, rss=used * 2) if over else None,
            )
        )  # fmt: skip
    return runs


def _series(at: list[float], value: list[int]) -> Series:
    return Series(array("d", at), array("q", value))
