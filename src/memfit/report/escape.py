"""Text from recordings made safe for a terminal.

Command lines, titles and output are written by whatever ran. Escape codes in them could colour,
hide or forge what memfit says, and bidirectional controls could reorder it.
"""

_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def escape(text: str) -> str:
    r"""Write every character that does not print as itself as an escape sequence.

    Controls (C0, C1, DEL), bidirectional and other format characters, lone surrogates, line
    separators and unassigned code points are replaced; letters of every script stay.

    >>> print(escape("a\x1b[31mb\u202ec"))
    a\x1b[31mb\u202ec
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character in _SHORT:
        return _SHORT[character]
    code = ord(character)
    # Bytes that are not UTF-8 arrive as lone surrogates (PEP 383).
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
