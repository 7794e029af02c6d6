"""Which recording a command is about."""

from pathlib import Path

from memfit.errors import UnusableInputError


def named_or_newest(recording: Path | None) -> Path:
    """Return the recording that was named, else the newest one here or in a parent directory.

    Raises:
        UnusableInputError: If none was named and there is none.
    """
    if recording is not None:
        return recording
    from memfit.record.load import newest  # it would delay what `memfit run` starts

    found = newest(Path.cwd())
    if found is None:
        raise UnusableInputError(
            "no recording under .memfit/recordings here or in a parent directory",
            "make one with: memfit run -- COMMAND",
        )
    return shortest(found)


def shortest(path: Path) -> Path:
    """Return a path relative to the working directory if it lies below, as people type it."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was removed
        return path
    return path.relative_to(here) if path.is_relative_to(here) else path
