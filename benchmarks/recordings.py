"""Recordings of ten minutes, written line by line as `memfit run` writes them, without running anything."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memfit.record.store import ISOLATES, MANIFEST, OUTPUT, OUTPUT_INDEX, PROCESSES, SAMPLES

TICK = 0.05
_MB = 1 << 20
_DIRECTORY = "/project"


@dataclass(frozen=True)
class Shape:
    """What a recording holds.

    Attributes:
        seconds: How long the run took.
        workers: Processes that live from its begin to its end and run all files.
        files: Test files, over all workers.
        tests: Tests of a file.
    """

    seconds: float = 600.0
    workers: int = 8
    files: int = 300
    tests: int = 10


def write(place: Path, shape: Shape) -> None:
    """Write a suite whose workers all move at every tick, from outside and from inside.

    Args:
        place: The recording, a directory that is not there yet.
        shape: What it holds.
    """
    (place / ISOLATES).mkdir(parents=True)
    (place / MANIFEST).write_text(json.dumps(_manifest(shape)))
    _lines(place / PROCESSES, _processes(shape))
    _lines(place / SAMPLES, _samples(shape))
    (place / OUTPUT).write_bytes(b"")
    _lines(place / OUTPUT_INDEX, iter(()))
    for worker in range(shape.workers):
        name = f"{_pid(worker)}"
        _lines(place / ISOLATES / f"{name}-0.jsonl", _isolate(shape, worker))
        _lines(place / ISOLATES / f"{name}-sampler.jsonl", _sampler(shape, worker))


def _lines(path: Path, lines: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def _pid(worker: int) -> int:
    return 4001 + worker


def _ticks(shape: Shape) -> Iterator[float]:
    return (round(TICK * (tick + 1), 4) for tick in range(round(shape.seconds / TICK) - 1))


def _heap(worker: int, at: float) -> int:
    """Return what a worker's heap holds: waves of garbage over a floor."""
    return int((60 + 40 * ((at * 0.37 + worker / 3) % 1) + math.sin(at)) * _MB)


def _manifest(shape: Shape) -> dict[str, Any]:
    peak = {"bytes": 1500 * _MB, "how": "exact", "source": "memory.max_usage_in_bytes"}
    return {
        "schema": 1, "memfit": "0.1.0", "started": "2026-01-01T00:00:00.000+00:00", "monotonic": 0.0,
        "command": ["npx", "vitest", "run"], "directory": _DIRECTORY, "environment": {},
        "machine": {
            "kernel": "6.12", "architecture": "x86_64", "cores": 8, "memory": 32 << 30, "swap": 0,
            "page_size": 4096, "around": None,
        },
        "limits": {
            "memory": None, "swap": None, "cpus": None, "timeout": None, "how": "cgroup-v2",
            "why": "", "image": None,
        },
        "lifecycle": {"how": "ptrace", "why": ""},
        "runner": {"name": "vitest", "version": "3.2.7"}, "tools": {}, "interval": TICK,
        "usage": {"how": "sampled", "source": "the cgroup's counter"}, "notes": [],
        "end": {
            "at": shape.seconds, "exit_code": 0, "signal": None, "returned": 0, "ended_by": None,
            "sent": None, "peak": peak, "survivors": [],
        },
    }  # fmt: skip


def _processes(shape: Shape) -> Iterator[dict[str, Any]]:
    main = ["node", "node_modules/.bin/vitest", "run"]
    yield {"at": 0.0, "event": "fork", "process": 0, "pid": 4000, "role": "main", "command": main}
    for key in range(1, shape.workers + 1):
        pid, command = _pid(key - 1), ["node", "forks.js"]
        yield {
            "at": 0.1,
            "event": "fork",
            "process": key,
            "pid": pid,
            "parent": 0,
            "role": "worker",
            "command": command,
        }
    for key in range(shape.workers, -1, -1):
        yield {
            "at": shape.seconds,
            "event": "exit",
            "process": key,
            "exit_code": 0,
            "peak": 180 * _MB,
            "how": "exact",
            "source": "VmHWM",
        }


def _samples(shape: Shape) -> Iterator[dict[str, Any]]:
    for at in _ticks(shape):
        heap = {
            str(worker + 1): _heap(worker, at) + 8 * _MB & ~4095 for worker in range(shape.workers)
        }
        rss = {"0": int((120 + 5 * math.sin(at)) * _MB) & ~4095}
        rss |= {key: value + 50 * _MB for key, value in heap.items()}
        usage = sum(rss.values())
        yield {
            "at": at,
            "usage": usage,
            "rss": rss,
            "heap": heap,
            "anon": usage - 20 * _MB,
            "cache": 9 * _MB,
        }


def _counters(worker: int, at: float) -> list[int]:
    used = _heap(worker, at)
    return [used, used + 8 * _MB, 3 * _MB + worker, 40_000, 500_000, 1, 0, used + 58 * _MB]


def _isolate(shape: Shape, worker: int) -> Iterator[dict[str, Any]]:
    files = [
        f"{_DIRECTORY}/tests/part{number}.test.ts"
        for number in range(worker, shape.files, shape.workers)
    ]
    yield {
        "at": 0.3, "event": "start", "runtime": "node", "version": "20.20.2", "pid": _pid(worker),
        "parent_pid": 4000, "thread": 0, "os_thread": _pid(worker), "runner": "vitest",
        "worker": str(worker + 1), "heap_limit": 4345298944, "asked": {}, "own_cost": 1_000_000,
        "counters": _counters(worker, 0.3),
    }  # fmt: skip
    yield {"at": 0.4, "event": "plan", "files": files}
    long = (shape.seconds - 1) / len(files)
    for number, file in enumerate(files):
        yield from _file(shape, worker, file, 0.5 + number * long, long)
    yield {
        "at": shape.seconds - 0.1,
        "event": "exit",
        "code": 0,
        "counters": _counters(worker, shape.seconds),
    }


def _file(
    shape: Shape, worker: int, file: str, begin: float, long: float
) -> Iterator[dict[str, Any]]:
    step = long / (shape.tests + 1)
    yield {
        "at": round(begin, 4),
        "event": "file-start",
        "file": file,
        "counters": _counters(worker, begin),
    }
    for number in range(shape.tests):
        name, at = f"works, part {number}", begin + step * (number + 0.5)
        yield {"at": round(at, 4), "event": "test-start", "test": name, "used": _heap(worker, at)}
        yield {"at": round(at + step * 0.1, 4), "event": "label", "hook": "beforeEach"}
        yield {"at": round(at + step * 0.2, 4), "event": "label", "hook": ""}
        yield {
            "at": round(at + step * 0.9, 4),
            "event": "test-end",
            "test": name,
            "outcome": "passed",
            "used": _heap(worker, at + step * 0.9),
        }
    end = begin + long * 0.98
    yield {
        "at": round(end, 4),
        "event": "file-end",
        "file": file,
        "outcome": "passed",
        "counters": _counters(worker, end),
        "modules": 40,
    }


def _sampler(shape: Shape, worker: int) -> Iterator[dict[str, Any]]:
    yield {"at": 0.5, "event": "cost", "thread": 0, "bytes": 9_000_000}
    for at in _ticks(shape):
        if at > 0.5:
            yield {"at": at, "event": "tick", "thread": 0, "counters": _counters(worker, at)}
