"""Questions to a correspondence."""

from collections import Counter

from letters.parse import Letter


def frequencies(letters: list[Letter]) -> Counter[str]:
    return Counter(word for letter in letters for _, word in letter.words)


def pairs(letters: list[Letter]) -> Counter[tuple[str, str]]:
    return Counter((letter.sender, letter.receiver) for letter in letters)


def by(letters: list[Letter], sender: str) -> list[Letter]:
    return [letter for letter in letters if letter.sender == sender]


def opening(letter: Letter, count: int) -> str:
    return " ".join(word for _, word in letter.words[:count])
