"""Real vitest and jest processes that leak, each in one way, and write a snapshot at their end."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.heap.npm import installed

LEAKS = Path(__file__).parent / "leaks"
PACKAGES = ("vitest@3.2.7", "happy-dom@20.0.0", "prom-client@15.1.3", "jest@30.5.2")
VITEST = ["vitest", "run", "--pool=forks"]


def make_project(place: Path) -> Path:
    """Put the suites into a directory, with what they need."""
    shutil.copytree(LEAKS, place, dirs_exist_ok=True)
    (place / "node_modules").symlink_to(installed(*PACKAGES) / "node_modules")
    (place / "package.json").write_text('{"private": true, "type": "module"}')
    return place


def taken(project: Path, leak: str) -> Path:
    """Run the suite that leaks; it writes the snapshot itself."""
    file, cwd = project / f"{leak}.heapsnapshot", project
    command = [*VITEST, leak]
    if leak == "console-logs":
        command = [*VITEST, "--silent=passed-only", "--reporter=./console-logs.reporter.mjs", leak]
    elif leak == "module-registry":
        command, cwd = ["jest", "--runInBand"], project / "jest-parts"
    command[0] = str(project / "node_modules/.bin" / command[0])
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, "HEAP_OUT": str(file)}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert file.exists(), done.stdout + done.stderr
    return file
