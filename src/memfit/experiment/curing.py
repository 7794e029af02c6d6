"""Tries remedies, the smallest first; the first that holds, until it has held three times."""

from collections.abc import Sequence
from typing import Final

from memfit.experiment.budget import Budget
from memfit.experiment.remedies import kind
from memfit.experiment.subject import Look, Subject, masked
from memfit.explain.median import median
from memfit.model.investigation import Tried
from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from memfit.runners.variation import Variation
from memfit.units import format_bytes

ENOUGH: Final = 3
"""Runs in a row that must hold."""

MOST: Final = 3
"""Remedies that are tried at most."""


class Curing:
    """The search for a remedy.

    Args:
        subject: What died.
        budget: The time that there is.

    Attributes:
        unchecked: What was not tried, a sentence each.
    """

    def __init__(self, subject: Subject, budget: Budget) -> None:
        self._subject = subject
        self._budget = budget
        self.unchecked: list[str] = []

    def cure(self, candidates: Sequence[Variation]) -> tuple[Tried, ...]:
        """Try candidates, the smallest first.

        Returns:
            What was tried, in order; the one that is `verified` is the remedy.
        """
        looks: dict[str, list[Look]] = {}
        possible = self._possible(candidates)
        for each, target in possible:
            cured = {kind(name) for name, runs in looks.items() if runs[-1].holds}
            # Fewer workers still, or a higher ceiling still, cures nothing that is not cured.
            if len(looks) == MOST or kind(each.id) in cured:
                continue
            # What is larger than a cure is worth a look only where time abounds; what was made as
            # an experiment takes none.
            runs = (1 + ENOUGH if cured else 1) - self._subject.was_made(each.id)
            if runs and not self._budget.allows(runs):
                self.unchecked.append(f"{each.what}: no time was left for it")
                continue
            looks[each.id] = [self._run(each, target, 1)]
            if not cured and looks[each.id][0].holds:
                # Before time is spent on what is larger.
                self._verify(each, target, looks[each.id])
        return tuple(
            self._tried(each, target, looks[each.id])
            for each, target in possible
            if each.id in looks
        )

    def _possible(self, candidates: Sequence[Variation]) -> list[tuple[Variation, Target]]:
        found = []
        for each in candidates:
            try:
                found.append((each, self._subject.vary((each,))))
            except CannotVaryError as error:
                self.unchecked.append(f"{each.what}: {error.reason}")
        return found

    def _verify(self, each: Variation, target: Target, runs: list[Look]) -> None:
        """Run a remedy until it has held often enough, or failed once."""
        while len(runs) < ENOUGH and runs[-1].holds:
            if not self._budget.allows(1):
                self.unchecked.append(
                    f"{each.what} held {len(runs)} time{'s' * (len(runs) != 1)}: no time was left "
                    f"to see it hold {ENOUGH} times"
                )
                return
            runs.append(self._run(each, target, len(runs) + 1))

    def _run(self, each: Variation, target: Target, number: int) -> Look:
        why = "does it hold, with the same tests?" if number == 1 else "does it hold each time?"
        look = self._subject.look(
            self._subject.trial(each.id, each.what, target), number, why, all_tests=not each.selects
        )
        self._budget.spend(look.done)
        return look

    def _tried(self, each: Variation, target: Target, runs: list[Look]) -> Tried:
        shown = masked(target)
        held = [run for run in runs if run.holds]
        peaks = [run.measures.peak for run in runs if run.measures.peak is not None]
        return Tried(
            id=each.id,
            what=each.what,
            how=shown.lines,
            command=shown.command,
            environment=shown.environment,
            holds=len(held) == len(runs),
            verified=len(held) == len(runs) >= ENOUGH,
            runs=len(runs),
            peak=max(peaks, default=None),
            time_ratio=time_ratio(self._subject, runs),
            recordings=tuple(run.recording for run in runs),
            sentence=_sentence(runs, max(peaks, default=None)),
            peaks=tuple(peaks),
            same_tests=_same_tests(runs),
        )


def _same_tests(runs: Sequence[Look]) -> bool | None:
    """Say whether every run ran the same tests; None if that is not known of one."""
    said = {run.sameness.same for run in runs}
    return False if False in said else None if None in said else True


def time_ratio(subject: Subject, runs: Sequence[Look]) -> float | None:
    """Compare times; where the run as it was given died on the way, the times a test file.

    Returns:
        The median of the runs by the run as it was given; None where that cannot be compared.
    """
    before = subject.measures
    seconds = median([run.measures.seconds for run in runs])
    if before.ending.value in {"passed", "failed"}:
        return seconds / before.seconds if before.seconds else None
    files = median([float(run.measures.files) for run in runs])
    if not before.files or not files or not before.seconds:
        return None
    return (seconds / files) / (before.seconds / before.files)


def _sentence(runs: Sequence[Look], peak: int | None) -> str:
    bad = next((run for run in runs if not run.holds), None)
    if bad is None:
        at = f", peak at most {format_bytes(peak)}" if peak is not None else ""
        passed = all(run.measures.passed for run in runs)
        said = "passed" if passed else "ended by its own tests, not by memory,"
        return f"{said} {len(runs)} of {len(runs)}{at}; {runs[-1].sameness.sentence}"
    if not bad.measures.passed:
        return f"ended {bad.measures.ending.value}: {bad.measures.sentence}"
    return f"rejected, although it passed: {bad.sameness.sentence}"
