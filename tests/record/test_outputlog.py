"""What is kept of the output is bounded, in order, and says what is missing."""

import json
import os
from pathlib import Path

import pytest

from memfit.record import outputlog
from memfit.record.outputlog import OutputLog


class Log:
    """An OutputLog on two files, with a clock that the test moves."""

    def __init__(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(outputlog.time, "monotonic", lambda: self.now)
        self.files = (place / "output.log", place / "output.jsonl")
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        data, index = (os.open(file, flags, 0o600) for file in self.files)
        self.log = OutputLog(data, index, epoch=100.0)

    def add(self, stream: str, chunk: bytes, after: float = 0.0) -> None:
        self.now += after
        self.log.add(stream, chunk)

    @property
    def data(self) -> bytes:
        return self.files[0].read_bytes()

    @property
    def index(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.files[1].read_text().splitlines()]


def descriptors() -> int:
    """How many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.setattr(outputlog, "KEPT_HEAD", 100)
    monkeypatch.setattr(outputlog, "KEPT_TAIL", 50)
    return Log(tmp_path, monkeypatch)


def test_chunks_are_written_at_once_and_indexed_with_their_times(log: Log):
    log.add("stdout", b"one\n", after=0.5)
    assert log.data == b"one\n"
    log.add("stderr", b"two\n", after=0.25)
    log.log.seal()

    assert log.data == b"one\ntwo\n"
    assert log.index == [
        {"at": 0.5, "stream": "stdout", "bytes": 4},
        {"at": 0.75, "stream": "stderr", "bytes": 4},
    ]


def test_chunks_of_one_stream_close_together_are_one_line(log: Log):
    for letter in b"abc":
        log.add("stdout", bytes([letter]), after=0.01)
    log.add("stdout", b"later", after=1.0)
    log.log.seal()

    assert [entry["bytes"] for entry in log.index] == [3, 5]


def test_streams_that_alternate_keep_their_order(log: Log):
    for number in range(6):
        log.add("stdout" if number % 2 else "stderr", b"%d" % number)
    log.log.seal()

    assert log.data == b"012345"
    assert [entry["stream"] for entry in log.index] == ["stderr", "stdout"] * 3


@pytest.mark.parametrize("size", [1, 7, 30, 64, 149, 150, 151, 400])
def test_the_head_and_the_tail_are_kept_and_the_rest_is_counted(log: Log, size: int):
    printed = bytes(number % 251 for number in range(1000))
    for start in range(0, len(printed), size):
        log.add("stdout", printed[start : start + size], after=1.0)
    log.log.seal()

    assert log.data == printed[:100] + printed[-50:]
    dropped = [entry for entry in log.index if "dropped" in entry]
    assert [entry["dropped"] for entry in dropped] == [850]
    assert sum(int(str(entry.get("bytes", 0))) for entry in log.index) == 150
    # The place of the gap: what stands before it is the head, all of it.
    place = log.index.index(dropped[0])
    assert sum(int(str(entry["bytes"])) for entry in log.index[:place]) == 100
    times = [float(str(entry["at"])) for entry in log.index]
    assert times == sorted(times)


@pytest.mark.parametrize("size", [99, 100, 101, 150])
def test_what_fits_is_kept_whole(log: Log, size: int):
    log.add("stdout", b"x" * size)
    log.log.seal()

    assert log.data == b"x" * size
    assert not any("dropped" in entry for entry in log.index)


def test_the_index_is_bounded_when_streams_alternate_byte_by_byte(
    log: Log, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(outputlog, "HEAD_CHUNKS", 8)
    monkeypatch.setattr(outputlog, "TAIL_CHUNKS", 5)
    for number in range(60):
        log.add("stdout" if number % 2 else "stderr", b"%d" % (number % 10))
    log.log.seal()

    assert log.data == b"01234567" + b"56789"
    assert [entry.get("dropped") for entry in log.index] == [None] * 8 + [47] + [None] * 5


def test_an_empty_chunk_is_no_line(log: Log):
    log.add("stdout", b"")
    log.log.seal()

    assert log.index == []


def test_nothing_is_kept_after_the_seal(log: Log):
    log.add("stdout", b"kept")
    log.log.seal()
    log.add("stdout", b"late")
    log.log.seal()

    assert log.data == b"kept"
    assert log.log.cut is None


def test_a_full_disk_cuts_the_log_and_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outputlog.time, "monotonic", lambda: 103.5)
    log = OutputLog(os.open("/dev/full", os.O_WRONLY), os.open("/dev/null", os.O_WRONLY), 100.0)

    log.add("stdout", b"x")
    log.add("stdout", b"y")
    log.seal()

    assert log.cut == "output.log is cut at 3.50 s: No space left on device"


def test_a_full_index_is_said_too():
    log = OutputLog(os.open("/dev/null", os.O_WRONLY), os.open("/dev/full", os.O_WRONLY), 0.0)

    log.add("stdout", b"x")
    log.seal()

    assert log.cut is not None
    assert log.cut.startswith("output.jsonl is cut at ")


@pytest.mark.parametrize("files", [(None, None), (None, 1), (1, None)])
def test_files_that_could_not_be_made_are_said(files: tuple[int | None, int | None]):
    data, index = (os.open("/dev/null", os.O_WRONLY) if file else None for file in files)
    log = OutputLog(data, index, 0.0)

    log.add("stdout", b"x" * 1000)
    log.seal()

    assert log.cut == "output.log could not be made"


def test_released_files_are_closed_and_nothing_is_written(log: Log):
    before = descriptors()
    log.log.release()
    log.add("stdout", b"x")
    log.log.seal()

    assert descriptors() == before - 2
    assert (log.data, log.index) == (b"", [])
