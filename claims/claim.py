"""Claims about memory that are said again and again, each with what would show it true or false.

A claim is `claims/PROJECT/NAME.toml`: a real project, the project changed as the claim has it, and
the ratio of their peaks that the claim comes to. claims/README.md specifies the keys.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

CLAIMS: Final = Path(__file__).resolve().parent
ROOT: Final = CLAIMS.parent
FEWEST: Final = 4
"""Runs of each side that can decide anything by ranks."""


@dataclass(frozen=True)
class Arm:
    """A way to run the project of a claim.

    Attributes:
        name: Its name in the journal: `as-it-is`, `claimed`, or what the file calls it.
        what: The same for a reader.
        command: Its command line.
        environment: Variables that are set for it.
    """

    name: str
    what: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """What decides a claim: where the ratio of peaks, claimed by as it is, must lie.

    Attributes:
        why: How these bounds follow from what is claimed.
        at_least: Lower bound, or None.
        at_most: Upper bound, or None.
        stable: By how much the largest peak as it is may exceed the smallest one, as a share, for
            the claim to apply; None if that does not matter.
        same_tests: Whether both must run the same tests.
    """

    why: str
    at_least: float | None = None
    at_most: float | None = None
    stable: float | None = None
    same_tests: bool = True


@dataclass(frozen=True)
class Claim:
    """A claim and its project.

    Attributes:
        file: The file that it was read from.
        claim: The claim in one sentence.
        said: Where it is published, in general terms.
        kits: Folders of packages that the project uses, relative to the root.
        versions: Packages whose versions are told.
        runs: Runs of each arm.
        arms: As it is, as claimed, and what else is measured beside them.
        rule: What decides it.
        instead: What is so instead, or in which respect it holds; a short sentence.
        truth: The same at length.
        written_for: The verdict that both were written for.
    """

    file: Path
    claim: str
    said: str
    kits: tuple[str, ...]
    versions: tuple[str, ...]
    runs: int
    arms: tuple[Arm, ...]
    rule: Rule
    instead: str
    truth: str
    written_for: str

    @property
    def name(self) -> str:
        return self.file.stem

    @property
    def directory(self) -> Path:
        """The project, where commands run."""
        return self.file.parent

    @property
    def measured_file(self) -> Path:
        """Where what was measured last is kept."""
        return self.file.with_suffix(".measured.json")


@dataclass(frozen=True)
class Runs:
    """What was measured of one arm.

    Attributes:
        endings: How each run ended.
        peaks: Peak of each run's process tree, bytes.
        seconds: How long each took.
        other_tests: How its tests differ from those as it is; empty if they do not.
    """

    endings: tuple[str, ...]
    peaks: tuple[int, ...]
    seconds: tuple[float, ...]
    other_tests: str = ""


@dataclass(frozen=True)
class Measured:
    """What was measured of a claim.

    Attributes:
        date: When.
        versions: Version of what it depends on.
        load: Load average of the machine (one minute) at the begin and at the end.
        arms: The runs of each arm, by its name.
    """

    date: str
    versions: Mapping[str, str]
    load: tuple[float, float]
    arms: Mapping[str, Runs] = field(default_factory=dict)


def claims() -> list[Claim]:
    """Return all claims, sorted by name."""
    return sorted(map(read, CLAIMS.glob("*/*.toml")), key=lambda one: one.name)


def read(file: Path) -> Claim:
    """Read a claim."""
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    beside = [_arm(one["name"], one, data) for one in data.get("beside", ())]
    return Claim(
        file=file,
        claim=data["claim"],
        said=data["said"],
        kits=tuple(data["kits"]),
        versions=tuple(data["versions"]),
        runs=data.get("runs", 5),
        arms=(
            _arm("as-it-is", data["as-it-is"], data),
            _arm("claimed", data["claimed"], data),
            *beside,
        ),
        rule=Rule(**{key.replace("-", "_"): value for key, value in data["decides"].items()}),
        instead=data["instead"],
        truth=" ".join(data["truth"].split()),
        written_for=data["written-for"],
    )


def _arm(name: str, given: Mapping[str, Any], data: Mapping[str, Any]) -> Arm:
    return Arm(
        name,
        given["what"],
        (*given.get("command", data["command"]), *given.get("arguments", ())),
        {**data.get("environment", {}), **given.get("environment", {})},
    )


def measured(claim: Claim) -> Measured | None:
    """Return what was measured last; None if nothing was."""
    if not claim.measured_file.exists():
        return None
    data = json.loads(claim.measured_file.read_text(encoding="utf-8"))
    arms = {
        name: Runs(
            tuple(one["endings"]), tuple(one["peaks"]), tuple(one["seconds"]), one["other_tests"]
        )
        for name, one in data["arms"].items()
    }
    return Measured(data["date"], data["versions"], tuple(data["load"]), arms)


def keep(claim: Claim, found: Measured) -> None:
    """Write what was measured beside the claim."""
    text = json.dumps(asdict(found), indent=1)
    claim.measured_file.write_text(f"{text}\n", encoding="utf-8")
