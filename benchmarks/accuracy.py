"""What each tool says about the workload, and what is true: `python -m benchmarks.accuracy`."""

import argparse
import statistics
from collections.abc import Sequence

from benchmarks.figures import Section, load
from benchmarks.tools import Tool, duct, memfit, mprof, procpath, psrecord, runexec
from benchmarks.watch import ToolError, Watched, watch

TITLE = "Accuracy"
TEXT = """One workload: 8 children (programs of their own) that grow by 6 MiB ten times, a spike of 400 MiB
(0.4 s to rise, 0.15 s to stay), and six forked grandchildren that live 50 ms and fill 100 MiB.
Truth is the maximum that the workload's own cgroup counted in the same run, and for a grandchild
its own `VmHWM` before its exit; tools run outside of that cgroup. *Peak* is what the tool reports
over the truth. *Exact* counts grandchildren whose peak is told within 0.5 % (the kernel itself
batches this counter), *seen* those that are told at all. *CPU* is the tool alone while the workload
runs, start-up apart. *Left after SIGKILL* is what can still be read if the tool is killed 6 s
after the workload began."""
HEADER = (
    "tool",
    "peak / truth",
    "grandchildren exact (seen)",
    "CPU, % of a core",
    "left after SIGKILL",
)

KILLED_AT = 6.0
_TOLERANCE = 0.005

TOOLS = (
    psrecord(0.1),
    mprof(0.1, each=False),
    mprof(0.1, each=True),
    procpath(10),
    procpath(0.02),
    duct(1, 60),
    duct(0.05, 0.5),
    runexec(),
    memfit(0.05, "memfit"),
    memfit(0.05, "memfit, no cgroup", "--limit-by", "watchdog", own_group=False),
    memfit(0.05, "memfit, polling", "--watch", "polling"),
    memfit(
        0.05,
        "memfit, polling, no cgroup",
        *("--watch", "polling", "--limit-by", "watchdog"),
        own_group=False,
    ),
)


def measure(repeats: int = 3, tools: Sequence[Tool] = TOOLS) -> Section:
    """Run all tools in turn, `repeats` times, and once more for the kill."""
    section = Section(TITLE, TEXT, HEADER)
    before = load()
    runs: dict[str, list[Watched]] = {tool.name: [] for tool in tools}
    failed: dict[str, str] = {}
    for _ in range(repeats):
        for tool in tools:
            if tool.name in failed:
                continue
            try:
                runs[tool.name].append(watch(tool, []))
            except (ToolError, OSError) as error:
                failed[tool.name] = str(error)
    for tool in tools:
        if tool.name not in failed:
            left = _left(tool)
            section.rows.append(_row(tool, runs[tool.name], left))
    section.notes += [f"{name} failed: {reason}" for name, reason in failed.items()]
    section.notes.append(f"Medians of {repeats} runs, all tools in turn.")
    section.load = (before, load())
    return section


def _row(tool: Tool, runs: list[Watched], left: str) -> tuple[str, ...]:
    ratios = [run.reading.peak / run.truth for run in runs if run.reading.peak]
    total = max(len(run.grandchildren) for run in runs)
    exact = statistics.median_low([_exact(run) for run in runs])
    seen = statistics.median_low([_seen(run) for run in runs])
    cpu = statistics.median(run.share(run.begin, run.end) for run in runs)
    return (
        tool.name,
        f"{statistics.median(ratios):.2f}" if ratios else "none",
        f"{exact} ({seen}) of {total}" if tool.pids else "no pids",
        f"{100 * cpu:.1f}",
        left,
    )


def _exact(run: Watched) -> int:
    return sum(
        abs(run.reading.peaks.get(pid, 0) - peak) <= _TOLERANCE * peak
        for pid, peak in run.grandchildren.items()
    )


def _seen(run: Watched) -> int:
    return sum(pid in run.reading.peaks for pid in run.grandchildren)


def _left(tool: Tool) -> str:
    try:
        reading = watch(tool, [], kill_after=KILLED_AT).reading
    except ToolError as error:
        return f"failed: {error}"
    if reading.samples == 0:
        return "nothing"
    return f"{reading.samples} readings, {reading.covered:.2f} of {KILLED_AT:g} s"


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
