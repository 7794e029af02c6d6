"""What sampling many processes costs: `python -m benchmarks.scale`."""

import argparse
import statistics
from collections.abc import Sequence

from benchmarks.figures import Section, load
from benchmarks.tools import Tool, duct, memfit, mprof, procpath, psrecord, runexec, stops
from benchmarks.watch import ToolError, Watched, watch

TITLE = "Scale"
TEXT = """50 processes for 20 s; each sleeps and takes another 1 MiB every 0.8 s, one after the other, so that
something has changed at every reading. Each tool was asked for 50 readings a second. *Readings* is
what its data hold, *CPU* the tool alone (all of its processes) from the third to the eighteenth second,
*start-up* what it used before the 50 processes were there."""
HEADER = (
    "tool",
    "readings per second",
    "CPU, % of a core",
    "CPU a reading, ms",
    "start-up, s of CPU",
)
SHAPE = [
    *("--children", "50", "--steps", "25", "--step", "1", "--pace", "0.8"),
    *("--spike", "0", "--grandchildren", "0"),
]
TARGET = 1.5

_HZ = 50
_FROM, _TO = 3.0, 18.0

TOOLS = (
    psrecord(None),
    psrecord(1 / _HZ),
    mprof(1 / _HZ, each=False),
    mprof(1 / _HZ, each=True),
    procpath(1 / _HZ),
    duct(1 / _HZ, 1),
    runexec(),
    memfit(1 / _HZ, "memfit, 0.02 s"),
    memfit(1 / _HZ, "memfit, 0.02 s, no cgroup", "--limit-by", "watchdog", own_group=False),
    memfit(1 / _HZ, "memfit, 0.02 s, polling", "--watch", "polling"),
)


def measure(repeats: int = 3, tools: Sequence[Tool] = TOOLS) -> Section:
    """Run all tools in turn, `repeats` times."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    runs: dict[str, list[Watched]] = {tool.name: [] for tool in tools}
    failed: dict[str, str] = {}
    for _ in range(repeats):
        for tool in tools:
            try:
                if tool.name not in failed:
                    runs[tool.name].append(watch(tool, SHAPE))
            except (ToolError, OSError) as error:
                failed[tool.name] = str(error)
    section.rows = [_row(tool, runs[tool.name]) for tool in tools if tool.name not in failed]
    section.notes += [f"{name} failed: {reason}" for name, reason in failed.items()]
    section.notes.append(f"Target: memfit at {_HZ} Hz uses at most {TARGET:g} % of a core.")
    section.notes.append(f"Medians of {repeats} runs, all tools in turn; {stops()}.")
    section.load = (before, load())
    return section


def _row(tool: Tool, runs: list[Watched]) -> tuple[str, ...]:
    share = statistics.median(run.share(run.begin + _FROM, run.begin + _TO) for run in runs)
    start = statistics.median(run.cpu_before(run.begin) for run in runs)
    begun = f"{start:.2f}"
    if not tool.samples:
        return (tool.name, "none", f"{100 * share:.2f}", "none", begun)
    hertz = statistics.median(
        (run.reading.samples - 1) / max(run.reading.covered, 1e-9) for run in runs
    )
    return (
        tool.name,
        f"{hertz:.1f}",
        f"{100 * share:.2f}",
        f"{1000 * share / hertz:.2f}" if hertz else "none",
        begun,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", default="", help="tools whose name has this in it")
    options = parser.parse_args()
    chosen = [tool for tool in TOOLS if options.only in tool.name]
    print(measure(options.repeats, chosen).markdown())


if __name__ == "__main__":
    main()
