"""Machines as directory trees: procfs, cgroup mounts, and a model of what cgroup v2 allows."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from memfit.limits import files
from memfit.limits.mounts import Roots

GIGABYTE = 1 << 30
NO_LIMIT_V1 = "9223372036854771712"  # 2^63 - 1 rounded down to a page


class Tree:
    """A machine below one directory; starts with 8 GB and no cgroup mounts."""

    def __init__(self, root: Path) -> None:
        self.proc = root / "proc"
        self.machine = root / "machine"
        self.roots = Roots(proc=self.proc, prefix=self.machine)
        self.machine.mkdir()
        (self.proc / "self").mkdir(parents=True)
        (self.proc / "self" / "mountinfo").write_text("22 27 0:21 / /proc rw - proc proc rw\n")
        (self.proc / "self" / "cgroup").write_text("")
        self.memory(8 * GIGABYTE)
        self.process(os.getpid(), started=1000)

    def memory(self, total: int, swap: int = 0) -> None:
        (self.proc / "meminfo").write_text(
            f"MemTotal:       {total // 1024} kB\nSwapTotal:      {swap // 1024} kB\n"
        )

    def process(self, pid: int, started: int) -> None:
        (self.proc / str(pid)).mkdir(exist_ok=True)
        before = " ".join(["1"] * 18)
        (self.proc / str(pid) / "stat").write_text(f"{pid} (a) b (c) S {before} {started} 0 0\n")

    def mount(
        self, point: str, kind: str, controllers: str = "", root: str = "/", options: str = "rw"
    ) -> Path:
        place = self.at(point)
        place.mkdir(parents=True, exist_ok=True)
        escaped = point.replace(" ", "\\040")
        with (self.proc / "self" / "mountinfo").open("a") as mountinfo:
            mountinfo.write(
                f"31 23 0:28 {root} {escaped} {options},relatime shared:9 - {kind} {kind} "
                f"rw{controllers and ','}{controllers}\n"
            )
        return place

    def member(self, *lines: str) -> None:
        (self.proc / "self" / "cgroup").write_text("".join(f"{line}\n" for line in lines))

    def at(self, path: str) -> Path:
        return self.machine / path.lstrip("/")

    def group(self, path: str, contents: dict[str, str] | None = None) -> Path:
        place = self.at(path)
        place.mkdir(parents=True, exist_ok=True)
        for name, text in (contents or {}).items():
            (place / name).write_text(text)
        return place


def v1_memory(limit: str = NO_LIMIT_V1, **others: str) -> dict[str, str]:
    """The files of a cgroup of v1's memory controller; others by name without `memory.`."""
    texts = {
        "memory.limit_in_bytes": limit,
        "memory.memsw.limit_in_bytes": NO_LIMIT_V1,
        "memory.usage_in_bytes": "0",
        "memory.max_usage_in_bytes": "0",
        "memory.swappiness": "60",
        "memory.use_hierarchy": "1",
        "memory.stat": "total_rss 0\ntotal_cache 0\ntotal_shmem 0\n",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n",
        "cgroup.procs": "",
    }
    return texts | {f"memory.{name}": text for name, text in others.items()}


def v1_cpu() -> dict[str, str]:
    return {"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "-1", "cgroup.procs": ""}


def v2(
    controllers: str, enabled: str = "", processes: tuple[int, ...] = (), *, root: bool = False
) -> dict[str, str]:
    """The files of a cgroup of v2; memory and CPU files only where it has the controller."""
    texts = {
        "cgroup.controllers": controllers,
        "cgroup.subtree_control": enabled,
        "cgroup.procs": "".join(f"{pid}\n" for pid in processes),
    }
    if root:
        return texts
    texts["cgroup.type"] = "domain"
    if "memory" in controllers.split():
        texts |= {
            "memory.max": "max",
            "memory.swap.max": "max",
            "memory.current": "0",
            "memory.peak": "0",
            "memory.stat": "anon 0\nfile 0\nshmem 0\n",
            "memory.events": "low 0\noom 0\noom_kill 0\n",
            "memory.oom.group": "0",
        }
    if "cpu" in controllers.split():
        texts["cpu.max"] = "max 100000"
    return texts


class Kernel2:
    """The rules of cgroup v2 over a directory tree, in place of the kernel's.

    Attributes:
        writes: What was written, in order: path below the mount, and value.
        refuse: Names of files that cannot be written, with the error number.
        absent: Names of files that this kernel does not have.
    """

    def __init__(self, mount: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.mount = mount
        self.writes: list[tuple[str, str]] = []
        self.refuse: dict[str, int] = {}
        self.absent: set[str] = set()
        monkeypatch.setattr(files, "make", self.make)
        monkeypatch.setattr(files, "remove", self.remove)
        monkeypatch.setattr(files, "write", self.write)

    def make(self, directory: Path) -> None:
        directory.mkdir()
        enabled = (directory.parent / "cgroup.subtree_control").read_text()
        for name, text in v2(enabled).items():
            if name not in self.absent:
                (directory / name).write_text(text)

    def remove(self, directory: Path) -> None:
        if self._processes(directory) or any(path.is_dir() for path in directory.iterdir()):
            raise OSError(errno.EBUSY, "Device or resource busy")
        shutil.rmtree(directory)

    def write(self, path: Path, value: str) -> None:
        if path.name in self.refuse:
            raise OSError(self.refuse[path.name], "refused")
        if not path.exists():
            raise FileNotFoundError(path)
        if path.name == "cgroup.subtree_control":
            self._enable(path.parent, value)
        elif path.name == "cgroup.procs":
            self._move(path.parent, value)
        else:
            path.write_text(value)
        self.writes.append((str(path.relative_to(self.mount)), value))

    def _enable(self, directory: Path, value: str) -> None:
        if (directory / "cgroup.type").exists() and self._processes(directory):
            raise OSError(errno.EBUSY, "Device or resource busy")
        if value[1:] not in (directory / "cgroup.controllers").read_text().split():
            raise FileNotFoundError(value)
        control = directory / "cgroup.subtree_control"
        enabled = set(control.read_text().split())
        enabled = enabled | {value[1:]} if value[0] == "+" else enabled - {value[1:]}
        control.write_text(" ".join(sorted(enabled)))
        for child in directory.iterdir():
            if child.is_dir():
                processes = tuple(int(pid) for pid in self._processes(child))
                for name, text in v2(control.read_text(), processes=processes).items():
                    (child / name).write_text(text)

    def _move(self, directory: Path, pid: str) -> None:
        control = (directory / "cgroup.subtree_control").read_text()
        if (directory / "cgroup.type").exists() and control:
            raise OSError(errno.EBUSY, "Device or resource busy")
        for procs in self.mount.rglob("cgroup.procs"):
            rest = [line for line in procs.read_text().split() if line != pid]
            procs.write_text("".join(f"{line}\n" for line in rest))
        with (directory / "cgroup.procs").open("a") as procs:
            procs.write(f"{pid}\n")

    @staticmethod
    def _processes(directory: Path) -> list[str]:
        return (directory / "cgroup.procs").read_text().split()


def kernel1(
    mounts: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, str]]:
    """Fill new cgroups of v1 with the files of their hierarchy; returns the list of writes."""
    writes: list[tuple[str, str]] = []

    def make(directory: Path) -> None:
        directory.mkdir()
        for mount, texts in mounts.items():
            if directory.is_relative_to(mount):
                for name, text in texts.items():
                    (directory / name).write_text(text)

    def write(path: Path, value: str) -> None:
        if not path.exists():
            raise FileNotFoundError(path)
        path.write_text(value)
        writes.append((path.name, value))

    monkeypatch.setattr(files, "make", make)
    monkeypatch.setattr(files, "remove", shutil.rmtree)
    monkeypatch.setattr(files, "write", write)
    return writes
