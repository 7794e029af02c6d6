"""The smallest limit or heap ceiling under which a command passes reliably."""

from typing import Final

from memfit.errors import MemfitError
from memfit.experiment.journal import Done
from memfit.experiment.runs import Runs, Seen, Trial
from memfit.experiment.search import Search, with_margin
from memfit.experiment.what_is_limited import MIB, Limited
from memfit.explain.statistics import rate
from memfit.model.experiment import Minimum, Probe, Why
from memfit.model.finding import EndingKind
from memfit.record.privacy import command as masked

TRIES: Final = 3
"""Runs under one limit that may fail without memory being the reason before it counts."""

_SLOWEST: Final = 10.0  # times the run without the limit: a heap that thrashes may never end
_PATIENCE: Final = 30.0  # seconds that a probe may take in any case
_EXPECTED: Final = 13


class NotFoundError(MemfitError):
    """There is no minimum to be found, and why."""

    exit_code = 1


class Minimize:
    """The search for one command.

    Args:
        runs: Makes the runs.
        trial: The command as it was given.
        limited: What is to be limited.
        confirm: Runs in a row that must pass.
    """

    def __init__(self, runs: Runs, trial: Trial, limited: Limited, confirm: int) -> None:
        self._runs = runs
        self._trial = trial
        self._limited = limited
        self._confirm = confirm
        self._probes: list[Probe] = []
        self._notes: dict[str, None] = {}

    def find(self) -> Minimum:
        """Search.

        Raises:
            NotFoundError: If the command fails for another reason, or needs more than there is.
        """
        baseline = self._baseline()
        start, most = self._limited.start(baseline), self._limited.most(baseline)
        if start is None:
            raise NotFoundError(
                f"nothing was seen of this run whose {self._limited.name} could be limited",
                "--of heap needs a Node process that memfit may look into; --of memory any command",
            )
        self._trial = _with_timeout(self._trial, baseline.done.seconds)
        search = Search(self._passes, self._limited.least, most, self._confirm)
        found = search.find(start)
        if found.confirmed is None:
            tried = max((each.size or 0 for each in self._probes), default=0) // MIB
            raise NotFoundError(
                f"the command did not pass {self._confirm} times in a row with any size that was "
                f"tried, up to {tried} MB",
                "see how often it passes without one: memfit repro -- COMMAND",
            )
        return self._minimum(found.confirmed, found.failed, most)

    def _minimum(self, confirmed: int, failed: int | None, most: int) -> Minimum:
        size = with_margin(confirmed, most)
        if size == most:
            self._notes[f"{most} MB is all that there is here: nothing is left above it"] = None
        return Minimum(
            command=masked(self._trial.command),
            of=self._limited.name,
            recommended=size * MIB,
            confirmed=confirmed * MIB,
            failed=None if failed is None else failed * MIB,
            rate=rate(self._confirm, self._confirm),
            setting=self._limited.setting(size),
            runs=len(self._probes),
            probes=tuple(self._probes),
            notes=tuple(self._notes),
        )

    def _baseline(self) -> Seen:
        trial = Trial(
            "baseline", self._trial.command, self._trial.options, self._trial.environment,
            title=": as it is",
        )  # fmt: skip
        done = self._runs.get(trial, 1, "does it pass, and what does it use?", _EXPECTED)
        seen = self._runs.see(done)
        self._note(done, Why.BASELINE, None)
        ending = seen.explanation.ending
        above_ceiling = ending.kind is EndingKind.HEAP_LIMIT and self._limited.name == "heap"
        if ending.kind is EndingKind.PASSED or above_ceiling:
            return seen
        if ending.kind.of_memory:
            raise NotFoundError(
                f"the command dies of memory before any limit is tried: {ending.sentence}",
                "find out why: memfit run -- COMMAND",
            )
        raise NotFoundError(
            f"the command fails, and memory is not the reason: {ending.sentence}",
            f"its output is in {seen.recording.path}; once it passes, try again",
        )

    def _passes(self, size: int, why: Why) -> bool:
        """Make a run under a limit; one that fails without memory being the reason is repeated."""
        for _ in range(TRIES):
            done = self._probe(size, why)
            if done.ending != EndingKind.FAILED:
                return done.ending == EndingKind.PASSED
            self._notes[f"at {size} MB a run failed by itself, and was repeated"] = None
        return self._failing(size, why)

    def _probe(self, size: int, why: Why) -> Done:
        trial = self._limited.under(self._trial, size)
        number = 1 + sum(probe.size == size * MIB for probe in self._probes)
        done = self._runs.get(trial, number, self._reason(why), self._left(why))
        self._note(done, why, size)
        if why is Why.START:
            self._check(done, size)
        return done

    def _failing(self, size: int, why: Why) -> bool:
        """Judge a size at which every try failed by itself: short of memory, tests may time out."""
        if why is Why.START:
            recording = self._probes[-1].recording
            raise NotFoundError(
                f"with {size} MB the command fails {TRIES} times, and nothing shows that memory is "
                "the reason",
                f"its output is in {recording}: memfit explain {recording}",
            )
        self._notes[f"at {size} MB {TRIES} runs failed by themselves: counted as too small"] = None
        return False

    def _check(self, done: Done, size: int) -> None:
        """Stop if the limit was not in force: all that follows would mean nothing."""
        seen = self._runs.see(done)
        missed = self._limited.missed(seen, size)
        if missed:
            raise NotFoundError(missed, "take it out there, or search with --of memory")
        note = self._limited.note(seen)
        if note:
            self._notes[note] = None

    def _note(self, done: Done, why: Why, size: int | None) -> None:
        kind = EndingKind(done.ending)
        self._probes.append(
            Probe(
                why=why,
                size=None if size is None else size * MIB,
                passed=kind is EndingKind.PASSED,
                ending=kind,
                seconds=done.seconds,
                recording=str(self._runs.journal.path / done.recording),
            )
        )

    def _reason(self, why: Why) -> str:
        if why is Why.CONFIRM:
            return "does it pass every time?"
        if why is Why.START:
            return "does it pass with what it used?"
        sizes = [(each.size, each.passed) for each in self._probes if each.size is not None]
        passing = min(size for size, passed in sizes if passed)  # bisection begins with one
        # One that failed and passed when it was repeated counts as passing.
        failing = max((size for size, passed in sizes if not passed and size < passing), default=0)
        below = f", fails with {failing // MIB} MB" if failing else ""
        return f"passes with {passing // MIB} MB{below}"

    def _left(self, why: Why) -> int:
        """Return about how many runs are to come."""
        made = len(self._probes)
        if why is Why.CONFIRM:
            row = 0
            for probe in reversed(self._probes):
                if probe.why is not Why.CONFIRM or not probe.passed:
                    break
                row += 1
            return max(self._confirm - row, 1)
        return max(_EXPECTED - made, self._confirm + 1)


def _with_timeout(trial: Trial, seconds: float) -> Trial:
    """Give probes an end, unless the user gave one: short of memory, a program may never end."""
    if "--timeout" in trial.options:
        return trial
    longest = max(_SLOWEST * seconds, _PATIENCE)
    options = (*trial.options, "--timeout", f"{longest:.0f}s")
    return Trial(trial.name, trial.command, options, trial.environment, trial.title)
