"""The limiter `cgroup-v1`: a child of memfit's own memory cgroup, so outer limits still hold.

Source: the kernel's admin guide, cgroup-v1/memory.rst and scheduler/sched-bwc.rst.
"""

from contextlib import suppress
from pathlib import Path

from memfit.errors import LimitError
from memfit.limits import cpus, defects, files, tree
from memfit.limits.contract import Enclosure, Request, Unusable
from memfit.limits.counters import CountersV1
from memfit.limits.group import GroupEnclosure
from memfit.limits.mounts import HERE, Group, Roots, find_group
from memfit.limits.names import owned_name
from memfit.limits.physical import swap_space


class CgroupV1:
    """Needs root, or a subtree that belongs to the user."""

    name = "cgroup-v1"
    covers = "the kernel enforces the limit on the whole tree, tmpfs and page cache included"

    def __init__(self, roots: Roots = HERE) -> None:
        self._roots = roots

    def unusable(self, request: Request) -> Unusable | None:  # noqa: ARG002 - the contract's
        """Say why memfit cannot make a cgroup below its own."""
        group = find_group("memory", self._roots)
        if group is None:
            return self._not_mounted()
        through = defects.seen_through(group)
        if through:
            return through
        if not files.writable(group.directory):
            return defects.denied(group.directory, defects.own_subtree(group.directory, leaf=""))
        return None

    def fractions(self) -> bool:
        """Whether fractions of a core are enforced, for which the cpu controller is needed."""
        return self._cpu_group() is not None

    def open(self, request: Request) -> Enclosure:
        """Make the cgroups and set their limits.

        Raises:
            LimitError: If the kernel refuses.
        """
        why_not = self.unusable(request)
        memory = find_group("memory", self._roots)
        if why_not or memory is None:
            raise LimitError(why_not.reason if why_not else "no memory cgroup", "memfit doctor")
        name = owned_name(request.name, self._roots)
        made = [memory.directory / name]
        try:
            files.make(made[0])
            _limit_memory(made[0], request, has_swap=swap_space(self._roots) > 0)
            cpu = self._cpu_group()
            if request.cpus is not None and cpu is not None:
                made += _limit_cpu(cpu.directory / name, request.cpus, made[0])
            return GroupEnclosure(made, CountersV1(made[0]), request.cpus)
        except OSError as error:
            for directory in made:
                tree.remove(directory)
            raise LimitError(
                f"the kernel refused the limit: {error}", "memfit doctor shows other ways"
            ) from error

    def _cpu_group(self) -> Group | None:
        """Return the cgroup that has the cpu controller, if memfit can make children there."""
        group = find_group("cpu", self._roots)
        if group is None or defects.seen_through(group) or not files.writable(group.directory):
            return None
        return group

    def _not_mounted(self) -> Unusable:
        unified = find_group("", self._roots)
        if unified and "memory" in files.words(unified.mount / "cgroup.controllers"):
            return Unusable(
                "the memory controller belongs to cgroup v2 here",
                "memfit run --limit-by cgroup-v2 …",
            )
        place = "/sys/fs/cgroup/memory"
        return Unusable(
            "the memory controller of cgroup v1 is not mounted",
            f"sudo mkdir -p {place} && sudo mount -t cgroup -o memory none {place}",
        )


def _limit_memory(directory: Path, request: Request, *, has_swap: bool) -> None:
    hierarchy = directory / "memory.use_hierarchy"
    if files.read(hierarchy) == "0":
        files.write(hierarchy, "1")  # before Linux 5.11 sub-groups count only if asked to
    if files.field(directory / "memory.oom_control", "oom_kill_disable"):
        files.write(directory / "memory.oom_control", "0")  # inherited; the run would hang
    if request.memory is None:
        return
    files.write(directory / "memory.limit_in_bytes", str(request.memory))
    # Memory and swap together. May not be below the limit of memory, so it comes second.
    both = directory / "memory.memsw.limit_in_bytes"
    if has_swap and both.exists():
        files.write(both, str(request.memory + request.swap))
    if request.swap == 0:
        # Without the file above (swapaccount=0) this is all that keeps the tree from swapping.
        files.write(directory / "memory.swappiness", "0")


def _limit_cpu(directory: Path, wanted: float, memory: Path) -> list[Path]:
    """Set the quota; returns the directory if one had to be made for it."""
    # cpu and memory may be mounted together; then the cgroup exists already.
    apart = directory != memory
    if apart:
        files.make(directory)
    with suppress(OSError):
        # Refused where a parent's quota is smaller. That one holds then.
        files.write(directory / "cpu.cfs_period_us", str(cpus.PERIOD))
        files.write(directory / "cpu.cfs_quota_us", str(cpus.quota(wanted)))
    return [directory] if apart else []
