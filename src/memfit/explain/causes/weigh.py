"""Findings weighed against each other: what explains most of the memory is the verdict.

The one place that knows which causes exclude each other. A cause explains a number of bytes of
what was held when memory ran out; bytes that two causes both claim belong to the more specific
one, whose sign the other has not.
"""

from collections.abc import Callable, Mapping
from typing import Final

from memfit.explain.causes.context import Context
from memfit.model.finding import Basis, Finding, Rejected
from memfit.units import format_bytes

YIELDS: Final = {
    # the loser: the causes that are preferred wherever both explain it, and why
    "workers-times-ceiling": (
        {
            "retained-across-files", "mock-registry", "unreleased-resource", "context-leak",
            "dom-window-retained", "native-per-test", "import-fan-out", "helper-process",
            "ipc-backlog", "matcher-spike", "runaway-test",
        },
        "fewer workers would only put off what each of them does",
    ),
    "baseline-over-limit": (
        {"import-fan-out", "ceiling-misses-workers"},
        "the base has a reason of its own",
    ),
    "import-fan-out": (
        {"ceiling-misses-workers"},
        "with the ceiling that was asked for, it would have fitted",
    ),
    "ceiling-misses-workers": (
        {
            "retained-across-files", "mock-registry", "unreleased-resource", "context-leak",
            "dom-window-retained", "runaway-timer", "matcher-spike",
        },
        "a higher ceiling would only put off what grows",
    ),
    "retained-across-files": ({"runaway-timer"}, "a timer made the objects, not the tests"),
    "build-phase-peak": (
        {"helper-process", "baseline-over-limit"},
        "the phases of the builder's own process did not take it",
    ),
    "native-per-test": ({"ipc-backlog"}, "the memory came while it printed"),
    # Whether a test would ever have ended, one that died cannot tell.
    "runaway-test": (
        {"ipc-backlog", "ceiling-misses-workers"},
        "mend that first: a test without end would die again",
    ),
}  # fmt: skip
"""Causes that stand back behind others which explain the same memory."""

SAME: Final = 0.5
"""Share of its claim that the preferred cause must explain too, for the other to stand back."""

NEAREST: Final = 4
"""Rejected causes that are worth a line."""


def weigh(
    found: tuple[Finding, ...],
    context: Context,
    against: Mapping[str, Callable[[Context], str | None]],
) -> tuple[tuple[Finding, ...], tuple[Rejected, ...]]:
    """Order findings and say why others are not the verdict.

    Args:
        found: What the causes found, each for itself.
        context: The recording.
        against: By cause, what speaks against it.

    Returns:
        The findings that stand, the verdict first; and what was rejected, nearest first.
    """
    standing: list[Finding] = []
    rejected: list[Rejected] = []
    for each in found:
        winner = _stands_back(each, found)
        if winner is None:
            standing.append(each)
        else:
            rejected.append(Rejected(each.cause, _loses(each, winner)))
    standing.sort(key=lambda each: (each.basis is Basis.CONJECTURE, -each.explains))
    if not standing:
        return (), tuple(rejected)
    verdict = standing[0]
    for each in [other for other in standing[1:] if not _equal(verdict, other)]:
        if each.explains < SAME * verdict.explains:
            standing.remove(each)
            rejected.append(Rejected(each.cause, _smaller(each, verdict)))
    named = {each.cause for each in standing} | {each.cause for each in rejected}
    for cause in verdict.confused_with:
        reason = against[cause](context) if cause in against and cause not in named else None
        if reason is not None:
            rejected.append(Rejected(cause, reason))
    return tuple(standing), tuple(rejected[:NEAREST])


def _stands_back(each: Finding, found: tuple[Finding, ...]) -> Finding | None:
    preferred, _ = YIELDS.get(each.cause, (frozenset(), ""))
    return next(
        (
            other for other in found
            if other.cause in preferred
            and other.explains >= SAME * each.explains
            # Nothing gives way to what is only plausible.
            and other.basis is not Basis.CONJECTURE
        ),
        None,
    )  # fmt: skip


def _loses(each: Finding, winner: Finding) -> str:
    _, why = YIELDS[each.cause]
    return f"{winner.cause} explains {format_bytes(winner.explains)} of the same memory: {why}"


def _smaller(each: Finding, verdict: Finding) -> str:
    return (
        f"it explains {format_bytes(each.explains)}, "
        f"{verdict.cause} {format_bytes(verdict.explains)}"
    )


def _equal(one: Finding, other: Finding) -> bool:
    """Say whether two causes fit equally, so that only an experiment tells them apart."""
    both = one.basis is Basis.CONJECTURE and other.basis is Basis.CONJECTURE
    return both and other.cause in one.confused_with
