"""`dataclass` as in the standard library, for a quarter of the time that it takes at import.

The standard one compiles six to eight functions for each class, a third of a millisecond in all,
and `memfit run` imports eighty classes: that would be a fifth of what a short run costs. Here only
`__init__` is compiled; all else is shared. `dataclasses.fields`, `replace` and `asdict` work.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> Any:
        """Make a class of data; see `dataclasses.dataclass` for the options."""

        def make(cls: type) -> type:
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            fields = dataclasses.fields(made)
            made.__init__ = _compile_init(made, fields, frozen)
            if "__repr__" not in cls.__dict__:
                made.__repr__ = _repr
            if eq and "__eq__" not in cls.__dict__:
                _add_equality(made, fields, frozen)
            if frozen:
                made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
                made.__getstate__, made.__setstate__ = _state, _restore  # to copy and pickle
            return made

        return make if cls is None else make(cls)


class _Absent:
    """Stands for an argument that was left out, of a field with a factory."""


def _compile_init(
    cls: type, fields: tuple[dataclasses.Field[Any], ...], frozen: bool
) -> Callable[..., None]:
    names: dict[str, Any] = {"_set": object.__setattr__, "_absent": _Absent}
    positional: list[str] = ["self"]
    lines: list[str] = []
    for field in fields:
        name = value = field.name
        argument = name
        if field.default is not dataclasses.MISSING:
            names[f"_of_{name}"] = field.default
            argument = f"{name}=_of_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            names[f"_of_{name}"] = field.default_factory
            argument = f"{name}=_absent"
            value = f"_of_{name}() if {name} is _absent else {name}"
        positional.append(argument)
        lines.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    body = "\n".join(lines or [" pass"])
    exec(f"def __init__({', '.join(positional)}):\n{body}", names)  # noqa: S102 (as dataclasses does)
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _add_equality(cls: Any, fields: tuple[dataclasses.Field[Any], ...], frozen: bool) -> None:
    compared = [field.name for field in fields if field.compare]
    # A name twice, so that what comes back is a tuple even for one.
    values = attrgetter(*compared, compared[0]) if compared else lambda _: ()

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        return (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    cls.__eq__ = __eq__
    cls.__hash__ = (lambda self: hash(values(self))) if frozen else None


def _repr(self: Any) -> str:
    shown = ", ".join(
        f"{field.name}={getattr(self, field.name)!r}"
        for field in dataclasses.fields(self)
        if field.repr
    )
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
