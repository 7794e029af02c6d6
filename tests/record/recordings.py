"""A small recording with one of everything, as files."""

import json
from pathlib import Path
from typing import Any

MANIFEST: dict[str, Any] = {
    "schema": 1,
    "memfit": "0.1.0",
    "started": "2026-01-01T00:00:00.000+00:00",
    "monotonic": 12.5,
    "command": ["npx", "vitest", "run"],
    "directory": "/project",
    "environment": {"NODE_OPTIONS": "--max-old-space-size=512"},
    "machine": {
        "kernel": "6.1.0",
        "architecture": "x86_64",
        "cores": 2,
        "memory": 8 << 30,
        "swap": 0,
        "page_size": 4096,
        "around": {"bytes": 2 << 30, "source": "/sys/fs/cgroup/memory.max"},
    },
    "limits": {
        "memory": 1 << 30, "swap": 0, "cpus": 1.5, "timeout": 60.0,
        "how": "cgroup-v2", "why": "the best way that works here",
    },
    "lifecycle": {"how": "ptrace", "why": ""},
    "runner": {"name": "vitest", "version": "3.2.4"},
    "tools": {"python": "3.11.7", "node": "22.1.0"},
    "interval": 0.05,
    "usage": {"how": "sampled", "source": "the cgroup's counter"},
    "notes": ["a note"],
    "end": {
        "at": 1.5, "exit_code": 1, "signal": None, "returned": 1, "ended_by": "signal", "sent": 15,
        "peak": {"bytes": 300 << 20, "how": "exact", "source": "memory.peak"}, "survivors": [2],
    },
}  # fmt: skip

PROCESSES: list[dict[str, Any]] = [
    {"at": 0.0, "event": "fork", "process": 0, "pid": 100, "role": "wrapper",
     "command": ["npx", "vitest", "run"]},
    {"at": 0.01, "event": "exec", "process": 0, "pid": 100, "role": "main",
     "command": ["node", "vitest", "run"], "node": True, "heap_limit": 512 << 20},
    {"at": 0.2, "event": "fork", "process": 1, "pid": 101, "parent": 0, "role": "worker"},
    {"at": 0.3, "event": "fork", "process": 2, "pid": 102, "parent": 0, "role": "helper"},
    {"at": 1.0, "event": "exit", "process": 1, "pid": 101, "signal": 9, "peak": 200 << 20,
     "how": "exact", "source": "VmHWM at exit", "threads": 11},
    {"at": 1.4, "event": "exit", "process": 0, "pid": 100, "code": 1, "peak": 90 << 20,
     "how": "sampled", "source": "VmHWM at the last tick", "threads": 7},
    {"at": 1.5, "event": "alive", "process": 2, "pid": 102, "peak": 10 << 20, "how": "exact",
     "source": "VmHWM at the end of the recording", "threads": 1},
]  # fmt: skip

SAMPLES: list[dict[str, Any]] = [
    {"at": 0.05, "usage": 50 << 20, "anon": 40 << 20, "cache": 5 << 20, "psi": 0,
     "rss": {"0": 40 << 20}, "heap": {"0": 20 << 20}, "kills": [0, 0, None]},
    *({"at": 0.1 + step / 20, "usage": (50 + 10 * step) << 20, "anon": (40 + 10 * step) << 20,
       "cache": 5 << 20, "psi": step * 100, "rss": {"0": (40 + step) << 20, "1": (9 * step) << 20},
       "heap": {"1": (8 * step) << 20}} for step in range(18)),
    {"at": 1.0, "usage": 250 << 20, "pss": {"0": 30 << 20, "1": 190 << 20}, "kills": [1, 0, 1]},
    {"at": 1.5, "usage": 20 << 20, "kills": [1, 0, 1]},
]  # fmt: skip

OUTPUT = b"RUN v3\nsomething\nError: Worker exited unexpectedly\n"
INDEX: list[dict[str, Any]] = [
    {"at": 0.1, "stream": "stdout", "bytes": 7},
    {"at": 0.4, "dropped": 1000},
    {"at": 0.5, "stream": "stdout", "bytes": 10},
    {"at": 1.1, "stream": "stderr", "bytes": len(OUTPUT) - 17},
]

STREAMS: dict[str, list[dict[str, Any]]] = {
    "processes.jsonl": PROCESSES,
    "samples.jsonl": SAMPLES,
    "output.jsonl": INDEX,
}


def lines(entries: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)


def write(path: Path) -> Path:
    """Make the recording at `path`, a directory that may exist."""
    path.mkdir(exist_ok=True)
    (path / "manifest.json").write_text(json.dumps(MANIFEST))
    (path / "output.log").write_bytes(OUTPUT)
    for name, entries in STREAMS.items():
        (path / name).write_bytes(lines(entries))
    return path
