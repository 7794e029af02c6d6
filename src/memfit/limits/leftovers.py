"""Cgroups that a memfit left because it was killed, or because its processes outlived it."""

import os
from pathlib import Path

from memfit.classes import dataclass
from memfit.limits import tree
from memfit.limits.mounts import HERE, Roots, find_group
from memfit.limits.names import is_abandoned

_TO_DIE = 2.0


@dataclass(frozen=True, slots=True)
class Leftover:
    """A cgroup whose memfit is dead.

    Attributes:
        path: Its directory.
        pids: Processes that are still inside.
    """

    path: Path
    pids: tuple[int, ...]


def find_leftovers(roots: Roots = HERE) -> list[Leftover]:
    """Look where this memfit would make its own cgroups for those of dead ones."""
    return [
        Leftover(path, tuple(tree.pids(path)))
        for place in _places(roots)
        for path in _directories(place)
        if is_abandoned(path.name, roots)
    ]


def remove_leftovers(roots: Roots = HERE) -> list[Leftover]:
    """Remove abandoned cgroups without processes.

    Returns:
        Those that stay: they hold processes, or belong to another user.
    """
    return [one for one in find_leftovers(roots) if not tree.remove(one.path)]


def end_leftovers(roots: Roots = HERE) -> list[Leftover]:
    """Kill what still runs in abandoned cgroups and remove them.

    Returns:
        Those that stay all the same.
    """
    remaining = remove_leftovers(roots)
    for one in remaining:
        if one.pids:
            tree.kill(one.path)
    return [one for one in remaining if not tree.remove(one.path, patience=_TO_DIE)]


def _places(roots: Roots) -> list[Path]:
    v1 = [find_group(controller, roots) for controller in ("memory", "cpu")]
    places = [group.directory for group in v1 if group and group.visible]
    # With v2 memfit may have to use a parent of its own cgroup.
    unified = find_group("", roots)
    places += unified.upwards() if unified and unified.visible else []
    return list(dict.fromkeys(places))


def _directories(place: Path) -> list[Path]:
    try:
        with os.scandir(place) as entries:
            return sorted(place / entry.name for entry in entries if entry.is_dir())
    except OSError:
        return []
