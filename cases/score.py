"""Score memfit against the labels: every case is run, explained, and compared with what is known.

python cases/score.py                    run all cases and print the table
python cases/score.py --quick            every second one
python cases/score.py --keep NAME ...    run these and keep their recordings for the tests
python cases/score.py --kept             explain the kept recordings, run nothing
python cases/score.py --write            put the table into docs/reference/score.md as well
"""

import argparse
import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parent
ROOT = CASES.parent
KEPT = ROOT / "tests" / "recordings"
PAGE = ROOT / "docs" / "reference" / "score.md"
# What a kept recording calls the folder that this one lies in, and the home of who recorded it.
ELSEWHERE = ((ROOT, "/project"), (Path.home(), "/home/user"))
MOST_OUTPUT = 200_000  # bytes of what was printed that a kept recording needs at most


@dataclass(frozen=True)
class Score:
    """How an explanation compares with the label of its case.

    Attributes:
        case: Name of the case.
        control: Whether nothing is wrong with its memory.
        ending: Whether the ending is right.
        cause: Whether the first finding is the label's cause; None for a control.
        culprit: Whether role, file, module and phase are right where the label has them; None for
            a control.
        false_alarm: Whether a control has a finding at level error.
        said: Slug of the first finding, or an empty string.
        wanted: Slug of the label.
    """

    case: str
    control: bool
    ending: bool
    cause: bool | None
    culprit: bool | None
    false_alarm: bool
    said: str
    wanted: str


def judge(case: str, label: dict[str, Any], document: dict[str, Any]) -> Score:
    """Compare what `memfit explain --format json` says with a label."""
    findings = document["findings"]
    first = findings[0] if findings else None
    wanted = label["cause"]
    control = wanted == ""
    return Score(
        case=case,
        control=control,
        ending=document["ending"]["kind"] == label["ending"],
        cause=None if control else first is not None and first["cause"] == wanted,
        culprit=None if control else first is not None and _matches(label, first["culprit"]),
        false_alarm=control and any(each["level"] == "error" for each in findings),
        said=first["cause"] if first else "",
        wanted=wanted,
    )


def _matches(label: dict[str, Any], culprit: dict[str, Any]) -> bool:
    wanted = label["culprit"]
    if culprit["process"] != wanted["role"]:
        return False
    return all(
        culprit[key] is not None and str(culprit[key]).endswith(str(wanted[key]))
        for key in ("file", "module", "phase")
        if key in wanted and key in label.get("judged", ("file", "module", "phase"))
    )


def labels() -> dict[str, dict[str, Any]]:
    """Labels of all cases, by name."""
    return {
        path.parent.name: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(CASES.glob("*/case.toml"))
    }


def command(label: dict[str, Any]) -> list[str]:
    """The command line of a case."""
    first, *rest = label["command"]
    return [sys.executable if first == "python" else first, *rest]


def options(label: dict[str, Any]) -> list[str]:
    """The options of `memfit run` that a case is run with."""
    return [f"--{key}={label[key]}" for key in ("memory", "cpus", "timeout") if key in label]


def run(case: str, label: dict[str, Any], recording: Path) -> None:
    """Record a case as its label says."""
    subprocess.run(
        [sys.executable, "-m", "memfit", "run", "--recording", str(recording), *options(label), "--", *command(label)],
        cwd=CASES / case, env={**os.environ, **label.get("environment", {})},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def explain(recording: Path) -> dict[str, Any]:
    """Explain a recording."""
    done = subprocess.run(
        [sys.executable, "-m", "memfit", "explain", str(recording), "--format", "json"],
        cwd=recording, capture_output=True, text=True, check=False,
    )  # fmt: skip
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def keep(case: str, recording: Path) -> Path:
    """Pack a recording for the tests, without the paths of this machine."""
    KEPT.mkdir(exist_ok=True)
    packed = KEPT / f"{case}.tar.xz"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for file in sorted(recording.rglob("*")):
            if not file.is_file() or file.suffix == ".heapsnapshot":
                continue
            data = file.read_bytes()
            for path, called in ELSEWHERE:
                data = data.replace(os.fsencode(path), called.encode())
            if file.name == "output.log":
                data = data[-MOST_OUTPUT:] if len(data) > MOST_OUTPUT else data
            entry = tarfile.TarInfo(str(file.relative_to(recording)))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    packed.write_bytes(lzma.compress(buffer.getvalue(), preset=9))
    return packed


def unpack(packed: Path, place: Path) -> Path:
    """Unpack a kept recording into a directory."""
    with tarfile.open(packed, "r:xz") as archive:
        archive.extractall(place, filter="data")
    return place


def table(scores: list[Score]) -> str:
    """Write the scores as Markdown: the rates, the confusions, every case."""
    dying = [score for score in scores if not score.control]
    controls = [score for score in scores if score.control]
    confused = Counter((score.wanted, score.said or "nothing") for score in dying)
    lines = [
        f"- ending right: {share([score.ending for score in scores])}",
        f"- first cause right: {share([bool(score.cause) for score in dying])}",
        f"- culprit right: {share([bool(score.culprit) for score in dying])}",
        f"- controls with a false alarm: {sum(s.false_alarm for s in controls)} of {len(controls)}",
        "",
        "| true cause | said | cases |",
        "|---|---|---|",
        *(f"| {a} | {'right' if a == b else b} | {n} |" for (a, b), n in sorted(confused.items())),
        "",
        "| case | ending | cause | culprit |",
        "|---|---|---|---|",
        *(
            f"| {s.case} | {_mark(s.ending)} | "
            + (f"control{', false alarm: ' + s.said if s.false_alarm else ''} | |" if s.control
               else f"{_mark(s.cause)}{'' if s.cause else ' ' + (s.said or 'nothing')} | {_mark(s.culprit)} |")
            for s in scores
        ),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def share(each: list[bool]) -> str:
    """How many of them, and the part that they are."""
    return f"{sum(each)} of {len(each)} ({sum(each) / max(len(each), 1):.0%})"


def _mark(right: bool | None) -> str:
    return "right" if right else "wrong"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="cases; all of them if none is named")
    parser.add_argument("--quick", action="store_true", help="every second case")
    parser.add_argument("--keep", action="store_true", help="keep the recordings for the tests")
    parser.add_argument("--kept", action="store_true", help="explain the kept ones, run nothing")
    parser.add_argument("--write", action="store_true", help="write docs/reference/score.md")
    asked = parser.parse_args()
    known = labels()
    names = asked.names or sorted(known)[:: 2 if asked.quick else 1]
    if asked.kept:
        names = [name for name in names if (KEPT / f"{name}.tar.xz").is_file()]
    scores = []
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch) / "recording"
            if asked.kept:
                unpack(KEPT / f"{name}.tar.xz", place)
            else:
                run(name, known[name], place)
            scores.append(judge(name, known[name], explain(place)))
            if asked.keep:
                keep(name, place)
        print(name, scores[-1], file=sys.stderr, flush=True)
    text = table(scores)
    print(text, end="")
    if asked.write:
        head, _, _ = PAGE.read_text(encoding="utf-8").partition("## Result")
        PAGE.write_text(f"{head}## Result\n\n{text}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
