"""Exit records of the kernel, from datagrams built by hand."""

import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.model.recording import How
from memfit.record.lifecycle import taskstats
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked
from memfit.record.lifecycle.taskstats import Record, Taskstats, parse

STATS_SIZE = 432  # of struct taskstats, version 15
FAMILY = 23


def stats(
    pid: int,
    *,
    parent: int = 1,
    process: int | None = None,
    status: int = 0,
    peak: int = 0,
    name: bytes = b"sh",
    version: int = 15,
    size: int = STATS_SIZE,
) -> bytes:
    """A struct taskstats; offsets as in include/uapi/linux/taskstats.h. `peak` is in kB."""
    content = bytearray(STATS_SIZE)
    struct.pack_into("H", content, 0, version)
    struct.pack_into("I", content, 4, status)
    content[80 : 80 + len(name)] = name
    struct.pack_into("II", content, 128, pid, parent)
    struct.pack_into("Q", content, 200, peak)
    struct.pack_into("I", content, 368, pid if process is None else process)
    return bytes(content[:size])


def attribute(kind: int, data: bytes) -> bytes:
    return struct.pack("HH", 4 + len(data), kind) + data + b"\0" * (-len(data) % 4)


def message(*attributes: bytes, kind: int = FAMILY) -> bytes:
    body = struct.pack("BBxx", 2, 1) + b"".join(attributes)
    return struct.pack("IHHII", 16 + len(body), kind, 0, 0, 0) + body


def one(content: bytes, pid: int | None = None) -> bytes:
    number = struct.unpack_from("I", content, 128)[0] if pid is None else pid
    return attribute(4, attribute(1, struct.pack("I", number)) + attribute(3, content))


def test_a_record_is_read():
    content = stats(42, parent=7, process=41, status=9, peak=1000, name=b"a name) S")

    assert parse(message(one(content))) == [
        Record(pid=42, parent=7, process=41, status=9, peak=1_024_000, name="a name) S")
    ]


def test_all_records_of_a_datagram_are_read():
    datagram = message(one(stats(1)), one(stats(2))) + message(one(stats(3)))

    assert [record.pid for record in parse(datagram)] == [1, 2, 3]


def test_the_sum_over_a_group_is_no_task():
    group = attribute(5, attribute(2, struct.pack("I", 9)) + attribute(3, stats(9)))

    assert [record.pid for record in parse(message(one(stats(8)), group))] == [8]


def test_an_older_kernel_does_not_tell_the_process():
    [record] = parse(message(one(stats(42, process=41, version=11))))

    assert record.process == 42


def test_another_layout_is_not_believed():
    assert parse(message(one(stats(42), pid=43))) == []


def test_a_name_that_is_no_text_is_replaced():
    [record] = parse(message(one(stats(1, name=b"\xff\xfe\n"))))

    assert record.name == "\ufffd\ufffd\n"


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_messages_of_netlink_itself_are_no_records(kind: int):
    assert parse(message(one(stats(1)), kind=kind)) == []


def test_a_datagram_cut_anywhere_is_survived():
    datagram = message(one(stats(1))) + message(one(stats(2)))

    for length in range(len(datagram)):
        assert [record.pid for record in parse(datagram[:length])] in ([], [1], [1, 2])


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_are_survived(noise: bytes, place: int):
    datagram = bytearray(message(one(stats(1))))
    datagram[place : place + len(noise)] = noise

    parse(bytes(datagram))
    parse(noise)


class Fed:
    """A Taskstats whose kernel and whose polling are the test's."""

    def __init__(self) -> None:
        self.kernel, link = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        link.setblocking(False)
        self.way = Taskstats(lambda _pid, _status: None, lambda: None)
        self.way._link = link
        self.way._known.add(100)
        self.polled: list[Event] = []
        self.way._polling.events = lambda *, tick: self.polled  # type: ignore[method-assign]

    def events(self, *records: bytes, polled: list[Event] | None = None) -> list[Event]:
        for record in records:
            self.kernel.send(message(one(record)))
        self.polled = polled or []
        return self.way.events(tick=True)

    def close(self) -> None:
        self.kernel.close()
        self.way.detach()


@pytest.fixture
def fed() -> Iterator[Fed]:
    made = Fed()
    yield made
    made.close()


def gone(pid: int) -> list[Event]:
    return [Dying(pid, 10, 5, 2, How.SAMPLED, "VmHWM at the last tick"), Exited(pid, None)]


def test_the_kernel_s_peak_and_status_replace_what_was_polled(fed: Fed):
    events = fed.events(stats(100, peak=3, status=7 << 8), polled=gone(100))

    assert events == [
        Dying(100, 3072, 5, 2, How.EXACT, "taskstats hiwater_rss"),
        Exited(100, 7 << 8),
    ]


def test_a_record_that_comes_before_the_process_is_seen_to_be_gone_is_kept(fed: Fed):
    assert fed.events(stats(100, peak=3)) == []
    assert fed.events(polled=gone(100))[1] == Exited(100, 0)


def test_without_a_record_the_polled_bound_stands(fed: Fed):
    assert fed.events(polled=gone(100)) == gone(100)


def test_a_short_process_is_known_by_its_record_alone(fed: Fed):
    events = fed.events(stats(200, parent=100, peak=5, status=3 << 8, name=b"true"))

    assert events == [
        Forked(200, 100),
        Executed(200, ("true",), "", None),
        Dying(200, 5120, None, None, How.EXACT, "taskstats hiwater_rss"),
        Exited(200, 3 << 8),
    ]


def test_short_processes_of_a_short_process_are_its_children(fed: Fed):
    # They end before it, and so do their records.
    assert fed.events(stats(300, parent=201), stats(201, parent=200), stats(202, parent=200)) == []

    events = fed.events(stats(200, parent=100))

    assert [(each.pid, each.parent) for each in events if isinstance(each, Forked)] == [
        (200, 100), (201, 200), (300, 201), (202, 200),
    ]  # fmt: skip
    assert [each.pid for each in events if isinstance(each, Exited)] == [300, 201, 202, 200]


def test_children_that_ended_before_their_parent_was_seen_are_its_children(fed: Fed):
    fed.events(stats(201, parent=200), stats(300, parent=250))

    events = fed.events(polled=[Forked(200, 100)])

    assert [each.pid for each in events] == [200, 201, 201, 201, 201]


def test_children_of_a_stranger_are_not_given_to_who_has_its_pid_next(fed: Fed):
    fed.events(stats(201, parent=200), stats(200, parent=99))

    assert fed.events(polled=[Forked(200, 100)]) == [Forked(200, 100)]


def test_what_is_held_for_strangers_is_bounded(fed: Fed):
    for number in range(2000):
        fed.events(stats(10_000 + number, parent=9), stats(20_000 + number, parent=30_000 + number))

    held = fed.way._held
    assert len(held) <= 500
    assert sum(map(len, held.values())) <= 1000


def test_what_is_held_for_one_stranger_is_bounded(fed: Fed):
    for number in range(1000):
        fed.events(stats(10_000 + number, parent=9))

    assert len(fed.way._held[9]) <= 200


def test_a_process_of_somebody_else_is_not_taken_in(fed: Fed):
    assert fed.events(stats(200, parent=99), stats(100 + 1, parent=1)) == []


def test_the_end_of_a_thread_is_not_the_end_of_its_process(fed: Fed):
    # The first thread ends early with 0; another one grows, and exits with 5 for all.
    fed.events(stats(100, peak=10, status=0))
    fed.events(stats(101, process=100, parent=1, peak=80, status=5 << 8))

    dying, exited = fed.events(polled=gone(100))

    assert isinstance(dying, Dying)
    assert (dying.peak, exited) == (80 * 1024, Exited(100, 5 << 8))


def test_threads_of_unseen_processes_are_no_processes(fed: Fed):
    assert fed.events(stats(201, process=200, parent=100)) == []


def test_a_pid_that_is_used_again_does_not_inherit_the_record(fed: Fed):
    fed.events(stats(100, peak=80, status=9))
    fed.events(polled=gone(100))
    fed.events(polled=[Forked(100, 50)])

    assert fed.events(polled=gone(100)) == gone(100)


def test_without_privilege_the_kernel_refuses():
    if os.geteuid() == 0:
        code = "from memfit.record.lifecycle import taskstats; taskstats.listen()"
        ended = subprocess.run(
            ["setpriv", "--bounding-set=-net_admin", sys.executable, "-c", code],
            capture_output=True, check=False, text=True,
        )  # fmt: skip
        assert "Operation not permitted" in ended.stderr
    else:
        with pytest.raises(OSError, match="not permitted"):
            taskstats.listen()
