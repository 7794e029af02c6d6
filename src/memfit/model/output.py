"""What is written between the words that a program prints."""

import re
from typing import Final

# ECMA-48: CSI sequences, OSC strings, and two-byte escapes.
_ESCAPE: Final = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


def plain(text: bytes) -> bytes:
    r"""Leave colours, cursor movements and other escape sequences out.

    >>> plain(b"\x1b[1m\x1b[31m1 failed\x1b[39m\x1b[22m")
    b'1 failed'
    """
    return _ESCAPE.sub(b"", text) if b"\x1b" in text else text
