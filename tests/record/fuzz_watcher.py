"""Tell both ways to watch the same nonsense: they must agree, and the C part stay in its arrays.

python tests/record/fuzz_watcher.py --times 20000 [--seed 0]: exits with 0, or ends with what
differs or with the report of AddressSanitizer or UBSan. Stops come in any order, of tasks that
nobody made, with messages that lie; /proc says anything of any length.
"""

import argparse
import ctypes
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from memfit.record import watcher
from tests.heap.fuzz import _runtimes, unusable
from tests.record.compiling import SOURCE, compile_library
from tests.record.told import (
    CHILD,
    CLONE,
    EXEC,
    EXIT,
    FIRST,
    FORK,
    PARENT,
    THREAD,
    VFORK,
    Told,
    ToldCompiled,
    ToldPython,
)

HERE = Path(__file__).resolve()
TASKS = (PARENT, CHILD, THREAD)
WORDS = (b"", b"VmHWM:", b"\nVmHWM:\t", b"\nTgid:", b"9" * 40, b"-1", b"\0", b"\n", b"LD_PRELOAD=")

__all__ = ["run", "unusable"]


def run(times: int, seed: int) -> subprocess.CompletedProcess[str]:
    """Fuzz in a process of its own, in which the sanitizers are loaded first."""
    with tempfile.TemporaryDirectory() as directory:
        compile_library(
            HERE.with_name("told.c"), Path(directory) / "told.so", f'-DWATCHER="{SOURCE}"',
            "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined",
        )  # fmt: skip
        root = HERE.parents[2]
        return subprocess.run(
            [sys.executable, HERE, "--inside", directory, "--times", str(times), "--seed", str(seed)],
            env={
                **os.environ,
                "LD_PRELOAD": ":".join(map(str, _runtimes())),
                "ASAN_OPTIONS": "detect_leaks=0",  # Python itself keeps memory until it exits
                "PYTHONPATH": os.pathsep.join((str(root), str(root / "src"))),
                "PYTHONMALLOC": "malloc",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip


def steps(chance: random.Random, signals: list[int]) -> list[tuple]:
    """Return what a kernel might say, and what it never would."""
    said: list[tuple] = []
    for _ in range(chance.randint(1, 25)):
        task = chance.choice(TASKS)
        kind = chance.choice(["look", "fork", "first", "exit", "exec", "signal", "end", "thread"])
        if kind == "fork":
            event = chance.choice([FORK, VFORK, CLONE])
            said.append(("stop", task, event, chance.choice(TASKS), 5))
        elif kind == "first":
            said.append(("stop", task, FIRST, None, chance.choice([5, 19, 20])))
        elif kind == "exit":
            said.append(("stop", task, EXIT, None, 5))
        elif kind == "exec":
            said.append(("stop", task, EXEC, chance.choice(TASKS), 5))
        elif kind == "signal":
            said.append(("stop", task, 0, None, chance.choice(signals)))
        elif kind == "end":
            said.append(("end", task, chance.choice([0, 9, 5 << 8])))
        else:
            said.append((kind, chance.random() < 0.5))
    return said


def play(told: Told, said: list[tuple]) -> tuple:
    """Tell a way all of it; returns what it made of that."""
    for kind, *rest in said:
        if kind == "stop":
            task, event, message, number = rest
            told.stop(task, event, message, number)
        elif kind == "end":
            told.end(*rest)
        elif kind == "thread":
            told.is_thread = rest[0]
        else:
            told.look()
    kinds = [(kind.__name__, pid) for kind, pid in told.kinds]
    return kinds, sorted(told.unreaped), told.processes


def scramble(chance: random.Random, proc: Path) -> None:
    """Let /proc say anything."""
    for task in TASKS:
        for name in ("status", "cmdline", "environ"):
            text = b"".join(chance.choices([*WORDS, chance.randbytes(9)], k=chance.randint(0, 30)))
            size = chance.choice([0, 10, 5000, 65536, 70000, 3 << 20])
            (proc / f"{task}/{name}").write_bytes((text * (size // max(len(text), 1) + 1))[:size])
        link = proc / f"{task}/exe"
        link.unlink(missing_ok=True)
        if chance.random() < 0.8:
            link.symlink_to("/" + "x" * chance.choice([1, 200, 4090]))


def inside(directory: Path, times: int, seed: int) -> None:
    library = watcher.load(directory / "told.so")
    assert library is not None
    for number in range(seed, seed + times):
        chance = random.Random(number)
        # A signal that aborts ends a look of the C part, so that later stops come one look later.
        alone = number % 4 == 0
        said = steps(chance, [6, 11, 17, 23] if alone else [17, 23])
        with tempfile.TemporaryDirectory() as proc, pytest.MonkeyPatch.context() as patch:
            compiled = ToldCompiled(patch, Path(proc), library)
            if alone:
                scramble(chance, Path(proc))
                play(compiled, said)
                continue
            seen = play(compiled, said)
        with pytest.MonkeyPatch.context() as patch:
            expected = play(ToldPython(patch), said)
        assert seen == expected, f"seed {number}: {said}\n{seen}\n{expected}"
        read_sizes(chance, library, directory)


def read_sizes(chance: random.Random, library: object, directory: Path) -> None:
    text = b" ".join(chance.choices([b"9" * 30, b"-5", b"x", b"12", b"", b"\0"], k=4)) * 20
    (directory / "statm").write_bytes(text[: chance.randint(0, 200)])
    descriptor = os.open(directory / "statm", os.O_RDONLY)
    count = 3
    long, short = ctypes.c_int64, ctypes.c_int32
    arrays = [(kind * count)() for kind in (long, long, long, short, short)]
    for at in (0, 1, 10**18):
        library.memfit_sizes(count, (short * count)(-1, descriptor, 999), *arrays, at, 100)
    os.close(descriptor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        inside(options.inside, options.times, options.seed)
        return
    if reason := unusable():
        sys.exit(reason)
    done = run(options.times, options.seed)
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
