"""Long command lines over several lines, so that they can still be pasted."""

import re

_WORD = re.compile(r"""(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|\\.|[^\s'"\\])+""")

CONTINUED = " \\"
INDENT = "    "


def fold(command: str, width: int) -> list[str]:
    r"""Break a shell command between its words.

    Args:
        command: A command line, quoted for a POSIX shell.
        width: Columns of a line. A word that is longer stays whole.

    Returns:
        Lines; all but the last end in a backslash, all but the first are indented.

    >>> fold("memfit run -- vitest 'a b'", 22)
    ['memfit run -- vitest \\', "    'a b'"]
    """
    lines = [""]
    for word in _WORD.findall(command):
        joined = f"{lines[-1]} {word}" if lines[-1].strip() else lines[-1] + word
        if len(joined) + len(CONTINUED) > width and lines[-1].strip():
            lines.append(INDENT + word)
        else:
            lines[-1] = joined
    return [line + CONTINUED for line in lines[:-1]] + lines[-1:]
