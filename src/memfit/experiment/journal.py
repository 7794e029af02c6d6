"""What an experiment has done so far, on disk: interrupted anywhere, it goes on where it stopped.

A journal is a directory: `experiment.json` says what is asked, `runs.jsonl` has a line for every
run that was finished, and `runs/` their recordings. A line is written only after its recording is
whole, so a run is either there or made again. One memfit at a time works on a journal.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from memfit.classes import dataclass
from memfit.errors import MemfitError, UnusableInputError
from memfit.model.finding import EndingKind
from memfit.record.decode import members, parse
from memfit.record.reading import content
from memfit.record.store import MANIFEST

SCHEMA: Final = 1
_QUESTION: Final = "experiment.json"
RUNS: Final = "runs.jsonl"


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
        MemfitError: If it cannot be made, or another memfit works on it.
    """

    def __init__(self, path: Path, question: Mapping[str, Any]) -> None:
        self.path = path
        self.done: list[Done] = []
        asked = {"schema": SCHEMA, **question}
        file = path / _QUESTION
        self._lock: int | None = None
        if file.exists():
            self._take()
            if _read(file) != json.loads(json.dumps(asked)):
                raise UnusableInputError(
                    f"{path} holds another experiment",
                    "name another directory, or give the same command and options to go on",
                )
            self.done = finished(path)
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
        self._take()

    def _take(self) -> None:
        """Have the journal to oneself; the kernel gives it back when memfit ends, in any way."""
        self._lock = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MemfitError(
                f"another memfit is at work on {self.path}", "wait until it has ended"
            ) from None
        except OSError:  # a file system without locks: two at once are the user's mistake
            return

    def of(self, trial: str) -> list[Done]:
        """Return the finished runs of one trial, oldest first."""
        return [each for each in self.done if each.trial == trial]

    def attempts(self, trial: str, number: int) -> list[Path]:
        """Return the recordings of a run that are there, noted or not, oldest first."""
        return [path for path in self._places(trial, number) if path.exists()]

    def place(self, trial: str, number: int) -> Path:
        """Return the directory for the recording of a run that is to be made.

        What an interrupted run left stays where it is, and the new one goes beside it.
        """
        *_, free = self._places(trial, number)
        free.parent.mkdir(mode=0o700, exist_ok=True)
        return free

    def _places(self, trial: str, number: int) -> Iterator[Path]:
        """Yield the directories of a run up to the first that is not there."""
        wanted = self.path / "runs" / f"{trial}-{number}"
        yield wanted
        attempt = 0
        while wanted.exists():
            attempt += 1
            wanted = wanted.with_name(f"{trial}-{number}.{attempt}")
            yield wanted

    def add(self, done: Done) -> None:
        """Note a finished run."""
        line = json.dumps(asdict(done)).encode() + b"\n"
        file = self.path / RUNS
        torn = file.exists() and not content(file).endswith(b"\n")
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        descriptor = os.open(file, flags, 0o600)
        try:
            # What memfit was killed in the middle of must not spoil the next line as well.
            os.write(descriptor, b"\n" + line if torn else line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self.done.append(done)


def finished(path: Path) -> list[Done]:
    """Return the runs of an experiment that are whole, oldest first.

    Raises:
        UnusableInputError: If they cannot be read.
    """
    try:
        return list(_whole(path))
    except OSError as error:
        raise UnusableInputError(
            f"{error.filename or path / RUNS} cannot be read: {error.strerror or error}",
            "name another directory",
        ) from error


def _whole(path: Path) -> Iterator[Done]:
    file = path / RUNS
    for line in content(file).splitlines() if file.exists() else ():
        try:
            done = Done(**members(Done, parse(line)))
            EndingKind(done.ending)
        except (TypeError, ValueError):
            continue  # torn when memfit was killed: the run is made again
        outside = ".." in Path(done.recording).parts or Path(done.recording).is_absolute()
        if not outside and (path / done.recording / MANIFEST).is_file():
            yield done


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise UnusableInputError(
            f"{file} cannot be read: {error}", "name another directory"
        ) from error
