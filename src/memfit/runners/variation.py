"""One change in how a command runs, and how the table of what runners call things makes one."""

from collections.abc import Callable

from memfit.classes import dataclass
from memfit.runners.target import Target
from memfit.runners.variation_table import find


@dataclass(frozen=True, slots=True)
class Variation:
    """One change.

    Attributes:
        id: Slug, which names it in journals.
        what: What it changes, for a person.
        apply: Makes the change; raises `CannotVaryError` where this runner has no such thing.
        selects: Whether it names the tests to run, so that it shows nothing of which there are.
        without: The package or module that it leaves out; empty if it is for something else.
    """

    id: str
    what: str
    apply: Callable[[Target], Target]
    selects: bool = False
    without: str = ""


def of_table(name: str, what: str, key: str, value: object = "") -> Variation:
    """Return the change of one thing that the table knows.

    Args:
        name: Slug of the change.
        what: The change, for a person.
        key: What is changed, as the table calls it.
        value: To what.
    """
    return Variation(name, what, lambda target: row(key, target, str(value))(target))


def row(key: str, target: Target, value: str) -> Callable[[Target], Target]:
    """Return what makes a change, by the runner and version of a target.

    Raises:
        CannotVaryError: If that runner has no such thing.
    """
    found = find(key, target)

    def fill(text: str) -> str:
        return text.replace("<value>", value).replace("<pool>", target.pool)

    def apply(changed: Target) -> Target:
        arguments = tuple(map(fill, found.arguments))
        without = tuple(map(fill, found.without))
        return changed.with_arguments(arguments, without).with_line(fill(found.line))

    return apply
