"""Interrupt experiments at random moments, and see that they lose nothing and come to their answer.

    python -m tests.torture_experiments --times 200

Each experiment (`repro`, `trial`, `minimum`, `investigate`, on a real suite of `node --test`) is
made once undisturbed. Then it is made again, and gets SIGKILL, SIGINT or SIGTERM at a random
instant, again and again: the same command goes on each time, until it ends by itself. No run that
was finished may be made again, the answer must be the same, and of nothing that was interrupted
may anything be left. Sometimes a second investigation of the same project goes on beside it.
"""

import argparse
import contextlib
import json
import math
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from memfit.errors import MemfitError
from memfit.experiment.journal import finished
from memfit.explain.verdict import explain
from memfit.limits.leftovers import find_leftovers
from memfit.model.finding import EndingKind
from memfit.record.load import load
from memfit.record.store import MANIFEST
from tests.torture import MARK, PATIENCE, alive, wait_until_gone

PLACE: Final = "one"
"""Directory of the experiment, in that of the project."""

MOST_BLOWS: Final = 12
"""Interruptions after which an experiment is let go on to its end, at most."""

_CLOSE: Final = 0.15  # share by which two searches for a minimum may differ: the edge is no line
_TESTS: Final = """\
const test = require('node:test');
const { setTimeout: wait } = require('node:timers/promises');
const keep = async (count) => {
  const kept = [];
  for (let round = 0; round < count; round++) {
    kept.push(Array.from({ length: 16384 }, (_, place) => ({ place })));
    await wait(1);
  }
  return kept;
};
"""


@dataclass(frozen=True)
class Kind:
    """One experiment that is tortured.

    Attributes:
        words: What is typed after `memfit`, up to the command.
        rounds: How much one test of the suite holds, some 0.6 MB each.
        variables: Set for it.
        longest: Seconds within which it is interrupted: a start of memfit and two runs or so.
    """

    words: tuple[str, ...]
    rounds: int
    variables: Mapping[str, str] = field(default_factory=dict)
    longest: float = 2.5


KINDS: Final = {
    "repro": Kind(("repro", "-n", "4", "--all", "--json"), 5),
    "trial": Kind(
        (
            "trial", "-n", "2", "--only", "none", "--json",
            "--with", "small=NODE_OPTIONS=--max-old-space-size=200",
            "--with", "less=--test-name-pattern=first",
        ),
        5,
    ),
    "minimum": Kind(("minimum", "--of", "heap", "--confirm", "2", "--json"), 30),
    # Time is no object: how long runs take on a busy machine must not decide anything.
    "investigate": Kind(
        ("investigate", "--time-budget", "10m", "--json", f"{PLACE}.json"), 1000000,
        {"NODE_OPTIONS": "--max-old-space-size=50"}, 4.0,
    ),
}  # fmt: skip
"""By name."""


@dataclass(frozen=True)
class Blow:
    """One interruption.

    Attributes:
        signal: What memfit gets.
        after: Seconds after its start.
        again: Whether it gets the same once more at once, as from a hand in a hurry.
        background: Whether memfit runs as a shell's job in the background, deaf to SIGINT.
    """

    signal: signal.Signals
    after: float
    again: bool
    background: bool


def blows(chance: random.Random, longest: float) -> Iterator[Blow]:
    """Choose interruptions without end."""
    while True:
        background = chance.random() < 0.2
        numbers = [signal.SIGKILL, signal.SIGTERM, *([] if background else [signal.SIGINT])]
        yield Blow(
            chance.choice(numbers), chance.random() * longest, chance.random() < 0.2, background
        )


def _attempted(place: str) -> str:
    """Which run a recording is an attempt at: `heap-22m-1` of `runs/heap-22m-1.1`."""
    return place.rpartition("/")[2].partition(".")[0]


def project(directory: Path, kind: Kind) -> Path:
    """Make the suite: four tests in two files."""
    (directory / "test").mkdir(parents=True)
    for name, rounds in (("light", 1), ("heavy", kind.rounds)):
        (directory / "test" / f"{name}.test.js").write_text(
            f"{_TESTS}test('first {name}', () => keep({rounds}));\n"
            f"test('second {name}', () => {{}});\n"
        )
    return directory


class Experiment:
    """One experiment, which may be interrupted.

    Args:
        name: Which, of `KINDS`.
        directory: Where the project is.
        place: Directory of the experiment, in that of the project.
    """

    def __init__(self, name: str, directory: Path, place: str = PLACE) -> None:
        self.name = name
        self._directory = directory
        self._place = place
        self._temporary = directory.parent / f"temporary-{place}"
        self._temporary.mkdir(exist_ok=True)
        self._marks: list[str] = []
        self._pids: list[int] = []
        self._kept: list[Any] = []
        words = [place + ".json" if each == f"{PLACE}.json" else each for each in KINDS[name].words]
        self._words = [
            sys.executable, "-m", "memfit", words[0], "--experiment", place, *words[1:],
            "--", "node", "--test",
        ]  # fmt: skip

    def once(self, blow: Blow | None = None) -> Any:
        """Start it, and interrupt it or not.

        Returns:
            Its answer, or None if it was interrupted before it had one.

        Raises:
            AssertionError: If something is not as it should be.
        """
        deaf = blow is not None and blow.background
        with subprocess.Popen(
            self._words, cwd=self._directory, env=self._environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if deaf else None,
        ) as memfit:  # fmt: skip
            self._pids.append(memfit.pid)
            mark = self._marks[-1]
            if blow is not None:
                _strike(memfit, blow)
            output, said = memfit.communicate(timeout=PATIENCE)
        if blow is not None and memfit.returncode == -signal.SIGKILL:
            self._check_journal()
            return None
        assert alive(mark) == [], f"exited {memfit.returncode}, processes are left: {said}"
        self._check_journal()
        early = "KeyboardInterrupt" in said  # while Python itself started, which then exits 1
        if blow is not None and (early or memfit.returncode in _codes(blow)):
            assert not early or "/memfit/" not in said, said
            begun = memfit.returncode > 0 and "the experiment is in" in said
            assert not begun or "To go on:" in said, f"exited {memfit.returncode}: {said}"
            return None
        assert memfit.returncode in {0, 1}, f"memfit exited {memfit.returncode}: {said}"
        return self._answer(output)

    def end(self) -> None:
        """See that nothing is left after all, once another memfit was started."""
        for mark in self._marks:
            wait_until_gone(mark)
        subprocess.run(
            [sys.executable, "-m", "memfit", "run", "-q", "--recording", f"{self._place}-last",
             "--", "true"],
            cwd=self._directory.parent, env=self._environment(), check=True, timeout=PATIENCE,
        )  # fmt: skip
        left = [str(one.path) for one in find_leftovers()]
        mine = [one for one in left if any(f"memfit-{pid}-" in one for pid in self._pids)]
        assert mine == [], f"cgroups are left: {mine}"
        temporary = [one.name for one in self._temporary.iterdir()]
        assert temporary == [], f"temporary files are left: {temporary}"

    def again(self, answer: Any) -> None:
        """See that what is finished answers at once, and in the same way."""
        journal = self._directory / self._place / "runs.jsonl"
        before = journal.read_bytes()
        assert self.once() == answer, "the finished experiment answers otherwise"
        assert journal.read_bytes() == before, "a finished experiment made a run"

    def _environment(self) -> dict[str, str]:
        self._marks.append(f"{os.getpid()}-{time.monotonic_ns()}-{self._place}")
        variables = {**os.environ, **KINDS[self.name].variables}
        variables.pop("CI", None)
        return {**variables, MARK: self._marks[-1], "TMPDIR": str(self._temporary)}

    def _check_journal(self) -> None:
        """No finished run is lost, none is made twice, and each can be explained."""
        path = self._directory / self._place
        done = finished(path) if path.exists() else []
        assert done[: len(self._kept)] == self._kept, f"lost: {self._kept} of {done}"
        made = [(each.trial, each.number) for each in done]
        assert len(set(made)) == len(made), f"made twice: {made}"
        for each in done[len(self._kept) :]:
            kind = explain(load(path / each.recording)).ending.kind
            assert kind == each.ending, f"{each} ended {kind}"
        self._kept = done

    def whole_runs(self) -> dict[str, tuple[float, float]]:
        """Recordings of runs that ended by themselves, with when they started and ended."""
        found = {}
        for place in sorted((self._directory / self._place).glob("runs/*")):
            with contextlib.suppress(MemfitError):
                recording = load(place)
                if recording.end is None:
                    continue
                if explain(recording).ending.kind is not EndingKind.INTERRUPTED:
                    started = datetime.fromisoformat(recording.started).timestamp()
                    found[f"runs/{place.name}"] = (started, (place / MANIFEST).stat().st_mtime)
        return found

    def check_all_whole(self) -> None:
        """Every run that ended by itself counts, and none was made again in vain.

        One whose memfit was killed may end by itself after all, but too late: the next memfit has
        begun it anew by then.
        """
        whole = self.whole_runs()
        noted = {each.recording: f"{each.trial}-{each.number}" for each in self._kept}
        assert noted.keys() <= whole.keys(), f"not whole: {noted.keys() - whole.keys()}"
        begun = {again: whole[place][0] for place, again in noted.items()}
        in_vain = [
            place for place, (_, ended) in whole.items()
            if place not in noted and ended < begun.get(_attempted(place), math.inf)
        ]  # fmt: skip
        assert in_vain == [], f"made in vain: {in_vain}"

    def _answer(self, output: str) -> Any:
        if self.name != "investigate":
            return _in_short(self.name, json.loads(output))
        return _in_short(
            self.name, json.loads((self._directory / f"{self._place}.json").read_text())
        )


def _strike(memfit: "subprocess.Popen[str]", blow: Blow) -> None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        memfit.wait(blow.after)
    for _ in range(1 + blow.again):
        memfit.send_signal(blow.signal)
        time.sleep(0.02)


def _codes(blow: Blow) -> set[int]:
    """Exit codes of an interruption, also of one that came before memfit listened."""
    return {128 + blow.signal, -blow.signal}


def _in_short(name: str, found: Any) -> Any:
    """Return what an interruption must not change of an answer."""
    match name:
        case "repro":
            return found["endings"], len(found["iterations"]), found["passed"]["count"]
        case "trial":
            return {
                each["id"]: (each["holds"], each["same_tests"], each["endings"])
                for each in found["treatments"]
            }
        case "minimum":
            return found["recommended"]
    made = found["investigation"]
    return (
        made["cause"], made["remedy"], made["outcome"],
        {each["cause"]: each["conclusion"] for each in found["hypotheses"]},
        [(each["id"], each["holds"], each["runs"]) for each in found["tried"]],
    )  # fmt: skip


def _alike(name: str, one: Any, other: Any) -> bool:
    if name == "minimum":
        return bool(abs(one - other) <= _CLOSE * max(one, other))
    if name == "investigate":
        return bool(one[:3] + one[4:] == other[:3] + other[4:]) and _agree(one[3], other[3])
    return bool(one == other)


def _agree(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Say whether two investigations weighed the same causes and came to the same.

    What a run samples decides whether a rival is left untested or costs an experiment that rejects
    it; whether one is confirmed may not depend on that.
    """
    passed_over = {"rejected", "untested"}
    return one.keys() == other.keys() and all(
        one[cause] == other[cause] or {one[cause], other[cause]} == passed_over for cause in one
    )


def answer_of(name: str, directory: Path) -> Any:
    """Make an experiment without disturbing it."""
    directory.mkdir(parents=True)
    experiment = Experiment(name, project(directory / "project", KINDS[name]))
    answer = experiment.once()
    experiment.end()
    return answer


def torture(
    name: str,
    seed: int,
    directory: Path,
    answer: Any,
    beside: bool = False,
    most: int = MOST_BLOWS,
) -> "Counter[str]":
    """Interrupt an experiment until it has come to its end, and check everything.

    Args:
        name: Which experiment.
        seed: Of the interruptions.
        directory: An empty directory.
        answer: What it finds undisturbed.
        beside: Whether another one of the same project goes on beside it, undisturbed.
        most: Interruptions after which it is let go on to its end.

    Returns:
        How often it got which signal.

    Raises:
        AssertionError: If something is not as it should be.
    """
    root = project(directory / "project", KINDS[name])
    before = _tree(root)
    experiment = Experiment(name, root)
    other = _Beside(name, root, "other") if beside else None
    hit: Counter[str] = Counter()
    found = None
    for blow in blows(random.Random(seed), KINDS[name].longest):
        found = experiment.once(blow if hit.total() < most else None)
        if found is not None:
            break
        hit[blow.signal.name] += 1
    experiment.end()
    experiment.check_all_whole()
    experiment.again(found)
    assert _alike(name, found, answer), f"{found} and not {answer}"
    if other is not None:
        assert _alike(name, other.answer(), answer), "the one beside it found something else"
    assert _tree(root) == before, "the project was changed"
    return hit


class _Beside(threading.Thread):
    """An experiment that goes on in a thread of its own."""

    def __init__(self, name: str, root: Path, place: str) -> None:
        super().__init__()
        self._experiment = Experiment(name, root, place)
        self._answer: Any = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._answer = self._experiment.once()
            self._experiment.end()
        except BaseException as error:  # noqa: BLE001 (raised again where it is waited for)
            self._error = error

    def answer(self) -> Any:
        self.join()
        if self._error is not None:
            raise self._error
        return self._answer


def _tree(root: Path) -> dict[str, bytes]:
    """What a project consists of, apart from experiments."""
    own = {"one", "other", "one.json", "other.json"}
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else b""
        for path in root.rglob("*")
        if path.relative_to(root).parts[0] not in own
    }


def main() -> None:
    """Torture experiments; exit 1 at the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=200, help="interruptions, at least")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--only", choices=sorted(KINDS), action="append")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    chance = random.Random(arguments.seed)
    home = Path(tempfile.mkdtemp(prefix="torture-"))
    names = arguments.only or sorted(KINDS)
    answers = {name: answer_of(name, home / f"{name}-undisturbed") for name in names}
    hit: Counter[str] = Counter()
    while hit.total() < arguments.times:
        for name in names:
            seed, beside = chance.randrange(1 << 30), chance.random() < 0.25
            directory = home / f"{name}-{seed}"
            directory.mkdir()
            try:
                hit += torture(name, seed, directory, answers[name], beside)
            except (AssertionError, MemfitError) as error:
                sys.exit(f"{name}, seed {seed}, beside {beside}: {error}\nin {directory}")
            shutil.rmtree(directory)
            print(f"{name}: {dict(hit)}", flush=True)
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
