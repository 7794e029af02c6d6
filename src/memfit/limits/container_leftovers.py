"""Containers that a memfit left because it was killed, with what it had made for them."""

from contextlib import suppress
from pathlib import Path

from memfit.classes import dataclass
from memfit.limits import container_engine
from memfit.limits.container_engine import Engine
from memfit.limits.container_parent import hierarchies, remove_everywhere
from memfit.limits.mounts import HERE, Roots
from memfit.limits.names import is_abandoned


@dataclass(frozen=True, slots=True)
class LeftoverContainer:
    """A container whose memfit is dead.

    Attributes:
        program: The engine that has it, `podman` or `docker`.
        name: Its name there.
        running: Whether its command goes on.
    """

    program: str
    name: str
    running: bool


def find_leftover_containers(engine: Engine, roots: Roots = HERE) -> list[LeftoverContainer]:
    """List the containers of dead memfits of this machine, and of no other machine's."""
    label = container_engine.owner_label(roots)
    return [
        LeftoverContainer(engine.program, name, running)
        for name, running in container_engine.containers(engine.program, label)
        if is_abandoned(name, roots)
    ]


def remove_leftover_containers(engine: Engine, roots: Roots = HERE) -> list[LeftoverContainer]:
    """Remove abandoned containers that have ended, and cgroups and files of dead memfits.

    Returns:
        Those that stay because their command goes on, or the engine refused.
    """
    found = find_leftover_containers(engine, roots)
    staying = [
        one for one in found if one.running or not container_engine.remove(one.program, one.name)
    ]
    _remove_belongings(roots)
    return staying


def end_leftover_containers(engine: Engine, roots: Roots = HERE) -> list[LeftoverContainer]:
    """Kill and remove abandoned containers.

    Returns:
        Those that the engine refused to remove.
    """
    found = find_leftover_containers(engine, roots)
    staying = [one for one in found if not container_engine.remove(one.program, one.name)]
    _remove_belongings(roots)
    return staying


def _remove_belongings(roots: Roots) -> None:
    import tempfile

    groups = {path.name for mount in hierarchies(roots) for path in mount.glob("memfit-*")}
    for name in groups:
        if is_abandoned(name, roots):
            remove_everywhere(name, roots)
    for directory in Path(tempfile.gettempdir()).glob("memfit-*"):
        if is_abandoned(directory.name, roots):
            with suppress(OSError):
                (directory / "id").unlink(missing_ok=True)
                directory.rmdir()
