"""Run the user's pytest with the plugin, as memfit does, and read what it told."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memfit.record import pytest as inside

# What this suite's own runner leaves in the environment.
_OWN = ("PYTEST_", "PYTHONPATH", "MEMFIT_", "TOX_OVERRIDE")


@dataclass(frozen=True)
class Told:
    """What one run of pytest printed and told.

    Attributes:
        code: Its exit code.
        printed: Its standard output and error.
        streams: The events of each stream, by file name.
    """

    code: int
    printed: str
    streams: dict[str, list[dict[str, Any]]]

    @property
    def main(self) -> list[dict[str, Any]]:
        """The events of the only stream."""
        (events,) = self.streams.values()
        return events

    def of_worker(self, worker: str | None) -> list[dict[str, Any]]:
        """The events of the stream of this worker; None is the one that has none."""
        (events,) = (each for each in self.streams.values() if each[0]["worker"] == worker)
        return events


def plain() -> dict[str, str]:
    """The environment of a user's shell."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}


def recorded(recording: Path, *, gc: bool = False, **variables: str) -> dict[str, str]:
    """The environment in a run of memfit, of a user who set these variables."""
    (recording / "isolates").mkdir(parents=True)
    before = {**plain(), **variables}
    return {**before, **inside.variables(recording, time.monotonic(), before, gc=gc)}


def run(
    project: Path, *words: str, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run Python in a project."""
    return subprocess.run(
        [sys.executable, *words], cwd=project, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip


def told(project: Path, *options: str, **settings: Any) -> Told:
    """Run pytest in a project with the plugin."""
    recording = project.parent / "recording"
    environment = recorded(recording, **settings)
    words = ("-m", "pytest", "-p", "no:cacheprovider", *options)
    done = run(project, *words, environment=environment)
    return Told(done.returncode, done.stdout, read(recording))


def read(recording: Path) -> dict[str, list[dict[str, Any]]]:
    """Read all streams of a recording."""
    return {
        path.name: [json.loads(line) for line in path.read_text().splitlines()]
        for path in sorted((recording / "isolates").iterdir())
    }


def named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The events of one name."""
    return [event for event in events if event["event"] == name]
