"""The labels of the cases: what each is known to die of, read from `cases/*/case.toml`."""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parents[2] / "cases"


@dataclass(frozen=True)
class Case:
    """One case and its label; cases/README.md specifies the keys.

    Attributes:
        directory: Where it lies, and where its command runs.
        label: The whole of `case.toml`.
    """

    directory: Path
    label: dict[str, Any]

    @property
    def name(self) -> str:
        return self.directory.name

    @property
    def command(self) -> list[str]:
        """The argv to run; `python` is the interpreter of these tests."""
        first, *rest = self.label["command"]
        return [sys.executable if first == "python" else first, *rest]

    @property
    def environment(self) -> dict[str, str]:
        """Variables that the command needs on top of the others."""
        return self.label.get("environment", {})


def cases() -> list[Case]:
    """All cases, sorted by name."""
    return [
        Case(path.parent, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(CASES.glob("*/case.toml"))
    ]
