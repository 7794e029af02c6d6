"""The limiter `cgroup-v2`: a child of memfit's own cgroup, so outer limits still hold.

Source: the kernel's admin guide, cgroup-v2.rst.
"""

from contextlib import suppress
from functools import partial
from pathlib import Path

from memfit.errors import LimitError
from memfit.limits import cpus, delegation, files, tree
from memfit.limits.contract import Enclosure, Request, Unusable
from memfit.limits.counters import CountersV2
from memfit.limits.delegation import Base, find_base
from memfit.limits.group import GroupEnclosure
from memfit.limits.mounts import HERE, Roots, find_group
from memfit.limits.names import owned_name


class CgroupV2:
    """Needs root, or a subtree that is delegated to the user."""

    name = "cgroup-v2"
    covers = "the kernel enforces the limit on the whole tree, tmpfs and page cache included"

    def __init__(self, roots: Roots = HERE) -> None:
        self._roots = roots

    def unusable(self, request: Request) -> Unusable | None:  # noqa: ARG002 - the contract's
        """Say why memfit cannot make a cgroup with a limit."""
        base = self._base()
        return base if isinstance(base, Unusable) else None

    def fractions(self) -> bool:
        """Whether fractions of a core are enforced, for which the cpu controller is needed."""
        base = self._base()
        return isinstance(base, Base) and "cpu" in base.controllers

    def open(self, request: Request) -> Enclosure:
        """Make the cgroup and set its limits; memfit may move to a cgroup of its own for it.

        Raises:
            LimitError: If the kernel refuses.
        """
        base = self._base()
        if isinstance(base, Unusable):
            raise LimitError(base.reason, base.repair)
        leaf = base.directory / owned_name("itself", self._roots)
        directory = base.directory / owned_name(request.name, self._roots)
        try:
            delegation.enter(base, leaf, cpu=request.cpus is not None)
        except OSError as error:
            raise _refused(error) from error
        restore = partial(delegation.leave, base, leaf)
        try:
            files.make(directory)
            _limit(directory, request)
            return GroupEnclosure([directory], CountersV2(directory), request.cpus, restore)
        except OSError as error:
            tree.remove(directory)
            restore()
            raise _refused(error) from error

    def _base(self) -> Base | Unusable:
        group = find_group("", self._roots)
        if group is None:
            return Unusable("cgroup v2 is not mounted", "sudo mount -t cgroup2 none /sys/fs/cgroup")
        return find_base(group, self._roots)


def _refused(error: OSError) -> LimitError:
    return LimitError(f"the kernel refused the limit: {error}", "memfit doctor shows other ways")


def _limit(directory: Path, request: Request) -> None:
    # memory.oom.group stays off: in CI the kernel kills one process of the container, and what
    # the rest then does is part of what has to be seen.
    if request.memory is not None:
        files.write(directory / "memory.max", str(request.memory))
        swap = directory / "memory.swap.max"
        if swap.exists():  # absent in kernels without swap
            files.write(swap, str(request.swap))
    if request.cpus is not None:
        with suppress(OSError):  # absent without the cpu controller; whole cores still hold
            files.write(directory / "cpu.max", f"{cpus.quota(request.cpus)} {cpus.PERIOD}")
