"""From a run that dies to a proven cause and a remedy that holds.

Record, explain, make the experiments that separate the causes that are left, try the remedies of
the one that is proven, verify the smallest. Every run is in the journal, so an investigation that
was interrupted takes the same decisions again and goes on where it stopped.
"""

from dataclasses import replace
from typing import Final

from memfit.classes import dataclass
from memfit.errors import UnusableInputError
from memfit.experiment import heap_look, pressure
from memfit.experiment.budget import Budget
from memfit.experiment.case import FAMILY, Case
from memfit.experiment.curing import Curing
from memfit.experiment.heap_look import HeapLook, look_into_heap
from memfit.experiment.proposers import OTHER_DOM
from memfit.experiment.proving import Proof, Proving
from memfit.experiment.raise_findings import HELD_APART, raised, told_apart
from memfit.experiment.remedies import candidates, with_tried
from memfit.experiment.rule_out import rule_out
from memfit.experiment.runs import Runs
from memfit.experiment.smallest import narrow
from memfit.experiment.subject import Subject
from memfit.explain.ending import NOT_STARTED
from memfit.model.finding import EndingKind, Explanation, Level
from memfit.model.investigation import Conclusion, Experiment, Investigation, Step, Tried
from memfit.model.recording import Recording
from memfit.record.privacy import command as masked

_FALLBACK: Final = (
    "retained-across-files", "workers-times-ceiling", "main-process-logs", "baseline-over-limit",
    "helper-process", "build-phase-peak",
)  # fmt: skip
"""Suspects where the recording of a death supports no cause, by how often they are it."""

_THIS: Final = "memfit investigate"
"""What a run alone advises, and what has been done here."""


@dataclass(frozen=True, slots=True)
class Found:
    """An investigation, and the explanation of the run as it was given, raised by it.

    Attributes:
        investigation: What was done and found.
        explanation: Findings with their new basis, and remedies with what was measured.
        recording: The run as it was given.
    """

    investigation: Investigation
    explanation: Explanation
    recording: Recording


class Investigate:
    """One investigation.

    Args:
        runs: Makes the runs.
        command: The command line.
        options: Options of `memfit run`.
        seconds: Time for all runs; None for ten times the run.
        press: Whether to raise pressure on a run that passes; None: where something looks wrong.

    Raises:
        UnusableInputError: If the command cannot be started.
    """

    def __init__(
        self,
        runs: Runs,
        command: tuple[str, ...],
        options: tuple[str, ...],
        seconds: float | None = None,
        *,
        press: bool | None = None,
    ) -> None:
        self._subject = Subject(runs, command, options)
        self._budget = Budget(seconds)
        self._budget.spend(self._subject.seen.done)
        self._press = press
        ending = self._subject.seen.explanation.ending
        if ending.exit_code in NOT_STARTED and not ending.kind.of_memory:
            hint = "see what it prints: memfit run -- COMMAND"
            raise UnusableInputError(f"the command {ending.sentence}", hint)

    @property
    def _case(self) -> Case:
        """What is known by now."""
        return Case.of(self._subject)

    def find(self) -> Found:
        """Investigate."""
        explanation = self._subject.seen.explanation
        if explanation.ending.kind.of_memory or self._errors():
            return self._died()
        if explanation.ending.kind is EndingKind.PASSED and self._worth_pressing():
            return self._pressed()
        return self._found(
            _unharmed(self._subject), explanation, unchecked=_elsewhere(self._subject)
        )

    def plan(self) -> Found:
        """Return the experiments that would be made; only the run as it was given is made."""
        explanation = self._subject.seen.explanation
        if not explanation.ending.kind.of_memory and not self._errors():
            return self._found(_unharmed(self._subject), explanation)
        planned = self._proving().plan()
        return self._found(_planned(planned), explanation, experiments=planned)

    def _errors(self) -> bool:
        findings = self._subject.seen.explanation.findings
        return any(finding.level is Level.ERROR for finding in findings)

    def _worth_pressing(self) -> bool:
        if self._press is not None:
            return self._press
        findings = self._subject.seen.explanation.findings
        return any(finding.level is Level.WARNING for finding in findings)

    def _leads(self) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(each.cause for each in self._case.explanation.findings))
        return found or tuple(
            cause for cause in _FALLBACK
            if cause not in {each.cause for each in self._case.explanation.rejected}
        )  # fmt: skip

    def _proving(self) -> Proving:
        ruled_out = rule_out(self._case, self._subject.seen.recording)
        leads = tuple(cause for cause in self._leads() if cause not in ruled_out)
        findings = self._case.explanation.findings
        rivals = tuple(
            cause for finding in findings[:1] for cause in finding.confused_with
            if cause not in ruled_out
        )  # fmt: skip
        return Proving(self._subject, self._budget, leads, rivals, ruled_out)

    def _died(self) -> Found:
        fits = ", ".join(dict.fromkeys(one.cause for one in self._case.explanation.findings))
        self._subject.runs.say(f"its recording fits {fits or 'no cause: trying the usual'}")
        proof = self._proving().prove()
        proof, look, unchecked = self._look(proof)
        said = {each.conclusion for each in proof.hypotheses}
        # Undecided are two causes of one test, which is as small as it gets.
        if not said & {Conclusion.CONFIRMED, Conclusion.UNDECIDED}:
            proof = self._narrowed(proof)
        explanation = raised(self._subject.seen.explanation, proof, look, self._subject)
        cause = _confirmed(proof)
        suspect = cause or next(iter(_open(proof)), None)
        if cause is not None:
            self._subject.runs.say(f"{cause} is proven; which remedy holds?")
        curing = Curing(self._subject, self._budget)
        tried = curing.cure(candidates(suspect, self._case)) if suspect is not None else ()
        explanation = replace(
            explanation,
            findings=tuple(
                with_tried(finding, tried) if finding.cause == suspect else finding
                for finding in explanation.findings
            ),
        )
        return self._found(
            _outcome(cause, _open(proof) if explanation.findings else (), tried),
            explanation,
            cause=cause,
            proof=proof,
            tried=tried,
            unchecked=(*proof.unchecked, *unchecked, *curing.unchecked),
        )

    def _look(self, proof: Proof) -> tuple[Proof, HeapLook | None, tuple[str, ...]]:
        """Look at what holds the memory, where that tells more."""
        known = [each for each in proof.hypotheses if each.conclusion is Conclusion.CONFIRMED]
        left = frozenset(each.cause for each in known) & FAMILY
        told = any(OTHER_DOM in each.experiments for each in known)
        heaps = any(row.runtime == "node" for row in self._case.explanation.interior.isolates)
        if told or not left & HELD_APART or not heaps:
            return proof, None, ()
        if not self._budget.allows(heap_look.COST + 2):
            return proof, None, ("heap snapshots: no time was left for them",)
        look = look_into_heap(self._subject, self._budget, left)
        if isinstance(look, str):
            return proof, None, (look,)
        return told_apart(proof, look), look, ()

    def _narrowed(self, proof: Proof) -> Proof:
        """Where no cause was proved, say at least which files die by themselves."""
        found = narrow(self._subject, self._budget)
        if isinstance(found, str):
            return replace(proof, unchecked=(*proof.unchecked, found))
        return replace(proof, experiments=(*proof.experiments, found))

    def _pressed(self) -> Found:
        steps, death = pressure.press(self._subject, self._budget)
        said = f"nothing dies here; {pressure.in_words(self._subject, steps)}"
        if death is not None and death.findings:
            said += f"; what gives way first is {death.findings[0].cause}"
        return self._found(said, self._subject.seen.explanation, steps=steps)

    def _more_time(self) -> str:
        """Say how to go on with what there was no time for."""
        if not self._budget.refused:
            return ""
        path = self._subject.runs.journal.path
        return f"to go on: the same command with --experiment {path} and a longer --time-budget"

    def _found(
        self,
        outcome: str,
        explanation: Explanation,
        *,
        cause: str | None = None,
        proof: Proof | None = None,
        experiments: tuple[Experiment, ...] = (),
        tried: tuple[Tried, ...] = (),
        steps: tuple[Step, ...] = (),
        unchecked: tuple[str, ...] = (),
    ) -> Found:
        unseen = pressure.unseen_by_node(self._subject)
        investigation = Investigation(
            command=masked(self._subject.target.command),
            outcome=outcome,
            cause=cause,
            remedy=next((each.id for each in tried if each.verified), None),
            hypotheses=proof.hypotheses if proof is not None else (),
            experiments=proof.experiments if proof is not None else experiments,
            tried=tried,
            pressure=steps,
            unchecked=tuple(dict.fromkeys(filter(None, (*unchecked, unseen, self._more_time())))),
            runs=self._budget.runs,
            seconds=self._budget.spent,
            cost=self._budget.spent / self._budget.unit if self._budget.unit else None,
        )
        rest = tuple(each for each in explanation.next_commands if not each.startswith(_THIS))
        explanation = replace(explanation, next_commands=rest)
        return Found(investigation, explanation, self._subject.seen.recording)


def _confirmed(proof: Proof) -> str | None:
    return next(
        (each.cause for each in proof.hypotheses if each.conclusion is Conclusion.CONFIRMED), None
    )


def _open(proof: Proof) -> tuple[str, ...]:
    return tuple(
        each.cause for each in proof.hypotheses if each.conclusion is not Conclusion.REJECTED
    )


def _planned(experiments: tuple[Experiment, ...]) -> str:
    """Say what would be done, and what it would cost."""
    if not experiments:
        return "no experiment can be made that would tell the cause; remedies would be tried"
    many = f"{len(experiments)} experiment{'s' * (len(experiments) != 1)}"
    cost = sum(each.cost for each in experiments)
    return f"{many} would be made, at most {cost:g} runs of the suite; then remedies are tried"


def _unharmed(subject: Subject) -> str:
    """Say that memory is not what is wrong with a run."""
    ending = subject.seen.explanation.ending
    if ending.kind is EndingKind.PASSED:
        limits = subject.seen.recording.limits
        under = " under this limit" if limits.memory is not None else ""
        return f"nothing to fix: the run passed{under}"
    return f"nothing to fix: memory is not what ended it; {ending.sentence}"


def _elsewhere(subject: Subject) -> tuple[str, ...]:
    """Say what a run that passes leaves open, with the options that answer it."""
    if subject.seen.explanation.ending.kind is not EndingKind.PASSED:
        return ()
    nearer = "how far it is from dying of memory: --pressure lowers the limit step by step"
    if subject.seen.recording.limits.memory is not None:
        return (nearer,)
    return ("whether it passes with what CI has: --memory 4g --cpus 2, for example", nearer)


def _left(causes: tuple[str, ...]) -> str:
    if len(causes) < 2:
        return f"{causes[0]} is left" if causes else "no cause was found"
    return f"{len(causes)} causes are left, {causes[0]} the likeliest"


def _outcome(cause: str | None, left: tuple[str, ...], tried: tuple[Tried, ...]) -> str:
    proven = f"{cause}, proven by experiment" if cause is not None else f"not proven; {_left(left)}"
    remedy = next((each for each in tried if each.verified), None)
    if remedy is not None:
        return f"{proven}; {remedy.what} holds: {remedy.runs} of {remedy.runs} runs"
    holding = next((each for each in tried if each.holds), None)
    if holding is not None:
        return f"{proven}; {holding.what} held in {holding.runs} of {holding.runs} runs"
    held = "that can be tried from outside of the code held" if tried else "was tried"
    return f"{proven}; no remedy {held}"
