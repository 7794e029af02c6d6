"""The errors a user can act on, with the exit code each ends in."""


class MemfitError(Exception):
    """Something the user can act on; the command line prints it without a traceback.

    Attributes:
        message: One sentence that says what is wrong.
        hint: One line that says what to do next, or an empty string.
        exit_code: What `memfit` exits with. 125 follows coreutils `timeout` and `docker run`:
            the wrapper failed, not the command that it wraps.
    """

    exit_code = 125

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnusableInputError(MemfitError):
    """A recording, file or option that cannot be used; judging commands exit with 2, wrapping ones with 125."""

    exit_code = 2


class LimitError(MemfitError):
    """A limit was asked for that cannot be enforced here."""
