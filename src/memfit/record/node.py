"""The agent inside Node: which variables bring it into every Node process of a run.

Node reads NODE_OPTIONS in every process and worker thread. Where a script replaces the variable,
a `node` that stands first in PATH puts the agent back; see `memfit/js/shim/node`.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from memfit.classes import dataclass
from memfit.record import store

PRELOAD: Final = "preload.cjs"
SHIM: Final = "shim"
VARIABLES: Final = ("MEMFIT_STREAMS", "MEMFIT_EPOCH", "MEMFIT_PRELOAD", "MEMFIT_OPTIONS")
"""Variables of the agent's own; beside them NODE_OPTIONS and PATH change."""

_PERMISSION: Final = frozenset({"--permission", "--experimental-permission"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the agent is asked to do beside what it always does.

    Attributes:
        gc: Force a collection at the end of each test file.
        allocation_sites: Keep profiles of where live objects were allocated.
        snapshot: When to take heap snapshots: `near-limit`, `at-file-end` or None.
        report_on_fatalerror: Have Node write a report when V8 dies.
        limit: The memory limit in force around the program, bytes, or None.
        interval: Seconds between readings of an isolate.
    """

    gc: bool = False
    allocation_sites: bool = False
    snapshot: str | None = None
    report_on_fatalerror: bool = False
    limit: int | None = None
    interval: float = 0.05


def scripts() -> Path:
    """Return the directory of the agent's scripts."""
    return Path(__file__).resolve().parent.parent / "js"


def variables(
    js: Path, recording: Path, epoch: float, wanted: Wanted, inherited: Mapping[str, str]
) -> dict[str, str]:
    """Compose the variables that bring the agent into Node.

    Args:
        js: The directory of the agent's scripts, absolute.
        recording: The directory of the recording, absolute.
        epoch: When the recording started, CLOCK_MONOTONIC.
        wanted: What the agent is asked to do.
        inherited: The environment of the program without memfit.

    Returns:
        The variables that change, with their new values.
    """
    preload = str(js / PRELOAD)
    reports = recording / store.REPORTS
    options = [f"--require {quoted(preload)}"]
    if wanted.report_on_fatalerror:
        options.append(f"--report-on-fatalerror --report-directory={quoted(str(reports))}")
    # The agent first: it takes what it uses of Node before a preload of the user's replaces it.
    before = inherited.get("NODE_OPTIONS", "")
    told = {
        "interval": wanted.interval,
        "gc": wanted.gc,
        "allocation_sites": wanted.allocation_sites,
        "snapshot": wanted.snapshot,
        "snapshots": str(recording / store.SNAPSHOTS),
        "limit": wanted.limit,
    }
    shim = str(js / SHIM)
    path = inherited.get("PATH", os.defpath)
    return {
        "NODE_OPTIONS": " ".join([*options, before] if before else options),
        # A colon would end the entry: then a script that replaces NODE_OPTIONS is not seen inside.
        "PATH": path if ":" in shim else f"{shim}:{path}",
        "MEMFIT_STREAMS": str(recording / store.ISOLATES),
        "MEMFIT_EPOCH": f"{epoch:.6f}",
        "MEMFIT_PRELOAD": preload,
        "MEMFIT_OPTIONS": json.dumps(told, separators=(",", ":")),
    }


def quoted(path: str) -> str:
    r"""Spell a word as NODE_OPTIONS needs it, where quotes group and a backslash escapes in quotes.

    >>> quoted("/opt/memfit/preload.cjs")
    '/opt/memfit/preload.cjs'
    >>> print(quoted('/my "own" place/preload.cjs'))
    "/my \"own\" place/preload.cjs"
    """
    if not set(path) & set(' "\\'):
        return path
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shared(js: Path) -> Path | None:
    """Copy the agent's scripts to where every user may read them, if they are not there already.

    A test that gives up the privileges of root and starts Node would find NODE_OPTIONS pointing to a
    file that it may not read, and Node would not start.

    Returns:
        The copy, for the caller to remove; None if none is needed or possible.
    """
    open_to_all = all(place.stat().st_mode & 0o001 for place in (js, *js.parents))
    if os.geteuid() != 0 or (open_to_all and (js / PRELOAD).stat().st_mode & 0o004):
        return None
    import shutil
    import tempfile

    try:
        copy = Path(tempfile.mkdtemp(prefix="memfit-js-"))
        shutil.copytree(js, copy, dirs_exist_ok=True)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755)
    except OSError:
        return None
    return copy


def impossible(js: Path, command: Sequence[str], inherited: Mapping[str, str]) -> str | None:
    """Say why the agent must stay out of this run, or return None.

    Args:
        js: The directory of the agent's scripts.
        command: The command line of the run.
        inherited: The environment of the program without memfit.
    """
    words = {*command, *inherited.get("NODE_OPTIONS", "").split()}
    if words & _PERMISSION:
        return "Node's permission model does not let it read the agent"
    if not os.access(js / PRELOAD, os.R_OK):
        return f"{js / PRELOAD} cannot be read"
    return None
