"""What memfit costs the program that it records: `python -m benchmarks.overhead`."""

import argparse
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import tools
from benchmarks.figures import Section, load, ratio
from benchmarks.groups import seconds
from benchmarks.tools import MEMFIT

TITLE = "Overhead"
TEXT = """The same command alone and under `memfit run`, in turn (ABAB), each in a cgroup of its own whose CPU
counter says what everything inside has used, memfit with its start-up and its report included.
*Start-up apart* leaves out what memfit uses for `/bin/true`, which is the same for every command.
Ratios are of medians, with a 95 % bootstrap interval over pairs."""
HEADER = (
    "command",
    "CPU alone, s",
    "CPU with / without",
    "start-up apart",
    "wall alone, s",
    "wall with / without",
)

CASES = Path(__file__).resolve().parent.parent / "cases"
FILES = 300
PROCESSES = 1000

_SOURCE = """#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct item_{n} {{ char name[32]; double value; struct item_{n} *next; }};
static struct item_{n} *first;
int add_{n}(const char *name, double value) {{
  struct item_{n} *item = malloc(sizeof *item);
  if (!item) return -1;
  snprintf(item->name, sizeof item->name, "%s", name);
  item->value = value; item->next = first; first = item;
  return {n};
}}
double sum_{n}(void) {{
  double total = 0;
  for (struct item_{n} *item = first; item; item = item->next) total += item->value;
  return total;
}}
"""
_MAKEFILE = """objects := $(patsubst %.c,%.o,$(wildcard *.c))
all: $(objects)
%.o: %.c
\tgcc -O1 -c -o $@ $<
"""


class MissingError(Exception):
    """What a scenario needs is not on this machine."""


@dataclass(frozen=True)
class Scenario:
    """One command.

    Attributes:
        name: As `--only` takes it.
        what: As the table shows it.
        prepare: Makes what is needed in an empty directory; returns where to run what.
        target: What is promised, or an empty string.
    """

    name: str
    what: str
    prepare: Callable[[Path], tuple[Path, list[str]]]
    target: str = ""


@dataclass
class Pairs:
    """Seconds of CPU and of wall, alone and under memfit."""

    cpu: list[float] = field(default_factory=list)
    cpu_under: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    wall_under: list[float] = field(default_factory=list)


def vitest(_place: Path) -> tuple[Path, list[str]]:
    """Return how the real vitest suite is run."""
    return _case("healthy-vitest"), ["node", "node_modules/vitest/vitest.mjs", "run"]


def esbuild(_place: Path) -> tuple[Path, list[str]]:
    """Return how the real esbuild build is run."""
    return _case("healthy-esbuild"), ["node", "build.mjs"]


def lucide(_place: Path) -> tuple[Path, list[str]]:
    """Return how the bundles over a large package are built."""
    return _case("esbuild-lucide"), ["node", "build.mjs"]


def build(place: Path) -> tuple[Path, list[str]]:
    """Write many small C files; returns how all of them are compiled."""
    for number in range(FILES):
        (place / f"part{number}.c").write_text(_SOURCE.format(n=number))
    (place / "Makefile").write_text(_MAKEFILE)
    return place, ["make", "--silent", "--always-make", "-j2"]


def loop(place: Path) -> tuple[Path, list[str]]:
    """Write a shell script that starts processes that do nothing."""
    script = place / "loop.sh"
    script.write_text(f"i=0; while [ $i -lt {PROCESSES} ]; do /bin/true; i=$((i+1)); done\n")
    return place, ["sh", str(script)]


SCENARIOS = (
    Scenario("vitest", "vitest suite (cases/healthy-vitest)", vitest, "CPU at most 1.03"),
    Scenario("esbuild", "esbuild build (cases/healthy-esbuild)", esbuild, "CPU at most 1.03"),
    Scenario("lucide", "esbuild build (cases/esbuild-lucide)", lucide, "CPU at most 1.03"),
    Scenario("build", f"make -j2, {FILES} C files, gcc", build, "wall at most 1.10"),
    Scenario("loop", f"{PROCESSES} times /bin/true, pathological", loop),
)


def measure(pairs: int = 9, scenarios: Sequence[Scenario] = SCENARIOS) -> Section:
    """Run every scenario in pairs, after one pair that is not counted."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    nothing = _measure(lambda place: (place, ["/bin/true"]), pairs)
    start = statistics.median(nothing.cpu_under) - statistics.median(nothing.cpu)
    wall = statistics.median(nothing.wall_under) - statistics.median(nothing.wall)
    for scenario in scenarios:
        try:
            measured = _measure(scenario.prepare, pairs)
        except (MissingError, subprocess.CalledProcessError, OSError) as error:
            section.notes.append(f"{scenario.what} was not measured: {error}")
            continue
        section.rows.append(_row(scenario, measured, start))
        section.notes += _notes(scenario, measured, start)
    section.notes.append(f"Start-up and report: {start:.3f} s of CPU, {wall:.3f} s of wall time.")
    section.notes.append(f"{pairs} pairs each; {tools.stops()}.")
    section.load = (before, load())
    return section


def _measure(prepare: Callable[[Path], tuple[Path, list[str]]], pairs: int) -> Pairs:
    measured = Pairs()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / "work"
        place.mkdir()
        where, command = prepare(place)
        for number in range(pairs + 1):
            recording = Path(directory) / f"recording-{number}"
            under = [str(MEMFIT / "memfit"), "run", "--recording", str(recording), "--", *command]
            alone, recorded = seconds(where, command), seconds(where, under)
            if number == 0:
                continue  # caches were cold
            measured.cpu.append(alone[0])
            measured.wall.append(alone[1])
            measured.cpu_under.append(recorded[0])
            measured.wall_under.append(recorded[1])
    return measured


def _row(scenario: Scenario, measured: Pairs, start: float) -> tuple[str, ...]:
    return (
        scenario.what,
        f"{statistics.median(measured.cpu):.2f}",
        str(ratio(measured.cpu_under, measured.cpu)),
        str(ratio([cpu - start for cpu in measured.cpu_under], measured.cpu)),
        f"{statistics.median(measured.wall):.2f}",
        str(ratio(measured.wall_under, measured.wall)),
    )


def _notes(scenario: Scenario, measured: Pairs, start: float) -> list[str]:
    if scenario.name == "loop":
        more = statistics.median(measured.cpu_under) - statistics.median(measured.cpu) - start
        return [f"{scenario.what}: {1000 * more / PROCESSES:.2f} ms of CPU for each process."]
    return [f"Target for {scenario.what}: {scenario.target}."]


def _case(name: str) -> Path:
    case = CASES / name
    if not (case / "node_modules").is_dir():
        raise MissingError(f"it is not installed: python cases/install.py {name}")
    return case


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--only", default="", help="names of scenarios, with commas between")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else [one.name for one in SCENARIOS]
    print(measure(options.pairs, [one for one in SCENARIOS if one.name in names]).markdown())


if __name__ == "__main__":
    main()
