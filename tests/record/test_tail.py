import json
import os
from pathlib import Path

import pytest

from memfit.record.status import Status
from memfit.record.tail import Glance, Tail

MB = 1 << 20


def write(directory: Path, name: str, *lines: object) -> None:
    with (directory / f"{name}.jsonl").open("a") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def begins(at, file, worker="3"):
    return [
        {"at": at - 0.1, "event": "start", "runtime": "node", "worker": worker, "thread": 0},
        {"at": at, "event": "file-start", "file": file},
    ]


def tick(at, mb, label=None, thread=0):
    line = {"at": at, "event": "tick", "thread": thread, "counters": [int(mb * MB), 0]}
    return {**line, "label": label} if label else line


def test_the_file_of_the_worker_that_grows_fastest_is_shown(tmp_path: Path):
    write(tmp_path, "1-0", *begins(1.0, "slow.ts", "1"))
    write(tmp_path, "2-0", *begins(0.5, "fast.ts", "2"))
    write(tmp_path, "1-sampler", tick(1.0, 10), tick(2.0, 12))
    write(tmp_path, "2-sampler", tick(1.0, 10), tick(2.0, 60))

    assert Tail(tmp_path).look(2.1, [1, 2]) == Glance("fast.ts", 2, "worker 2", 50.0 * MB)


def test_where_nothing_grows_the_file_that_began_last_is_shown(tmp_path: Path):
    write(tmp_path, "1-0", *begins(1.0, "early.ts"))
    write(tmp_path, "2-0", *begins(2.0, "late.ts"))

    assert Tail(tmp_path).look(2.1, [1, 2]) == Glance("late.ts", 2, "", 0.0)


def test_only_what_is_new_is_read_and_a_torn_line_waits_for_its_end(tmp_path: Path):
    tail = Tail(tmp_path)
    write(tmp_path, "1-0", *begins(1.0, "a.ts"))
    with (tmp_path / "1-0.jsonl").open("a") as file:
        file.write('{"at": 1.5, "event": "file-')
    assert tail.look(1.6, [1]).file == "a.ts"

    with (tmp_path / "1-0.jsonl").open("a") as file:
        file.write('end", "file": "a.ts"}\n')

    assert tail.look(1.7, [1]) == Glance("", 0, "", 0.0)


def test_of_a_long_stream_only_the_end_is_read(tmp_path: Path):
    lines = [tick(at / 100, at, ["big.ts", "t", ""]) for at in range(20_000)]
    write(tmp_path, "1-sampler", *lines)

    found = Tail(tmp_path).look(200.0, [1])

    assert (found.file, found.worker) == ("big.ts", "pid 1")
    assert found.rate == pytest.approx(100 * MB)


def test_threads_of_one_process_are_told_apart(tmp_path: Path):
    write(tmp_path, "1-sampler", tick(1, 5, ["a.ts", "", ""], 2), tick(1, 9, ["b.ts", "", ""], 3))
    write(tmp_path, "1-sampler", tick(2, 80, thread=2), tick(2, 9, thread=3))

    assert Tail(tmp_path).look(2.0, [1]).file == "a.ts"


def test_a_tick_of_before_the_end_of_a_file_does_not_bring_it_back(tmp_path: Path):
    write(tmp_path, "1-0", *begins(1.0, "a.ts"), {"at": 2.0, "event": "file-end", "file": "a.ts"})
    write(tmp_path, "1-sampler", tick(1.9, 5, ["a.ts", "t", ""]))

    assert Tail(tmp_path).look(2.1, [1]).files == 0


def test_the_dead_are_forgotten(tmp_path: Path):
    tail = Tail(tmp_path)
    write(tmp_path, "1-0", *begins(1.0, "a.ts"))
    assert tail.look(1.1, [1]).files == 1

    assert tail.look(1.2, [2]).files == 0


@pytest.mark.parametrize(
    "line",
    ["[]", "nonsense", '{"event": "tick"}', '{"at": "x", "event": "file-start", "file": 3}',
     '{"at": 1, "event": "tick", "counters": [null], "label": [7]}', '{"at": 1, "thread": []}', "[" * 5000],
)  # fmt: skip
def test_lines_of_another_shape_are_left_out(tmp_path: Path, line: str):
    (tmp_path / "1-0.jsonl").write_text(f"{line}\n")

    assert Tail(tmp_path).look(2.0, [1]) == Glance("", 0, "", 0.0)


def test_a_stream_that_is_no_file_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "1-0.jsonl")

    assert Tail(tmp_path).look(2.0, [1]).files == 0


def test_without_streams_there_is_nothing_to_see(tmp_path: Path):
    assert Tail(tmp_path / "none").look(2.0, [1, 2]) == Glance("", 0, "", 0.0)


def test_the_status_line_names_the_file_and_who_grows():
    glance = Glance("/app/src/cart.test.ts", 3, "worker 2", 14.25 * MB)

    line = Status(2048 * MB).line(12.3, 1024 * MB, "node vitest", 90 * MB, glance)

    assert line.endswith("▅  cart.test.ts +2  worker 2 +14 MB/s")
    assert len(line) <= 80


def test_a_long_run_under_a_limit_has_room_for_both_on_eighty_columns():
    status = Status(2048 * MB)
    glance = Glance("a" * 300 + ".test.ts", 12, "worker 12", 123.4 * MB)

    line = [status.line(599.0, 1999 * MB, "", 0, glance) for _ in range(30)][-1]

    assert "…aaa" in line
    assert len(line) <= 110


def test_the_status_line_names_the_biggest_where_nobody_looks_inside():
    line = Status(None).line(12.3, 1024 * MB, "node vitest", 90 * MB, Glance("", 0, "", 0.0))

    assert line.endswith("biggest: node vitest 90.0 MB")


def test_hostile_names_do_nothing_to_the_status_line():
    glance = Glance("x/\x1b[2J\u202e\n.ts", 1, "worker \x07", 14.25 * MB)

    assert Status(None).line(1, 1, "", 0, glance).isprintable()
