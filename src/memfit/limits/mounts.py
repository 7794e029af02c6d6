"""Where cgroup hierarchies are mounted, and which cgroup a process is in.

Source: /proc/PID/mountinfo (proc_pid_mountinfo(5)) and /proc/PID/cgroup (cgroups(7)).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from memfit.classes import dataclass
from memfit.limits import files

_ESCAPE = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the kernel's file systems are; tests build those of odd machines elsewhere.

    Attributes:
        proc: Mount point of procfs.
        prefix: Goes before every path that mountinfo names, and before `/run`.
    """

    proc: Path = Path("/proc")
    prefix: Path = Path("/")

    def at(self, path: str) -> Path:
        """Return where an absolute path of the machine is."""
        return self.prefix / path.lstrip("/")


HERE = Roots()
"""This machine."""


@dataclass(frozen=True, slots=True)
class Group:
    """The cgroup of a process in one hierarchy.

    Attributes:
        version: 1 or 2.
        directory: The cgroup; the root of the mount if the real one is not visible there.
        mount: Where the hierarchy is mounted.
        visible: False if `directory` is only the nearest that can be seen: the cgroup lies
            outside of the cgroup namespace or of what is mounted.
        read_only: Whether the mount is.
    """

    version: int
    directory: Path
    mount: Path
    visible: bool = True
    read_only: bool = False

    def upwards(self) -> Iterator[Path]:
        """Yield the cgroup and then its parents, up to the root of the mount."""
        directory = self.directory
        yield directory
        while directory != self.mount:
            directory = directory.parent
            yield directory


@dataclass(frozen=True, slots=True)
class _Mount:
    """One line of mountinfo.

    Attributes:
        root: Which cgroup is mounted, as seen from the cgroup namespace.
        point: Where.
        kind: File system type.
        controllers: Options of the hierarchy; for v1 the controllers are among them.
        read_only: Whether the mount or the file system is.
    """

    root: str
    point: str
    kind: str
    controllers: frozenset[str]
    read_only: bool


def find_group(controller: str, roots: Roots = HERE, process: str = "self") -> Group | None:
    """Find the cgroup that a process is in.

    Args:
        controller: `memory`, `cpu` and so on for the hierarchy of v1 that has it, or an empty
            string for v2.
        roots: Where to look.
        process: A pid, or `self`.

    Returns:
        None if no such hierarchy is mounted.
    """
    path = _path_of(controller, (files.read(roots.proc / process / "cgroup") or "").splitlines())
    fallback = None
    for mount in _mounts(roots, process):
        if not _serves(mount, controller):
            continue
        version = 1 if controller else 2
        point = roots.at(mount.point)
        directory = _locate(mount, point, path)
        if directory is not None and directory.is_dir():
            return Group(version, directory, point, read_only=mount.read_only)
        fallback = Group(version, point, point, visible=False, read_only=mount.read_only)
    return fallback


def _serves(mount: _Mount, controller: str) -> bool:
    """Whether a mount shows the hierarchy of a controller of v1, or v2 for an empty string."""
    if controller:
        return mount.kind == "cgroup" and controller in mount.controllers
    return mount.kind == "cgroup2"


def _locate(mount: _Mount, point: Path, path: str | None) -> Path | None:
    """Return where under a mount a cgroup should be; None if it lies outside."""
    if path is None:
        return None
    try:
        inside = PurePosixPath(path).relative_to(mount.root)
    except ValueError:
        return None
    # "/../.." is how the kernel names what lies above the root of the cgroup namespace.
    return None if ".." in inside.parts else point / inside


def _path_of(controller: str, lines: list[str]) -> str | None:
    """Return the path in /proc/PID/cgroup for a controller; None if it is not listed."""
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controller in controllers.split(","):  # v2 has none, which splits into one ""
            return path
    return None


def _mounts(roots: Roots, process: str) -> list[_Mount]:
    """Return the mounts; of several at one place only the last, which hides the rest."""
    return _parse(files.read(roots.proc / process / "mountinfo") or "")


@lru_cache(maxsize=2)
def _parse(text: str) -> list[_Mount]:
    """Parse mountinfo; at its start memfit asks a dozen times."""
    found: dict[str, _Mount] = {}
    for line in text.splitlines():
        before, separator, after = line.partition(" - ")
        mine, theirs = before.split(" "), after.split(" ")
        if not separator or len(mine) < 6 or len(theirs) < 3:
            continue
        options = frozenset(theirs[2].split(","))
        point = _unescape(mine[4])
        found[point] = _Mount(
            root=_unescape(mine[3]),
            point=point,
            kind=theirs[0],
            controllers=options,
            read_only="ro" in mine[5].split(",") or "ro" in options,
        )
    return list(found.values())


def _unescape(text: str) -> str:
    r"""Undo mountinfo's octal escapes.

    >>> _unescape(r"/my\040disk")
    '/my disk'
    """
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), text)
