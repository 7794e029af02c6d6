"""A recording's directory: made for its owner, never over an old one, and cut where it must be."""

import errno
import json
import os
import resource
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from memfit.errors import MemfitError
from memfit.record import store
from memfit.record.store import NOWHERE, Store, Stream, create, open_store


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("open_umask")
def test_a_new_place_under_the_home_is_the_owner_s_alone(here: Path):
    place = open_store(None, ["npx", "vitest", "run"])

    assert place.path.parent == here / ".memfit" / "recordings"
    assert place.path.name.split("-")[3:-1] == ["npx", "vitest"]
    assert [mode(here / ".memfit"), mode(place.path)] == [0o700, 0o700]
    assert [mode(file) for file in place.path.iterdir()] == [0o600, 0o600]
    assert (here / ".memfit" / ".gitignore").read_text() == "*\n"
    assert place.notes == []


def test_two_runs_in_the_same_second_have_two_places(here: Path):
    assert open_store(None, ["x"]).path != open_store(None, ["x"]).path


@pytest.mark.parametrize(
    "command", [["../../x"], ["/"], ["-"], ["a\nb\x1b", "\udcff"], ["x" * 5000], ["."], [" "]]
)
def test_an_odd_command_gives_a_plain_name(here: Path, command: list[str]):
    path = open_store(None, command).path

    assert path.parent == here / ".memfit" / "recordings"
    assert len(path.name) < 80
    assert path.name.replace("-", "").isalnum()
    assert path.name.isascii()


def test_a_wanted_place_is_made_with_its_parents(here: Path):
    place = open_store(Path("a/b/c"), ["x"])

    assert (place.path, mode(here / "a" / "b" / "c")) == (Path("a/b/c"), 0o700)


def test_an_empty_directory_is_taken_as_it_is(here: Path):
    (here / "mine").mkdir()
    (here / "mine").chmod(0o755)

    assert open_store(Path("mine"), ["x"]).path == Path("mine")
    assert mode(here / "mine") == 0o755


@pytest.mark.parametrize("kind", ["file", "full", "link to full", "fifo"])
def test_what_is_there_is_never_overwritten(here: Path, kind: str):
    full = here / "full"
    full.mkdir()
    (full / "kept").write_text("kept")
    places = {
        "file": full / "kept",
        "full": full,
        "link to full": here / "link",
        "fifo": here / "f",
    }
    (here / "link").symlink_to(full)
    os.mkfifo(here / "f")

    with pytest.raises(MemfitError, match="exists and is not an empty directory"):
        open_store(places[kind], ["x"])

    assert (full / "kept").read_text() == "kept"
    assert [path.name for path in full.iterdir()] == ["kept"]


def test_a_dangling_link_moves_the_recording_elsewhere(here: Path, monkeypatch: pytest.MonkeyPatch):
    (here / "link").symlink_to(here / "missing")
    temporary = here / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    place = open_store(Path("link"), ["x"])

    assert place.path.parent == temporary
    [note] = place.notes
    assert note == f"the recording is in {place.path}: File exists (link)"


def test_a_home_that_is_a_file_moves_the_recording_elsewhere(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    (here / ".memfit").touch()
    temporary = here / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    place = open_store(None, ["x"])

    assert place.path.parent == temporary
    assert place.notes[0].endswith(f": File exists ({here / '.memfit'})")


def test_nowhere_to_write_is_a_store_that_keeps_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    (here / ".memfit").touch()
    monkeypatch.setattr(tempfile, "tempdir", "/dev/null/nowhere")

    place = open_store(None, ["x"])
    place.begin({"schema": 1})
    place.begin_again({"schema": 1})
    place.processes.write(["{}"], 0.0)
    place.finish({"schema": 1})

    assert place.path == NOWHERE
    assert place.notes[0].startswith("no place could be written to: ")
    assert place.notes[1] == "manifest.json could not be made: Not a directory"
    assert place.cuts() == [
        "processes.jsonl could not be made: Not a directory",
        "samples.jsonl could not be made: Not a directory",
    ]


@pytest.mark.parametrize("umask", [0, 0o077, 0o777])
def test_a_file_is_its_owner_s_whatever_the_umask(here: Path, umask: int):
    before = os.umask(umask)
    try:
        os.close(create(here / "file"))
    finally:
        os.umask(before)

    assert mode(here / "file") == 0o600


@pytest.mark.parametrize("there", ["file", "link", "dangling"])
def test_a_file_that_is_there_is_not_opened(here: Path, there: str):
    (here / "file").write_text("kept")
    (here / "link").symlink_to("file")
    (here / "dangling").symlink_to("new")

    with pytest.raises(FileExistsError):
        create(here / there)

    assert (here / "file").read_text() == "kept"
    assert not (here / "new").exists()


def test_lines_are_appended_whole(here: Path):
    stream = Stream(here / "s")
    stream.write(["one", "two"], 0.0)
    stream.write([], 0.0)
    stream.write(["three \udcff"], 0.0)
    stream.close()

    assert (here / "s").read_bytes() == b"one\ntwo\nthree \xff\n"
    assert stream.cut is None


def test_a_stream_that_reaches_a_limit_is_cut_there_and_says_when(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    stream = Stream(here / "s")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        stream.write(["12345"], 1.0)
        stream.write(["12345678"], 2.5)
        stream.write(["9"], 3.0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    stream.close()

    assert (here / "s").read_bytes() == b"12345\n1234"
    assert stream.cut == "s is cut at 2.50 s: No space left on device"


def manifest(path: Path) -> object:
    return json.loads((path / "manifest.json").read_bytes())


def test_the_manifest_is_whole_at_every_step(here: Path):
    place = Store(here, [])

    place.begin({"step": 1, "long": "x" * 5000})
    assert manifest(here) == {"step": 1, "long": "x" * 5000}
    place.begin_again({"step": 2})
    assert manifest(here) == {"step": 2}
    place.finish({"step": 3})
    assert manifest(here) == {"step": 3}
    assert sorted(path.name for path in here.iterdir()) == [
        "manifest.json", "processes.jsonl", "samples.jsonl",
    ]  # fmt: skip


def test_the_end_is_written_where_room_was_reserved_if_the_disk_is_full(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    place = Store(here, [])
    place.begin({"step": 1})
    size = (here / "manifest.json").stat().st_size
    real = store.create

    def full(path: Path) -> int:
        real(path)
        return os.open("/dev/full", os.O_WRONLY)

    monkeypatch.setattr(store, "create", full)
    place.finish({"step": 2})

    assert manifest(here) == {"step": 2}
    assert (here / "manifest.json").stat().st_size == size
    assert not (here / "manifest.new").exists()


def test_the_room_that_was_reserved_is_enough_for_what_the_end_adds(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    place = Store(here, [])
    place.begin({"command": "x" * 50_000})
    size = (here / "manifest.json").stat().st_size
    monkeypatch.setattr(store, "create", lambda _path: os.open("/dev/full", os.O_WRONLY))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))  # as full as a disk can be
    try:
        place.finish({"command": "x" * 50_000, "notes": ["y" * 20_000]})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert manifest(here) == {"command": "x" * 50_000, "notes": ["y" * 20_000]}


def test_a_manifest_that_shrinks_leaves_nothing_of_the_longer_one(here: Path):
    place = Store(here, [])
    place.begin({"long": "x" * 40_000})
    place.begin_again({"short": 1})

    assert manifest(here) == {"short": 1}


def test_places_of_one_second_sort_by_age(here: Path, monkeypatch: pytest.MonkeyPatch):
    start = 1_700_000_000_000_000_000
    names = []
    for milliseconds, program in ((7, "zoo"), (70, "bear"), (700, "ape")):
        monkeypatch.setattr(store.time, "time_ns", lambda ms=milliseconds: start + ms * 1_000_000)
        names.append(open_store(None, [program]).path.name)

    assert names == sorted(names)
    assert [name.split("-")[2] for name in names] == ["007", "070", "700"]


@pytest.mark.parametrize(
    ("command", "slug"),
    [
        (["env", "SECRET_TOKEN=hunter2abc", "true"], ["env"]),
        (["env", "HARMLESS=hunter2abc", "true"], ["env"]),
        (["--token", "hunter2abc"], ["run"]),
        (["fetch", "https://hunter2abc@example.org/hunter2abc"], ["fetch"]),
        (["fetch", "ghp_hunter2abchunter2abc"], ["fetch"]),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_name_holds_no_secret(command: list[str], slug: list[str]):
    assert open_store(None, command).path.name.split("-")[3:-1] == slug


def test_a_name_that_is_too_long_moves_the_recording_elsewhere(
    here: Path, monkeypatch: pytest.MonkeyPatch
):
    temporary = here / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    place = open_store(Path("x" * 300), ["x"])

    assert place.path.parent == temporary
    assert place.notes[0].startswith(f"the recording is in {place.path}: File name too long (xxx")


@pytest.mark.parametrize("method", ["exists", "iterdir"])
def test_a_place_that_may_not_be_looked_at_moves_the_recording_elsewhere(
    here: Path, monkeypatch: pytest.MonkeyPatch, method: str
):
    # Root may look everywhere, so that a mode would not do.
    temporary = here / "temporary"
    temporary.mkdir()
    (here / "closed").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(store.Path, method, refuse)
        place = open_store(Path("closed"), ["x"])

    assert place.path.parent == temporary
    assert place.notes == [f"the recording is in {place.path}: Permission denied (closed)"]


def test_of_two_runs_that_are_given_one_directory_at_once_one_is_refused(here: Path):
    first = Store(here, [])
    first.begin({"run": 1})

    with pytest.raises(MemfitError, match="is not an empty directory"):
        Store(here, [])

    first.finish({"run": 1})
    assert manifest(here) == {"run": 1}
