"""Whatever a recording holds, it loads and can be explained, or is refused with a sentence."""

import copy
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memfit.errors import UnusableInputError
from memfit.explain.verdict import explain
from memfit.model.recording import EndedBy, Exec, How, Measured, Role
from memfit.record.load import load
from memfit.report.document import document
from memfit.report.text import render
from tests.record.recordings import INDEX, MANIFEST, OUTPUT, STREAMS, lines, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "recording")


def use(path: Path) -> bool:
    """Do with a recording all that memfit does; False if it was refused."""
    try:
        recording = load(path)
    except UnusableInputError:
        return False
    explanation = explain(recording)
    json.dumps(document(explanation, recording), allow_nan=False)
    render(explanation, recording, 80, colour=False)
    return True


def test_everything_comes_back(path: Path):
    recording = load(path)

    assert recording.damage == ()
    assert recording.command == ("npx", "vitest", "run")
    assert recording.machine.around is not None
    assert (recording.limits.cpus, recording.runner, recording.runner_version) == (
        1.5, "vitest", "3.2.4",
    )  # fmt: skip
    main, worker, helper = recording.processes
    assert main.execs == (Exec(0.01, ("node", "vitest", "run")),)
    assert (main.role, main.exit_code, main.heap_limit) == (Role.MAIN, 1, 512 << 20)
    assert (worker.parent, worker.signal, worker.ended) == (0, 9, 1.0)
    assert worker.command == ("node", "vitest", "run")
    assert worker.peak == Measured(200 << 20, How.EXACT, "VmHWM at exit")
    assert (helper.ended, helper.threads) == (None, 1)
    assert list(main.heap.value) == [20 << 20]
    assert list(worker.pss.at) == [1.0]
    assert [kills.group for kills in recording.oom_kills] == [0, 1, 1]
    assert recording.oom_kills[0].machine is None
    assert recording.end is not None
    assert (recording.end.ended_by, recording.end.survivors) == (EndedBy.SIGNAL, (2,))


def test_output_comes_back_with_what_was_dropped_in_its_place(path: Path):
    output = load(path).output

    assert [chunk.dropped for chunk in output] == [0, 1000, 0, 0]
    assert b"".join(chunk.data for chunk in output) == OUTPUT
    assert output[3].data.startswith(b"Error: Worker")


@pytest.mark.parametrize("name", [*STREAMS, "output.log"])
def test_a_stream_cut_at_any_byte_loses_its_last_line_at_most(path: Path, name: str):
    whole = (path / name).read_bytes()
    complete = load(path)
    for cut in range(1, 301):
        (path / name).write_bytes(whole[: max(0, len(whole) - cut)])
        recording = load(path)
        assert cut % 20 or use(path)
        torn = (path / name).read_bytes()
        if torn and not torn.endswith(b"\n") and name != "output.log" and torn[-1:] != b"}":
            assert any("torn" in sentence for sentence in recording.damage)
        lost = whole[len(torn) :].count(b"\n")
        if name == "samples.jsonl":
            assert len(recording.usage) >= len(complete.usage) - lost
        if name == "processes.jsonl":
            assert len(recording.processes) >= len(complete.processes) - lost


def test_a_manifest_cut_at_any_byte_is_refused_or_whole(path: Path):
    whole = (path / "manifest.json").read_bytes()
    padded = whole.ljust(len(whole) + 300)
    for cut in (*range(1, 600, 13), 300, 301, 302, 303):
        (path / "manifest.json").write_bytes(padded[:-cut])
        assert use(path) is (cut <= 300)


@pytest.mark.parametrize("name", [*STREAMS, "output.log"])
def test_a_stream_that_is_missing_is_named(path: Path, name: str):
    (path / name).unlink()

    recording = load(path)

    assert use(path)
    assert any(name in sentence for sentence in recording.damage)


@pytest.mark.parametrize("name", [*STREAMS, "output.log"])
def test_a_directory_in_place_of_a_stream_is_named(path: Path, name: str):
    (path / name).unlink()
    (path / name).mkdir()

    assert use(path)
    assert any(name in sentence for sentence in load(path).damage)


def test_output_without_its_index_is_kept(path: Path):
    (path / "output.jsonl").write_bytes(b"")

    [chunk] = load(path).output

    assert (chunk.stream, chunk.data) == ("unknown", OUTPUT)


FOREIGN = {
    "nothing": b"",
    "binary": bytes(range(256)) * 4,
    "not JSON": b"hello\nthere\n",
    "other JSON": b'[1, 2]\n"text"\nnull\n7\n{}\n',
    "deep": b"[" * 100_000 + b"]" * 100_000 + b"\n",
    "deep objects": b'{"at":' * 50_000 + b"1" + b"}" * 50_000 + b"\n",
    "long number": b'{"at": ' + b"1" * 5000 + b"}\n",
    "infinite": b'{"at": 1e999, "event": "fork", "process": 0, "pid": 1, "role": "main"}\n',
    "not a number": b'{"at": NaN, "usage": NaN}\n',
    "surrogates": b'{"at": 1, "stream": "\\ud800", "bytes": 3}\n',
    "a line without end": b'{"at": 1, "usage": 5}' * 1000,
    "NUL bytes of a crashed disk": b"\0" * 5000,
    "carriage returns": b'{"at": 1, "usage": 5}\r\n{"at": 2, "usage": 6}\r\n',
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("name", [*STREAMS, "output.log", "manifest.json"])
def test_foreign_content_is_survived(path: Path, name: str, content: bytes):
    (path / name).write_bytes(content)

    assert use(path) is (name != "manifest.json")


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("name", STREAMS)
def test_foreign_content_does_not_spoil_what_stands_before(path: Path, name: str, content: bytes):
    before = load(path)
    with (path / name).open("ab") as file:
        file.write(content)

    after = load(path)

    assert use(path)
    assert len(after.processes) >= len(before.processes)
    assert len(after.usage) >= len(before.usage)


HOSTILE: list[Any] = [
    None, True, -1, 0, 2**63, 0.5, 1e308, float("inf"), "", "\x1b[31m\udcff", [], [None], {},
    {"0": "x"}, [1, "x"],
]  # fmt: skip


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, as keys and indices."""
    if place:
        yield place
    children = value.items() if isinstance(value, dict) else []
    children = enumerate(value) if isinstance(value, list) else children
    for key, child in children:
        yield from places(child, (*place, key))


def changed(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    result = copy.deepcopy(value)
    parent = result
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = new
    return result


def without(value: Any, place: tuple[Any, ...]) -> Any:
    result = changed(value, place, None)
    parent = result
    for key in place[:-1]:
        parent = parent[key]
    del parent[place[-1]]
    return result


@pytest.mark.parametrize(
    "place", list(places(MANIFEST)), ids=lambda place: ".".join(map(str, place))
)
def test_any_value_anywhere_in_the_manifest_is_survived(path: Path, place: tuple[Any, ...]):
    for content in (
        *(changed(MANIFEST, place, value) for value in HOSTILE),
        without(MANIFEST, place),
    ):
        (path / "manifest.json").write_text(json.dumps(content))
        use(path)


@pytest.mark.parametrize("name", STREAMS)
def test_any_value_anywhere_in_a_stream_is_survived(path: Path, name: str):
    entries = STREAMS[name]
    # One line of each shape is enough.
    shapes = {(*sorted(entry), str(entry.get("event"))): n for n, entry in enumerate(entries)}
    for number in shapes.values():
        for place in places(entries[number]):
            for entry in (
                *(changed(entries[number], place, value) for value in HOSTILE),
                without(entries[number], place),
            ):
                spoiled = [*entries[:number], entry, *entries[number + 1 :]]
                (path / name).write_bytes(lines(spoiled))
                assert use(path), entry


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_bytes_that_were_flipped_are_survived(path: Path, data: st.DataObject):
    write(path)
    name = data.draw(st.sampled_from([*STREAMS, "manifest.json"]))
    content = bytearray((path / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        position = data.draw(st.integers(0, len(content) - 1))
        content[position] = data.draw(st.integers(0, 255))
    (path / name).write_bytes(bytes(content))

    use(path)


def test_lines_in_any_order_are_survived(path: Path):
    for name, entries in STREAMS.items():
        (path / name).write_bytes(lines(entries[::-1]))

    assert use(path)


def test_a_newer_format_is_refused_with_what_to_do(path: Path):
    (path / "manifest.json").write_text(json.dumps({**MANIFEST, "schema": 2}))

    with pytest.raises(UnusableInputError) as raised:
        load(path)

    assert "upgrade memfit" in raised.value.hint


def test_a_place_without_recording_is_refused(tmp_path: Path):
    for place in (tmp_path, tmp_path / "missing", Path("/dev/null"), Path("/dev/null/x")):
        with pytest.raises(UnusableInputError, match="is not a recording"):
            load(place)


@pytest.mark.parametrize("end", [{"end": None}, {}], ids=["null", "absent"])
def test_a_recording_without_end_has_none(path: Path, end: dict[str, None]):
    rest = {name: value for name, value in MANIFEST.items() if name != "end"}
    (path / "manifest.json").write_text(json.dumps({**rest, **end}))

    recording = load(path)

    assert recording.end is None
    assert use(path)


def test_a_manifest_that_lacks_something_is_refused_with_its_name(path: Path):
    rest = {name: value for name, value in MANIFEST.items() if name != "limits"}
    (path / "manifest.json").write_text(json.dumps(rest))

    with pytest.raises(UnusableInputError, match="is damaged: 'limits' is missing"):
        load(path)


def test_more_output_than_the_index_knows_is_kept(path: Path):
    (path / "output.jsonl").write_bytes(lines(INDEX[:1]))

    first, rest = load(path).output

    assert (first.data, rest.stream) == (b"RUN v3\n", "unknown")
    assert first.data + rest.data == OUTPUT
    assert replace(rest, data=b"").dropped == 0


FILES = [*STREAMS, "output.log", "manifest.json"]


def said_of(path: Path) -> str:
    """What is said to be wrong with a recording that may or may not load."""
    try:
        return "; ".join(load(path).damage)
    except UnusableInputError as error:
        return error.message


@pytest.fixture
def _patience() -> Iterator[None]:
    """End a test that waits for ever."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("_patience")
@pytest.mark.parametrize("name", FILES)
def test_a_pipe_in_place_of_a_file_is_not_waited_for(path: Path, name: str):
    (path / name).unlink()
    os.mkfifo(path / name)

    said = said_of(path)

    assert name in said
    assert "it is not a regular file" in said


@pytest.mark.parametrize("name", FILES)
def test_a_link_in_place_of_a_file_is_not_followed(path: Path, name: str):
    (path / name).rename(path.parent / "elsewhere")
    (path / name).symlink_to(path.parent / "elsewhere")

    said = said_of(path)

    assert name in said
    assert "it is a symbolic link" in said


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_far_too_large_is_not_read_to_its_end(path: Path, name: str):
    os.truncate(path / name, 1 << 25)  # zeros that take no room on the disk

    said = said_of(path)

    assert name in said
    assert "more than 16 MB" in said


def test_a_recording_may_be_reached_over_a_link(path: Path):
    (path.parent / "link").symlink_to(path)

    assert load(path.parent / "link").damage == ()


def test_a_parent_that_is_not_in_the_recording_is_unknown(path: Path):
    orphan = {"at": 1.0, "event": "fork", "process": 9, "pid": 9, "parent": 77, "role": "helper"}
    (path / "processes.jsonl").write_bytes(lines([*STREAMS["processes.jsonl"], orphan]))

    assert load(path).processes[-1].parent is None


def test_survivors_that_are_not_in_the_recording_are_left_out(path: Path):
    spoiled = changed(MANIFEST, ("end", "survivors"), [2, 77])
    (path / "manifest.json").write_text(json.dumps(spoiled))

    recording = load(path)

    assert recording.end is not None
    assert recording.end.survivors == (2,)
