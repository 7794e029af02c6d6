"""Kill memfit at random moments, and see that the program it wraps does not notice.

    python tests/torture.py --times 200

Each time: a random program (it prints, forks and allocates) runs under `memfit run`, into a pipe
or on a pseudo-terminal, and memfit gets SIGKILL at a random instant. Then everything that the
program printed must have arrived, it must have ended as it meant to, the recording must load and
be explained, and the next memfit must find and remove what the dead one left.
"""

import argparse
import contextlib
import fcntl
import json
import os
import pty
import random
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from memfit.errors import MemfitError
from memfit.explain.verdict import explain
from memfit.limits.leftovers import find_leftovers
from memfit.record.lifecycle.choose import ways as find_ways
from memfit.record.load import load
from memfit.report.document import document
from memfit.report.text import render

WAYS = ("ptrace", "ptrace", "taskstats", "polling")
"""Half of the time the default."""

LONGEST = 1.2
"""Seconds within which memfit is killed: its start and most programs fit in."""

MARK = "MEMFIT_TORTURE"
PATIENCE = 60.0
_LINE = re.compile(rb"<(\d+)\.(\d+)>")

# The root waits for the real program and writes down how it ended. Its children inherit what it
# got, so a signal or a stopped process would show.
_PROGRAM = r"""
import json, os, random, subprocess, sys, threading, time
chance, directory = random.Random(int(sys.argv[1])), sys.argv[2]

def work(number, depth):
    kept = []
    for line in range(chance.randrange(1, 40)):
        action = chance.random()
        if action < 0.5:
            os.write(1 + chance.randrange(2), b"<%d.%d>\n" % (number, line))
            printed.append((number, line))
        elif action < 0.6:
            kept.append(bytearray(chance.randrange(1 << 23)))
        elif action < 0.7 and depth < 2:
            fork(number * 7 + line + 1, depth + 1)
        elif action < 0.75:
            subprocess.run(["/bin/true"], check=True)
        elif action < 0.8:
            thread = threading.Thread(target=time.sleep, args=(0.002,))
            thread.start()
            thread.join()
        else:
            time.sleep(chance.random() * 0.03)

def fork(number, depth):
    pid = os.fork()
    if pid == 0:
        code = 1
        printed.clear()
        ended.clear()
        try:
            work(number, depth)
            with open(f"{directory}/printed-{os.getpid()}", "w") as file:
                json.dump(printed, file)
            code = 7 if all(os.WEXITSTATUS(status) == 7 for status in ended) else 4
        finally:
            os._exit(code)
    ended.append(os.waitpid(pid, 0)[1])

printed, ended = [], []
with open(f"{directory}/started", "w"):
    pass
pid = os.fork()
if pid == 0:
    code = 1
    try:
        work(0, 0)
        with open(f"{directory}/printed-{os.getpid()}", "w") as file:
            json.dump(printed, file)
        code = 3 if all(os.WEXITSTATUS(status) == 7 for status in ended) else 4
    finally:
        os._exit(code)
status = os.waitpid(pid, 0)[1]
with open(f"{directory}/ended", "w") as file:
    file.write(str(status))
os._exit(5)
"""


@dataclass(frozen=True)
class Torment:
    """One program, and what is done to its memfit.

    Attributes:
        seed: Of the program's own choices.
        watch: How processes are watched.
        terminal: Whether it runs on a pseudo-terminal.
        after: Seconds until memfit is killed.
    """

    seed: int
    watch: str
    terminal: bool
    after: float


def torments(seed: int, times: int, ways: tuple[str, ...] = WAYS) -> list[Torment]:
    """Choose what to do; the same seed chooses the same."""
    chance = random.Random(seed)
    return [
        Torment(
            chance.randrange(1 << 30),
            chance.choice(ways),
            terminal=chance.random() < 0.4,
            after=chance.random() * LONGEST,
        )
        for _ in range(times)
    ]


def torture(torment: Torment, directory: Path) -> str:
    """Run a program, kill its memfit, and check everything.

    Returns:
        What came of it: `untouched`, `not started`, or `ended before`.

    Raises:
        AssertionError: If something is not as it should be.
    """
    temporary, path = directory / "temporary", directory / "recording"
    temporary.mkdir()
    mark = f"{os.getpid()}-{torment.seed}-{time.monotonic_ns()}"
    program = [sys.executable, "-c", _PROGRAM, str(torment.seed), str(directory)]
    words = [
        sys.executable, "-m", "memfit", "run", "--watch", torment.watch,
        "--recording", str(path), "--", *program,
    ]  # fmt: skip
    variables = {**os.environ, MARK: mark, "TMPDIR": str(temporary), "TERM": "xterm"}
    variables.pop("CI", None)
    run = _on_terminal if torment.terminal else _in_pipes
    memfit, output, returned = run(words, variables, directory, torment.after)
    wait_until_gone(mark)
    assert list(temporary.iterdir()) == [], "temporary files are left"
    if (directory / "started").exists():
        _check_program(directory, output)
        _check_recording(path)
    _check_leftovers(memfit, directory)
    if not (directory / "started").exists():
        return "not started"
    if returned == -signal.SIGKILL:
        return "untouched"
    assert returned == 5, f"memfit exited {returned} and not as the command"
    return "ended before"


def _in_pipes(
    words: list[str], variables: dict[str, str], directory: Path, after: float
) -> tuple[int, bytes, int]:
    with subprocess.Popen(
        words, cwd=directory, env=variables,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as memfit:  # fmt: skip
        time.sleep(after)
        memfit.kill()
        output, _ = memfit.communicate(timeout=PATIENCE)
    return memfit.pid, output, memfit.returncode


def _on_terminal(
    words: list[str], variables: dict[str, str], directory: Path, after: float
) -> tuple[int, bytes, int]:
    """Run as a shell's job: the leader of the session outlives memfit and its terminal."""
    said, say = os.pipe()
    stay, leave = os.pipe()
    leader, master = pty.fork()
    if leader == 0:
        os.close(leave)
        os.chdir(directory)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        memfit = os.posix_spawn(words[0], words, variables)
        os.write(say, b"%d\n" % memfit)
        os.write(say, b"%d\n" % os.waitpid(memfit, 0)[1])
        os.read(stay, 1)
        os._exit(0)
    os.close(say)
    os.close(stay)
    with os.fdopen(said) as answers:
        memfit = int(answers.readline())
        output = _read_until_gone(master, variables[MARK], memfit, after)
        status = int(answers.readline())
    os.close(leave)
    os.close(master)
    os.waitpid(leader, 0)
    return memfit, output, os.waitstatus_to_exitcode(status)


def _read_until_gone(master: int, mark: str, memfit: int, after: float) -> bytes:
    """Read a terminal, and kill memfit meanwhile, until all that print to it have gone."""
    started = time.monotonic()
    output = bytearray()
    killed = gone = False
    while not gone or select.select([master], [], [], 0)[0]:
        gone = killed and not alive(mark)
        if select.select([master], [], [], 0.01)[0]:
            output += os.read(master, 1 << 16)
        elapsed = time.monotonic() - started
        if not killed and elapsed >= after:
            killed = True
            with contextlib.suppress(ProcessLookupError):  # it has ended by itself
                os.kill(memfit, signal.SIGKILL)
        assert elapsed < PATIENCE, "something hangs"
    # What memfit draws stands between these two; the program's own output has none.
    text = re.sub(rb"\n\x1b7\x1b\[1;\d+r\x1b8\x1b\[1A", b"", bytes(output))
    return re.sub(rb"\x1b7.*?\x1b8", b"", text, flags=re.DOTALL)


def alive(mark: str) -> list[int]:
    """Pids of the processes that descend from one run."""
    found = []
    wanted = f"{MARK}={mark}".encode()
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                if wanted in (place / "environ").read_bytes().split(b"\0"):
                    found.append(int(place.name))
            except OSError:
                continue
    return found


def wait_until_gone(mark: str) -> None:
    """Wait for the end of the processes that descend from one run.

    Raises:
        AssertionError: If they do not end.
    """
    deadline = time.monotonic() + PATIENCE
    while pids := alive(mark):
        assert time.monotonic() < deadline, f"processes are left: {pids}"
        time.sleep(0.01)


def _check_program(directory: Path, output: bytes) -> None:
    ended = (directory / "ended").read_text(encoding="ascii")
    assert os.waitstatus_to_exitcode(int(ended)) == 3, f"the program ended with status {ended}"
    printed: Counter[tuple[int, int]] = Counter()
    for file in directory.glob("printed-*"):
        printed.update(map(tuple, json.loads(file.read_text(encoding="ascii"))))
    arrived = Counter((int(number), int(line)) for number, line in _LINE.findall(output))
    assert arrived == printed, f"lost: {printed - arrived}, too much: {arrived - printed}"


def _check_recording(path: Path) -> None:
    recording = load(path)
    explanation = explain(recording)
    json.dumps(document(explanation, recording))
    assert render(explanation, recording, 80, colour=False)
    root = recording.processes[:1]
    assert all(process.key == 0 for process in root)


def _check_leftovers(memfit: int, directory: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "memfit", "run", "-q", "--recording", "next", "--", "true"],
        cwd=directory, check=True, timeout=PATIENCE,
    )  # fmt: skip
    left = [one.path for one in find_leftovers() if one.path.name.startswith(f"memfit-{memfit}-")]
    assert left == [], f"the next memfit left {left}"


def main() -> None:
    """Torture memfit many times; exit 1 at the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    results: Counter[str] = Counter()
    ways = tuple(way for way in WAYS if way not in _unusable())
    for number, torment in enumerate(torments(arguments.seed, arguments.times, ways), 1):
        directory = Path(tempfile.mkdtemp(prefix="torture-"))
        try:
            results[torture(torment, directory)] += 1
        except (AssertionError, MemfitError) as error:
            sys.exit(f"{number}: {torment}: {error}\nwhat it left: {directory}")
        shutil.rmtree(directory)
        if number % 10 == 0:
            print(f"{number} of {arguments.times}: {dict(results)}", flush=True)


def _unusable() -> set[str]:
    return {way.name for way in find_ways() if way.unusable}


if __name__ == "__main__":
    main()
