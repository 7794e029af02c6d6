"""Cgroups (v1) of the benchmark's own: what ran inside, and what it used, whoever waited for it.

CPU time is counted by the group and not by wait4(2): a builder that leaves its helper process
behind, or a recorder that stands between a program and its parent, would hide it from rusage.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.tools import environment
from memfit.limits import files, tree
from memfit.limits.mounts import find_group

# Joins every group that is named before the `--`, then becomes the command.
_ENTER = 'while [ "$1" != -- ]; do echo $$ > "$1"; shift; done; shift; exec "$@"'


class Group:
    """One memory and one cpuacct cgroup of the same name."""

    def __init__(self, name: str) -> None:
        self._directories = []
        for controller in ("memory", "cpuacct"):
            own = find_group(controller)
            if own is None or not files.writable(own.directory):
                sys.exit(f"this benchmark needs root and the {controller} controller of cgroup v1")
            directory = own.directory / f"benchmark-{os.getpid()}-{name}"
            directory.mkdir()
            self._directories.append(directory)
        self.memory, self.cpu = self._directories

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.kill()
        for directory in self._directories:
            tree.remove(directory, patience=5)

    def enter(self, command: list[str], *, memory: bool = True) -> list[str]:
        """Return the command line that runs `command` inside."""
        doors = [self.memory, self.cpu] if memory else [self.cpu]
        shell = shutil.which("sh") or "/bin/sh"
        return [shell, "-c", _ENTER, "sh", *(f"{d}/cgroup.procs" for d in doors), "--", *command]

    def cpu_seconds(self) -> float:
        """CPU that processes inside have used so far, user and system."""
        return int((self.cpu / "cpuacct.usage").read_text()) / 1e9

    def kill(self) -> None:
        """End every process inside."""
        for directory in self._directories:
            tree.kill(directory)


def peak(directory: Path) -> int | None:
    """Read the largest usage of a memory cgroup, bytes; None once it is removed."""
    return files.number(files.read(directory / "memory.max_usage_in_bytes"))


def seconds(where: Path, command: list[str]) -> tuple[float, float]:
    """Run a command silently in a group of its own; returns its seconds of CPU and of wall.

    Raises:
        CalledProcessError: It failed.
    """
    with Group("seconds") as group:
        begin = time.monotonic()
        subprocess.run(
            group.enter(command, memory=False),
            cwd=where,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        wall = time.monotonic() - begin
        return group.cpu_seconds(), wall
