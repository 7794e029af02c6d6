"""The command line that runs a command in a container as CI would: pure, no engine needed."""

import io
import shlex
from pathlib import Path

from memfit.classes import dataclass
from memfit.errors import LimitError
from memfit.limits.container_engine import Engine
from memfit.limits.contract import Request

FLAGS_VARIABLE = "MEMFIT_CONTAINER_FLAGS"
"""Name of the environment variable that holds further flags of `podman run` or `docker run`."""

# Variables that change what a run needs or prints. Only names are put on the command line: the
# engine takes the values from its own environment, so none shows in process lists, and a
# variable that is not set stays unset. PATH, HOME and all others are the image's.
PASSED_ON = (
    "CI",
    "FORCE_COLOR",
    "GOGC",
    "GOMAXPROCS",
    "GOMEMLIMIT",
    "MALLOC_ARENA_MAX",
    "NODE_ENV",
    "NODE_OPTIONS",
    "NO_COLOR",
    "PYTEST_ADDOPTS",
    "PYTHONMALLOC",
    "TERM",
    "UV_THREADPOOL_SIZE",
    "VITEST_MAX_FORKS",
    "VITEST_MAX_THREADS",
    "VITEST_MAX_WORKERS",
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks for the container, and from where.

    Attributes:
        user: Effective user id.
        group: Effective group id.
        terminal: Whether input and output are terminals.
        cores: Numbers of the cores that the command may use; empty for all.
        flags: Further flags for the engine's `run`; they come last and so win.
    """

    user: int
    group: int
    terminal: bool = False
    cores: frozenset[int] = frozenset()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """How the container is found again.

    Attributes:
        name: Of the container, unique on the machine.
        label: Says whose it is.
        parent: Path of the cgroup to put it in, as /proc/self/cgroup writes it, or None.
        id_file: File that the engine writes the container's id to, or None.
    """

    name: str
    label: str
    parent: str | None = None
    id_file: Path | None = None


def split_flags(text: str | None) -> tuple[str, ...]:
    """Split the value of `MEMFIT_CONTAINER_FLAGS` as a shell would.

    Raises:
        LimitError: If a quotation is not closed.
    """
    try:
        return tuple(shlex.split(text or ""))
    except ValueError as error:
        raise LimitError(
            f"{FLAGS_VARIABLE} cannot be read: {error}", "quote it as for a shell"
        ) from error


def project_root(directory: Path) -> Path:
    """Find what to mount: the top of the git work tree around a directory, else the directory.

    In a monorepo packages and node_modules of the top are needed below it.
    """
    for candidate in (directory, *directory.parents):
        if (candidate / ".git").exists() and candidate != Path("/"):
            return candidate
    return directory


def run_command(
    engine: Engine, request: Request, caller: Caller, placing: Placing, command: list[str]
) -> list[str]:
    """Write the command line that runs `command` in a container.

    The engine's defaults stay where memfit has no reason: network, entry point, no init process.

    Raises:
        LimitError: If the request names no image.
    """
    if request.image is None:
        raise LimitError("A container needs an image", "add --container IMAGE")
    return [
        *(engine.program, "run", "--interactive", *(["--tty"] if caller.terminal else [])),
        *("--name", placing.name, "--label", placing.label),
        # The output comes through memfit, which keeps it; the engine need not keep it as well.
        *("--log-driver", "none"),
        *_limits(request, caller.cores),
        *_place(placing),
        *_project(engine, request.directory),
        *_beside(request),
        *_user(engine, caller),
        *(word for name in (*PASSED_ON, *request.variables) for word in ("--env", name)),
        *caller.flags,
        request.image,
        *command,
    ]


def _limits(request: Request, cores: frozenset[int]) -> list[str]:
    flags = []
    if request.memory is not None:
        total = request.memory + request.swap
        flags += [f"--memory={request.memory}b", f"--memory-swap={total}b"]
    if request.cpus is not None:
        flags.append(f"--cpus={request.cpus:g}")
    if cores:
        # The quota alone would leave a runner to count, and use, all cores of the machine.
        flags.append(f"--cpuset-cpus={','.join(map(str, sorted(cores)))}")
    return flags


def _place(placing: Placing) -> list[str]:
    flags = [] if placing.id_file is None else [f"--cidfile={placing.id_file}"]
    if placing.parent is not None:
        # Without conmon, podman's own monitor, the cgroup holds and counts the command alone.
        flags += ["--cgroup-manager=cgroupfs", "--cgroups=no-conmon"]
        flags.append(f"--cgroup-parent={placing.parent}")
    return flags


def _project(engine: Engine, directory: str) -> list[str]:
    flags = [*_mount(str(project_root(Path(directory)))), "--workdir", directory]
    # Under SELinux a container may not read the user's files; relabelling them would change them.
    return flags + (["--security-opt", "label=disable"] if engine.program == "podman" else [])


def _beside(request: Request) -> list[str]:
    """Mount what lies outside of the project, where it lies."""
    root = project_root(Path(request.directory)).resolve()
    outside = [place for place in request.mounts if not Path(place).is_relative_to(root)]
    return [word for place in outside for word in _mount(place)]


def _mount(directory: str) -> list[str]:
    import csv

    written = io.StringIO()
    # --mount takes one line of CSV; unlike --volume it can name a path with a colon.
    csv.writer(written, lineterminator="").writerow(
        ["type=bind", f"source={directory}", f"target={directory}"]
    )
    return ["--mount", written.getvalue()]


def _user(engine: Engine, caller: Caller) -> list[str]:
    """Files that the command writes shall belong to the caller."""
    if engine.rootless and engine.program == "docker":
        return ["--user", "0:0"]  # which rootless docker maps to the caller
    if engine.rootless:
        flags = ["--userns", "keep-id"]
    else:
        flags = ["--user", f"{caller.user}:{caller.group}"]
    # A user that the image does not know has / for a home, where it may not write.
    return flags if caller.user == 0 else [*flags, "--env", "HOME=/tmp"]
