"""Makes the runs of an experiment one after another, each once, however often it is interrupted.

An experiment is a plain procedure that asks for its runs in order and decides by what they show.
Asked for a run that the journal holds, `Runs` answers from there: so an experiment that goes on
after an interruption takes the same decisions again, and goes on with the first run that is missing.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Protocol

from memfit.classes import dataclass
from memfit.errors import MemfitError
from memfit.experiment.journal import Done, Journal
from memfit.experiment.progress import Progress
from memfit.explain.verdict import explain
from memfit.model.finding import EndingKind, Explanation
from memfit.model.recording import Recording
from memfit.record.apart import Order, record_apart
from memfit.record.load import load
from memfit.units import format_bytes, format_seconds


@dataclass(frozen=True, slots=True)
class Trial:
    """A way to run the command: as it was given, or changed in some respect.

    Attributes:
        name: Its name in the journal; a part of directories' names.
        command: The command line.
        options: Options of `memfit run`.
        environment: Variables that are set, or None to remove one.
        title: How a person is told of it, put right after `run 3`.
    """

    name: str
    command: tuple[str, ...]
    options: tuple[str, ...] = ()
    environment: Mapping[str, str | None] = field(default_factory=dict)
    title: str = ""


class Record(Protocol):
    """Makes one run, as `record_apart` does."""

    def __call__(self, order: Order, waiting: Callable[[float], None] | None = None) -> int:
        """Make the run that was ordered; return what `memfit run` exited with."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A run that was made, and what its recording says.

    Attributes:
        done: Its line in the journal.
        recording: Its recording.
        explanation: What was said about it.
    """

    done: Done
    recording: Recording
    explanation: Explanation


class Runs:
    """The runs of one experiment.

    Attributes:
        journal: Where they are kept.
    """

    def __init__(self, journal: Journal, progress: Progress, record: Record = record_apart) -> None:
        self.journal = journal
        self._progress = progress
        self._record = record
        self._asked = 0
        self._latest: Seen | None = None

    def get(self, trial: Trial, number: int, why: str, left: int | None = None) -> Done:
        """Return a run of a trial; make it if it was not made yet.

        Args:
            trial: How to run the command.
            number: Which run of the trial, from 1.
            why: What it is to show, for the progress.
            left: Runs that are still to be made, about, this one included; None if unknown.

        Raises:
            MemfitError: If it could not be recorded.
            KeyboardInterrupt: If the user interrupted it.
        """
        self._asked += 1
        for done in self.journal.of(trial.name):
            if done.number == number:
                return done
        return self._left_whole(trial, number) or self._make(trial, number, why, left)

    def say(self, sentence: str) -> None:
        """Tell a person what the runs so far have shown."""
        self._progress.say(sentence)

    def see(self, done: Done) -> Seen:
        """Return what the recording of a run says."""
        if self._latest is None or self._latest.done != done:
            recording = load(self.journal.path / done.recording)
            self._latest = Seen(done, recording, explain(recording))
        return self._latest

    def _make(self, trial: Trial, number: int, why: str, left: int | None) -> Done:
        place = self.journal.place(trial.name, number)
        self._progress.begin(f"run {self._asked}{trial.title}", why, self._estimate(left))
        order = Order(trial.command, place, ("--quiet", *trial.options), trial.environment)
        try:
            self._record(order, self._progress.waiting)
        except BaseException:
            self._progress.interrupted()
            raise
        recording = load(place)
        if recording.end is None:
            raise MemfitError(
                f"the run in {place} has no end: its memfit was killed",
                f"to go on, give the same command with --experiment {self.journal.path}",
            )
        done = self._note(trial, number, recording)
        if done is None:
            self._progress.interrupted()
            raise KeyboardInterrupt
        self._progress.end(in_words(done))
        return done

    def _left_whole(self, trial: Trial, number: int) -> Done | None:
        """Note a run that ended by itself just before memfit was interrupted; None without one."""
        for place in self.journal.attempts(trial.name, number):
            with contextlib.suppress(MemfitError):  # it was killed before there was anything
                recording = load(place)
                if recording.end is not None and (done := self._note(trial, number, recording)):
                    return done
        return None

    def _note(self, trial: Trial, number: int, recording: Recording) -> Done | None:
        """Put a run that has ended into the journal; None if it was interrupted."""
        explanation = explain(recording)
        if explanation.ending.kind is EndingKind.INTERRUPTED:
            return None
        place = recording.path.relative_to(self.journal.path)
        done = _done(trial, number, place, explanation)
        self.journal.add(done)
        self._latest = Seen(done, recording, explanation)
        return done

    def _estimate(self, left: int | None) -> float | None:
        made: Sequence[Done] = self.journal.done
        if left is None or not made:
            return None
        return left * sum(done.seconds for done in made) / len(made)


def _done(trial: Trial, number: int, place: Path, explanation: Explanation) -> Done:
    return Done(
        trial=trial.name,
        number=number,
        recording=str(place),
        ending=explanation.ending.kind.value,
        exit_code=explanation.ending.exit_code,
        seconds=explanation.elapsed or 0.0,
        peak=explanation.peak.bytes if explanation.peak is not None else None,
    )


def in_words(done: Done) -> str:
    """Say how a run ended."""
    peak = f", peak {format_bytes(done.peak)}" if done.peak is not None else ""
    return f"{done.ending} in {format_seconds(done.seconds)}{peak}"
