"""The tools that are compared: how each is started, and what its own data say afterwards."""

import json
import os
import re
import shlex
import sqlite3
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from memfit.errors import MemfitError
from memfit.record import watcher
from memfit.record.load import load

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".venv" / "bin"
MEMFIT = HERE.parent / ".venv" / "bin"
MIB = 1 << 20


@dataclass(frozen=True)
class Reading:
    """What a tool's data say.

    Attributes:
        peak: The tree's largest usage in the tool's own terms, bytes; None if it tells none.
        peaks: Largest usage of each process, by pid; empty if it tells no pids.
        samples: Readings that were kept.
        covered: Seconds from the first to the last of them.
    """

    peak: int | None = None
    peaks: dict[int, int] = field(default_factory=dict)
    samples: int = 0
    covered: float = 0.0


@dataclass(frozen=True)
class Tool:
    """One tool with one choice of options.

    Attributes:
        name: As the tables show it.
        package: Distribution that its version is asked of.
        start: Returns its command line for (directory for its data, command, pid).
        read: Returns what its data in a directory say.
        pids: Whether it can tell processes apart.
        own_group: Whether it makes the cgroup that it measures.
        attaches: Whether it watches a running pid and cannot start the command itself.
        samples: Whether it reads again and again; False if it only reads a maximum at the end.
    """

    name: str
    package: str
    start: Callable[[Path, list[str], int], list[str]]
    read: Callable[[Path], Reading]
    pids: bool = True
    own_group: bool = False
    attaches: bool = False
    samples: bool = True


def environment() -> dict[str, str]:
    """Return the environment of all tools: found by name, bytecode kept as after pip install."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return variables | {"PATH": f"{PEERS}:{variables['PATH']}", "CI": "1"}


def stops() -> str:
    """Say how memfit handles the stops of processes here."""
    return "memfit with its C part" if watcher.load() else "memfit in Python alone, no C part"


def versions(tools: Iterable[Tool]) -> dict[str, str]:
    """Return the version of every tool, by distribution; says so where it is missing."""
    return {tool.package: _version(tool) for tool in tools}


def _version(tool: Tool) -> str:
    python = (MEMFIT if tool.package == "memfit" else PEERS) / "python"
    code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    try:
        done = subprocess.run(
            [python, "-c", code, tool.package], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "not installed"
    return done.stdout.strip()


def psrecord(interval: float | None) -> Tool:
    """Sums the RSS of the tree; without an interval as often as it can."""
    pace = [] if interval is None else ["--interval", str(interval)]

    def start(place: Path, command: list[str], _pid: int) -> list[str]:
        log = str(place / "psrecord.log")
        return ["psrecord", shlex.join(command), "--include-children", "--log", log, *pace]

    def read(place: Path) -> Reading:
        lines = (place / "psrecord.log").read_text().splitlines()
        rows = [[float(cell) for cell in line.split()] for line in lines if line[:1] != "#"]
        rows = [row for row in rows if len(row) == 4]
        if not rows:
            return Reading()
        peak = max(row[2] for row in rows)
        return Reading(int(peak * MIB), {}, len(rows), rows[-1][0] - rows[0][0])

    name = "psrecord, flat out" if interval is None else f"psrecord, {interval:g} s"
    return Tool(name, "psrecord", start, read, pids=False)


def mprof(interval: float, *, each: bool) -> Tool:
    """Sums the RSS of the tree, and with `each` also lists the children."""
    options = ["-C", "-M"] if each else ["-C"]

    def start(place: Path, command: list[str], _pid: int) -> list[str]:
        out = str(place / "mprof.dat")
        return ["mprof", "run", *options, "-T", str(interval), "-o", out, *command]

    def read(place: Path) -> Reading:
        at: list[float] = []
        total: list[float] = []
        peaks: defaultdict[int, int] = defaultdict(int)
        for line in (place / "mprof.dat").read_text().splitlines():
            match line.split():
                case ["MEM", size, instant]:
                    at.append(float(instant))
                    total.append(float(size))
                case ["CHLD", pid, size, _instant]:
                    peaks[int(pid)] = max(peaks[int(pid)], int(float(size) * MIB))
        if not at:
            return Reading()
        return Reading(int(max(total) * MIB), dict(peaks), len(at), at[-1] - at[0])

    return Tool(
        f"mprof {' '.join(options)}, {interval:g} s",
        "memory-profiler",
        start,
        read,
        pids=each,
    )


def procpath(interval: float) -> Tool:
    """Keeps /proc/PID/stat of every process of the subtree in SQLite."""

    def start(place: Path, _command: list[str], pid: int) -> list[str]:
        database = str(place / "procpath.sqlite")
        query = f"$..children[?(@.stat.pid == {pid})]"
        return [
            "procpath", "record", "-i", str(interval), "-d", database, "--stop-without-result",
            query,
        ]  # fmt: skip

    def read(place: Path) -> Reading:
        file = place / "procpath.sqlite"
        if not file.exists():
            return Reading()
        page = os.sysconf("SC_PAGE_SIZE")
        with sqlite3.connect(file) as database:
            totals = database.execute("SELECT ts, sum(stat_rss) FROM record GROUP BY ts").fetchall()
            each = database.execute("SELECT stat_pid, max(stat_rss) FROM record GROUP BY stat_pid")
            peaks = {pid: rss * page for pid, rss in each}
        if not totals:
            return Reading()
        peak = max(rss for _, rss in totals) * page
        return Reading(peak, peaks, len(totals), totals[-1][0] - totals[0][0])

    return Tool(f"procpath, {interval:g} s", "Procpath", start, read, attaches=True)


def duct(sample: float, report: float) -> Tool:
    """Asks ps for the session at every sample, and keeps the maxima of a report's time."""

    def start(place: Path, command: list[str], _pid: int) -> list[str]:
        return [
            "duct", "-q", "-p", f"{place}/duct_", "--sample-interval", str(sample),
            "--report-interval", str(report), *command,
        ]  # fmt: skip

    def read(place: Path) -> Reading:
        peaks: defaultdict[int, int] = defaultdict(int)
        total = samples = 0
        at: list[datetime] = []
        for line in _lines(place / "duct_usage.jsonl"):
            at.append(datetime.fromisoformat(line["timestamp"]))
            samples += line["num_samples"]
            total = max(total, line["totals"]["rss"])
            for pid, process in line["processes"].items():
                peaks[int(pid)] = max(peaks[int(pid)], process["rss"])
        covered = (at[-1] - at[0]).total_seconds() if at else 0.0
        return Reading(total or None, dict(peaks), samples, covered)

    return Tool(f"duct, {sample:g} s", "con-duct", start, read)


def runexec() -> Tool:
    """Reads the maximum of its own cgroup when the command has ended."""

    def start(place: Path, command: list[str], _pid: int) -> list[str]:
        # A container would hide the workload's own files; `sh` keeps what runexec prints.
        tool = ["runexec", "--no-container", "--output", str(place / "runexec.out"), "--", *command]
        return ["sh", "-c", 'out=$1; shift; exec "$@" > "$out"', "sh", f"{place}/result", *tool]

    def read(place: Path) -> Reading:
        found = re.search(r"^memory=(\d+)B$", (place / "result").read_text(), re.MULTILINE)
        return Reading(int(found[1]), samples=1) if found else Reading()

    return Tool("runexec", "BenchExec", start, read, pids=False, own_group=True, samples=False)


def memfit(interval: float, name: str, *options: str, own_group: bool = True) -> Tool:
    """Keep what `memfit run` keeps."""

    def start(place: Path, command: list[str], _pid: int) -> list[str]:
        recording = [
            "--recording",
            str(place / "recording"),
            "--interval",
            f"{interval * 1000:g}ms",
        ]
        return [str(MEMFIT / "memfit"), "run", "--quiet", *recording, *options, "--", *command]

    def read(place: Path) -> Reading:
        try:
            recording = load(place / "recording")
        except MemfitError:
            return Reading()
        at = recording.usage.at
        seen = max(recording.usage.value, default=None)
        peak = recording.end.peak.bytes if recording.end and recording.end.peak else seen
        peaks = {one.pid: one.peak.bytes for one in recording.processes if one.peak is not None}
        return Reading(peak, peaks, len(at), at[-1] - at[0] if at else 0.0)

    return Tool(name, "memfit", start, read, own_group=own_group)


def _lines(path: Path) -> Iterable[dict]:
    """The whole lines of a JSON-lines file; nothing if there is none."""
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
