"""What a changed run says of a prediction: seen, not seen, or neither; with its numbers."""

from collections.abc import Iterator

from memfit.experiment.hypotheses import NAMES, Effect, Proposal
from memfit.experiment.subject import Look
from memfit.explain.attribution import Goes, attribute
from memfit.explain.measures import Measures
from memfit.model.finding import EndingKind
from memfit.model.investigation import Number
from memfit.model.recording import How
from memfit.units import format_bytes

_GONE = 0.3
"""Share of the growth that may be left for it to count as gone."""

_NEAR = 0.4
"""Share of a ceiling; the young generation, which seldom is full, may be half of a small one."""

_MOST_MODULES = 0.5
"""Share of the modules that must stay for what is left out to have been one, or few."""


def observed(proposal: Proposal, before: Measures, look: Look) -> bool | None:
    """Say whether the predicted effect was seen; None if the run fits neither way.

    Args:
        proposal: The experiment.
        before: What it is compared with.
        look: The changed run.
    """
    seen = _seen(proposal, before, look)
    return None if seen is False and not proposal.sure else seen


def _seen(proposal: Proposal, before: Measures, look: Look) -> bool | None:
    after = look.measures
    match proposal.effect:
        case Effect.PASSES:
            return _passes(before, after)
        case Effect.DIES_ALIKE:
            alike = _dies_alike(before, after)
            unlike = proposal.again and look.cause not in proposal.confirms
            return None if alike and unlike else alike
        case Effect.DIES_ELSEWHERE:
            return _dies_elsewhere(before, after)
        case Effect.FALLS | Effect.KEEPS | Effect.EXCEEDS:
            return _numbered(proposal, before, look)
        case Effect.GOES_ALONE | Effect.GOES_WITH_MODULES:
            alone = _goes_alone(before, after)
            return alone if alone is None or proposal.effect is Effect.GOES_ALONE else not alone


def can_decide(proposal: Proposal, before: Measures) -> bool:
    """Say whether a run may show an effect at all, by what it is compared with.

    Args:
        proposal: The experiment.
        before: The run as it was given.
    """
    if proposal.effect not in {Effect.FALLS, Effect.KEEPS} or proposal.reference:
        return True
    return bool(_number(proposal.of, before)) and not (
        proposal.of == "worker_heap" and _unread(before)
    )


def _goes_alone(before: Measures, after: Measures) -> bool | None:
    """Say whether memory goes with what is left out while most modules stay; None if it does not go."""
    goes = [attribute(name, [before], [after]).goes for name in after.left_out]
    if Goes.WITH_IT not in goes or before.modules is None or after.modules is None:
        return None
    return after.modules >= _MOST_MODULES * before.modules


def _numbered(proposal: Proposal, before: Measures, look: Look) -> bool | None:
    """Say whether a number is as it was predicted."""
    first, second = _number(proposal.of, before), _number(proposal.of, look.measures)
    if second is None:
        return None
    if proposal.effect is Effect.EXCEEDS:
        return second >= proposal.least
    if not first or (proposal.whole and _spoilt(look)):
        return None
    if proposal.of == "worker_heap" and (_unread(before) or _unread(look.measures)):
        return None
    if proposal.effect is Effect.FALLS:
        return second <= (1 - proposal.share) * first
    return second >= proposal.share * first


def _unread(measures: Measures) -> bool:
    """Say whether a heap died and none that ran tests was read anywhere near its ceiling.

    It went up between two readings, or it was another heap: what tests need was not seen.
    """
    return (
        measures.ending is EndingKind.HEAP_LIMIT
        and (measures.worker_heap or 0) < _NEAR * (measures.ceiling or 0)
    )  # fmt: skip


def _spoilt(look: Look) -> bool:
    """Say whether tests failed that had not: what they would have held is not known."""
    return look.measures.ending is EndingKind.FAILED and look.sameness.same is False


def numbers(proposal: Proposal, before: Measures, look: Look) -> tuple[Number, ...]:
    """Return what was measured, the number that the prediction is about first."""
    names = dict.fromkeys((*_about(proposal, before), "peak", "seconds"))
    return tuple(
        Number(
            NAMES[name],
            _number(name, before),
            _number(name, look.measures),
            _unit(name),
            _how(name, look.measures),
        )
        for name in names
    )


def in_words(proposal: Proposal, before: Measures, look: Look) -> str:
    """Say what was seen, with the number that it is about."""
    after = look.measures
    said = [f"with {proposal.what} it {_ended(after)}"]
    for name in list(_about(proposal, before))[:1]:
        first, second = _number(name, before), _number(name, after)
        if first is not None and second is not None and _unit(name) not in {"seconds", "modules"}:
            said.append(f"{NAMES[name]}: {format_bytes(first)} before, {format_bytes(second)} now")
    if proposal.whole and (after.passed or _spoilt(look)):
        said.append(look.sameness.sentence)
    return "; ".join(said)


def _ended(after: Measures) -> str:
    return "passed" if after.passed else f"ended {after.ending.value}: {after.sentence}"


def _passes(before: Measures, after: Measures) -> bool | None:
    if after.passed:
        return True
    if after.ending.of_memory:
        # It died again, but of something else: what the change was about is gone.
        gone = before.growth > 0 and after.growth <= _GONE * before.growth
        return None if gone and after.files > before.files else False
    return None


def _dies_alike(before: Measures, after: Measures) -> bool | None:
    if after.passed:
        return False
    if not after.ending.of_memory:
        return None
    one = before.death.file if before.death is not None else None
    other = after.death.file if after.death is not None else None
    return True if one is None or other is None or one == other else None


def _dies_elsewhere(before: Measures, after: Measures) -> bool | None:
    if not after.ending.of_memory or before.death is None or after.death is None:
        return None
    one, other = before.death.file, after.death.file
    return None if one is None or other is None else one != other


def _about(proposal: Proposal, before: Measures) -> Iterator[str]:
    """Yield the numbers that tell whether the effect is there."""
    if proposal.effect in {Effect.FALLS, Effect.KEEPS, Effect.EXCEEDS}:
        yield proposal.of
    if proposal.effect in {Effect.GOES_ALONE, Effect.GOES_WITH_MODULES}:
        yield from ("worker_heap", "modules")
    if proposal.id.startswith("ceiling"):
        yield "ceiling"
    if before.growth > 0 and proposal.whole:
        yield "growth"
    if "main-process-logs" in proposal.confirms or "coverage-in-main" in proposal.confirms:
        yield "main_heap"


def _number(name: str, measures: Measures) -> float | None:
    value = getattr(measures, name)
    return None if value is None else float(value)


def _unit(name: str) -> str:
    units = {"growth": "bytes a file", "seconds": "seconds", "modules": "modules"}
    return units.get(name, "bytes")


def _how(name: str, measures: Measures) -> How:
    if name in {"ceiling", "helper", "seconds", "modules"}:
        return How.EXACT
    return measures.peak_how or How.SAMPLED if name == "peak" else How.SAMPLED
