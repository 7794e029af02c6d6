"""A cgroup that memfit puts around a container: it outlives the container and knows its peak.

A container's own cgroup vanishes with its last process, and with it the final peak and, on v1,
the number of kills.
"""

import os
from contextlib import suppress
from pathlib import Path

from memfit.errors import LimitError
from memfit.limits import files, tree
from memfit.limits.around import KillCounters
from memfit.limits.contract import Detail, Request
from memfit.limits.counters import CountersV1, CountersV2
from memfit.limits.mounts import HERE, Group, Roots, find_group
from memfit.model.recording import Measured

_PAGE = os.sysconf("SC_PAGE_SIZE")


def memory_group(roots: Roots = HERE) -> Group | None:
    """Return the cgroup of this process in the hierarchy that counts memory, v1 or v2."""
    return find_group("memory", roots) or find_group("", roots)


def can_surround(roots: Roots = HERE) -> bool:
    """Whether a cgroup that counts memory can be made at the root of the hierarchy.

    It is there that podman makes its own. The root is the one cgroup of v2 that may hold both
    processes and children with limits.
    """
    group = memory_group(roots)
    if group is None or group.read_only or not files.writable(group.mount):
        return False
    return group.version == 1 or "memory" in files.words(group.mount / "cgroup.subtree_control")


class ParentGroup:
    """A cgroup for one container.

    Args:
        name: Of the cgroup.
        request: The limits that the container will have.
        roots: Where hierarchies are mounted.

    Attributes:
        path: The cgroup as `--cgroup-parent` names it.

    Raises:
        LimitError: If the kernel refuses.
    """

    def __init__(self, name: str, request: Request, roots: Roots = HERE) -> None:
        group = memory_group(roots)
        if group is None:
            raise LimitError("no cgroup hierarchy counts memory here", "memfit doctor")
        self.path = f"/{name}"
        self._roots = roots
        self._directory = group.mount / name
        self._events: _OomEvents | None = None
        self._kills = 0
        try:
            files.make(self._directory)
            if group.version == 1:
                _limit(self._directory, request)
                self._events = _OomEvents(self._directory, roots)
        except OSError as error:
            tree.remove(self._directory)
            raise LimitError(
                f"the kernel refused the limit: {error}", "memfit doctor shows other ways"
            ) from error
        counters = CountersV1 if group.version == 1 else CountersV2
        self._counters = counters(self._directory)

    def usage(self) -> int | None:
        """Bytes charged to the container."""
        return self._counters.usage()

    def detail(self) -> Detail | None:
        """What the usage consists of."""
        return self._counters.detail()

    def peak(self) -> Measured | None:
        """The cgroup's own maximum."""
        return self._counters.peak()

    def oom_kills(self) -> int | None:
        """Processes of the container that the kernel killed for want of memory."""
        now = self._counters.oom_kills()
        if now is None:
            return None
        # On v1 the number of kills has gone with the container; the events have not.
        self._kills = max(self._kills, now, self._events.kills() if self._events else 0)
        return self._kills

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory; None with v1."""
        return self._counters.pressure()

    def pids(self) -> list[int] | None:
        """Pids of the container, as this machine numbers them."""
        return tree.pids(self._directory)

    def kill(self) -> bool:
        """Kill every process of the container."""
        tree.kill(self._directory)
        return True

    def close(self) -> None:
        """Remove the cgroup."""
        self._counters.close()
        if self._events:
            self._events.close()
        remove_everywhere(self._directory.name, self._roots)


def _limit(directory: Path, request: Request) -> None:
    """Have the limit hit here, a page before the container's own: v1 tells only where it is hit."""
    hierarchy = directory / "memory.use_hierarchy"
    if files.read(hierarchy) == "0":
        files.write(hierarchy, "1")  # before Linux 5.11 children count only if asked to
    if request.memory is None:
        return
    own = request.memory - _PAGE
    files.write(directory / "memory.limit_in_bytes", str(own))
    with suppress(FileNotFoundError):  # a kernel that does not account swap
        files.write(directory / "memory.memsw.limit_in_bytes", str(own + request.swap))


class _OomEvents:
    """How often a cgroup of v1 ran out of memory, told through an eventfd, so none is missed.

    Source: the kernel's admin guide, cgroup-v1/memory.rst, "OOM Control".
    """

    def __init__(self, directory: Path, roots: Roots) -> None:
        self._seen = 0
        self._machine = KillCounters(roots)
        self._event = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        control = os.open(directory / "memory.oom_control", os.O_RDONLY | os.O_CLOEXEC)
        try:
            files.write(directory / "cgroup.event_control", f"{self._event} {control}")
        except OSError:
            self.close()
            raise
        finally:
            os.close(control)

    def kills(self) -> int:
        """Kills so far; an event may find a victim that is dying already, hence the bound."""
        with suppress(OSError):  # nothing new, or closed
            self._seen += os.eventfd_read(self._event)
        machine = self._machine.machine()
        return self._seen if machine is None else min(self._seen, machine)

    def close(self) -> None:
        """Give the descriptors back."""
        if self._event >= 0:
            os.close(self._event)
        self._event = -1
        self._machine.close()


def remove_everywhere(name: str, roots: Roots = HERE) -> None:
    """Remove a cgroup at the root of every hierarchy: podman makes it in each that it uses."""
    for mount in hierarchies(roots):
        tree.remove(mount / name)


def hierarchies(roots: Roots = HERE) -> list[Path]:
    """Return where cgroup hierarchies are mounted, each once."""
    lines = (files.read(roots.proc / "self" / "cgroup") or "").splitlines()
    controllers = [line.split(":")[1].partition(",")[0] for line in lines if line.count(":") >= 2]
    groups = [find_group(controller, roots) for controller in controllers]
    return list(dict.fromkeys(group.mount for group in groups if group))
