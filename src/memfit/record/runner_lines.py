"""Read back what the runner said of a run.

The format is specified in docs/reference/recording-format.md.
"""

from pathlib import Path
from typing import Any

from memfit.model.suite import RunnerReport, Stretch, Suite
from memfit.record import decode, reading, store
from memfit.record.isolates import Inside


def read(path: Path, inside: Inside, keys: set[int], damage: list[str]) -> Suite | None:
    """Read what the runner said, joined with what isolates told of it.

    Args:
        path: The recording.
        inside: What was told from inside, which is there even if memfit was killed.
        keys: Numbers of the processes of the recording.
        damage: Takes sentences about what cannot be read.
    """
    told = _Told()
    strange = 0
    if (path / store.RUNNER).exists():
        for line in reading.lines(path / store.RUNNER, damage):
            try:
                told.take_in(line, keys)
            except (KeyError, TypeError, ValueError):
                strange += 1
    if strange:
        damage.append(f"{strange} lines of {store.RUNNER} have another shape than memfit writes")
    suite = Suite(
        config=told.config or inside.config,
        config_source=told.source or inside.config_source,
        planned=told.planned if told.planned is not None else inside.planned,
        reports=tuple(told.reports),
        stretches=tuple(told.stretches),
        deaths=tuple(told.deaths),
    )
    return suite if suite != Suite() else None


class _Told:
    """The lines of `runner.jsonl`, put together."""

    def __init__(self) -> None:
        self.config: dict[str, object] = {}
        self.source = ""
        self.planned: tuple[str, ...] | None = None
        self.reports: list[RunnerReport] = []
        self.stretches: list[Stretch] = []
        self.deaths: list[str] = []

    def take_in(self, line: dict[str, Any], keys: set[int]) -> None:
        """Take in one line.

        Raises:
            KeyError: If something is missing.
            TypeError: If something is of another kind.
            ValueError: If a number is none.
        """
        match line.get("event"):
            case "config":
                self.config.update(decode.settings(line["config"]))
                self.source = decode.text(line.get("source", ""))
            case "planned":
                self.planned = decode.texts(line["planned"])
            case "report":
                green = line.get("green")
                self.reports.append(
                    RunnerReport(
                        **decode.members(RunnerReport, line),
                        green=green if isinstance(green, bool) else None,
                    )
                )
            case "stretch":
                process = decode.optional(line.get("process"))
                self.stretches.append(
                    Stretch(
                        decode.text(line["name"]),
                        decode.text(line.get("label", "")),
                        process if process in keys else None,
                        decode.instant(line["started"]),
                        decode.instant(line["ended"]) if "ended" in line else None,
                    )
                )
            case "death":
                self.deaths.append(decode.text(line["line"]))
            case _:
                pass  # of a later memfit
