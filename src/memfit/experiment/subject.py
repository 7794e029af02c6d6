"""What an investigation or a trial is about: a command, its run as it was given, and ways to vary it."""

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Final

from memfit.classes import dataclass
from memfit.experiment.journal import Done
from memfit.experiment.runs import Runs, Seen, Trial
from memfit.explain.measures import Measures, measure
from memfit.explain.same_tests import Ran, Sameness, same_tests, what_ran
from memfit.model.finding import Basis, EndingKind, Explanation
from memfit.model.recording import Recording, Role
from memfit.record import privacy
from memfit.runners import known
from memfit.runners.target import NODE_OPTIONS, Target
from memfit.runners.variation import Variation

BASELINE: Final = "baseline"
_SLOWEST: Final = 6.0  # times the run as it was given: a heap that thrashes may never end
_PATIENCE: Final = 60.0  # seconds that a changed run may take in any case
_MOST_JSON: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Look:
    """One run, and what is compared of it.

    Attributes:
        done: Its line in the journal.
        measures: Its numbers.
        sameness: Whether it ran the same tests as the run as it was given.
        recording: Its directory.
        cause: What its recording by itself says of the cause; None if no more than a conjecture.
    """

    done: Done
    measures: Measures
    sameness: Sameness
    recording: str
    cause: str | None = None

    @property
    def holds(self) -> bool:
        """Whether memory did not end it, and no test was left out or ended otherwise.

        Tests that fail may do so as before, or where it had died: then memory hid that.
        """
        if self.measures.ending is EndingKind.FAILED:
            return self.sameness.same is True
        return self.measures.passed and self.sameness.same is not False


class Subject:
    """A command that is experimented with.

    Args:
        runs: Makes the runs.
        command: The command line.
        options: Options of `memfit run`.

    Attributes:
        as_it_is: The trial of the command as it was given.
        seen: Its first run.
        measures: Its numbers.
        target: The command as variations take it.
    """

    def __init__(self, runs: Runs, command: tuple[str, ...], options: tuple[str, ...]) -> None:
        self.runs = runs
        self._options = options
        self.as_it_is = Trial(BASELINE, command, options, title=": as it is")
        self.seen: Seen = runs.see(runs.get(self.as_it_is, 1, "does it end well?"))
        self.measures = measure(self.seen.recording, self.seen.explanation)
        self.tests: Ran = what_ran(self.seen.recording, self.seen.explanation)
        self.target = target_of(command, self.seen.recording)
        self._known: dict[tuple[str, int], tuple[Done, Measures, Ran, str | None]] = {
            (BASELINE, 1): (
                self.seen.done, self.measures, self.tests, _cause(self.seen.explanation)
            )
        }  # fmt: skip

    @property
    def knows_all_files(self) -> bool:
        """Whether `files` are all there are, although the run may have died on the way.

        A runner tells a worker the files that it is to run: one worker alone is told of all.
        """
        told = {run.isolate for run in self.seen.recording.files}
        suite = self.seen.recording.suite
        return self.tests.whole or (len(told) == 1 and suite is not None and bool(suite.planned))

    @property
    def files(self) -> tuple[str, ...]:
        """All test files that are known, absolute, in the order of the run."""
        recording = self.seen.recording
        ran = tuple(run.file for run in recording.files)
        planned = recording.suite.planned if recording.suite is not None else None
        # What died on the way may not have told of all; a changed run that passed has.
        later = sorted(self.tests.planned)
        names = (*ran, *(planned or ()), *later)
        return tuple(dict.fromkeys(str(Path(recording.directory, name)) for name in names))

    def vary(self, variations: Iterable[Variation]) -> Target:
        """Change the command in one or more respects.

        Raises:
            CannotVaryError: If one of them cannot be made here.
        """
        known = replace(self.target, files=self.files if self.knows_all_files else ())
        return reduce(lambda target, one: one.apply(target), variations, known)

    def trial(self, name: str, what: str, target: Target) -> Trial:
        """Return a way to run the changed command, which comes to an end whatever happens."""
        longest = max(_SLOWEST * self.measures.seconds, _PATIENCE)
        given = "--timeout" in self._options
        command = target.command
        if "--container" in self._options and target.environment:
            # What is set for memfit does not reach into a container.
            command = ("env", *_assignments(target), *command)
        options = (*self._options, *target.options)
        return Trial(
            name, command, options if given else (*options, "--timeout", f"{longest:.0f}s"),
            target.environment, title=f": {what}",
        )  # fmt: skip

    def was_made(self, name: str) -> bool:
        """Say whether the first run of a trial was looked at already."""
        return (name, 1) in self._known

    def look(
        self, trial: Trial, number: int, why: str, left: int | None = None, *, all_tests: bool
    ) -> Look:
        """Return a run of a trial; make it if it was not made yet.

        Args:
            trial: How to run the command.
            number: Which run of it.
            why: What it is to show.
            left: Runs that are still to be made, about; None if unknown.
            all_tests: Whether the runner itself chose the tests. Of a command that died on the
                way, the first such run that passes shows which tests there are.
        """
        key = (trial.name, number)
        if key not in self._known:
            seen = self.runs.see(self.runs.get(trial, number, why, left))
            self._known[key] = (
                seen.done,
                measure(seen.recording, seen.explanation),
                what_ran(seen.recording, seen.explanation),
                _cause(seen.explanation),
            )
        done, measures, ran, cause = self._known[key]
        sameness = same_tests(self.tests, ran)
        if all_tests and not self.tests.whole and measures.passed and sameness.same is not False:
            self.tests = ran
        path = str(self.runs.journal.path / done.recording)
        return Look(done, measures, sameness, path, cause)


def _cause(explanation: Explanation) -> str | None:
    first = next(iter(explanation.findings), None)
    return first.cause if first is not None and first.basis is not Basis.CONJECTURE else None


def target_of(command: tuple[str, ...], recording: Recording) -> Target:
    """Return a command as variations take it, by what one run of it showed."""
    scripts = _scripts(Path(recording.directory))
    runner = recording.runner
    behind = [name for name, _ in known.behind(command, scripts)]
    if runner is None and behind:
        runner = behind[-1]
    version = recording.runner_version
    if version is None and runner == "node --test":
        version = next((each.version for each in recording.isolates), None)
    head = (version or "").split(".")[0]
    workers = {each.key for each in recording.processes if each.role is Role.WORKER}
    return Target(
        command=command,
        runner=runner,
        version=int(head) if head.isdecimal() else None,
        scripts=scripts,
        config=recording.suite.config if recording.suite is not None else {},
        flagged=any(
            "flag" in each.asked for each in recording.isolates if each.process in workers
        ),
        node_options=os.environ.get(NODE_OPTIONS, ""),
        directory=recording.directory,
    )  # fmt: skip


def _assignments(target: Target) -> list[str]:
    removed = [word for name, value in target.environment.items() if value is None
               for word in ("-u", name)]  # fmt: skip
    return [*removed, *(f"{name}={value}" for name, value in target.environment.items() if value)]


def masked(target: Target) -> Target:
    """Return a target whose command may be shown and kept."""
    return replace(
        target,
        command=privacy.command(target.command),
        environment={
            name: None if value is None else privacy.text(value)
            for name, value in target.environment.items()
        },
    )


def _scripts(directory: Path) -> dict[str, str]:
    """Read the scripts of a package.json; none if there is none that can be read."""
    file = directory / "package.json"
    try:
        if file.stat().st_size > _MOST_JSON:
            return {}
        scripts = json.loads(file.read_bytes()).get("scripts", {})
    except (OSError, ValueError, AttributeError):
        return {}
    if not isinstance(scripts, dict):
        return {}
    return {name: text for name, text in scripts.items() if isinstance(text, str)}
