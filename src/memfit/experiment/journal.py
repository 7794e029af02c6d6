"""What an experiment has done so far, on disk: interrupted anywhere, it goes on where it stopped.

A journal is a directory: `experiment.json` says what is asked, `runs.jsonl` has a line for every
run that was finished, and `runs/` their recordings. A line is written only after its recording is
whole, so a run is either there or made again.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from memfit.errors import MemfitError, UnusableInputError
from memfit.record.decode import parse
from memfit.record.reading import content

SCHEMA: Final = 1
_QUESTION: Final = "experiment.json"
_RUNS: Final = "runs.jsonl"


@dataclass(frozen=True, slots=True)
class Done:
    """A run that was finished.

    Attributes:
        trial: Which trial it belongs to: `baseline`, or the name of a variation.
        number: Its number within the trial, from 1.
        recording: Its recording, relative to the journal.
        ending: How it ended.
        exit_code: What the command exited with, or None.
        seconds: How long it took.
        peak: The tree's peak, bytes, or None.
    """

    trial: str
    number: int
    recording: str
    ending: str
    exit_code: int | None
    seconds: float
    peak: int | None


class Journal:
    """The directory of one experiment.

    Attributes:
        path: The directory.
        done: Runs that are finished, oldest first.

    Raises:
        UnusableInputError: If the directory holds another experiment.
        MemfitError: If it cannot be made.
    """

    def __init__(self, path: Path, question: Mapping[str, Any]) -> None:
        self.path = path
        self.done: list[Done] = []
        asked = {"schema": SCHEMA, **question}
        file = path / _QUESTION
        if file.exists():
            if _read(file) != json.loads(json.dumps(asked)):
                raise UnusableInputError(
                    f"{path} holds another experiment",
                    "name another directory, or give the same command and options to go on",
                )
            self.done = self._finished()
            return
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = file.with_suffix(".new")
            beside.write_text(json.dumps(asked, indent=1), encoding="utf-8")
            beside.replace(file)
        except OSError as error:
            raise MemfitError(
                f"{path} cannot be written: {error.strerror}", "name another directory"
            ) from error

    def of(self, trial: str) -> list[Done]:
        """Return the finished runs of one trial, oldest first."""
        return [each for each in self.done if each.trial == trial]

    def place(self, trial: str, number: int) -> Path:
        """Return the directory for the recording of a run that is to be made.

        What an interrupted run left there is moved aside, not removed.
        """
        wanted = self.path / "runs" / f"{trial}-{number}"
        for attempt in range(1, 1000):
            if not wanted.exists():
                break
            wanted = self.path / "runs" / f"{trial}-{number}.{attempt}"
        wanted.parent.mkdir(mode=0o700, exist_ok=True)
        return wanted

    def add(self, done: Done) -> None:
        """Note a finished run."""
        line = json.dumps(asdict(done)).encode() + b"\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(self.path / _RUNS, flags, 0o600)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self.done.append(done)

    def _finished(self) -> list[Done]:
        file = self.path / _RUNS
        found = []
        for line in content(file).splitlines() if file.exists() else ():
            try:
                done = Done(**parse(line))
            except (TypeError, ValueError):
                continue  # torn when memfit was killed: the run is made again
            if (self.path / done.recording / "manifest.json").is_file():
                found.append(done)
        return found


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise UnusableInputError(
            f"{file} cannot be read: {error}", "name another directory"
        ) from error
