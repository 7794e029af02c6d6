"""`dataclass` as in the standard library, for a tenth of the time that it takes at import.

The standard one compiles six to eight functions for each class, a third of a millisecond in all,
and `memfit run` imports ninety classes, most of which it never makes an object of. Here a class
gets its slots; its fields and its `__init__`, the one function that is compiled, are made when
they are first asked for. `dataclasses.fields`, `replace` and `asdict` work. A class has bases of
its own only if they are no data classes.
"""

import dataclasses
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True
    ) -> Any:
        """Make a class of data; see `dataclasses.dataclass` for the options."""

        def make(cls: type) -> type:
            names = tuple(name for name, of in cls.__annotations__.items() if not _of_class(of))
            defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
            made = _with_slots(cls, names) if slots else cls
            made.__match_args__ = names
            made.__dataclass_fields__ = _Fields(made, cls.__annotations__, defaults)
            made.__init__ = _first_init(made, frozen)
            if "__repr__" not in cls.__dict__:
                made.__repr__ = _repr
            if eq and "__eq__" not in cls.__dict__:
                made.__eq__, made.__hash__ = _first_comparison(made, frozen)
            if frozen:
                made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
                made.__getstate__, made.__setstate__ = _state, _restore  # to copy and pickle
            return made

        return make if cls is None else make(cls)


class _Absent:
    """Stands for an argument that was left out, of a field with a factory."""


class _Fields:
    """Stands for `__dataclass_fields__` of a class until somebody asks for them.

    Args:
        cls: The class.
        annotations: Its annotations.
        defaults: The values that its fields were given.
    """

    def __init__(
        self, cls: Any, annotations: Mapping[str, Any], defaults: Mapping[str, Any]
    ) -> None:
        self._cls = cls
        self._annotations = annotations
        self._defaults = defaults

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        # A class of the same fields: what becomes of them is for the standard library to say.
        # With a text, or the library would write one, which takes as long as all the rest.
        own = {"__module__": self._cls.__module__, "__doc__": __doc__}
        twin = type(self._cls.__name__, (), {**self._defaults, **own})
        twin.__annotations__ = dict(self._annotations)
        known: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(twin)
        fields: dict[str, Any] = known.__dataclass_fields__
        self._cls.__dataclass_fields__ = fields
        return fields


def _of_class(annotation: object) -> bool:
    """Say whether an annotation is of something that all objects of a class share."""
    return getattr(annotation, "__origin__", annotation) is ClassVar


def _with_slots(cls: type, names: tuple[str, ...]) -> Any:
    left_out = {*names, "__dict__", "__weakref__"}
    members = {name: value for name, value in vars(cls).items() if name not in left_out}
    made = type(cls)(cls.__name__, cls.__bases__, {**members, "__slots__": names})
    made.__qualname__ = cls.__qualname__
    return made


def _first_init(cls: Any, frozen: bool) -> Any:
    """Return an `__init__` that compiles the real one and puts it in its place."""

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807
        cls.__init__ = compiled = _compile_init(cls, frozen)
        compiled(self, *values, **named)

    return __init__


def _compile_init(cls: type, frozen: bool) -> Any:
    names: dict[str, Any] = {"_set": object.__setattr__, "_absent": _Absent}
    positional: list[str] = ["self"]
    lines: list[str] = []
    for field in dataclasses.fields(cls):
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
    init = names["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _first_comparison(cls: Any, frozen: bool) -> tuple[Any, Any]:
    """Return an `__eq__` and a `__hash__` that put the real ones in their places."""

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        _add_comparison(cls, frozen)
        return cls.__eq__(self, other)

    def __hash__(self: Any) -> int:  # noqa: N807
        _add_comparison(cls, frozen)
        return hash(self)

    return __eq__, __hash__ if frozen else None


def _add_comparison(cls: Any, frozen: bool) -> None:
    compared = [field.name for field in dataclasses.fields(cls) if field.compare]
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
