"""Heap snapshots prove what a recording only suggests: who holds the memory."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from memfit.explain.causes.frames import is_own, relative
from memfit.model.finding import Basis, Evidence, Explanation, Finding
from memfit.model.recording import How, Recording
from memfit.model.snapshot import HeldBy

PROVES: Final = 0.25
"""Share of the heap from which on its holder proves that the heap is what was kept."""

_OF_THE_HEAP: Final = frozenset({
    "retained-across-files", "mock-registry", "unreleased-resource", "context-leak",
    "dom-window-retained", "runaway-test", "runaway-timer", "main-process-logs",
})  # fmt: skip
"""Causes that say that something in a V8 heap is kept."""


def name_holders(
    explanation: Explanation, recording: Recording, held: Sequence[HeldBy]
) -> Explanation:
    """Name the holders that snapshots show: in the findings about their isolates, or as notes."""
    by_isolate = {each.isolate: each for each in held if each.holder is not None}
    findings, told = [], set()
    for finding in explanation.findings:
        mine = by_isolate.get(finding.culprit.isolate or "")
        if mine is None or finding.cause not in _OF_THE_HEAP:
            findings.append(finding)
            continue
        findings.append(_raised(finding, recording, mine))
        told.add(mine.isolate)
    notes = tuple(
        f"snapshot of {each.isolate}: {each.sentence}" for each in held if each.isolate not in told
    )
    return replace(explanation, findings=tuple(findings), notes=(*notes, *explanation.notes))


def _raised(finding: Finding, recording: Recording, held: HeldBy) -> Finding:
    """Put the holder into a finding; a large one makes an inferred one measured.

    A conjecture is one of several that fit: who holds the memory does not decide between them.
    """
    module = finding.culprit.module
    if held.place is not None and is_own(held.place.file):
        module = relative(held.place.file, recording)
    evidence = Evidence(
        f"held by {held.holder} alone", held.bytes, How.EXACT, f"snapshots/{held.file}"
    )
    proven = held.share >= PROVES and finding.basis is Basis.INFERRED
    return replace(
        finding,
        basis=Basis.MEASURED if proven else finding.basis,
        sentence=f"{finding.sentence}; {held.sentence}",
        culprit=replace(finding.culprit, holder=held.holder, module=module),
        evidence=(evidence, *finding.evidence),
    )
