"""A matrix of remedies: each run beside the command as it was given, as often as it needs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from memfit.errors import UnusableInputError
from memfit.experiment.case import Case
from memfit.experiment.matrix import applicable, matrix
from memfit.experiment.runs import Trial
from memfit.experiment.subject import BASELINE, Look, Subject, masked
from memfit.explain.headroom import limit_in_force
from memfit.explain.treatments import Arm, Outcome, settled, treatments
from memfit.model.finding import EndingKind
from memfit.model.investigation import Matrix
from memfit.runners.stub import left_out
from memfit.runners.target import Target
from memfit.runners.variation import Variation

MOST: Final = 8
"""Runs of each by default; the looks before it decide most that can be decided."""

NONE: Final = "none"
"""What stands for no change of memfit's own."""


class Trying:
    """A trial.

    Args:
        subject: The command.
        most: Runs of each change at most.
    """

    def __init__(self, subject: Subject, most: int) -> None:
        self._subject = subject
        self._most = most
        self._made = 0

    def compare(self, own: Sequence[Variation], only: Sequence[str] = ()) -> Matrix:
        """Try changes beside each other.

        Args:
            own: Changes that the user made up.
            only: Ids of the changes to try; empty for all.
        """
        usual = matrix(Case.of(self._subject))
        _check(only, usual)
        wanted = tuple(each for each in usual if not only or each.id in only)
        possible, impossible = applicable(self._subject, (*wanted, *own))
        baseline = self._arm(Variation(BASELINE, "as it is", lambda one: one), self._subject.target)
        arms = {each: self._arm(each, target) for each, target in possible.items()}
        open_ = list(arms)
        for number in range(1, self._most + 1):
            if not open_ and number > 1:
                break
            baseline = self._again(baseline, self._trial(None, self._subject.target), number)
            # Turned around each time, so that no change always comes after the same one.
            for each in open_[number % 2 :] + open_[: number % 2]:
                trial = self._trial(each, possible[each])
                arms[each] = self._again(
                    arms[each], trial, number, len(open_), all_tests=not each.selects
                )
            open_ = [each for each in open_ if not settled(baseline, arms[each])]
        return Matrix(
            command=masked(self._subject.target).command,
            treatments=treatments(baseline, list(arms.values())),
            inapplicable=impossible,
            runs=self._made,
            notes=self._notes(),
        )

    def _trial(self, change: Variation | None, target: Target) -> Trial:
        if change is None:
            return self._subject.as_it_is
        return self._subject.trial(change.id, change.what, target)

    def _arm(self, change: Variation, target: Target) -> Arm:
        shown = masked(target)
        return Arm(
            change.id, change.what, shown.lines, shown.command, shown.environment,
            left_out=left_out(change.without, target.directory) if change.without else "",
        )  # fmt: skip

    def _again(
        self, arm: Arm, trial: Trial, number: int, others: int = 1, *, all_tests: bool = True
    ) -> Arm:
        self._made += 1
        left = (self._most - number) * (others + 1) + others
        look: Look = self._subject.look(
            trial, number, "peak, time, and the same tests?", left, all_tests=all_tests
        )
        outcome = Outcome(look.measures, look.sameness, look.recording)
        return replace(arm, runs=(*arm.runs, outcome))

    def _notes(self) -> tuple[str, ...]:
        seen = self._subject.seen
        kind = seen.explanation.ending.kind
        limit = limit_in_force(seen.recording)
        notes = []
        if kind in {EndingKind.OOM_KILLED, EndingKind.OVER_BUDGET} and limit is not None:
            notes.append(
                "as it is, it died at its limit: its peak is that limit, and it needs more"
            )
        elif kind.of_memory:
            notes.append("as it is, it died on the way: its time and peak are those until then")
        return tuple(notes)


def _check(only: Sequence[str], usual: Sequence[Variation]) -> None:
    """Refuse a name that no change has here."""
    names = [each.id for each in usual]
    for each in only:
        if each not in (*names, NONE):
            raise UnusableInputError(
                f"no change is called {each!r:.80} here", f"one of: {', '.join((*names, NONE))}"
            )
