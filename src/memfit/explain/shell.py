"""Command lines that can be pasted into a shell, whatever their arguments hold."""

import shlex
from collections.abc import Sequence

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "'": r"\'", "\\": r"\\"}


def join(words: Sequence[str]) -> str:
    r"""Quote words for bash or zsh and join them.

    Characters that a terminal would act on, or not show, are written as `$'\x1b'`, so that the
    line does not do anything while it is only looked at.

    >>> print(join(["vitest", "run", "a b", "x\x1b[2J"]))
    vitest run 'a b' $'x\x1b[2J'
    """
    return " ".join(map(quote, words))


def quote(word: str) -> str:
    """Quote one word for bash or zsh."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_ansi_c, word)) + "'"


def _ansi_c(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    # Bytes that are not UTF-8 arrive as lone surrogates (PEP 383); the shell wants the byte.
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
