"""Exact peaks from the kernel's exit records, for root where ptrace is not allowed.

The kernel sends a record for every task of the machine that ends, with its largest resident set
(`hiwater_rss`). Who belongs to the tree is learned by polling, and from the parent in the
record for processes that were too short to be seen. A child's record comes before its
parent's, so records are held until it is known whose they are.

Source: Documentation/accounting/taskstats-struct.rst, include/uapi/linux/taskstats.h.
"""

import os
import socket
import struct
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from memfit.classes import dataclass
from memfit.model.recording import How
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked, Signal
from memfit.record.lifecycle.polling import Polling

_NETLINK_GENERIC: Final = 16
_CONTROL: Final = 16  # the family that finds families
_GET_FAMILY: Final = 3
_FAMILY_ID: Final = 1
_FAMILY_NAME: Final = 2
_REQUEST: Final = 1
_ACKNOWLEDGE: Final = 4
_ERROR: Final = 2
_COMMAND_GET: Final = 1
_REGISTER_CPUS: Final = 3
_AGGREGATE_TASK: Final = 4
_TASK_ID: Final = 1
_STATS: Final = 3

_MOST_SIBLINGS: Final = 200
_MOST_PARENTS: Final = 500

# Offsets into struct taskstats; fields up to hiwater_rss have not moved since version 3.
_EXIT_CODE: Final = 4
_NAME: Final = 80
_PARENT: Final = 132
_PID: Final = 128
_PEAK: Final = 200
# ac_tgid came with version 12.
_TGID: Final = 368
_TGID_VERSION: Final = 12


@dataclass(frozen=True, slots=True)
class Record:
    """The end of one task.

    Attributes:
        pid: The task.
        parent: Pid of the process that made its process.
        process: Its process; the task itself where the kernel does not tell (before 5.19).
        status: Wait status.
        peak: Largest resident set of its process so far, bytes.
        name: Its name, at most 15 bytes.
    """

    pid: int
    parent: int
    process: int
    status: int
    peak: int
    name: str


@dataclass(frozen=True, slots=True)
class _Ended:
    """A process that came and went between two looks, with those that it made."""

    record: Record
    children: "list[_Ended]"

    def events(self) -> list[Event]:
        """What happened, as far as the records tell."""
        record = self.record
        return [
            Forked(record.pid, record.parent),
            Executed(record.pid, (record.name,), "", None),
            *(event for child in self.children for event in child.events()),
            Dying(record.pid, record.peak, None, None, How.EXACT, "taskstats hiwater_rss"),
            Exited(record.pid, record.status),
        ]


def _attribute(kind: int, data: bytes) -> bytes:
    length = 4 + len(data)
    return struct.pack("HH", length, kind) + data + b"\0" * (-length % 4)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(data):
        length, kind = struct.unpack_from("HH", data, position)
        if length < 4:
            return
        yield kind, data[position + 4 : position + length]
        position += (length + 3) & ~3


def _message(family: int, flags: int, command: int, payload: bytes) -> bytes:
    body = struct.pack("BBxx", command, 1) + payload
    return struct.pack("IHHII", 16 + len(body), family, flags, 1, 0) + body


def parse(datagram: bytes) -> list[Record]:
    """Read the exit records of one netlink datagram."""
    records = []
    position = 0
    while position + 16 <= len(datagram):
        length, kind = struct.unpack_from("IH", datagram, position)
        if length < 16:
            break
        if kind >= _NETLINK_GENERIC:
            for part, data in _attributes(datagram[position + 20 : position + length]):
                if part == _AGGREGATE_TASK:
                    fields = dict(_attributes(data))
                    record = _record(fields.get(_TASK_ID), fields.get(_STATS))
                    if record is not None:
                        records.append(record)
        position += (length + 3) & ~3
    return records


def _record(task: bytes | None, stats: bytes | None) -> Record | None:
    if task is None or stats is None or len(stats) < _PEAK + 8:
        return None
    (pid,) = struct.unpack_from("I", stats, _PID)
    if pid != struct.unpack("I", task)[0]:
        return None  # the layout is not the one that we know
    (version,) = struct.unpack_from("H", stats, 0)
    has_tgid = version >= _TGID_VERSION and len(stats) >= _TGID + 4
    return Record(
        pid=pid,
        parent=struct.unpack_from("I", stats, _PARENT)[0],
        process=struct.unpack_from("I", stats, _TGID)[0] if has_tgid else pid,
        status=struct.unpack_from("I", stats, _EXIT_CODE)[0],
        peak=struct.unpack_from("Q", stats, _PEAK)[0] * 1024,
        name=stats[_NAME : _NAME + 32].split(b"\0")[0].decode("utf-8", "replace"),
    )


def listen() -> socket.socket:
    """Open a socket that receives the exit records of all processors.

    Raises:
        OSError: Without CAP_NET_ADMIN, or where the kernel has no taskstats.
    """
    link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, _NETLINK_GENERIC)
    try:
        link.bind((0, 0))
        # Records that do not fit are lost: 5,000 short processes are 2 MB of records.
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        name = _attribute(_FAMILY_NAME, b"TASKSTATS\0")
        link.send(_message(_CONTROL, _REQUEST, _GET_FAMILY, name))
        answer = link.recv(65536)
        _refused(answer)
        (family,) = struct.unpack("H", dict(_attributes(answer[20:]))[_FAMILY_ID])
        cpus = _attribute(_REGISTER_CPUS, b"0-%d\0" % ((os.cpu_count() or 1) - 1))
        link.send(_message(family, _REQUEST | _ACKNOWLEDGE, _COMMAND_GET, cpus))
        _refused(link.recv(65536))
        link.setblocking(False)
    except BaseException:
        link.close()
        raise
    return link


def _refused(answer: bytes) -> None:
    (kind,) = struct.unpack_from("H", answer, 4)
    if kind == _ERROR:
        (code,) = struct.unpack_from("i", answer, 16)
        if code:
            raise OSError(-code, os.strerror(-code))


class Taskstats:
    """The tree is polled, and every end is reported by the kernel; see the module."""

    name = "taskstats"
    misses = "processes that live less than a tick are known by name only"
    more = False

    def __init__(
        self,
        unreaped: Callable[[int, int], None],
        inside: Callable[[], list[int] | None],
    ) -> None:
        self._unreaped = unreaped
        self._polling = Polling(unreaped, inside)
        self._link: socket.socket | None = None
        self._known: set[int] = set()
        self._records: dict[int, Record] = {}
        self._held: dict[int, list[_Ended]] = {}  # by the pid of who made them

    def attach(self, root: int) -> None:
        """Listen, then look at the root."""
        self._link = listen()
        self._known.add(root)
        self._polling.attach(root)

    def events(self, *, tick: bool = True) -> list[Event]:
        """Merge what was seen with what the kernel reported."""
        polled = self._polling.events(tick=tick)
        for event in polled:
            if isinstance(event, Forked):
                self._known.add(event.pid)
        happened: list[Event] = []
        for record in self._received():
            if record.process in self._known:
                # The last one counts: of threads, and of the programs that a process became.
                self._records[record.process] = record
            elif record.process == record.pid:
                ended = _Ended(record, self._held.pop(record.pid, []))
                if record.parent in self._known:
                    happened += ended.events()
                else:
                    self._hold(ended)
        for event in polled:
            happened.append(self._exact(event))
            if isinstance(event, Forked):
                for ended in self._held.pop(event.pid, []):
                    happened += ended.events()
            elif isinstance(event, Exited):
                self._known.discard(event.pid)
                self._records.pop(event.pid, None)
        return happened

    def wait(self, signals: AbstractSet[int], seconds: float) -> Signal | None:
        """Sleep until a signal arrives."""
        return self._polling.wait(signals, seconds)

    def detach(self) -> None:
        """Stop listening."""
        self._polling.detach()
        if self._link is not None:
            self._link.close()
            self._link = None

    def _received(self) -> Iterator[Record]:
        while self._link is not None:
            try:
                datagram = self._link.recv(1 << 16)
            except BlockingIOError:
                return
            except OSError:  # ENOBUFS: records were lost, the next ones arrive
                continue
            yield from parse(datagram)

    def _exact(self, event: Event) -> Event:
        record = self._records.get(event.pid)
        if record is not None and isinstance(event, Dying):
            return Dying(
                event.pid, record.peak, event.rss, event.threads, How.EXACT, "taskstats hiwater_rss"
            )
        if record is not None and isinstance(event, Exited):
            return Exited(event.pid, record.status)
        return event

    def _hold(self, ended: _Ended) -> None:
        siblings = self._held.setdefault(ended.record.parent, [])
        siblings.append(ended)
        # Most are of strangers, whose parent never turns out to be ours.
        del siblings[:-_MOST_SIBLINGS]
        if len(self._held) > _MOST_PARENTS:
            del self._held[next(iter(self._held))]
