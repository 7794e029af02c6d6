"""What /proc tells about a process: cheap readers, None for a process that has gone.

Source: proc(5). The root is a parameter so that other kernels can be tested from a directory.
Costs per read (2 cores, Linux 6.18): statm through an open descriptor 1.2 us, stat 4 us,
status 8 us, maps 300 to 500 us, smaps_rollup 0.3 to 7 ms.
"""

import os
import re

from memfit.classes import dataclass

PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")

# V8 asks mmap for random addresses below this one; the C library's mappings lie near 0x7f….
# Verified against V8's own total_physical_size on Node 20 and 24, x86-64 Linux.
_V8_ADDRESSES_END = 0x4000_0000_0000
# mimalloc, which native add-ons such as rollup's use, reserves whole arenas among V8's addresses
# (1 GB of which 12 MB are resident in vitest's main process). V8's own pages are 256 kB, and its
# large objects lie at random multiples of that, so one in 128 of those starts like an arena.
_ARENA = 32 << 20
# Addresses of nine digits and more: below 1 << 32 lie the data segment and the malloc heap of an
# executable with fixed addresses. The last digits of the pattern end where V8's addresses do.
_V8_MAPPING = re.compile(
    rb"\n([0-9a-f]{9,11}|[1-3][0-9a-f]{11})-([0-9a-f]+) rw-p 00000000 00:00 0 *(?=\n|\[anon:v8)"
)


@dataclass(frozen=True, slots=True)
class Status:
    """The memory lines of /proc/PID/status.

    Attributes:
        tgid: The process that this task belongs to.
        rss: Resident set now, bytes; None for a task whose memory is gone.
        peak: Largest resident set since the last exec (VmHWM), bytes; None likewise.
        threads: Threads of the process.
    """

    tgid: int
    rss: int | None
    peak: int | None
    threads: int | None


@dataclass(frozen=True, slots=True)
class Stat:
    """The lines of /proc/PID/stat that identify a process.

    Attributes:
        parent: Pid of its parent.
        state: One letter; Z is a zombie.
        threads: Threads, the first one included even when it has ended before the others.
        started: Clock ticks since boot: with the pid it identifies a process for ever.
        stack: Address of the first stack, which the kernel draws at every exec and a fork keeps;
            0 where the reader may not see it.
        status: Wait status of a zombie whose memory the reader may see; 0 otherwise.
    """

    parent: int
    state: str
    threads: int
    started: int
    stack: int
    status: int


def read(path: str, size: int) -> bytes | None:
    """Read the first `size` bytes of a file, None if it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.read(descriptor, size)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _field(text: bytes, name: bytes) -> int | None:
    start = text.find(name)
    if start < 0:
        return None
    return int(text[start + len(name) : text.index(b"\n", start + len(name))].split()[0])


def status(pid: int, proc: str = "/proc") -> Status | None:
    """Read the memory lines of a task's status."""
    text = read(f"{proc}/{pid}/status", 4096)
    if not text:
        return None
    tgid = _field(text, b"\nTgid:")
    rss = _field(text, b"\nVmRSS:")
    peak = _field(text, b"\nVmHWM:")
    return Status(
        tgid=tgid if tgid is not None else pid,
        rss=None if rss is None else rss * 1024,
        peak=None if peak is None else peak * 1024,
        threads=_field(text, b"\nThreads:"),
    )


def stat(pid: int, proc: str = "/proc") -> Stat | None:
    """Read who a process is."""
    text = read(f"{proc}/{pid}/stat", 1024)
    if not text:
        return None
    # The name stands in parentheses and may hold spaces and parentheses itself.
    fields = text[text.rindex(b")") + 2 :].split()
    return Stat(
        parent=int(fields[1]),
        state=fields[0].decode(),
        threads=int(fields[17]),
        started=int(fields[19]),
        stack=int(fields[25]),
        status=int(fields[49]),
    )


def command_line(pid: int, proc: str = "/proc") -> tuple[str, ...]:
    """Read a command line; empty for a kernel thread, a zombie and one that has gone."""
    return words(read(f"{proc}/{pid}/cmdline", 65536) or b"")


def words(text: bytes) -> tuple[str, ...]:
    """Split a command line as the kernel keeps it."""
    if not text:
        return ()
    # A program that rewrites its title leaves no final NUL, or pads with many.
    return tuple(part.decode("utf-8", "replace") for part in text.rstrip(b"\0").split(b"\0"))


def tracer(pid: int, proc: str = "/proc") -> int | None:
    """Read who traces a process: a pid, 0 for nobody, None for one that has gone."""
    text = read(f"{proc}/{pid}/status", 4096)
    return _field(text, b"\nTracerPid:") if text else None


def variable(pid: int, name: str, proc: str = "/proc") -> str | None:
    """Read one variable of the environment that a program was started with."""
    # Nearly every environment is small, and a large buffer costs more than the call.
    text = read(f"{proc}/{pid}/environ", 1 << 14)
    if text is not None and len(text) == 1 << 14:
        text = read(f"{proc}/{pid}/environ", 1 << 21)
    prefix = name.encode() + b"="
    for entry in (text or b"").split(b"\0"):
        if entry.startswith(prefix):
            return entry[len(prefix) :].decode("utf-8", "replace")
    return None


def inner_pid(pid: int, proc: str = "/proc") -> int | None:
    """Read the pid that a process has in its own namespace, such as a container's."""
    text = read(f"{proc}/{pid}/status", 8192) or b""
    _, found, rest = text.partition(b"\nNSpid:")
    numbers = rest.split(b"\n", 1)[0].split() if found else []
    return int(numbers[-1]) if numbers else None


def executable(pid: int, proc: str = "/proc") -> str | None:
    """Read the path of the program that runs."""
    try:
        return os.readlink(f"{proc}/{pid}/exe")
    except OSError:
        return None


def directory(pid: int, proc: str = "/proc") -> str:
    """Read the working directory of a process; empty if it has gone or may not be looked at."""
    try:
        return os.readlink(f"{proc}/{pid}/cwd")
    except OSError:
        return ""


def v8_heap(pid: int, proc: str = "/proc") -> int | None:
    """Measure the V8 heaps of a Node process from outside, without its cooperation.

    Returns:
        Bytes in private writable anonymous mappings where V8 puts its pages: all isolates
        together. None if the mappings cannot be read.
    """
    text = _mappings(f"{proc}/{pid}/maps")
    if text is None:
        return None
    total = 0
    for start, end in _V8_MAPPING.findall(text):
        first = int(start, 16)
        size = int(end, 16) - first
        if first % _ARENA or size % _ARENA:
            total += size
    return total


def _mappings(path: str) -> bytes | None:
    """Read a list of mappings, which is sorted by address, as far as V8's addresses go."""
    text = b""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            # The kernel hands out whole lines, a page of them at a time.
            while part := os.read(descriptor, 1 << 16):
                text += part
                last = part[part.rfind(b"\n", 0, -1) + 1 :]
                if int(last.partition(b"-")[0], 16) >= _V8_ADDRESSES_END:
                    break
        finally:
            os.close(descriptor)
    except OSError:
        return None
    return text


def proportional(pid: int, proc: str = "/proc") -> int | None:
    """Read the proportional set size in bytes: shared pages divided by their users."""
    text = read(f"{proc}/{pid}/smaps_rollup", 4096)
    value = _field(text, b"\nPss:") if text else None
    return None if value is None else value * 1024


def parents(proc: str = "/proc") -> dict[int, int]:
    """Read the parent of every process on the machine, by pid."""
    found: dict[int, int] = {}
    for name in os.listdir(proc):
        if name.isdecimal():
            entry = stat(int(name), proc)
            if entry is not None:
                found[int(name)] = entry.parent
    return found
