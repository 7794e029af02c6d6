"""podman and docker: which engine works here, and what is asked of it besides `run`."""

import json
from collections.abc import Mapping
from typing import Any

from memfit.classes import dataclass
from memfit.limits import files
from memfit.limits.contract import Unusable
from memfit.limits.mounts import HERE, Roots

PATIENCE = 30.0
"""Seconds: a client may wait for ever for an engine on another machine."""

_CONTROLLERS = {"memory", "cpu", "cpuset"}
# How both engines begin the status of a container without processes.
_ENDED = ("Exited", "Created", "Dead", "Initialized")


@dataclass(frozen=True, slots=True)
class Engine:
    """A container engine that answers.

    Attributes:
        program: `podman` or `docker`.
        rootless: Whether it runs without root's rights; then the user's files belong to the
            container's root.
        local: Whether it promises to run containers on this very kernel; docker never says.
        cgroup_version: 1 or 2.
        cores: How many the machine has that it runs containers on.
        enforces: Which of `memory`, `cpu` (fractions) and `cpuset` (whole cores) it can limit.
    """

    program: str
    rootless: bool
    local: bool
    cgroup_version: int
    cores: int
    enforces: frozenset[str]


def read_podman(info: Mapping[str, Any]) -> Engine:
    """Read what `podman info --format json` prints."""
    host = info["host"]
    return Engine(
        program="podman",
        rootless=bool(host["security"]["rootless"]),
        local=not host.get("serviceIsRemote", False),
        cgroup_version=2 if host["cgroupVersion"] == "v2" else 1,
        cores=host["cpus"],
        # podman lists only the controllers that its cgroup manager may use.
        enforces=frozenset(_CONTROLLERS & set(host.get("cgroupControllers") or ())),
    )


def read_docker(info: Mapping[str, Any]) -> Engine:
    """Read what `docker info --format '{{json .}}'` prints."""
    can = {
        "memory": info.get("MemoryLimit"),
        "cpu": info.get("CpuCfsQuota"),
        "cpuset": info.get("CPUSet"),
    }
    return Engine(
        program="docker",
        rootless=any("rootless" in option for option in info.get("SecurityOptions") or ()),
        local=False,
        cgroup_version=2 if info.get("CgroupVersion") == "2" else 1,
        cores=info["NCPU"],
        enforces=frozenset(name for name, able in can.items() if able),
    )


_ENGINES = {
    "podman": (["info", "--format", "json"], read_podman),
    "docker": (["info", "--format", "{{json .}}"], read_docker),
}


def ask(program: str, *arguments: str) -> tuple[int, str, str]:
    """Run an engine's command line client.

    Returns:
        Its exit code, stdout and stderr; 125, as the engines themselves fail, if it cannot run.
    """
    import subprocess  # nearly all runs have no container, and it would delay their command

    try:
        done = subprocess.run(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 125, "", str(error)
    stdout, stderr = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    return done.returncode, stdout, stderr


def find_engine() -> Engine | Unusable:
    """Find an engine that works, podman before docker: it needs no daemon and counts exactly."""
    import shutil

    silent = None
    for program, (arguments, read) in _ENGINES.items():
        if not shutil.which(program):
            continue
        code, stdout, stderr = ask(program, *arguments)
        if code == 0:
            try:
                return read(json.loads(stdout))
            except (ValueError, KeyError, TypeError) as error:
                stderr = f"its info cannot be read ({error!r})"
        said = (stderr.strip().splitlines() or [f"exit code {code}"])[-1]
        silent = silent or Unusable(
            f"{program} is installed, but its engine does not work: {said}",
            f"repair what `{program} info` complains about",
        )
    return silent or Unusable(
        "neither podman nor docker is installed", "sudo apt-get install podman"
    )


def died_of_memory(program: str, name: str) -> bool | None:
    """Ask whether the engine saw an out-of-memory kill in a container that has ended.

    Returns:
        None if it does not know the container, or the container has not ended.
    """
    form = "{{.State.Running}} {{.State.OOMKilled}}"
    code, stdout, _ = ask(program, "container", "inspect", "--format", form, name)
    running, _, killed = stdout.strip().partition(" ")
    return killed == "true" if code == 0 and running == "false" else None


def kill(program: str, name: str) -> bool:
    """Kill every process of a container; False if it was not running."""
    code, _, _ = ask(program, "kill", "--signal", "KILL", name)
    return code == 0


def remove(program: str, name: str) -> bool:
    """Remove a container and its anonymous volumes, killing it if need be."""
    # podman would wait ten seconds for an end of its own accord; docker kills at once.
    at_once = ("--time", "0") if program == "podman" else ()
    code, _, _ = ask(program, "rm", "--force", "--volumes", *at_once, name)
    return code == 0


def containers(program: str, label: str) -> list[tuple[str, bool]]:
    """List the containers that carry a label: their names, and whether they may still run."""
    form = "{{.Names}} {{.Status}}"
    _, stdout, _ = ask(program, "ps", "--all", "--filter", f"label={label}", "--format", form)
    pairs = [line.split(" ", 1) for line in stdout.splitlines() if " " in line]
    return [(name, not status.startswith(_ENDED)) for name, status in pairs]


def owner_label(roots: Roots = HERE) -> str:
    """Return the label of containers whose memfit this kernel and pid namespace can tell of.

    Names hold the pid of their memfit. An engine may serve several machines and containers, in
    which the same pid is another process.
    """
    boot = files.read(roots.proc / "sys/kernel/random/boot_id") or "unknown"
    try:
        namespace = (roots.proc / "self/ns/pid").stat().st_ino
    except OSError:
        namespace = 0
    return f"memfit.owner={boot}-{namespace}"
