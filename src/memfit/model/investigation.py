"""What experiments found out about the cause of a death, and what a matrix of remedies measured.

Units as in `memfit.model.recording`. docs/reference/experiment-format.md specifies the documents
that are made of these classes.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from memfit.classes import dataclass
from memfit.model.experiment import Ratio, Spread
from memfit.model.finding import EndingKind
from memfit.model.recording import How


class Conclusion(StrEnum):
    """What an experiment says of a hypothesis."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    UNDECIDED = "undecided"  # it was tested, and the result fits neither way
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Number:
    """One quantity before and after a change.

    Attributes:
        what: What it is.
        before: In the run as it was given; None if not measured.
        after: In the changed run; None if not measured.
        unit: `bytes`, `bytes a file` or `seconds`.
        how: How it was obtained after the change.
    """

    what: str
    before: float | None
    after: float | None
    unit: str = "bytes"
    how: How = How.SAMPLED


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment that was made, or is planned.

    Attributes:
        id: Slug; the name of its runs in the journal.
        hypotheses: Causes that it tests.
        what: What is changed.
        predicted: What is to be seen if the hypotheses hold, a sentence.
        cost: What it costs, in runs of the suite.
        command: The command line, secrets masked.
        environment: Variables that are set for it.
        options: Options of `memfit run`.
        recordings: Its recordings; empty while it is only planned.
        ending: How it ended, or None.
        numbers: What was measured.
        conclusion: What follows.
        sentence: The same for a person.
    """

    id: str
    hypotheses: tuple[str, ...]
    what: str
    predicted: str
    cost: float
    command: tuple[str, ...] = ()
    environment: Mapping[str, str | None] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    ending: EndingKind | None = None
    numbers: tuple[Number, ...] = ()
    conclusion: Conclusion = Conclusion.UNTESTED
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A cause that was considered.

    Attributes:
        cause: Its slug.
        conclusion: What became of it.
        sentence: Why, with the number or experiment that says so.
        experiments: Ids of the experiments that say so.
    """

    cause: str
    conclusion: Conclusion
    sentence: str
    experiments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """A remedy that was tried.

    Attributes:
        id: Slug of the variation.
        what: What it changes.
        how: The same as configuration, a line each.
        command: The command line that it was tried with, secrets masked.
        environment: Variables that were set.
        holds: Whether each run passed with the same tests.
        verified: Whether it did so three times.
        runs: How many were made.
        peak: The largest peak of the tree among them, or None.
        time_ratio: Its time a test file by that of the run as it was given (all of the run where
            no file is known); None if unknown.
        recordings: Their directories.
        sentence: What was seen, and why it was rejected if it was.
        peaks: The peak of the tree in each run where it was read, bytes, in order.
        same_tests: Whether the same tests ran with the same outcomes; None if that is not known.
    """

    id: str
    what: str
    how: tuple[str, ...]
    command: tuple[str, ...]
    environment: Mapping[str, str | None]
    holds: bool
    verified: bool
    runs: int
    peak: int | None
    time_ratio: float | None
    recordings: tuple[str, ...]
    sentence: str
    peaks: tuple[int, ...] = ()
    same_tests: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of pressure on a run that passes.

    Attributes:
        limit: The memory limit, bytes.
        share: Of the peak without it.
        ending: How the run ended.
        sentence: What happened.
        recording: Its directory.
    """

    limit: int
    share: float
    ending: EndingKind
    sentence: str
    recording: str


@dataclass(frozen=True, slots=True)
class Investigation:
    """An investigation, from the run as it was given to a remedy that holds.

    Attributes:
        command: The command, secrets masked.
        outcome: The result, one sentence.
        cause: The proven cause, or None.
        remedy: Id of the smallest remedy that held, or None.
        hypotheses: Causes that were considered, the proven one first.
        experiments: What was done, in order.
        tried: Remedies that were tried, in order.
        pressure: Steps of pressure on a run that passed.
        unchecked: What was not checked, a sentence each.
        runs: Runs that were made.
        seconds: What they took.
        cost: The same in units of the longest complete run; None if none was.
    """

    command: tuple[str, ...]
    outcome: str
    cause: str | None
    remedy: str | None
    hypotheses: tuple[Hypothesis, ...]
    experiments: tuple[Experiment, ...]
    tried: tuple[Tried, ...]
    pressure: tuple[Step, ...]
    unchecked: tuple[str, ...]
    runs: int
    seconds: float
    cost: float | None


@dataclass(frozen=True, slots=True)
class Treatment:
    """One row of a matrix of remedies.

    Attributes:
        id: Slug; `baseline` is the command as it was given.
        what: What it changes.
        how: The same as configuration, a line each.
        command: The command line, secrets masked.
        environment: Variables that were set.
        endings: How often its runs ended in each way.
        holds: Whether each run passed with the same tests.
        same_tests: Whether the same tests ran with the same outcomes; None if that is not known.
        peaks: Spread of the tree's peaks, bytes; None if not read.
        seconds: Spread of the times.
        peak_ratio: Peak by that of the baseline; None without one.
        time_ratio: Time by that of the baseline; None unless both ran to their end.
        front: Whether nothing that holds is better in both memory and time.
        sentence: What was seen: why it was rejected, or whether the difference is decided.
        recordings: Directories of its runs.
        goes: Whether memory goes with the package or module that it leaves out: `with-it`,
            `partly`, `not` or `undecided`; None if it leaves out none.
        shares: By what share each number is lower without that.
    """

    id: str
    what: str
    how: tuple[str, ...]
    command: tuple[str, ...]
    environment: Mapping[str, str | None]
    endings: Mapping[str, int]
    holds: bool
    same_tests: bool | None
    peaks: Spread | None
    seconds: Spread | None
    peak_ratio: Ratio | None
    time_ratio: Ratio | None
    front: bool
    sentence: str
    recordings: tuple[str, ...]
    goes: str | None = None
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Remedies side by side.

    Attributes:
        command: The command, secrets masked.
        treatments: The baseline first, then what holds by its peak, then the rest.
        inapplicable: Changes that this runner has no option for, with the reason.
        runs: Runs that were made.
        notes: What must be known beside, a sentence each.
    """

    command: tuple[str, ...]
    treatments: tuple[Treatment, ...]
    inapplicable: Mapping[str, str]
    runs: int
    notes: tuple[str, ...]
