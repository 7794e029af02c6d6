"""What memfit costs a suite with and without its agent inside: `python -m benchmarks.agent`."""

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Section, load, ratio
from benchmarks.groups import seconds
from benchmarks.overhead import MissingError
from benchmarks.tools import MEMFIT, environment
from memfit.units import format_bytes

TITLE = "Inside the runners"
TEXT = """Suites of 60 test files, each with a module of its own, hooks and five tests that compute for about a
tenth of a second, as the runner runs them by itself (vitest: a process for each file; jest: two
workers). The same command alone, under `memfit run --no-agent` and under `memfit run`, in turn
(ABCABC), each in a cgroup of its own whose CPU counter says what everything inside has used, memfit
with its start-up and its report included. Ratios are to the run alone, of medians, with a 95 %
bootstrap interval over the turns."""
HEADER = (
    "suite",
    "CPU alone, s",
    "CPU without agent",
    "CPU with agent",
    "wall alone, s",
    "wall without agent",
    "wall with agent",
)

FILES = 60
PACKAGES = Path(__file__).resolve().parent.parent / "tests" / "matrix" / "projects"
MODES: Mapping[str, tuple[str, ...] | None] = {
    "alone": None,
    "without agent": ("--no-agent",),
    "with agent": (),
}

_MODULE = """
{export}function words(count) {{
  const found = new Map();
  for (let n = 0; n < count; n++) {{
    const word = `word ${{(n * {seed}) % 9973}}`;
    found.set(word, (found.get(word) ?? 0) + n);
  }}
  return found;
}}
"""
_IMPORTS = """import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { words } from "./module%d";
"""
_TESTS = """
let index;
beforeEach(() => {{ index = words(40_000); }});
afterEach(() => {{ index = undefined; }});
describe("words of {number}", () => {{
  for (let n = 1; n <= 5; n++) {{
    test(`are counted, ${{n}}`, async () => {{
      let sum = 0;
      for (const [word, count] of [...index].sort(([a], [b]) => (a < b ? -1 : 1))) sum += count + word.length;
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(sum).toBeGreaterThan(n);
    }});
  }}
}});
"""
_PRIVATE = """
const { readFileSync } = require("node:fs");
setTimeout(() => {
  let sum = 0;
  for (const [, size] of readFileSync("/proc/self/smaps_rollup", "utf8").matchAll(/^Private_Dirty: *(\\d+)/gm))
    sum += Number(size) * 1024;
  console.log(sum);
}, 2000);
"""


@dataclass(frozen=True)
class Suite:
    """One runner.

    Attributes:
        name: As `--only` takes it; the directory of its packages.
        words: Its command line.
    """

    name: str
    words: tuple[str, ...]

    def write(self, place: Path) -> None:
        """Write the suite into an empty directory."""
        packages = PACKAGES / self.name / "node_modules"
        if not packages.is_dir():
            raise MissingError("its packages are not installed: pytest tests/matrix installs them")
        (place / "node_modules").symlink_to(packages)
        jest = self.name.startswith("jest")
        (place / "package.json").write_text(
            '{"private": true, "jest": {"transform": {}, "cacheDirectory": "<rootDir>/.cache"}}'
            if jest
            else '{"private": true, "type": "module"}'
        )
        for number in range(FILES):
            module = _MODULE.format(export="" if jest else "export ", seed=number + 7)
            head = 'const { words } = require("./module%d");' if jest else _IMPORTS
            name = f"file{number}.test.js"
            (place / name).write_text(head % number + _TESTS.format(number=number))
            tail = "module.exports = { words };" if jest else ""
            (place / f"module{number}.js").write_text(module + tail)


SUITES = (
    Suite("vitest-3", ("node", "node_modules/vitest/vitest.mjs", "run")),
    Suite("vitest-4", ("node", "node_modules/vitest/vitest.mjs", "run")),
    Suite("jest-30", ("node", "node_modules/jest/bin/jest.js", "--maxWorkers=2")),
)


@dataclass
class Turns:
    """Seconds of each turn, by mode."""

    cpu: dict[str, list[float]] = field(default_factory=lambda: {mode: [] for mode in MODES})
    wall: dict[str, list[float]] = field(default_factory=lambda: {mode: [] for mode in MODES})


def measure(turns: int = 7, suites: Sequence[Suite] = SUITES) -> Section:
    """Run every suite in turns, after one that is not counted."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    for suite in suites:
        try:
            section.rows.append(_row(suite, _measure(suite, turns)))
        except (MissingError, subprocess.CalledProcessError, OSError) as error:
            section.notes.append(f"{suite.name} was not measured: {error}")
    alone, inside = private_bytes(None), private_bytes(())
    more = (
        f"{format_bytes(inside - alone)} more private dirty memory with the agent and its sampler"
    )
    sizes = f"{format_bytes(inside)} against {format_bytes(alone)}"
    section.notes += [
        "Target with the agent: CPU at most 1.04, wall at most 1.03.",
        f"A Node process that waits holds {more} ({sizes}); target: at most 10 MB.",
        f"{turns} turns each.",
    ]
    section.load = (before, load())
    return section


def _measure(suite: Suite, turns: int) -> Turns:
    measured = Turns()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / "suite"
        place.mkdir()
        suite.write(place)
        for turn in range(turns + 1):
            for mode, options in MODES.items():
                recording = Path(directory) / f"{mode}-{turn}"
                cpu, wall = seconds(place, _under(list(suite.words), recording, options))
                if turn:  # in the first one caches were cold
                    measured.cpu[mode].append(cpu)
                    measured.wall[mode].append(wall)
    return measured


def _under(words: list[str], recording: Path, options: tuple[str, ...] | None) -> list[str]:
    if options is None:
        return words
    return [str(MEMFIT / "memfit"), "run", "--recording", str(recording), *options, "--", *words]


def _row(suite: Suite, turns: Turns) -> tuple[str, ...]:
    cells = []
    for by_mode in (turns.cpu, turns.wall):
        alone = by_mode["alone"]
        cells.append(f"{statistics.median(alone):.2f}")
        cells += [str(ratio(by_mode[mode], alone)) for mode in MODES if mode != "alone"]
    return (f"{suite.name.replace('-', ' ')}, {FILES} files", *cells)


def private_bytes(options: tuple[str, ...] | None, times: int = 5) -> int:
    """Return the median of the private memory of a Node process that waits.

    Pages of Node's binary are left out: all Node processes share them, and the kernel calls them
    private as long as there is only one.
    """
    seen = []
    with tempfile.TemporaryDirectory() as directory:
        program = Path(directory) / "waits.cjs"
        program.write_text(_PRIVATE)
        for number in range(times):
            words = _under(["node", str(program)], Path(directory) / f"recording-{number}", options)
            done = subprocess.run(
                words, env=environment(), capture_output=True, text=True, check=True
            )
            seen.append(int(done.stdout))
    return int(statistics.median(seen))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--only", default="", help="names of suites, with commas between")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else [suite.name for suite in SUITES]
    unknown = sorted(set(names) - {suite.name for suite in SUITES})
    if unknown:
        sys.exit(f"{unknown[0]} is none of {', '.join(suite.name for suite in SUITES)}")
    print(measure(options.turns, [s for s in SUITES if s.name in names]).markdown())


if __name__ == "__main__":
    main()
