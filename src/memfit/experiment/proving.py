"""Finds the cause among several by the experiments that separate them at the least cost."""

from dataclasses import replace

from memfit.classes import dataclass
from memfit.experiment.budget import Budget
from memfit.experiment.case import Case
from memfit.experiment.hypotheses import Proposal, separates
from memfit.experiment.observe import can_decide, in_words, numbers, observed
from memfit.experiment.proposers import BASES, OF_ONE_TEST, proposals
from memfit.experiment.subject import Look, Subject, masked
from memfit.explain.measures import Measures
from memfit.model.investigation import Conclusion, Experiment, Hypothesis
from memfit.runners.arguments import CannotVaryError

MOST: int = 6
"""Experiments that are made at most to find a cause."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What came out.

    Attributes:
        hypotheses: Causes that were considered, confirmed ones first.
        experiments: What was done, in order.
        unchecked: What was not checked, a sentence each.
    """

    hypotheses: tuple[Hypothesis, ...]
    experiments: tuple[Experiment, ...]
    unchecked: tuple[str, ...]


class Proving:
    """The search for the cause of one death.

    Args:
        subject: What died.
        budget: The time that there is.
        leads: Causes that its recording supports, the likeliest first.
        rivals: Causes that look alike and that the recording does not rule out.
        rejected: Causes that the recording rules out, with the reason.
    """

    def __init__(
        self,
        subject: Subject,
        budget: Budget,
        leads: tuple[str, ...],
        rivals: tuple[str, ...],
        rejected: dict[str, str],
    ) -> None:
        self._subject = subject
        self._budget = budget
        self._leads = leads
        self._open = [*leads, *(each for each in rivals if each not in leads)]
        self._known = {
            cause: Hypothesis(cause, Conclusion.REJECTED, why) for cause, why in rejected.items()
        }
        self._made: set[str] = set()
        self._experiments: list[Experiment] = []
        self._unchecked: dict[str, None] = {}

    def plan(self) -> tuple[Experiment, ...]:
        """Return the experiments that would be made if each decided nothing, and make none."""
        planned = []
        while (proposal := self._next()) is not None:
            self._made.add(proposal.key)
            planned.append(self._described(proposal))
        return tuple(planned)

    def prove(self) -> Proof:
        """Make experiments until the cause is found or nothing is left to be made."""
        while len(self._experiments) < MOST and (proposal := self._next()) is not None:
            if not self._budget.allows(proposal.cost):
                self._unchecked[f"{proposal.what}: no time was left for it"] = None
                break
            self._made.add(proposal.key)
            self._make(proposal)
        self._leave_open(OF_ONE_TEST)
        self._leave_open(BASES)
        for cause in self._open:
            self._known.setdefault(cause, _untested(cause, self._confirmed()))
        order = list(Conclusion)
        known = sorted(self._known.values(), key=lambda one: order.index(one.conclusion))
        return Proof(tuple(known), tuple(self._experiments), tuple(self._unchecked))

    def _confirmed(self) -> list[str]:
        return [
            each.cause for each in self._known.values() if each.conclusion is Conclusion.CONFIRMED
        ]

    def _leave_open(self, causes: frozenset[str]) -> None:
        """Prove none of causes of which only one can be true, where nothing told them apart."""
        alike = [cause for cause in self._confirmed() if cause in causes]
        for cause in alike if len(alike) > 1 else ():
            others = " or ".join(sorted(each for each in alike if each != cause))
            known = self._known[cause]
            said = f"nothing tells it from {others}; {known.sentence}"
            self._known[cause] = replace(known, conclusion=Conclusion.UNDECIDED, sentence=said)

    def _next(self) -> Proposal | None:
        """Return the experiment that tells most for its cost, or None if none tells anything."""
        confirmed = self._confirmed()
        still = [
            each for each in self._open
            if each not in self._known or self._known[each].conclusion is Conclusion.CONFIRMED
        ]  # fmt: skip
        leads = [each for each in self._leads if each in still]
        if not leads:
            return None
        possible = [each for each in proposals(still, Case.of(self._subject)) if self._can(each)]
        if confirmed:
            possible = [each for each in possible if _parts(each, confirmed[0], leads)]
        # Where nothing can be tried that would tell of a lead, the next one is tested.
        for lead in confirmed[:1] or leads:
            best = max(possible, key=lambda each: separates(each, lead, still), default=None)
            if best is not None and separates(best, lead, still) > 0:
                return best
        return None

    def _can(self, proposal: Proposal) -> bool:
        if proposal.key in self._made or not can_decide(proposal, self._subject.measures):
            return False
        try:
            self._subject.vary((*proposal.variations, *proposal.reference))
        except CannotVaryError as error:
            self._unchecked[f"{proposal.what}: {error.reason}"] = None
            return False
        return True

    def _make(self, proposal: Proposal) -> None:
        before, reference = self._before(proposal)
        look = self._look(proposal.id, proposal)
        seen = observed(proposal, before, look)
        said = in_words(proposal, before, look)
        conclusion = {
            True: Conclusion.CONFIRMED, False: Conclusion.REJECTED, None: Conclusion.UNDECIDED,
        }[seen]  # fmt: skip
        described = self._described(proposal)
        self._experiments.append(
            Experiment(
                proposal.id, described.hypotheses, proposal.what, proposal.predicted,
                proposal.cost, described.command, described.environment, described.options,
                (*reference, look.recording), look.measures.ending,
                numbers(proposal, before, look), conclusion, said,
            )
        )  # fmt: skip
        if seen is not None:
            hit, missed = (
                (proposal.confirms, proposal.excludes)
                if seen
                else (frozenset[str](), proposal.confirms)
            )
            self._conclude(hit, Conclusion.CONFIRMED, said, proposal.id)
            self._conclude(missed, Conclusion.REJECTED, said, proposal.id)

    def _before(self, proposal: Proposal) -> tuple[Measures, tuple[str, ...]]:
        """Return what the changed run is compared with."""
        if not proposal.reference:
            return self._subject.measures, ()
        target = self._subject.vary(proposal.reference)
        what = ", ".join(one.what for one in proposal.reference)
        trial = self._subject.trial(f"{proposal.id}-reference", what, target)
        look = self._subject.look(trial, 1, "what the next run is compared with", all_tests=True)
        self._budget.spend(look.done)
        return look.measures, (look.recording,)

    def _look(self, name: str, proposal: Proposal) -> Look:
        target = self._subject.vary(proposal.variations)
        trial = self._subject.trial(name, proposal.what, target)
        why = f"is it {' or '.join(self._tested(proposal))}? then {proposal.predicted}"
        chosen = any(one.selects for one in proposal.variations)
        look = self._subject.look(trial, 1, why, all_tests=not chosen)
        self._budget.spend(look.done)
        return look

    def _tested(self, proposal: Proposal) -> tuple[str, ...]:
        return tuple(each for each in self._open if each in proposal.confirms)

    def _described(self, proposal: Proposal) -> Experiment:
        target = masked(self._subject.vary(proposal.variations))
        return Experiment(
            proposal.id, self._tested(proposal), proposal.what, proposal.predicted, proposal.cost,
            target.command, target.environment, target.options,
        )  # fmt: skip

    def _conclude(
        self, causes: frozenset[str], conclusion: Conclusion, said: str, experiment: str
    ) -> None:
        for cause in [each for each in self._open if each in causes]:
            before = self._known.get(cause)
            if before is not None and before.conclusion is Conclusion.REJECTED:
                continue
            # What the recording alone does not support is not proved by what it shares with others.
            if conclusion is Conclusion.CONFIRMED and cause not in self._leads:
                continue
            made = (*(before.experiments if before is not None else ()), experiment)
            self._known[cause] = Hypothesis(cause, conclusion, said, made)


def _parts(proposal: Proposal, lead: str, leads: list[str]) -> bool:
    """Say whether an experiment tells a confirmed cause from another that fits as well."""
    one, other = proposal.confirms, proposal.excludes
    return any(
        (lead in one and each in other) or (lead in other and each in one)
        for each in leads
        if each != lead
    )


def _untested(cause: str, confirmed: list[str]) -> Hypothesis:
    why = (
        f"it predicts the same as {confirmed[0]} in every experiment that was made, "
        "and the recording does not show its own sign"
        if confirmed
        else "no experiment could be made that would tell"
    )
    return Hypothesis(cause, Conclusion.UNTESTED, why)
