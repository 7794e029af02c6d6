"""memfit's own dataclass does what the standard one does."""

import copy
import dataclasses
import pickle
from typing import ClassVar

import pytest

from memfit.classes import dataclass


@dataclass(frozen=True, slots=True)
class Frozen:
    """A class as most are."""

    name: str
    size: int = 3
    parts: list[int] = dataclasses.field(default_factory=list)
    cached: int = dataclasses.field(default=0, compare=False, repr=False)


@dataclass(slots=True, eq=False)
class Mutable:
    """A class with an identity."""

    count: int = 0


@dataclass(slots=True)
class Checked:
    """A class that looks at what it is given."""

    size: int

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("less than nothing")


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """What `Frozen` is compared with."""

    name: str
    size: int = 3
    parts: list[int] = dataclasses.field(default_factory=list)
    cached: int = dataclasses.field(default=0, compare=False, repr=False)


@pytest.mark.parametrize(
    "arguments", [("a",), ("a", 1), ("a", 1, [2]), ("a", 1, [2], 4), ("b", 3, [], 9)]
)
def test_it_holds_compares_and_shows_as_the_standard_one(arguments: tuple):
    ours, theirs = Frozen(*arguments), Standard(*arguments)

    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours).partition("(")[2] == repr(theirs).partition("(")[2]
    assert (ours == Frozen("a")) == (theirs == Standard("a"))
    assert ours != theirs
    assert Frozen.__match_args__ == Standard.__match_args__


def test_its_fields_are_known_before_there_is_an_object():
    @dataclass(frozen=True, slots=True)
    class Unused:
        """Nobody made one yet."""

        parts: list[int] = dataclasses.field(default_factory=list)
        size: int = 3

    parts, size = dataclasses.fields(Unused)

    assert (parts.name, parts.default_factory, size.name, size.default) == (
        "parts",
        list,
        "size",
        3,
    )
    assert dataclasses.is_dataclass(Unused)
    assert Unused() == Unused([])


def test_equal_ones_are_the_same_key():
    @dataclass(frozen=True, slots=True)
    class Key:
        """Two names."""

        first: str
        second: int = dataclasses.field(default=0, compare=False)

    assert len({Key("a", 1), Key("a", 2), Key("b")}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Checked(1))


def test_a_frozen_one_cannot_be_changed():
    one = Frozen("a")

    with pytest.raises(dataclasses.FrozenInstanceError):
        one.size = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.size
    assert dataclasses.replace(one, size=4) == Frozen("a", 4)


def test_another_can_and_is_only_itself_if_asked():
    one = Mutable()
    one.count += 1

    assert one.count == 1
    assert one != Mutable(1)
    assert hash(one)
    assert Checked(1) == Checked(1)


def test_defaults_are_made_for_each():
    assert Frozen("a").parts is not Frozen("a").parts


def test_wrong_arguments_are_refused():
    for arguments in ((), ("a", 1, [], 2, 3)):
        with pytest.raises(TypeError):
            Frozen(*arguments)
    with pytest.raises(TypeError):
        Frozen("a", other=1)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="less"):
        Checked(-1)


@pytest.mark.parametrize("one", [Frozen("a", 1, [2]), Checked(3)])
def test_copies_are_equal(one: object):
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one


def test_what_a_class_shares_is_no_field():
    @dataclass(frozen=True, slots=True)
    class Shared:
        kind: ClassVar[str] = "shared"
        name: str

    assert Shared.kind == "shared"
    assert Shared.__match_args__ == ("name",)
    assert repr(Shared("a")).endswith("Shared(name='a')")
