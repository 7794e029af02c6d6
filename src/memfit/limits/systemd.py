"""The limiter `systemd`: asks systemd for a scope with limits and runs the command in it.

Source: systemd-run(1), systemd.resource-control(5).
"""

import os
from collections.abc import Mapping
from pathlib import Path

from memfit.errors import LimitError
from memfit.limits import cpus, defects, files, tree
from memfit.limits.contract import Detail, Enclosure, Request, Unusable
from memfit.limits.counters import CountersV2
from memfit.limits.mounts import HERE, Roots, find_group
from memfit.limits.names import owned_name
from memfit.model.recording import How, Measured

_PATIENCE = 5.0
_DROP_IN = "/etc/systemd/system/user@.service.d/delegate.conf"
_DELEGATE_MORE = (
    f"sudo mkdir -p {Path(_DROP_IN).parent} && "
    r"printf '[Service]\nDelegate=cpu memory pids\n' | "
    f"sudo tee {_DROP_IN} && sudo systemctl daemon-reload, then log in again"
)


class Systemd:
    """Needs systemd with cgroup v2; without root, a user session.

    Args:
        roots: Where the kernel's file systems are.
        environ: The environment that says where the user's session bus is.
        user: Effective user id; 0 asks the system's manager, others their own.
    """

    name = "systemd"
    covers = (
        "the kernel enforces the limit on the whole tree, in a scope that systemd makes; its "
        "counters end with its last process"
    )

    def __init__(
        self,
        roots: Roots = HERE,
        environ: Mapping[str, str] = os.environ,
        user: int | None = None,
    ) -> None:
        self._roots = roots
        self._environ = environ
        self._user = os.geteuid() if user is None else user

    def unusable(self, request: Request) -> Unusable | None:  # noqa: ARG002 - the contract's
        """Say why systemd cannot make a scope with a limit."""
        import shutil  # nearly all runs have a cgroup of their own, and it would delay their command

        path = self._environ.get("PATH", "")
        for program in ("systemd-run", "systemctl"):
            if shutil.which(program, path=path) is None:
                return Unusable(f"{program} is not installed", "sudo apt-get install systemd")
        if not defects.systemd_runs(self._roots):
            return Unusable(
                "systemd does not manage this machine",
                "run memfit on a machine that systemd manages; containers have none",
            )
        if self._user != 0 and not self._has_session():
            return Unusable(
                "this user has no systemd session (no bus in XDG_RUNTIME_DIR)",
                "sudo loginctl enable-linger $USER && export XDG_RUNTIME_DIR=/run/user/$(id -u)",
            )
        return self._without_memory()

    def fractions(self) -> bool:
        """Whether fractions of a core are enforced, for which the cpu controller is needed."""
        return "cpu" in self._controllers()

    def open(self, request: Request) -> Enclosure:
        """Decide on the scope's name; systemd makes it when the command starts.

        Raises:
            LimitError: If systemd does not answer.
        """
        why_not = self.unusable(request)
        unified = find_group("", self._roots)
        if why_not or unified is None:
            raise LimitError(why_not.reason if why_not else "no cgroup v2", "memfit doctor")
        unit = f"{owned_name(request.name, self._roots)}.scope"
        part = "app.slice" if self._user else "system.slice"
        directory = unified.mount / self._manager_group().strip("/") / part / unit
        manager = ["--user"] if self._user else []
        return _Scope(
            ["systemd-run", *manager, *_options(request, unit, part), "--"], directory, request.cpus
        )

    def _has_session(self) -> bool:
        runtime = self._environ.get("XDG_RUNTIME_DIR")
        if not runtime:
            return False
        place = self._roots.at(runtime)
        return (place / "bus").exists() or (place / "systemd" / "private").exists()

    def _controllers(self) -> frozenset[str]:
        """What the manager can give to a scope."""
        unified = find_group("", self._roots)
        if unified is None:
            return frozenset()
        session = f"user.slice/user-{self._user}.slice/user@{self._user}.service"
        place = unified.mount / session if self._user else unified.mount
        return files.words(place / "cgroup.controllers")

    def _without_memory(self) -> Unusable | None:
        if "memory" in self._controllers():
            return None
        if self._user == 0 or find_group("memory", self._roots):
            return Unusable(
                "systemd manages cgroup v2 without the memory controller here",
                "boot with systemd.unified_cgroup_hierarchy=1 cgroup_enable=memory",
            )
        return Unusable(
            "the memory controller is not delegated to this user's systemd session",
            _DELEGATE_MORE,
        )

    def _manager_group(self) -> str:
        """Ask the manager for its own cgroup, below which its slices are; empty for the root."""
        import subprocess

        manager = ["--user"] if self._user else []
        command = ["systemctl", *manager, "show", "--property=ControlGroup", "--value"]
        try:
            answer = subprocess.run(
                command,
                env=dict(self._environ),
                capture_output=True,
                text=True,
                timeout=_PATIENCE,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise LimitError(
                f"systemd does not answer: {' '.join(command)} failed",
                "systemctl --user status" if self._user else "systemctl status",
            ) from error
        return answer.stdout.strip()


def _options(request: Request, unit: str, part: str) -> list[str]:
    """Return the options of systemd-run for a scope with the limits asked for."""
    properties = {
        "Delegate": "yes",  # the run may make cgroups, and an OOM kill does not stop the scope
        "MemoryAccounting": "yes",
        "TasksMax": "infinity",  # systemd's default is a limit that nobody asked for
    }
    if request.memory is not None:
        properties["MemoryMax"] = str(request.memory)
        properties["MemorySwapMax"] = str(request.swap)
    if request.cpus is not None:
        properties["CPUQuota"] = f"{max(1, round(request.cpus * 100))}%"
    set_all = [word for key, value in properties.items() for word in ("-p", f"{key}={value}")]
    # --collect: a scope that ended in failure leaves nothing behind in systemd's list.
    return ["--scope", "--quiet", "--collect", f"--unit={unit}", f"--slice={part}", *set_all]


class _Scope:
    """A scope that comes into being when the command starts, and goes with its last process.

    Every reading is remembered, because the cgroup vanishes with its counters before the
    recorder can read them a last time. Reading at the exit of each process loses nothing.

    Args:
        wrapper: What goes before the command.
        directory: Where the scope's cgroup will be.
        cpus: Cores asked for, or None.
    """

    watchdog: int | None = None

    def __init__(self, wrapper: list[str], directory: Path, cpus: float | None) -> None:
        self._wrapper = wrapper
        self._directory = directory
        self._cpus = cpus
        self._counters: CountersV2 | None = None
        self._peak: Measured | None = None
        self._oom_kills: int | None = None
        self._pressure: int | None = None

    def wrap(self, command: list[str]) -> list[str]:
        """Return the command with systemd-run before it, which becomes the command."""
        return [*self._wrapper, *command]

    def join(self) -> None:
        """Restrict the calling process to its cores; systemd-run joins the scope itself."""
        cpus.restrict(self._cpus)

    def usage(self) -> int | None:
        """Bytes charged to the scope; None before it exists and after it has gone."""
        counters = self._refresh()
        return counters.usage() if counters else None

    def detail(self) -> Detail | None:
        """What the usage consists of."""
        counters = self._refresh()
        return counters.detail() if counters else None

    def peak(self) -> Measured | None:
        """The scope's own maximum; the last one read, a lower bound, once it has gone."""
        self._refresh()
        return self._peak

    def oom_kills(self) -> int | None:
        """Kills in the scope; the last count read once it has gone."""
        self._refresh()
        return self._oom_kills

    def pressure(self) -> int | None:
        """Microseconds stalled; the last reading once the scope has gone."""
        self._refresh()
        return self._pressure

    def pids(self) -> list[int] | None:
        """Pids in the scope; empty before it exists and after it has gone."""
        return tree.pids(self._directory)

    def kill(self) -> bool:
        """Kill everything in the scope; False if it does not exist yet."""
        if not self._directory.exists():
            return False
        tree.kill(self._directory)
        return True

    def close(self) -> None:
        """Give descriptors back; systemd removes the scope with its last process."""
        if self._counters:
            self._counters.close()
        self._counters = None

    def _refresh(self) -> CountersV2 | None:
        """Find the scope as soon as it exists, and remember what it counts."""
        if self._counters is None:
            if not self._directory.exists():
                return None
            self._counters = CountersV2(self._directory)
        kills = self._counters.oom_kills()
        if kills is None:
            if self._peak:
                self._peak = Measured(
                    self._peak.bytes, How.SAMPLED, "memory.peak, last read before the scope ended"
                )
            return self._counters
        self._oom_kills = kills
        self._peak = self._counters.peak()
        self._pressure = self._counters.pressure()
        return self._counters
