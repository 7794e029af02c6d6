"""The limit that is in force around memfit itself, such as that of a CI job's container."""

from collections.abc import Iterator

from memfit.limits import files
from memfit.limits.counters import Counter, LongCounter
from memfit.limits.mounts import HERE, Group, Roots, find_group
from memfit.limits.physical import physical_memory
from memfit.model.recording import Limit


def limit_around(roots: Roots = HERE) -> Limit | None:
    """Find the smallest memory limit that holds for this process.

    Returns:
        The limit with the file that holds it. None where nothing is limited; a value of
        physical memory or more, which is how v1 writes "none", limits nothing.
    """
    groups = (find_group("memory", roots), find_group("", roots))
    found = [limit for group in groups if group for limit in _limits(group)]
    smallest = min(found, key=lambda limit: limit.bytes, default=None)
    memory = physical_memory(roots)
    if smallest and memory is not None and smallest.bytes >= memory:
        return None
    return smallest


def _limits(group: Group) -> Iterator[Limit]:
    """Yield what the cgroup and its parents say, nearest first."""
    name = "memory.limit_in_bytes" if group.version == 1 else "memory.max"
    for directory in group.upwards():
        value = files.number(files.read(directory / name))
        if value is not None:
            yield Limit(value, str(directory / name))
    # v1 also tells the limit of parents that a cgroup namespace hides.
    stat = group.directory / "memory.stat"
    hidden = files.field(stat, "hierarchical_memory_limit")
    if hidden is not None:
        yield Limit(hidden, f"{stat} hierarchical_memory_limit")


class KillCounters:
    """Out-of-memory kills around memfit and on the machine since this object was made.

    The counter around is that of memfit's own cgroup: v2 counts there what is killed in the
    cgroup and below, whoever's limit it was; v1 only what is killed in the cgroup itself, not
    in the cgroup of a run. A read costs some microseconds.
    """

    def __init__(self, roots: Roots = HERE) -> None:
        group = find_group("memory", roots) or find_group("", roots)
        name = "memory.oom_control" if group and group.version == 1 else "memory.events"
        self._around = Counter(group.directory / name) if group else None
        self._machine = LongCounter(roots.proc / "vmstat")
        self._around_before = self._around.field(b"oom_kill") if self._around else None
        self._machine_before = self._machine.field(b"oom_kill")

    def around(self) -> int | None:
        """Kills in the cgroup around memfit; None if it has no counter."""
        now = self._around.field(b"oom_kill") if self._around else None
        return _since(self._around_before, now)

    def machine(self) -> int | None:
        """Kills on the whole machine; None before Linux 4.13."""
        return _since(self._machine_before, self._machine.field(b"oom_kill"))

    def close(self) -> None:
        """Give the descriptors back."""
        self._machine.close()
        if self._around:
            self._around.close()


def _since(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else now - before
