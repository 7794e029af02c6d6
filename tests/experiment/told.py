"""Runs whose recordings are made by hand, so that what is decided by them can be tested."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from memfit.experiment.journal import Done
from memfit.experiment.runs import Seen, Trial
from memfit.explain.verdict import explain
from memfit.model.recording import Recording
from memfit.model.suite import Outcome
from tests.explain.build import recording, run_of
from tests.explain.causes.runs import died
from tests.explain.story import Story

COMMAND = ("npx", "vitest", "run")


class Told:
    """Answers for the runs of an experiment with recordings by the name of their trial.

    Attributes:
        asked: What was asked for, in order: name and number of each run.
        trials: The trials by name.
        said: What a person was told meanwhile.
    """

    def __init__(self, told: Mapping[str, Recording]) -> None:
        self._told = told
        self.asked: list[tuple[str, int]] = []
        self.trials: dict[str, Trial] = {}
        self.said: list[str] = []
        self.journal: Any = SimpleNamespace(path=Path("journal"))

    def get(self, trial: Trial, number: int, why: str, left: int | None = None) -> Done:
        assert trial.name in self._told, f"nobody told of {trial.name}: {why}"
        self.asked.append((trial.name, number))
        self.trials[trial.name] = trial
        run = self._told[trial.name]
        ending = explain(run).ending
        return Done(
            trial.name, number, f"runs/{trial.name}-{number}", ending.kind.value,
            ending.exit_code, run.end.at if run.end else 0.0, None,
        )  # fmt: skip

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def see(self, done: Done) -> Seen:
        run = self._told[done.trial]
        return Seen(done, run, explain(run))


def grown(files: int = 12, keeps: float = 24.0) -> Recording:
    """A run that died in a worker whose heap grew with each of its files."""
    story = Story(limit=300, waste=20).files(files - 1, keeps=keeps)
    return died(story.file("tests/last.test.ts", keeps=keeps, ends=False), runner_version="3.2.7")


def isolated(files: int = 12, names: Sequence[str] = (), **fields: Any) -> Recording:
    """The same files, each in a process of its own, all green."""
    names = names or [
        *(f"tests/{number}.test.ts" for number in range(files - 1)), "tests/last.test.ts",
    ]  # fmt: skip
    runs = tuple(
        run_of(name, index + 1.0, index + 1.8, isolate=f"{5000 + index}-0", process=None,
               outcome=Outcome.PASSED)
        for index, name in enumerate(names)
    )  # fmt: skip
    return recording(files=runs, peak=150, at=len(names) + 2.0, runner_version="3.2.7", **fields)
