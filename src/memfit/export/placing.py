"""Put an export where it belongs only when it is whole."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from memfit.errors import UnusableInputError


def refuse_existing(path: Path) -> None:
    """Make sure that nothing is there that an export would overwrite.

    Raises:
        UnusableInputError: If there is.
    """
    if os.path.lexists(path):
        raise UnusableInputError(
            f"{path} exists", "name a new one, or remove it; nothing is overwritten"
        )


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Lend a path to write to; what is there at the end moves to `path`, unless it failed.

    It lies in a directory beside `path` that only the owner can enter, because an export tells
    as much as the recording.

    Raises:
        UnusableInputError: If `path` exists or the directory cannot be made.
    """
    refuse_existing(path)
    try:
        beside = Path(tempfile.mkdtemp(prefix=".memfit-export-", dir=path.parent))
    except OSError as error:
        raise UnusableInputError(
            f"{path} cannot be written: {path.parent}: {error.strerror}",
            "name a place in a directory that exists and is yours",
        ) from error
    try:
        yield beside / path.name
        _move(beside / path.name, path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move(whole: Path, path: Path) -> None:
    # A rename would replace a file that appeared meanwhile; a link does not.
    try:
        os.link(whole, path)
    except FileExistsError:
        refuse_existing(path)
    except OSError:  # a directory, or a file system without links
        refuse_existing(path)
        whole.rename(path)
