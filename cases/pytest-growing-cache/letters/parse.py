"""Volumes parsed into letters."""

from dataclasses import dataclass

from letters.archive import fetch


@dataclass(frozen=True)
class Letter:
    number: int
    sender: str
    receiver: str
    words: list[tuple[int, str]]


# Parsing takes long, so a volume is parsed once.
_parsed: dict[tuple[str, int], list[Letter]] = {}


def volume(name: str, letters: int = 500) -> list[Letter]:
    """The letters of a volume."""
    key = (name, letters)
    if key not in _parsed:
        lines = fetch(name, letters).splitlines()
        _parsed[key] = [letter(head, body) for head, body in zip(lines[::2], lines[1::2])]
    return _parsed[key]


def letter(head: str, body: str) -> Letter:
    """One letter of its heading and its body."""
    _, number, sender, receiver = head.split()
    return Letter(int(number), sender, receiver, list(enumerate(body.split())))
