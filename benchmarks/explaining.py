"""What `memfit explain` costs for a recording of ten minutes: `python -m benchmarks.explaining`.

`--recording DIR` explains that one in the place of a vitest run of ten minutes.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import recordings
from benchmarks.figures import Section, load
from benchmarks.overhead import MissingError
from benchmarks.tools import MEMFIT, environment
from memfit.units import format_bytes

TITLE = "Explaining"
TEXT = """`memfit explain`, from the start of Python to the last line. The first recording is of a real vitest 3
suite that runs for ten minutes: 300 test files with ten tests each, which wait most of the time, in
four workers, a process for each file. The others are written by the benchmark, ten minutes long too:
8 workers of one process each, of which every one moves at every tick (20 a second), from outside and
from inside. CPU is user and system time of the whole process, the largest of its resident sets beside it."""
HEADER = ("recording", "bytes", "text, s of CPU", "JSON, s of CPU", "peak of memory")
TARGET = 2.0

FILES = 300
WORKERS = 4
TESTS = 10
PACKAGES = Path(__file__).resolve().parent.parent / "cases" / "packages" / "vitest-3"
WRITTEN = {
    "8 busy workers, 300 files, 3,000 tests": recordings.Shape(),
    "8 busy workers, 10,000 files, 30,000 tests": recordings.Shape(files=10_000, tests=3),
}

_CONFIG = """import { defineConfig } from "vitest/config";
export default defineConfig({ test: { pool: "forks", maxWorkers: %d, minWorkers: %d, testTimeout: 60_000 } });
"""
_MODULE = """export function words(count) {
  const found = new Map();
  for (let n = 0; n < count; n++) {
    const word = `word ${(n * %d) %% 9973}`;
    found.set(word, (found.get(word) ?? 0) + n);
  }
  return found;
}
"""
_TEST = """import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { words } from "./words%d.js";
let index;
beforeEach(() => { index = words(10_000); });
afterEach(() => { index = undefined; });
describe("words of part %d", () => {
  for (let n = 1; n <= %d; n++) {
    test(`are counted, ${n}`, async () => {
      await new Promise((resolve) => setTimeout(resolve, %d));
      expect(index.size).toBeGreaterThan(n);
    });
  }
});
"""


def measure(seconds: float = 600.0, repeats: int = 3, recording: Path | None = None) -> Section:
    """Record a run of vitest of about `seconds`, unless a recording is given, and explain all."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    with tempfile.TemporaryDirectory() as directory:
        for name, place in _recordings(Path(directory), seconds, recording, section):
            section.rows.append(_row(name, place, repeats))
    section.notes.append(f"Target for ten minutes: less than {TARGET:g} s of CPU.")
    section.notes.append(f"Medians of {repeats} runs; JSON is written to /dev/null.")
    section.load = (before, load())
    return section


def _recordings(
    scratch: Path, seconds: float, recording: Path | None, section: Section
) -> Iterator[tuple[str, Path]]:
    try:
        place = recording if recording is not None else _record(scratch, seconds)
        yield f"vitest 3, {FILES} files, {FILES * TESTS:,} tests", place
    except (MissingError, subprocess.CalledProcessError, OSError) as error:
        section.notes.append(f"vitest was not recorded: {error}")
    for number, (name, shape) in enumerate(WRITTEN.items()):
        recordings.write(scratch / f"written-{number}", shape)
        yield name, scratch / f"written-{number}"


def _record(scratch: Path, seconds: float) -> Path:
    """Record a suite of which each file waits as long as makes up the time."""
    if not (PACKAGES / "node_modules").is_dir():
        raise MissingError("python cases/install.py installs its packages")
    suite, recording = scratch / "suite", scratch / "recording"
    suite.mkdir()
    (suite / "node_modules").symlink_to(PACKAGES / "node_modules")
    (suite / "package.json").write_text('{"private": true, "type": "module"}')
    (suite / "vitest.config.js").write_text(_CONFIG % (WORKERS, WORKERS))
    wait = round(1000 * seconds * WORKERS / FILES / TESTS * 0.92)  # the rest is start-up
    for part in range(FILES):
        (suite / f"words{part}.js").write_text(_MODULE % (part + 7))
        (suite / f"words{part}.test.js").write_text(_TEST % (part, part, TESTS, wait))
    subprocess.run(
        [MEMFIT / "memfit", "run", "--quiet", "--recording", recording, "--", "node_modules/.bin/vitest", "run"],
        cwd=suite, env=environment(), check=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return recording


def _row(name: str, recording: Path, repeats: int) -> tuple[str, ...]:
    size = sum(file.stat().st_size for file in recording.rglob("*") if file.is_file())
    cells, peaks = [], []
    for form in ("text", "json"):
        runs = [_explain(recording, form) for _ in range(repeats)]
        cells.append(f"{statistics.median(cpu for cpu, _ in runs):.2f}")
        peaks += [peak for _, peak in runs]
    return (name, format_bytes(size), *cells, format_bytes(max(peaks)))


def _explain(recording: Path, form: str) -> tuple[float, int]:
    """Return seconds of CPU, and the largest resident set in bytes."""
    child = subprocess.Popen(
        [MEMFIT / "memfit", "explain", recording, "--format", form],
        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--recording", type=Path)
    asked = parser.parse_args()
    print(measure(asked.seconds, asked.repeats, asked.recording).markdown())


if __name__ == "__main__":
    main()
