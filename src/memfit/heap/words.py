"""What is said about holders, in words."""

from collections.abc import Sequence
from typing import Final

from memfit.model.snapshot import Answer, Holder, Place
from memfit.units import format_bytes

_SURE: Final = 0.25  # a holder of this share is named whatever the questions find
_BACKGROUND: Final = frozenset({"code", "contexts", "big"})  # every heap has them
_VAGUE: Final = 0.1  # below it, the largest answer says more, even that it is code


def headline(holders: Sequence[Holder], answers: Sequence[Answer], size: int) -> str:
    """Name what holds the memory in one sentence."""
    first = holders[0] if holders else None
    vague = first is None or first.share < _VAGUE
    answer = next((a for a in answers if vague or a.question not in _BACKGROUND), None)
    if answer and (first is None or (first.share < _SURE and answer.share > first.share)):
        of = f", most in {answer.examples[0].what}" if answer.examples else ""
        return f"{format_bytes(answer.bytes)} ({answer.share:.0%}) in {answer.count:,} {answer.what}{of}"
    if first is None:
        return f"{format_bytes(size)} in many small objects: nothing holds more than 1 % alone"
    return sentence(first)


def sentence(holder: Holder) -> str:
    """Say what a holder holds.

    >>> from memfit.model.snapshot import Content
    >>> sentence(Holder(1, "Array", "log", None, None, 2048, 0.5, (Content("Row", 9, 2000),)))
    '2.00 kB (50%) Array at log holds 9 x Row'
    """
    text = f"{format_bytes(holder.bytes)} ({holder.share:.0%}) {label(holder)}"
    largest = holder.contents[0] if holder.contents else None
    if largest is None or largest.bytes * 10 * holder.count < holder.bytes:
        return text
    where = f" ({written(largest.place)})" if largest.place else ""
    return f"{text} holds {largest.count:,} x {largest.what}{where}"


def label(holder: Holder) -> str:
    """Write what a holder is and how the program reaches it."""
    return "".join((
        f"{holder.count:,} x " if holder.count > 1 else "",
        f"{holder.what} at {holder.name}",
        f" ({written(holder.place)})" if holder.place else "",
        f" in {holder.within}" if holder.within else "",
        f" [{holder.role}]" if holder.role else "",
    ))  # fmt: skip


def written(place: Place) -> str:
    """Write a position as editors take it."""
    return f"{place.file}:{place.line}" if place.line else place.file
