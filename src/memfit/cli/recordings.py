"""Which recording a command is about."""

from pathlib import Path

from memfit.errors import UnusableInputError
from memfit.record.load import newest


def named_or_newest(recording: Path | None) -> Path:
    """Return the recording that was named, else the newest one here or in a parent directory.

    Returns:
        The newest one's path is relative if it lies below: suggested commands name it.

    Raises:
        UnusableInputError: If none was named and there is none.
    """
    if recording is not None:
        return recording
    here = Path.cwd()
    found = newest(here)
    if found is None:
        raise UnusableInputError(
            "no recording under .memfit/recordings here or in a parent directory",
            "make one with: memfit run -- COMMAND",
        )
    return found.relative_to(here) if found.is_relative_to(here) else found
