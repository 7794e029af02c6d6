"""A recording made by hand in which every field that an export knows has a value somewhere."""

from pathlib import Path

from memfit.model.isolate import Collections, Counters, Isolate, Label
from memfit.model.recording import (
    End,
    EndedBy,
    Exec,
    How,
    Limit,
    Limits,
    Machine,
    Measured,
    OomKills,
    OutputChunk,
    Process,
    Recording,
    Role,
)
from memfit.model.suite import FileRun, Outcome, TestRun
from tests.explain.build import MB, series

ROOT = Process(
    key=0,
    pid=700,
    parent=None,
    command=("npx", "vitest", "run"),
    role=Role.WRAPPER,
    started=0.0,
    ended=4.0,
    exit_code=1,
    peak=Measured(80_000_000, How.EXACT, "VmHWM at exit"),
    threads=11,
    execs=(Exec(0.01, ("npx", "vitest", "run")),),
    rss=series((0.05, 50), (1.0, 76)),
)
WORKER = Process(
    key=1,
    pid=701,
    parent=0,
    command=("node", "--title", "two words", "bad \udcff byte", "nul \0 here", "ünï"),
    role=Role.WORKER,
    started=0.5,
    ended=3.0,
    signal=9,
    peak=Measured(400_000_000, How.SAMPLED, "VmHWM at the last tick"),
    threads=7,
    execs=(Exec(0.51, ("node", "first")), Exec(0.6, ("node", "--title"))),
    rss=series((0.7, 100), (1.5, 300), (2.9, 380)),
    heap=series((0.7, 20), (2.9, 290)),
    pss=series((2.9, 370)),
    heap_limit=300 << 20,
)
SURVIVOR = Process(
    key=2, pid=702, parent=None, command=(), role=Role.HELPER, started=1.25, threads=1
)

INSIDE = Isolate(
    name="701-0",
    process=1,
    thread=0,
    runtime="node",
    version="20.20.2",
    runner="vitest",
    worker="1 \udcff",
    started=0.65,
    ended=2.99,
    heap_limit=348 * MB,
    asked={"flag": 300 * MB},
    own_cost=9 * MB,
    used=series((0.7, 9), (1.5, 200)),
    total=series((0.7, 20), (1.5, 240)),
    external=series((0.7, 2), (1.5, 30)),
    array_buffers=series((0.7, 1), (1.5, 25)),
    rss=series((0.7, 90), (1.5, 310)),
    contexts=series((0.7, 1 / MB)),
    detached=series((0.7, 0)),
    stalls=((1.0, 0.4),),
    labels=(Label(0.9, "b \0.test.ts", "adds \udcff", "beforeEach"),),
    collections=Collections(9, 0.5, 2, 0.25, 0.125),
)
TOLD = Counters(used=9 * MB, total=20 * MB, external=2 * MB, rss=90 * MB)
LATER = Counters(used=60 * MB, total=80 * MB, external=5 * MB, rss=200 * MB)
FILES = (
    FileRun(
        file="a.test.ts",
        isolate="701-0",
        process=1,
        worker="1",
        started=0.7,
        ended=0.8,
        outcome=Outcome.PASSED,
        tests=(TestRun("adds", 0.72, 0.78, Outcome.PASSED, 9 * MB, 50 * MB),),
        before=TOLD,
        after=LATER,
        kept=TOLD,
    ),
    FileRun("b \0.test.ts", "701-0", 1, None, 0.9),
)

FULL = Recording(
    path=Path("somewhere"),
    memfit="0.1.0",
    started="2026-01-02T03:04:05.678+01:00",
    command=("npx", "vitest", "run", "it's \udc80"),
    directory="/app/\udce4",
    environment={"NODE_OPTIONS": "--max-old-space-size=300", "CI": "\udcff"},
    machine=Machine(
        kernel="6.1.0",
        architecture="x86_64",
        cores=4,
        memory=16 << 30,
        swap=1 << 30,
        page_size=4096,
        around=Limit(7 << 30, "/sys/fs/cgroup/memory.max"),
    ),
    limits=Limits(2 << 30, 0, 1.5, 600.0, "cgroup-v2", "the best way that works here"),
    lifecycle="ptrace",
    lifecycle_why="nothing is missed",
    runner="vitest",
    runner_version="3.2.4",
    tools={"node": "20.20.2", "python": "3.11.7"},
    interval=0.05,
    end=End(
        at=4.5,
        exit_code=1,
        signal=None,
        returned=124,
        ended_by=EndedBy.TIMEOUT,
        sent=15,
        peak=Measured(500_000_000, How.EXACT, "memory.peak"),
        survivors=(2,),
    ),
    processes=(ROOT, WORKER, SURVIVOR),
    usage=series((0.0, 0), (1.0, 250), (2.0, 476)),
    usage_source="memory.current",
    usage_how=How.SAMPLED,
    anonymous=series((1.0, 240), (2.0, 470)),
    page_cache=series((1.0, 10), (2.0, 6)),
    pressure=series((1.0, 0), (2.0, 0.001)),
    oom_kills=(
        OomKills(0.0, 0, 0, None),
        OomKills(2.95, 1, 0, None),
        OomKills(3.0, 1, 0, 3),
        OomKills(4.5, 1, 0, 3),
    ),
    output=(
        OutputChunk(0.3, "stdout", b"RUN v3\n"),
        OutputChunk(0.4, "stderr", b"\xff\x00\xc3(\x1b[31mred\xe2\x82"),
        OutputChunk(0.5, "", b"", 12345),
        OutputChunk(2.0, "terminal", "grün".encode()),
    ),
    isolates=(INSIDE,),
    files=FILES,
    notes=("strace traces processes itself",),
    damage=("the last line of samples.jsonl is torn",),
)

EMPTY = Recording(
    path=Path("nowhere"),
    memfit="0.1.0",
    started="2026-01-02T03:04:05.678+01:00",
    command=("true",),
    directory="/",
    environment={},
    machine=Machine("6.1.0", "x86_64", 1, 1 << 30, 0, 4096),
    limits=Limits(),
    lifecycle="",
    lifecycle_why="",
    runner=None,
    runner_version=None,
    tools={},
    interval=0.05,
    end=None,
    processes=(),
)
"""The recorder was killed before the command began."""


def names(directory: Path) -> list[str]:
    """What is in a directory, hidden files too."""
    return sorted(path.name for path in directory.iterdir())
