"""What /proc tells, read from directories that hold what odd kernels and programs put there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from memfit.record import procfs
from memfit.record.procfs import Stat, Status

STATUS = b"""Name:\t%s
Umask:\t0022
State:\tS (sleeping)
Tgid:\t41
Pid:\t42
PPid:\t1
TracerPid:\t7
VmPeak:\t  900 kB
VmHWM:\t  512 kB
VmRSS:\t  256 kB
Threads:\t3
"""


def stat_line(name: bytes = b"sh", state: bytes = b"S", tail: int = 52) -> bytes:
    # proc(5) counts from 1: pid, (name), state, ppid …, num_threads 20, starttime 22, exit_code 52.
    fields = [str(number).encode() for number in range(1, tail + 1)]
    fields[1], fields[2], fields[3] = b"(" + name + b")", state, b"7"
    return b" ".join(fields) + b"\n"


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    (tmp_path / "42").mkdir()
    return tmp_path


def put(proc: Path, name: str, content: bytes) -> str:
    (proc / "42" / name).write_bytes(content)
    return str(proc)


ODD_NAMES = [
    b"sh", b"a b", b"x) S 1 1 (y", b")", b"((", b") Z 0 (", b"\n", b"\x1b[31m", b"\xff\xfe", b"",
    b"Tgid:\t9", b"VmRSS:",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_cannot_forge_what_stands_after_it(proc: Path, name: bytes):
    place = put(proc, "stat", stat_line(name))

    assert procfs.stat(42, place) == Stat(
        parent=7, state="S", threads=20, started=22, stack=28, status=52
    )


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_cannot_forge_the_memory_lines(proc: Path, name: bytes):
    # The kernel escapes newlines here, and nothing else.
    place = put(proc, "status", STATUS % name.replace(b"\n", b"\\n"))

    assert procfs.status(42, place) == Status(tgid=41, rss=256 << 10, peak=512 << 10, threads=3)


def test_a_zombie_has_no_memory_lines(proc: Path):
    lines = [line for line in STATUS.splitlines(keepends=True) if not line.startswith(b"Vm")]
    place = put(proc, "status", b"".join(lines))

    assert procfs.status(42, place) == Status(tgid=41, rss=None, peak=None, threads=3)


@pytest.mark.parametrize("reader", ["status", "stat", "tracer", "proportional", "v8_heap"])
def test_a_process_that_has_gone_is_none(tmp_path: Path, reader: str):
    assert getattr(procfs, reader)(42, str(tmp_path)) is None


@pytest.mark.parametrize("reader", ["status", "stat", "tracer", "proportional"])
def test_an_empty_file_is_none(proc: Path, reader: str):
    for name in ("status", "stat", "smaps_rollup"):
        put(proc, name, b"")

    assert getattr(procfs, reader)(42, str(proc)) is None


def test_command_lines_of_every_kind(proc: Path):
    for content, expected in (
        (b"sh\0-c\0a b\0", ("sh", "-c", "a b")),
        (b"sh\0\0x\0", ("sh", "", "x")),
        (b"node (vitest 1)\0\0\0\0\0", ("node (vitest 1)",)),
        (b"title without an end", ("title without an end",)),
        (b"\xff\xfe\0caf\xc3\xa9\0", ("\ufffd\ufffd", "caf\u00e9")),
        (b"a\nb\0\x1b[31m\0", ("a\nb", "\x1b[31m")),
        (b"", ()),
    ):
        assert procfs.command_line(42, put(proc, "cmdline", content)) == expected


def test_a_command_line_of_megabytes_is_cut(proc: Path):
    [word] = procfs.command_line(42, put(proc, "cmdline", b"x" * 3_000_000))

    assert 4000 < len(word) <= 65536


def test_a_variable_is_found_by_its_whole_name(proc: Path):
    place = put(proc, "environ", b"XNODE_OPTIONS=no\0NODE_OPTIONS=--a=b -c\0NODE=\0")

    assert procfs.variable(42, "NODE_OPTIONS", place) == "--a=b -c"
    assert procfs.variable(42, "NODE", place) == ""
    assert procfs.variable(42, "NODE_OPTION", place) is None


def test_a_variable_in_a_large_environment_is_found(proc: Path):
    filling = b"".join(b"X%d=%s\0" % (number, b"x" * 1000) for number in range(100))

    assert procfs.variable(42, "LAST", put(proc, "environ", filling + b"LAST=y\0")) == "y"


MAPS = b"""00400000-00401000 r-xp 00000000 08:01 12 /usr/bin/node
05800000-05900000 rw-p 00000000 00:00 0 [heap]
1a2b3c400000-1a2b3c440000 rw-p 00000000 00:00 0
1a2b3c440000-1a2b3c480000 ---p 00000000 00:00 0
1a2b3c480000-1a2b3c4c0000 rw-p 00000000 00:00 0 [anon:v8]
1a2b3c500000-1a2b3c540000 rw-s 00000000 00:05 9 /dev/shm/x
7f0000000000-7f0000100000 rw-p 00000000 00:00 0
7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]
"""


def test_v8_s_pages_are_told_from_other_mappings(proc: Path):
    assert procfs.v8_heap(42, put(proc, "maps", MAPS)) == 2 * 0x40000


def test_a_process_without_mappings_has_an_empty_heap(proc: Path):
    assert procfs.v8_heap(42, put(proc, "maps", b"")) == 0


def test_parents_leaves_out_what_is_no_process(proc: Path):
    put(proc, "stat", stat_line())
    (proc / "self").mkdir()
    (proc / "43").mkdir()  # it went between the listing and the reading
    (proc / "uptime").write_text("1 2\n")

    assert procfs.parents(str(proc)) == {42: 7}


def test_the_readers_agree_with_this_kernel_about_a_process():
    code = "import sys; x = bytearray(50_000_000); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "word"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        status, stat = procfs.status(child.pid), procfs.stat(child.pid)
        command = procfs.command_line(child.pid)
        heap, pss = procfs.v8_heap(child.pid), procfs.proportional(child.pid)
        executable = procfs.executable(child.pid)
        child.communicate()

    assert status is not None
    assert stat is not None
    assert (status.tgid, status.threads, stat.threads, stat.parent) == (
        child.pid,
        1,
        1,
        os.getpid(),
    )
    assert status.peak is not None
    assert status.rss is not None
    assert 50_000_000 < status.rss <= status.peak < 100_000_000
    assert command == (sys.executable, "-c", code, "word")
    assert heap is not None
    assert pss is not None
    assert pss > 50_000_000
    assert executable == str(Path(sys.executable).resolve())


def test_the_status_of_a_zombie_is_read():
    pid = os.fork()
    if pid == 0:
        os._exit(9)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    stat = procfs.stat(pid)
    os.waitpid(pid, 0)

    assert stat is not None
    assert (stat.state, stat.status, stat.threads) == ("Z", 9 << 8, 1)
