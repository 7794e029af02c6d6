"""Which programs hold LeakSanitizer, read from their files."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.record.lifecycle import sanitizer
from memfit.record.lifecycle.sanitizer import is_marked, looks_for_leaks
from tests.platforms import require


def elf(names: bytes, *, before: bytes = b"", magic: bytes = b"\x7fELF\x02\x01") -> bytes:
    """A program with a dynamic string table, and nothing else to run."""
    header, table = 64, 2 * 56
    strings = header + table + len(before)
    dynamic = strings + len(names)
    base = 0x400000
    content = bytearray(magic.ljust(16, b"\0") + bytes(48))
    struct.pack_into("<Q", content, 32, header)
    struct.pack_into("<HH", content, 54, 56, 2)
    size = dynamic + 48
    content += struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, size, size, 4096)
    content += struct.pack("<IIQQQQQQ", 2, 6, dynamic, base + dynamic, 0, 48, 48, 8)
    content += before + names
    content += struct.pack("<QQQQQQ", 5, base + strings, 10, len(names), 0, 0)
    return bytes(content)


def marked(tmp_path: Path, content: bytes) -> bool:
    (tmp_path / "program").write_bytes(content)
    return is_marked(str(tmp_path / "program"))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (b"\0libc.so.6\0puts\0", False),
        (b"\0libasan.so.8\0libc.so.6\0", True),
        (b"\0liblsan.so.0\0", True),
        (b"\0libclang_rt.asan-x86_64.so\0", True),
        (b"\0__lsan_do_leak_check\0", True),
        (b"\0libtsan.so.2\0libubsan.so.1\0", False),
        (b"", False),
    ],
)
def test_a_program_is_known_by_its_dynamic_names(tmp_path: Path, names: bytes, expected: bool):
    assert marked(tmp_path, elf(names)) is expected


def test_text_elsewhere_in_the_program_is_not_its_names(tmp_path: Path):
    assert not marked(tmp_path, elf(b"\0puts\0", before=b"how to use libasan.so"))


@pytest.mark.parametrize("magic", [b"#!/bin/sh\n", b"\x7fELF\x01\x01", b"\x7fELF\x02\x02", b""])
def test_other_formats_are_let_be(tmp_path: Path, magic: bytes):
    assert not marked(tmp_path, elf(b"\0libasan.so.8\0", magic=magic))


def test_an_empty_file_is_no_program(tmp_path: Path):
    assert not marked(tmp_path, b"")


@given(noise=st.binary(min_size=1, max_size=40), place=st.integers(6, 260))
def test_a_damaged_program_is_survived(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
):
    content = bytearray(elf(b"\0libasan.so.8\0"))
    content[place : place + len(noise)] = noise

    marked(tmp_path_factory.mktemp("elf"), bytes(content))


def test_a_sanitizer_that_is_to_be_preloaded_counts():
    for value, expected in (("/usr/lib/libasan.so.8", True), ("/usr/lib/libjemalloc.so", False)):
        with subprocess.Popen(
            ["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "LD_PRELOAD": value},
        ) as child:  # fmt: skip
            # Only a cat that answers has its environment in place: exec closes Popen's
            # pipe and names the new file before that.
            assert child.stdin
            assert child.stdout
            child.stdin.write(b"there?\n")
            child.stdin.flush()
            assert child.stdout.readline() == b"there?\n"
            assert looks_for_leaks(child.pid) is expected
            child.kill()


def test_programs_of_this_machine_hold_none():
    assert not is_marked(sys.executable)
    assert not looks_for_leaks(os.getpid())
    assert not looks_for_leaks(1 << 23)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sanitizer, "_known", {(0, number, 0): False for number in range(1000)})

    assert not looks_for_leaks(os.getpid())
    assert len(sanitizer._known) == 1


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("-fsanitize=address", True),
        ("-fsanitize=address -static-libasan", True),
        ("-fsanitize=leak -static-liblsan", True),
        ("-fsanitize=address -Wl,--hash-style=sysv", True),
        ("-fsanitize=undefined", False),
        ("", False),
    ],
)
def test_what_a_compiler_makes_is_known(tmp_path: Path, flags: str, expected: bool):
    (tmp_path / "program.c").write_text("int main(void) { return 0; }\n")
    done = subprocess.run(
        ["cc", *flags.split(), "-o", "program", "program.c"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    require(done.stderr if done.returncode else None)

    assert is_marked(str(tmp_path / "program")) is expected


@given(noise=st.binary(min_size=1, max_size=40), place=st.integers(0, 20_000))
def test_a_damaged_program_of_the_machine_is_survived(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
):
    content = bytearray(Path("/bin/true").read_bytes())
    content[place : place + len(noise)] = noise

    marked(tmp_path_factory.mktemp("elf"), bytes(content))
