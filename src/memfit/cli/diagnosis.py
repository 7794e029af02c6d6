"""What `memfit doctor` finds out: how memory can be limited and measured on this machine."""

import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

from memfit.classes import dataclass
from memfit.limits.choose import LIMITERS
from memfit.limits.container_engine import Engine, find_engine
from memfit.limits.container_leftovers import (
    LeftoverContainer,
    end_leftover_containers,
    find_leftover_containers,
)
from memfit.limits.contract import Request
from memfit.limits.leftovers import Leftover, end_leftovers, find_leftovers
from memfit.model.recording import Machine
from memfit.record.lifecycle.choose import ways
from memfit.record.manifest import machine

SCHEMA = 1
"""Version of the document that `memfit doctor --json` prints. 1: first published."""

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do something.

    Attributes:
        name: Its name.
        gives: What it does, one sentence.
        exact: Whether its numbers and limits are the kernel's own, for the whole tree.
        why_not: Why it cannot work here, one sentence, or None.
        repair: The command that repairs it; empty if it works.
    """

    name: str
    gives: str
    exact: bool
    why_not: str | None
    repair: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that `memfit doctor` says.

    Attributes:
        limiters: Ways to enforce a limit, best first.
        watchers: Ways to watch processes, best first.
        machine: This machine, with the limit in force around memfit.
        node: Version of Node, or None.
        leftovers: Cgroups of memfits that are dead.
        containers: Containers of memfits that are dead.
    """

    limiters: tuple[Way, ...]
    watchers: tuple[Way, ...]
    machine: Machine
    node: str | None
    leftovers: tuple[Leftover, ...]
    containers: tuple[LeftoverContainer, ...]

    @property
    def healthy(self) -> bool:
        """Whether an exact limit and an exact peak are possible."""
        return all(
            any(way.exact and way.why_not is None for way in kind)
            for kind in (self.limiters, self.watchers)
        )

    def document(self) -> dict[str, Any]:
        """Return it as JSON has it; bytes are int, absent is None."""
        where = self.machine
        around = where.around
        return {
            "schema": SCHEMA,
            "healthy": self.healthy,
            "limiters": [_way(way) for way in self.limiters],
            "watchers": [_way(way) for way in self.watchers],
            "around": around and {"bytes": around.bytes, "source": around.source},
            "machine": {
                "kernel": where.kernel,
                "architecture": where.architecture,
                "cores": where.cores,
                "memory": where.memory,
                "swap": where.swap,
            },
            "tools": {"python": platform.python_version(), "node": self.node},
            "leftovers": [
                {"path": str(one.path), "pids": list(one.pids)} for one in self.leftovers
            ],
            "containers": [
                {"engine": one.program, "name": one.name, "running": one.running}
                for one in self.containers
            ],
        }


def diagnose() -> Diagnosis:
    """Try every way, briefly and without leaving anything."""
    engine = find_engine()
    return Diagnosis(
        limiters=tuple(_limiters()),
        watchers=tuple(
            # Only polling can miss a peak.
            Way(way.name, way.gives, way.name != "polling", way.unusable, way.repair)
            for way in ways()
        ),
        machine=machine(),
        node=_node(),
        leftovers=tuple(find_leftovers()),
        containers=tuple(find_leftover_containers(engine) if isinstance(engine, Engine) else ()),
    )


def clean() -> None:
    """End what runs in leftovers, and remove them."""
    end_leftovers()
    engine = find_engine()
    if isinstance(engine, Engine):
        end_leftover_containers(engine)


def _limiters() -> list[Way]:
    found = []
    for row in LIMITERS:
        request = Request(
            "doctor",
            memory=1 << 30,
            directory=str(Path.cwd()),
            image="IMAGE" if row.image else None,
        )
        why_not = row.limiter.unusable(request)
        reason, repair = (why_not.reason, why_not.repair) if why_not else (None, "")
        found.append(Way(row.limiter.name, row.limiter.covers, row.exact, reason, repair))
    return found


def _way(way: Way) -> dict[str, Any]:
    return {
        "name": way.name,
        "gives": way.gives,
        "exact": way.exact,
        "usable": way.why_not is None,
        "why_not": way.why_not,
        "repair": way.repair or None,
    }


def _node() -> str | None:
    """Ask Node for its version."""
    program = shutil.which("node")
    if program is None:
        return None
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip().removeprefix("v") or None
