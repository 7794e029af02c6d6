"""The limiter `container`: podman or docker runs the command in an image, as CI does."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from memfit.errors import LimitError
from memfit.limits import container_engine, cpus
from memfit.limits.container_command import (
    FLAGS_VARIABLE,
    Caller,
    Placing,
    run_command,
    split_flags,
)
from memfit.limits.container_engine import Engine
from memfit.limits.container_found import FoundGroup
from memfit.limits.container_leftovers import remove_leftover_containers
from memfit.limits.container_parent import ParentGroup, can_surround
from memfit.limits.contract import Detail, Enclosure, Request, Unusable
from memfit.limits.mounts import HERE, Roots
from memfit.limits.names import owned_name
from memfit.model.recording import Measured


class Container:
    """Needs podman or docker, and an image that has what the command needs.

    Args:
        roots: Where the kernel's file systems are.
        environ: The environment that may hold further flags for the engine.
    """

    name = "container"
    covers = (
        "the kernel enforces memory and cpus on the container that podman or docker runs the "
        "command in; the engine itself is outside"
    )

    def __init__(self, roots: Roots = HERE, environ: Mapping[str, str] = os.environ) -> None:
        self._roots = roots
        self._environ = environ

    @cached_property
    def _engine(self) -> Engine | Unusable:
        return container_engine.find_engine()

    def unusable(self, request: Request) -> Unusable | None:
        """Say why no container with these limits can be started."""
        if request.image is None:
            return Unusable("no image is named to run the command in", "add --container IMAGE")
        if isinstance(self._engine, Unusable):
            return self._engine
        wanted = {"memory": request.memory, "cpu": request.cpus}
        for controller, value in wanted.items():
            if value is not None and controller not in self._engine.enforces:
                return _powerless(self._engine, controller)
        if Path(request.directory) == Path("/"):
            return Unusable("/ cannot be mounted in a container", "cd into the project")
        return None

    def open(self, request: Request) -> Enclosure:
        """Prepare the container; the engine makes it when the command starts.

        Raises:
            LimitError: If no engine works, or the kernel refuses.
        """
        why_not = self.unusable(request)
        engine = self._engine
        if why_not or isinstance(engine, Unusable):
            reason = why_not or Unusable("no container engine works", "memfit doctor")
            raise LimitError(reason.reason, reason.repair)
        caller = Caller(
            user=os.getuid(),
            group=os.getgid(),
            terminal=os.isatty(0) and os.isatty(1),
            cores=_cores(engine, request.cpus),
            flags=split_flags(self._environ.get(FLAGS_VARIABLE)),
        )
        remove_leftover_containers(engine, self._roots)
        return ContainerEnclosure(engine, request, caller, self._roots)


class ContainerEnclosure:
    """A container for one run, counted through a cgroup around it where that is possible.

    Args:
        engine: What runs it.
        request: What the user asked for, with an image.
        caller: Whom its files shall belong to.
        roots: Where hierarchies are mounted.
    """

    watchdog: int | None = None

    def __init__(self, engine: Engine, request: Request, caller: Caller, roots: Roots) -> None:
        self._engine = engine
        self._request = request
        self._caller = caller
        self._roots = roots
        self._name = owned_name(request.name, roots)
        self._parent: str | None = None
        self._id_file: Path | None = None
        self._counters: ParentGroup | FoundGroup
        if engine.local and not engine.rootless and can_surround(roots):
            self._counters = ParentGroup(self._name, request, roots)
            self._parent = self._counters.path
        else:
            import tempfile

            directory = tempfile.mkdtemp(prefix=f"{self._name}.")
            self._id_file = Path(directory) / "id"
            self._counters = FoundGroup(
                self._id_file, self._kill_by_engine, self._died_of_memory, roots
            )

    def wrap(self, command: list[str]) -> list[str]:
        """Return the engine's command line that runs `command` in the container."""
        placing = Placing(self._name, container_engine.owner_label(), self._parent, self._id_file)
        return run_command(self._engine, self._request, self._caller, placing, command)

    def join(self) -> None:
        """Leave the project: the calling process becomes the engine's client, which stays outside.

        podman's monitor, which the client starts, puts an empty file `oom` where it is when the
        kernel kills for want of memory. In /proc nobody can make a file.
        """
        if self._engine.program == "podman":
            os.chdir(self._roots.proc)

    def usage(self) -> int | None:
        """Bytes charged to the container, page cache included."""
        return self._counters.usage()

    def detail(self) -> Detail | None:
        """What the usage consists of; tmpfs and shared memory are anonymous."""
        return self._counters.detail()

    def peak(self) -> Measured | None:
        """The largest usage: exact with a cgroup of memfit's around it, else as last read."""
        return self._counters.peak()

    def oom_kills(self) -> int | None:
        """Processes of the container that the kernel killed for want of memory."""
        return self._counters.oom_kills()

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory; None with v1."""
        return self._counters.pressure()

    def pids(self) -> list[int] | None:
        """Pids inside, as this machine numbers them; None where they cannot be seen."""
        return self._counters.pids()

    def kill(self) -> bool:
        """Kill every process of the container; False if it does not run."""
        return self._counters.kill()

    def close(self) -> None:
        """Remove the container and what was made for it."""
        if isinstance(self._counters, FoundGroup):
            self._counters.settle()
        container_engine.remove(self._engine.program, self._name)
        self._counters.close()

    def _kill_by_engine(self) -> bool:
        return container_engine.kill(self._engine.program, self._name)

    def _died_of_memory(self) -> bool | None:
        return container_engine.died_of_memory(self._engine.program, self._name)


def _cores(engine: Engine, wanted: float | None) -> frozenset[int]:
    """Choose as many cores as are asked for; none where the engine cannot keep to them."""
    if wanted is None or "cpuset" not in engine.enforces:
        return frozenset()
    allowed = set(range(engine.cores))
    if engine.local:
        allowed = allowed & os.sched_getaffinity(0) or allowed
    return frozenset(cpus.cores(wanted, allowed, seed=os.getpid()))


def _powerless(engine: Engine, controller: str) -> Unusable:
    what = "memory" if controller == "memory" else "cpus"
    reason = f"{engine.program} cannot limit {what} here"
    if engine.rootless and engine.cgroup_version == 1:
        return Unusable(f"{reason}: without root it needs cgroup v2", f"sudo {engine.program} …")
    if engine.rootless:
        return Unusable(
            f"{reason}: the {controller} controller is not delegated to this user",
            "sudo systemctl set-property user-$(id -u).slice Delegate=yes, then log in again",
        )
    return Unusable(reason, f"see the warnings of `{engine.program} info`")
