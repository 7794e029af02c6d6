"""Why a cgroup cannot be made, each with the command that repairs it."""

import shlex
from pathlib import Path

from memfit.limits.contract import Unusable
from memfit.limits.mounts import Group, Roots

DELEGATE = "systemd-run --user --scope -p Delegate=yes memfit run …"
DELEGATE_AS_ROOT = "systemd-run --scope -p Delegate=yes memfit run …"
WRITABLE_CONTAINER = "docker run --privileged …, or docker run --cgroupns=private -v /sys/fs/cgroup:/sys/fs/cgroup:rw …"


def systemd_runs(roots: Roots) -> bool:
    """Whether systemd manages this machine. Source: sd_booted(3)."""
    return roots.at("/run/systemd/system").is_dir()


def seen_through(group: Group) -> Unusable | None:
    """Say why nothing can be made in what the mount shows, or None if it can."""
    if group.read_only:
        return Unusable(f"{group.mount} is mounted read-only", WRITABLE_CONTAINER)
    if not group.visible:
        return Unusable(
            f"memfit's own cgroup is not visible under {group.mount}, so a new one would escape "
            "the limits around memfit",
            "docker run --cgroupns=private …, or run memfit where /proc/self/cgroup names a "
            "directory under the mount",
        )
    return None


def denied(path: Path, repair: str) -> Unusable:
    """Say that this user may not write there."""
    return Unusable(f"this user may not write to {path}", repair)


def own_subtree(below: Path, *, leaf: str) -> str:
    """Return the commands that give this shell a subtree to make cgroups in.

    Args:
        below: The cgroup that gets the subtree.
        leaf: Path below the subtree where the shell itself goes, empty for the subtree itself.
    """
    subtree = below / "memfit"
    home = shlex.quote(str(subtree / leaf))
    return (
        f"sudo mkdir -p {home} && sudo chown -R $USER {shlex.quote(str(subtree))} && "
        f"echo $$ | sudo tee {home}/cgroup.procs"
    )
