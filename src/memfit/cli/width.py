"""How wide the terminal is."""

import os
import sys


def columns() -> int:
    """Return the columns of the terminal, 80 without one.

    As `shutil.get_terminal_size`, which brings three compression libraries along.
    """
    try:
        told = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        told = 0
    if told > 0:
        return told
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns or 80
    except (OSError, ValueError):
        return 80
