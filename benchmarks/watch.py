"""Run one tool on the workload and measure it from outside: its CPU, and the truth."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import groups, tools, workload
from benchmarks.groups import Group
from benchmarks.tools import Reading, Tool

_LOOK = 0.02
_LONGEST = 120.0


class ToolError(Exception):
    """A tool that could not do its work; the reason goes below the table."""


@dataclass
class Watched:
    """One run of a tool.

    Attributes:
        reading: What the tool's own data say.
        truth: The cgroup's own maximum, bytes.
        grandchildren: Each grandchild's own VmHWM before its exit, by pid.
        begin: When the workload was complete (all children started), seconds.
        end: When it ended, or the tool was killed.
        cpu: The tool's CPU so far, as (instant, seconds).
    """

    reading: Reading
    truth: int
    grandchildren: dict[int, int]
    begin: float
    end: float
    cpu: list[tuple[float, float]] = field(repr=False, default_factory=list)

    def share(self, begin: float, end: float) -> float:
        """CPU of the tool as a share of a core, from `begin` to `end`."""
        return (self.cpu_before(end) - self.cpu_before(begin)) / (end - begin)

    def cpu_before(self, instant: float) -> float:
        """CPU of the tool from its start to `instant`, seconds."""
        place = bisect_left(self.cpu, (instant, 0.0))
        return self.cpu[min(place, len(self.cpu) - 1)][1]


def watch(tool: Tool, shape: list[str], kill_after: float | None = None) -> Watched:
    """Run a tool on the workload.

    Args:
        tool: The tool.
        shape: Options of the workload.
        kill_after: Seconds after the workload's begin at which the tool gets SIGKILL.

    Raises:
        ToolError: If the tool does not start, or fails.
    """
    with (
        tempfile.TemporaryDirectory() as directory,
        Group("tool") as outside,
        Group("workload") as inside,
    ):
        place = Path(directory)
        log = place / "truth.jsonl"
        command = inside.enter(
            [sys.executable, workload.__file__, *shape, "--log", str(log)],
            memory=not tool.own_group,
        )
        run = _Run(tool, place, outside, inside, log)
        cpu, truth = run.follow(command, kill_after)
        events = _events(log)
        return Watched(
            reading=run.read(),
            truth=truth,
            grandchildren={e["pid"]: e["peak"] for e in events if e["event"] == "grandchild"},
            begin=next(e["at"] for e in events if e["event"] == "complete"),
            end=next((e["at"] for e in events if e["event"] == "end"), cpu[-1][0]),
            cpu=cpu,
        )


class _Run:
    """One run of one tool while it goes on."""

    def __init__(self, tool: Tool, place: Path, outside: Group, inside: Group, log: Path) -> None:
        self._tool = tool
        self._place = place
        self._outside = outside
        self._inside = inside
        self._log = log
        self._said = place / "said"

    def follow(
        self, command: list[str], kill_after: float | None
    ) -> tuple[list[tuple[float, float]], int]:
        """Start both, look at them until the tool has ended; returns its CPU and the truth."""
        cpu: list[tuple[float, float]] = []
        truth = 0
        latest = time.monotonic() + _LONGEST
        with self._started(command) as (process, watched):
            while process.poll() is None:
                if watched:
                    watched.poll()  # a zombie would still be watched
                now = time.monotonic()
                cpu.append((now, self._outside.cpu_seconds()))
                truth = max(truth, self._truth())
                if now > latest:
                    raise ToolError(f"still running after {_LONGEST:g} s")
                if kill_after is not None and self._complete(now - kill_after):
                    process.kill()
                time.sleep(_LOOK)
            if kill_after is None and process.returncode != 0:
                raise ToolError(f"exit code {process.returncode}: {self._last_words()}")
        return cpu, max(truth, self._truth())

    @contextlib.contextmanager
    def _started(
        self, command: list[str]
    ) -> Iterator[tuple[subprocess.Popen, subprocess.Popen | None]]:
        environment = tools.environment()
        with self._said.open("wb") as said, contextlib.ExitStack() as stack:
            watched = None
            if self._tool.attaches:
                watched = stack.enter_context(
                    subprocess.Popen(command, env=environment, stdout=said, stderr=said)
                )
            line = self._tool.start(self._place, command, watched.pid if watched else 0)
            tool = subprocess.Popen(
                self._outside.enter(line), env=environment, stdout=said, stderr=said
            )
            try:
                yield stack.enter_context(tool), watched
            finally:
                # What the tool did not wait for, or was killed before it could.
                self._inside.kill()
                self._outside.kill()

    def _truth(self) -> int:
        if not self._tool.own_group:
            return groups.peak(self._inside.memory) or 0
        below = (Path(entry) for entry in os.scandir(self._outside.memory) if entry.is_dir())
        return max((groups.peak(directory) or 0 for directory in below), default=0)

    def _complete(self, at: float) -> bool:
        return any(e["event"] == "complete" and e["at"] <= at for e in _events(self._log))

    def read(self) -> Reading:
        """Return what the tool's data say; an unreadable file is its failure."""
        try:
            return self._tool.read(self._place)
        except FileNotFoundError:
            return Reading()

    def _last_words(self) -> str:
        lines = self._said.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _events(log: Path) -> list[dict]:
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
