"""Puts what experiments showed into the findings of a recording: their basis, numbers and holder."""

from dataclasses import replace
from typing import Final

from memfit.experiment.heap_look import HeapLook
from memfit.experiment.proving import Proof
from memfit.experiment.subject import Subject
from memfit.explain.causes import CATALOGUE
from memfit.explain.causes.frames import is_own, relative
from memfit.explain.causes.statement import PAGES
from memfit.model.finding import (
    Basis,
    Culprit,
    Evidence,
    Explanation,
    Finding,
    Level,
    Rejected,
)
from memfit.model.investigation import Conclusion, Experiment, Hypothesis
from memfit.model.recording import How

HELD_APART: Final = frozenset({"retained-across-files", "mock-registry", "dom-window-retained"})
"""Causes that what holds the memory tells apart."""

_MOST: Final = 3  # numbers of one experiment that a finding cites


def raised(
    explanation: Explanation, proof: Proof, look: HeapLook | None, subject: Subject
) -> Explanation:
    """Return an explanation whose findings say what experiments made of them.

    Args:
        explanation: What one recording said.
        proof: What experiments said.
        look: What holds the memory, or None.
        subject: What was experimented with.
    """
    said = {each.cause: each for each in proof.hypotheses}
    done = {each.id: each for each in proof.experiments}
    findings: list[Finding] = []
    known = {finding.cause for finding in explanation.findings}
    for finding in (*explanation.findings, *_new(known, proof, explanation)):
        hypothesis = said.get(finding.cause)
        open_ = {Conclusion.UNDECIDED, Conclusion.UNTESTED}
        if hypothesis is None or hypothesis.conclusion in open_:
            findings.append(finding)
        elif hypothesis.conclusion is Conclusion.CONFIRMED:
            experiments = [done[name] for name in hypothesis.experiments if name in done]
            findings.append(
                _with_holder(_measured(finding, hypothesis, experiments), look, subject)
            )
    findings.sort(key=lambda each: each.basis is not Basis.MEASURED)
    rejected = [
        Rejected(each.cause, each.sentence) for each in proof.hypotheses
        if each.conclusion is Conclusion.REJECTED
    ]  # fmt: skip
    others = [each for each in explanation.rejected if each.cause not in said]
    return replace(explanation, findings=tuple(findings), rejected=(*rejected, *others))


def told_apart(proof: Proof, look: HeapLook) -> Proof:
    """Add what snapshots show: of causes that only their holder tells apart, one is left."""
    experiments = (*proof.experiments, look.experiment)
    if look.cause is None:
        return replace(proof, experiments=experiments)
    hypotheses = []
    for each in proof.hypotheses:
        if each.cause not in HELD_APART or each.conclusion is Conclusion.REJECTED:
            hypotheses.append(each)
            continue
        right = each.cause == look.cause
        hypotheses.append(
            Hypothesis(
                each.cause,
                Conclusion.CONFIRMED if right else Conclusion.REJECTED,
                _held_by(each, look) if right else
                f"what grew is not what it keeps: {look.experiment.sentence}",
                (*each.experiments, look.experiment.id),
            )
        )  # fmt: skip
    order = list(Conclusion)
    hypotheses.sort(key=lambda one: order.index(one.conclusion))
    return replace(proof, hypotheses=tuple(hypotheses), experiments=experiments)


def _held_by(hypothesis: Hypothesis, look: HeapLook) -> str:
    """Say what holds the memory, after what was confirmed before."""
    if hypothesis.conclusion is Conclusion.CONFIRMED:
        return f"{hypothesis.sentence}; {look.experiment.sentence}"
    return look.experiment.sentence


def _measured(finding: Finding, hypothesis: Hypothesis, experiments: list[Experiment]) -> Finding:
    evidence = [
        Evidence(f"{number.what}, with {each.what}", number.after, number.how, each.recordings[-1])
        for each in experiments
        for number in each.numbers[:_MOST]
        if number.after is not None and each.recordings and number.unit != "seconds"
    ]
    return replace(
        finding,
        basis=Basis.MEASURED,
        sentence=f"{finding.sentence}; proved: {'; '.join(hypothesis.sentence.split('; ')[:2])}",
        evidence=(*finding.evidence, *evidence),
        experiment="",  # it was made
    )


def _with_holder(finding: Finding, look: HeapLook | None, subject: Subject) -> Finding:
    """Name what holds the memory, where snapshots show it."""
    if look is None or look.cause != finding.cause:
        return finding
    held = max(look.held, key=lambda each: each.bytes)
    module = finding.culprit.module
    if held.place is not None and is_own(held.place.file):
        module = relative(held.place.file, subject.seen.recording)
    return replace(finding, culprit=replace(finding.culprit, holder=held.holder, module=module))


def _new(known: set[str], proof: Proof, explanation: Explanation) -> list[Finding]:
    """Return findings of causes that only experiments showed."""
    done = {each.id: each for each in proof.experiments}
    new = []
    for each in proof.hypotheses:
        if each.conclusion is not Conclusion.CONFIRMED or each.cause in known:
            continue
        made = [done[name] for name in each.experiments if done[name].recordings]
        if not made:
            continue
        evidence = tuple(
            Evidence(number.what, number.before, How.SAMPLED, "the run as it was given")
            for experiment in made
            for number in experiment.numbers
            if number.before is not None
        )
        entry = CATALOGUE[each.cause]
        peak = explanation.peak.bytes if explanation.peak is not None else 0
        new.append(
            Finding(
                each.cause, Level.ERROR, Basis.MEASURED,
                "the recording alone did not show it, an experiment did",
                _where(each.cause, explanation), evidence,
                explains=peak, experiment=entry.experiment,
                confused_with=entry.confused_with, page=f"{PAGES}{each.cause}.md",
            )
        )  # fmt: skip
    return new


def _where(cause: str, explanation: Explanation) -> Culprit:
    """Return where a cause shows that was taken for another with the same signs."""
    alike = (
        each.culprit for each in explanation.findings
        if {cause, each.cause} <= HELD_APART
    )  # fmt: skip
    return next(alike, Culprit())
