"""`python -m memfit` and the `memfit` script."""

import contextlib
import gc
import os
import sys


def main() -> None:
    """Run the command line, and end at once.

    What `memfit run` uses counts against the command that it wraps. Most of what is allocated stays
    to the end, so it is seldom searched for garbage; and at the end it is not taken apart piece by
    piece, which for three hundred modules takes 20 ms.
    """
    gc.set_threshold(50_000, 20, 20)
    try:
        from memfit.cli.main import main as command_line

        command_line()
    except KeyboardInterrupt:  # while it was starting or ending: there is nothing to be kept
        os._exit(130)
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            raise
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError, OSError, ValueError):  # none, or closed
                stream.flush()
        os._exit(end.code or 0)


if __name__ == "__main__":
    main()
