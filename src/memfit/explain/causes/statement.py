"""How a cause states what it found: level, page and experiment are the same for all of them."""

from memfit.explain.causes.catalogue import CATALOGUE
from memfit.explain.causes.context import Context
from memfit.explain.courses import Course
from memfit.model.finding import Basis, Culprit, EndingKind, Evidence, Finding, Level, Remedy
from memfit.model.recording import How, Role

ENOUGH = 0.3
"""Share of what is to be explained that a cause must account for to be named at all."""

WORTH_A_WARNING = 64 << 20
"""Bytes that a cause must account for to be named in a run that memory did not end."""

PAGES = "https://github.com/memfit/memfit/blob/main/docs/reference/causes/"


def state(
    context: Context,
    cause: str,
    sentence: str,
    culprit: Culprit,
    evidence: tuple[Evidence, ...],
    *,
    explains: int,
    remedies: tuple[Remedy, ...] = (),
    basis: Basis = Basis.INFERRED,
    share: float = ENOUGH,
    experiment: str | None = None,
) -> Finding | None:
    """Put a finding together.

    Args:
        context: The recording.
        cause: Slug of the cause.
        sentence: The finding in words.
        culprit: Who is to blame.
        evidence: The numbers that it rests on.
        explains: Bytes that it accounts for.
        remedies: What to do.
        basis: What it rests on; `inferred` at best from one recording.
        share: Share of what is to be explained that it must account for.
        experiment: What would prove it, where that is not what the catalogue says.

    Returns:
        The finding; None if it accounts for too little to matter.
    """
    if explains < share * context.needed:
        return None
    ended = context.ending.kind.of_memory or context.ending.kind is EndingKind.INCOMPLETE
    if not ended and explains < WORTH_A_WARNING:
        return None
    entry = CATALOGUE[cause]
    return Finding(
        cause,
        Level.ERROR if ended else Level.WARNING,
        basis,
        sentence,
        culprit,
        evidence,
        remedies,
        explains,
        entry.experiment if experiment is None else experiment,
        entry.confused_with,
        f"{PAGES}{cause}.md",
    )


def blame(each: Course, **known: str | None) -> Culprit:
    """Name an isolate as the culprit."""
    process = each.process
    return Culprit(
        process=process.role if process is not None else Role.WORKER,
        pid=process.pid if process is not None else None,
        isolate=each.isolate.name,
        **known,
    )


def stream(each: Course) -> str:
    """Name the stream that an isolate's numbers come from."""
    return f"isolates/{each.isolate.name}.jsonl"


def sampled(what: str, number: float, each: Course) -> Evidence:
    """State a number that was read at ticks of an isolate."""
    return Evidence(what, number, How.SAMPLED, stream(each))
