"""Whether what memfit prints may be coloured."""

import os
from typing import TextIO


def coloured(stream: TextIO) -> bool:
    """Say whether a stream is a terminal whose user wants colours (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")
