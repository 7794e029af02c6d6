"""Where in a tree of cgroup v2 memfit can make cgroups with limits of their own.

A cgroup of v2 other than the root gives limits to its children only if no process is in it (the
"no internal processes" rule). So memfit leaves its own cgroup for a child first, if it is alone
there; where it is not, a parent may do.

Source: the kernel's admin guide, cgroup-v2.rst, "No Internal Process Constraint" and
"Delegation".
"""

import os
from contextlib import suppress
from pathlib import Path

from memfit.classes import dataclass
from memfit.limits import defects, files, tree
from memfit.limits.contract import Unusable
from memfit.limits.mounts import Group, Roots, find_group


@dataclass(frozen=True, slots=True)
class Base:
    """A cgroup in which memfit can make children with limits.

    Attributes:
        directory: The cgroup.
        controllers: What it can enable for its children.
        leave: Whether memfit must leave it first.
    """

    directory: Path
    controllers: frozenset[str]
    leave: bool


def find_base(group: Group, roots: Roots) -> Base | Unusable:
    """Find the nearest cgroup that will do.

    Args:
        group: memfit's own cgroup of v2.
        roots: Where the kernel's file systems are.

    Returns:
        The base, or what is wrong with memfit's own cgroup.
    """
    through = _without_memory(group, roots) or defects.seen_through(group)
    if through:
        return through
    own = _judge(group.directory, group, roots)
    # Where systemd manages the tree, its cgroups are its own unless it has delegated them, and
    # the limiter `systemd` asks it properly.
    if isinstance(own, Base) or defects.systemd_runs(roots):
        return own
    below = group.directory
    for directory in list(group.upwards())[1:]:
        # A child of a parent is not held by the limit of what it went past.
        if files.number(files.read(below / "memory.max")) is not None:
            break
        other = _judge(directory, group, roots)
        if isinstance(other, Base):
            return other
        below = directory
    return own


def enter(base: Base, leaf: Path, *, cpu: bool) -> None:
    """Make a base ready for children with limits.

    Args:
        base: What `find_base` found.
        leaf: Where memfit goes if it must leave the base.
        cpu: Whether a CPU quota is wanted.

    Raises:
        OSError: If the kernel refuses; then nothing has changed.
    """
    try:
        if base.leave:
            files.make(leaf)
            files.write(leaf / "cgroup.procs", str(os.getpid()))
        _enable(base.directory, "memory")
    except OSError:
        leave(base, leaf)
        raise
    if cpu and "cpu" in base.controllers:
        # Refused while a real-time process is inside. Whole cores are enforced all the same.
        with suppress(OSError):
            _enable(base.directory, "cpu")


def leave(base: Base, leaf: Path) -> None:
    """Undo `enter`: memfit goes back to where it was, with what it started outside of runs.

    A base that memfit did not have to leave keeps its controllers: another memfit may have
    children there by now, which would lose their limits.
    """
    if not base.leave:
        return
    with suppress(OSError):
        for controller in files.words(base.directory / "cgroup.subtree_control"):
            files.write(base.directory / "cgroup.subtree_control", f"-{controller}")
        for pid in tree.pids(leaf):
            files.write(base.directory / "cgroup.procs", str(pid))
        tree.remove(leaf)


def _enable(directory: Path, controller: str) -> None:
    control = directory / "cgroup.subtree_control"
    if controller not in files.words(control):
        files.write(control, f"+{controller}")


def _without_memory(group: Group, roots: Roots) -> Unusable | None:
    """Say why the hierarchy as a whole has no memory controller, or None if it may have."""
    offered = files.words(group.mount / "cgroup.controllers")
    if "memory" in offered or "memory" in files.words(group.directory / "cgroup.controllers"):
        return None
    if find_group("memory", roots):
        return Unusable(
            f"cgroup v2 is mounted at {group.mount}, but the memory controller is in use by v1",
            "memfit run --limit-by cgroup-v1 …, or boot with systemd.unified_cgroup_hierarchy=1",
        )
    return Unusable(
        f"cgroup v2 is mounted at {group.mount}, but offers no memory controller",
        "boot with cgroup_enable=memory, or let the cgroup above pass it on: "
        "echo +memory | sudo tee cgroup.subtree_control",
    )


def _judge(directory: Path, group: Group, roots: Roots) -> Base | Unusable:
    """Decide whether a cgroup, memfit's own or one of its parents, can be the base."""
    controllers = files.words(directory / "cgroup.controllers")
    if "memory" not in controllers:
        above = directory.parent / "cgroup.subtree_control"
        return Unusable(
            f"the memory controller is not enabled for {directory}: {above} does not list it",
            f"echo +memory | sudo tee {above}",
        )
    needed = [directory, directory / "cgroup.procs"]
    enabled = files.words(directory / "cgroup.subtree_control")
    if "memory" not in enabled:
        needed.append(directory / "cgroup.subtree_control")
    for path in needed:
        if not files.writable(path):
            return defects.denied(path, _delegation(group, roots))
    own = directory == group.directory
    # Only the real root has no type; the rule does not hold there.
    if not (directory / "cgroup.type").exists():
        return Base(directory, controllers, leave=False)
    inside = files.words(directory / "cgroup.procs")
    if inside - ({str(os.getpid())} if own else set()):
        return _crowded(directory, len(inside), group, roots)
    return Base(directory, controllers, leave=own)


def _delegation(group: Group, roots: Roots) -> str:
    if defects.systemd_runs(roots):
        return defects.DELEGATE
    enable = f"echo +memory | sudo tee {group.mount / 'cgroup.subtree_control'}"
    return f"{enable}; {defects.own_subtree(group.mount, leaf='shell')}"


def _crowded(directory: Path, inside: int, group: Group, roots: Roots) -> Unusable:
    reason = (
        f"{inside} processes are in {directory}, and the kernel gives limits to the children of "
        "a cgroup only if it holds no processes itself"
    )
    if defects.systemd_runs(roots):
        root = os.geteuid() == 0
        return Unusable(reason, defects.DELEGATE_AS_ROOT if root else defects.DELEGATE)
    others = group.directory / "others"
    return Unusable(
        reason,
        f"mkdir {others} && for p in $(cat {directory}/cgroup.procs); "
        f"do echo $p > {others}/cgroup.procs; done",
    )
