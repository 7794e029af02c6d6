"""`memfit heap` beside Chrome DevTools' own worker and memlab, on the same files in one run.

python -m benchmarks.heap [--sizes small ...] [--runs 3]: prints the section of the page, for files of
43 MB, 587 MB and 2.6 GB, after comparing every number of every node with DevTools. CPU seconds
and peak memory are those of the whole process, from wait4(2). Needs Node and npm; the large file
needs 14 GB of memory and 6 GB of disk.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.figures import Section, load
from tests.heap.npm import installed

TITLE = "Heap snapshots"
TEXT = """What each program has to do before it can answer anything about a snapshot, on the same files in one
run, all contenders in turn. *The numbers* are self sizes, dominators, retained sizes and distances of
all nodes: what DevTools' worker computes when it opens a file, here in Node and without a window, and
memlab but for the distances. *The whole answer* is `memfit heap FILE` from the start of Python to the
last line: the numbers but for distances, then holders with names, files and lines, contents, all
questions and duplicates. DevTools and memlab do nothing of that here. CPU and peak (largest resident
set, 2^20 bytes) are those of the whole process."""
HEADER = ("file", "program", "CPU, s", "peak, MB", "CPU of DevTools / its own", "peak / DevTools")
ROOT = Path(__file__).resolve().parents[1]
DEVTOOLS = ("chrome-devtools-frontend@1.0.1705227", "esbuild@0.28.2")
MEMLAB = ("@memlab/heap-analysis@2.0.5",)
SUITES = {"small": 100, "medium": 1400, "large": 5900}
NEEDED = 14 << 30  # bytes of memory for the large file
PURE = {"MEMFIT_HEAP_KERNELS": "pure"}
NODE = ["node", "--max-old-space-size=14000"]
REFERENCE = "DevTools' worker in Node"
PYTHON = "import sys; from pathlib import Path; from memfit.heap.room import require_numpy; require_numpy();"
NUMBERS = f"""{PYTHON}
from memfit.heap.heap import load
from memfit.heap.kernels import kernels
load(Path(sys.argv[1]), kernels()).distances()
"""
PARSE = f"""{PYTHON}
import time
from memfit.heap.kernels import kernels
from memfit.heap.parse import parse
kernels()
wall, cpu = time.monotonic(), time.process_time()
parse(Path(sys.argv[1]), kernels())
print(time.monotonic() - wall, time.process_time() - cpu)
"""


READ = """
import sys, time
piece = bytearray(1 << 20)
with open(sys.argv[1], "rb", buffering=0) as file:
    wall, cpu = time.monotonic(), time.process_time()
    while file.readinto(piece):
        pass
    print(time.monotonic() - wall, time.process_time() - cpu)
"""
RESERVE = """
import mmap, sys, time
size = 64 << 20
block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
cpu = time.process_time()
block[:: mmap.PAGESIZE] = bytes(size // mmap.PAGESIZE)
took = time.process_time() - cpu
print(took, took)
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU seconds, bytes at its peak."""

    cpu: float
    peak: int


@dataclass(frozen=True)
class Contender:
    """A program that is given a snapshot."""

    name: str
    command: list[str | Path]
    cwd: Path | None = None
    variables: dict[str, str] | None = None

    def run(self, file: Path) -> Cost | None:
        """Run it; None if it fails."""
        process = subprocess.Popen(
            [*self.command, file], cwd=self.cwd, env={**environment(), **(self.variables or {})},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            return None
        return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def environment() -> dict[str, str]:
    """Return the environment of all contenders: Python keeps bytecode, as after pip install."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def devtools() -> list[str | Path]:
    """Bundle DevTools' worker; return the command that runs it."""
    place = installed(*DEVTOOLS)
    (place / "build.mjs").write_bytes((ROOT / "tests/heap/devtools/build.mjs").read_bytes())
    subprocess.run(["node", "build.mjs", place / "worker.mjs"], cwd=place, check=True)
    return [*NODE, ROOT / "tests/heap/devtools/run.mjs", place / "worker.mjs"]


def contenders(*, pure: bool) -> Iterator[Contender]:
    """Return all that take part."""
    numbers = [sys.executable, "-c", NUMBERS]
    yield Contender("memfit, the numbers", numbers)
    yield Contender("memfit, the whole answer", [Path(sys.executable).with_name("memfit"), "heap"])
    if pure:
        yield Contender("memfit, the numbers, not compiled", numbers, variables=PURE)
    yield Contender(REFERENCE, devtools())
    memlab = installed(*MEMLAB)
    (memlab / "run.cjs").write_bytes((ROOT / "benchmarks/heap_memlab.cjs").read_bytes())
    yield Contender("memlab", [*NODE, memlab / "run.cjs"], cwd=memlab)


def generate(size: str, directory: Path) -> Path:
    """Have Node write a snapshot."""
    file = directory / f"{size}.heapsnapshot"
    program = ROOT / "benchmarks/heap_program.mjs"
    subprocess.run([*NODE, program, str(SUITES[size]), file], check=True)
    return file


def rows(file: Path, runs: int, *, pure: bool) -> Iterator[tuple[str, ...]]:
    """Measure all contenders in turn; medians."""
    every = list(contenders(pure=pure))
    for each in every[:2]:
        each.run(file)  # the first run writes bytecode
    costs: dict[str, list[Cost | None]] = {each.name: [] for each in every}
    for _ in range(runs):
        for each in every:
            costs[each.name].append(each.run(file))
    size = f"{file.stat().st_size / 1e6:.0f} MB"
    cpu, peak = (
        {
            name: median(getattr(cost, what) for cost in taken if cost) if all(taken) else None
            for name, taken in costs.items()
        }
        for what in ("cpu", "peak")
    )
    for name in costs:
        if cpu[name] is None:
            yield size, name, "fails", "", "", ""
            continue
        times, part = f"{cpu[REFERENCE] / cpu[name]:.1f}", f"{peak[name] / peak[REFERENCE]:.0%}"
        yield size, name, f"{cpu[name]:.2f}", f"{peak[name] / (1 << 20):.0f}", times, part


def speed(file: Path, runs: int) -> str:
    """Say how fast a file becomes columns, beside two yardsticks for the machine at that moment."""
    took: dict[str, list[tuple[float, ...]]] = {PARSE: [], READ: [], RESERVE: []}
    for _ in range(5 * runs):
        for program, times in took.items():
            done = subprocess.run(
                [sys.executable, "-c", program, file],
                capture_output=True, text=True, check=True, env=environment(),
            )  # fmt: skip
            times.append(tuple(float(word) for word in done.stdout.split()))
    size = file.stat().st_size / 1e9
    wall, cpu = (size / median(column) for column in zip(*took[PARSE], strict=True))
    read, fresh = (median(cpu for _, cpu in took[program]) for program in (READ, RESERVE))
    return (
        f"Parsing {size * 1000:.0f} MB: {wall:.2f} GB/s on the clock, {cpu:.2f} GB a CPU second. "
        f"Only reading the file, GB a CPU second: {size / read:.1f}; "
        f"new memory from the kernel: {(64 << 20) / 1e9 / fresh:.1f}."
    )


CHECK = f"""{PYTHON}
import numpy as np
from memfit.heap.heap import load
from memfit.heap.kernels import kernels
heap = load(Path(sys.argv[1]), kernels())
n, raw = heap.graph.nodes, np.memmap(sys.argv[2], np.uint8, "r")
arrays = [(heap.tree.dominator, "u4", 0), (heap.tree.retained, "f8", 4),
          (heap.distances(), "i4", 12), (heap.graph.size, "f8", 16)]
different = [int((mine != raw[n * at : n * at + n * int(kind[1])].view(kind)).sum())
             for mine, kind, at in arrays]
way = "compiled" if kernels().compiled else "not compiled"
print(f"{{n:,}} nodes, {{way}}: {{sum(different)}} numbers that differ from those of DevTools.")
sys.exit(any(different))
"""


def check(file: Path, *, pure: bool) -> Iterator[str]:
    """Compare every number of every node of a file with DevTools."""
    out = file.with_suffix(".expected")
    subprocess.run([*devtools(), file, out], check=True, stdout=subprocess.DEVNULL)
    for variables in [{}, PURE] if pure else [{}]:
        done = subprocess.run(
            [sys.executable, "-c", CHECK, file, out],
            check=False, env={**os.environ, **variables}, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)
        yield done.stdout.strip()
    out.unlink()


def available() -> int:
    """Return the bytes that processes can still take."""
    told = Path("/proc/meminfo").read_text().split("MemAvailable:")[1]
    return int(told.split()[0]) << 10


def measure(sizes: Iterable[str] = SUITES, runs: int = 3, place: Path | None = None) -> Section:
    """Measure, and compare; files are written below `place`."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    with tempfile.TemporaryDirectory(dir=place) as directory:
        for size in sizes:
            large = size == "large"
            if large and available() < NEEDED:
                section.notes.append("The file of 2.6 GB was left out: it needs 14 GB of memory.")
                continue
            file = generate(size, Path(directory))
            section.rows += rows(file, 1 if large else runs, pure=not large)
            section.notes.append(speed(file, runs))
            section.notes += check(file, pure=not large)
            file.unlink()
    section.notes.append(
        "Targets: at least 9 times less CPU, at most 40 % of the memory; parsing at 1.5 GB/s."
    )
    section.load = (before, load())
    return section


def main() -> None:
    """Print the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SUITES, default=list(SUITES))
    parser.add_argument("--runs", type=int, default=3, help="how often; the large file once")
    parser.add_argument("--directory", type=Path, help="where the snapshots are written")
    options = parser.parse_args()
    print(measure(options.sizes, options.runs, options.directory).markdown())


if __name__ == "__main__":
    main()
