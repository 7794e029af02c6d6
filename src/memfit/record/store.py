"""Write a recording: a directory of append-only streams that survives a kill at any instant.

The format is specified in docs/reference/recording-format.md. A stream that cannot be written
any more (a full disk) is cut there; the run goes on, and the manifest says where it was cut.
"""

import contextlib
import errno
import json
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from memfit.errors import MemfitError
from memfit.record import privacy

MANIFEST: Final = "manifest.json"
PROCESSES: Final = "processes.jsonl"
SAMPLES: Final = "samples.jsonl"
OUTPUT: Final = "output.log"
OUTPUT_INDEX: Final = "output.jsonl"
ISOLATES: Final = "isolates"
REPORTS: Final = "reports"
SNAPSHOTS: Final = "snapshots"
RUNNER: Final = "runner.jsonl"
HOME: Final = ".memfit"
NOWHERE: Final = Path(os.devnull) / "recording"
"""The directory of a recording for which there is no place: nothing can be made in it."""

# The manifest is written with room to spare, so that its end can be written on a full disk.
_SPARE: Final = 24576


class Stream:
    """One append-only file of JSON lines.

    Attributes:
        cut: Why it ends early, or None.

    Raises:
        MemfitError: If it is there: two runs were given the same directory at the same time.
    """

    def __init__(self, path: Path) -> None:
        self.cut: str | None = None
        self._name = path.name
        self._descriptor: int | None = None
        try:
            self._descriptor = create(path)
        except FileExistsError:
            raise _taken(path.parent) from None
        except OSError as error:
            self.cut = f"{self._name} could not be made: {error.strerror}"

    def write(self, lines: list[str], at: float) -> None:
        """Append whole lines with one system call."""
        if self._descriptor is None or not lines:
            return
        data = ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")
        try:
            written = os.write(self._descriptor, data)
            if written < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            self.cut = f"{self._name} is cut at {at:.2f} s: {error.strerror}"
            self.close()

    def close(self) -> None:
        """Write no more."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Store:
    """The directory of one recording.

    Attributes:
        path: The directory.
        notes: Sentences about where it was put and what could not be written.
    """

    def __init__(self, path: Path, notes: list[str]) -> None:
        self.path = path
        self.notes = notes
        self.processes = Stream(path / PROCESSES)
        self.samples = Stream(path / SAMPLES)
        self._reserved = 0

    def cuts(self) -> list[str]:
        """Where streams were cut."""
        return [stream.cut for stream in (self.processes, self.samples) if stream.cut]

    def make_private(self, name: str) -> bool:
        """Make a directory for what the program writes; False if there is no place for it."""
        try:
            (self.path / name).mkdir(mode=0o700)
        except OSError:
            return False
        return True

    def begin(self, manifest: dict[str, Any]) -> None:
        """Write the manifest of a run that has not ended."""
        try:
            descriptor = create(self.path / MANIFEST)
        except OSError as error:
            self.notes.append(f"{MANIFEST} could not be made: {error.strerror}")
            return
        data = _encode(manifest)
        self._reserved = len(data) + _SPARE
        try:
            os.write(descriptor, data.ljust(self._reserved))
        except OSError as error:
            self.notes.append(f"{MANIFEST} could not be written: {error.strerror}")
        finally:
            os.close(descriptor)

    def begin_again(self, manifest: dict[str, Any]) -> None:
        """Write the manifest once more, in place, before the program runs."""
        self._overwrite(self.path / MANIFEST, _encode(manifest))

    def finish(self, manifest: dict[str, Any]) -> None:
        """Replace the manifest by one that has its end."""
        self.processes.close()
        self.samples.close()
        path, data = self.path / MANIFEST, _encode(manifest)
        try:
            _replace(path, data)
        except OSError:
            self._overwrite(path, data)

    def _overwrite(self, path: Path, data: bytes) -> None:
        """Use the room that was reserved: the blocks are there even on a full disk."""
        with contextlib.suppress(OSError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                os.pwrite(descriptor, data.ljust(self._reserved), 0)
            finally:
                os.close(descriptor)


def amend_returned(directory: Path, returned: int) -> None:
    """Write into the manifest of a run that has ended what `memfit run` exits with after all.

    A manifest that cannot be read or replaced stays as it is.
    """
    path = directory / MANIFEST
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        manifest = json.loads(path.read_bytes())
        manifest["end"]["returned"] = returned
        _replace(path, _encode(manifest))


def _replace(path: Path, data: bytes) -> None:
    """Put a file in the place of another one, whole or not at all.

    Raises:
        OSError: If it cannot be written; then nothing is left beside it.
    """
    beside = path.with_suffix(".new")
    try:
        descriptor = create(beside)
        try:
            if os.write(descriptor, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(descriptor)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _encode(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest, indent=1).encode("utf-8", "surrogateescape") + b"\n"


def create(path: Path) -> int:
    """Make a new file for its owner only, and open it for appending.

    Raises:
        OSError: If it exists or cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        os.fchmod(descriptor, 0o600)  # whatever the umask takes away
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def open_store(wanted: Path | None, command: list[str]) -> Store:
    """Make the directory of a new recording.

    Args:
        wanted: What the user asked for, or None for a new one under `.memfit/` here.
        command: The command, for the directory's name.

    Returns:
        The store; in the temporary directory, with a note, where the wanted one cannot be made.

    Raises:
        MemfitError: If the wanted directory is there and not empty.
    """
    notes: list[str] = []
    path = wanted or Path(HOME)
    try:
        path = wanted if wanted is not None else make_home() / "recordings" / name_after(command)
        if not _is_empty_directory(path):
            path.mkdir(mode=0o700, parents=True)
            path.chmod(0o700)  # whatever the umask takes away
        if not os.access(path, os.W_OK, effective_ids=True):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    except OSError as error:
        reason = f"{error.strerror} ({error.filename or path})"
        elsewhere = _elsewhere()
        path = elsewhere or NOWHERE
        where = f"the recording is in {path}" if elsewhere else "no place could be written to"
        notes.append(f"{where}: {reason}")
    return Store(path, notes)


def _is_empty_directory(path: Path) -> bool:
    """Say whether there is an empty directory; False if there is nothing.

    Raises:
        MemfitError: If there is something else.
        OSError: If it cannot be looked at.
    """
    if not path.exists():
        return False
    if path.is_dir() and not any(path.iterdir()):
        return True
    raise _taken(path)


def _taken(path: Path) -> MemfitError:
    return MemfitError(
        f"{path} exists and is not an empty directory",
        "name a new directory after --recording; an old recording is never overwritten",
    )


def _elsewhere() -> Path | None:
    import tempfile  # with all that it imports it costs two milliseconds

    with contextlib.suppress(OSError):
        return Path(tempfile.mkdtemp(prefix="memfit-"))
    return None


def make_home() -> Path:
    """Make `.memfit/` here if it is not there, hidden from git, and return it.

    Raises:
        OSError: If it cannot be made.
    """
    home = Path.cwd() / HOME
    home.mkdir(mode=0o700, exist_ok=True)
    ignore = home / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return home


def name_after(command: Sequence[str]) -> str:
    """Name a recording, or an experiment, after its time and command, so that a listing sorts by age."""
    words = [
        Path(word).name
        for word in privacy.command(command[:2])
        # The value of a variable says little, and may be a secret that nothing gives away.
        if not word.startswith("-") and "=" not in word and privacy.MASK not in word
    ]
    slug = re.sub(r"[^A-Za-z0-9]+", "-", "-".join(words)).strip("-")[:40] or "run"
    seconds, rest = divmod(time.time_ns(), 1_000_000_000)
    day_and_time = time.strftime("%Y%m%d-%H%M%S", time.localtime(seconds))
    # Two runs may start in the same millisecond.
    return f"{day_and_time}-{rest // 1_000_000:03}-{slug}-{os.urandom(2).hex()}"
