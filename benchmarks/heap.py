"""`memfit heap` beside Chrome DevTools' own worker and memlab, on the same files in one run.

python benchmarks/heap.py [--large] [--check]: prints a table in Markdown. CPU seconds and peak memory are
those of the whole process, from wait4(2). Needs Node and npm; --large needs 12 GB of memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.heap.npm import installed  # noqa: E402 - found through the line above

DEVTOOLS = ("chrome-devtools-frontend@1.0.1705227", "esbuild@0.28.2")
MEMLAB = ("@memlab/heap-analysis@2.0.5",)
SUITES = {"small": 100, "medium": 1400, "large": 5900}
PURE = {"MEMFIT_HEAP_KERNELS": "pure"}
NODE = ["node", "--max-old-space-size=14000"]


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU seconds, seconds on the clock, bytes at its peak."""

    cpu: float
    wall: float
    peak: int


def cost(command: list[str | Path], cwd: Path | None = None, **variables: str) -> Cost | None:
    """Run a command; None if it fails."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **variables},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return None
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss * 1024)


def contenders(file: Path, *, pure: bool) -> Iterator[tuple[str, Cost | None]]:
    """Measure each on a file that is in the page cache."""
    kernels = "from pathlib import Path; from memfit.heap.heap import load; from memfit.heap.kernels import kernels; import sys; load(Path(sys.argv[1]), kernels()).distances()"
    yield "memfit: the numbers of DevTools", cost([sys.executable, "-c", kernels, file])
    command = "from memfit.cli.heap import command; command.main()"
    memfit = [sys.executable, "-c", command, file]
    yield "memfit heap: the whole answer", cost(memfit)
    if pure:
        yield (
            "memfit: the numbers of DevTools, not compiled",
            cost([sys.executable, "-c", kernels, file], **PURE),
        )
    place = installed(*DEVTOOLS)
    worker = place / "worker.mjs"
    (place / "build.mjs").write_bytes((ROOT / "tests/heap/devtools/build.mjs").read_bytes())
    subprocess.run(["node", "build.mjs", worker], cwd=place, check=True)
    run = ROOT / "tests/heap/devtools/run.mjs"
    yield "DevTools' worker in Node", cost([*NODE, run, worker, file])
    memlab = installed(*MEMLAB)
    (memlab / "run.cjs").write_bytes((ROOT / "benchmarks/heap_memlab.cjs").read_bytes())
    yield "memlab", cost([*NODE, memlab / "run.cjs", file], cwd=memlab)


def table(sizes: list[str], directory: Path) -> None:
    """Print a row per contender and file."""
    print("| file | | CPU s | wall s | peak MB | CPU against DevTools | peak against DevTools |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        file = directory / f"{size}.heapsnapshot"
        program = ROOT / "benchmarks/heap_program.mjs"
        subprocess.run([*NODE, program, str(SUITES[size]), file], check=True)
        file.read_bytes() if file.stat().st_size < 1 << 30 else None
        rows = list(contenders(file, pure=size != "large"))
        devtools = dict(rows)["DevTools' worker in Node"]
        for name, taken in rows:
            megabytes = f"{file.stat().st_size / 1e6:.0f} MB"
            if taken is None:
                print(f"| {megabytes} | {name} | fails | | | | |", flush=True)
                continue
            times = f"{devtools.cpu / taken.cpu:.1f} x less" if devtools else "-"
            share = f"{taken.peak / devtools.peak:.0%}" if devtools else "-"
            print(
                f"| {megabytes} | {name} | {taken.cpu:.2f} | {taken.wall:.2f} "
                f"| {taken.peak / (1 << 20):.0f} | {times} | {share} |",
                flush=True,
            )
        file.unlink()


CHECK = """
import sys, numpy as np
from pathlib import Path
from memfit.heap.heap import load
from memfit.heap.kernels import kernels
heap = load(Path(sys.argv[1]), kernels())
n, raw = heap.graph.nodes, np.memmap(sys.argv[2], np.uint8, "r")
arrays = [(heap.tree.dominator, "u4", 0), (heap.tree.retained, "f8", 4),
          (heap.distances(), "i4", 12), (heap.graph.size, "f8", 16)]
different = [int((mine != raw[n * at : n * at + n * int(kind[1])].view(kind)).sum())
             for mine, kind, at in arrays]
print(f"{n:,} nodes; dominators, retained sizes, distances, self sizes that differ: {different}")
sys.exit(any(different))
"""


def check(size: str, directory: Path) -> None:
    """Compare every number of every node of a file with DevTools."""
    file, out = directory / f"{size}.heapsnapshot", directory / "expected"
    subprocess.run(
        [*NODE, ROOT / "benchmarks/heap_program.mjs", str(SUITES[size]), file], check=True
    )
    worker, run = installed(*DEVTOOLS) / "worker.mjs", ROOT / "tests/heap/devtools/run.mjs"
    subprocess.run([*NODE, run, worker, file, out], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-c", CHECK, file, out], check=True)
    file.unlink()


def main() -> None:
    """Measure, or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also a file of 2.5 GB")
    parser.add_argument("--check", action="store_true", help="compare with DevTools instead")
    parser.add_argument("--directory", type=Path, help="where the snapshots are written")
    options = parser.parse_args()
    sizes = ["small", "medium", *(["large"] if options.large else [])]
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        if not options.check:
            table(sizes, Path(directory))
            return
        for size in sizes:
            check(size, Path(directory))


if __name__ == "__main__":
    main()
