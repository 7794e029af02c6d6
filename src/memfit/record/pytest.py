"""The plugin inside pytest: which variables bring it into every pytest of a run.

pytest finds plugins by the metadata on its path, so a directory on the PYTHONPATH is enough. A
name in PYTEST_PLUGINS would end a pytest whose PYTHONPATH is ignored (`python -I`) or replaced.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from memfit.model.isolate import Isolate
from memfit.model.recording import Process, Role
from memfit.pytest_plugin import SITE
from memfit.runners.roles import runner

_TOX_ENVIRONMENTS: Final = ("testenv", "env_run_base")  # in tox.ini, in tox.toml


def variables(
    recording: Path, epoch: float, inherited: Mapping[str, str], *, gc: bool, site: Path = SITE
) -> dict[str, str]:
    """Compose the variables that bring the plugin into pytest.

    Args:
        recording: The directory of the recording, absolute.
        epoch: When the recording started, CLOCK_MONOTONIC.
        inherited: The environment of the program without the plugin.
        gc: Whether to collect garbage at the end of each test file.
        site: The directory of the plugin, absolute.

    Returns:
        The variables that change, with their new values; none if there is no way in.
    """
    if ":" in str(site):  # it would end the entry
        return {}
    changed = {"PYTHONPATH": _appended(inherited.get("PYTHONPATH", ""), ":", str(site))}
    streams = str(recording / "isolates")
    if inherited.get("MEMFIT_STREAMS") != streams:  # the agent of Node stays out of this run
        changed["MEMFIT_STREAMS"] = streams
        changed["MEMFIT_EPOCH"] = f"{epoch:.6f}"
        changed["MEMFIT_OPTIONS"] = json.dumps({"gc": gc})
    # tox hands on the variables that it is told to; its users may have overrides of their own.
    overrides = inherited.get("TOX_OVERRIDE", "")
    if "pass_env" not in overrides:
        names = "PYTHONPATH,MEMFIT_*"
        ours = ";".join(f"{section}.pass_env+={names}" for section in _TOX_ENVIRONMENTS)
        changed["TOX_OVERRIDE"] = _appended(overrides, ";", ours)
    return changed


def unseen(processes: Sequence[Process], isolates: Sequence[Isolate]) -> tuple[str, ...]:
    """Say that pytest told nothing of its tests; empty if there was none, or one did."""
    if any(isolate.runtime == "python" for isolate in isolates):
        return ()
    silent = [
        process
        for process in processes
        if process.role is Role.MAIN and runner(process.command) == "pytest"
    ]
    if not silent:
        return ()
    reasons = "PYTEST_DISABLE_PLUGIN_AUTOLOAD, python -I or -E, another PYTHONPATH, an old Python"
    return (f"the plugin did not reach pytest (PID {silent[0].pid}): {reasons}",)


def _appended(before: str, separator: str, more: str) -> str:
    return f"{before}{separator}{more}" if before else more
