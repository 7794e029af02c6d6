"""docs/reference/recording-format.md names what real recordings hold, and nothing else."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import memfit as memfit_package
from memfit.model.recording import SCHEMA
from memfit.record.privacy import _VARIABLES
from tests.command import memfit
from tests.platforms import require
from tests.runners.printed import OUTPUTS

JS = Path(memfit_package.__file__).parent / "js"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "recording-format.md"
FILES = ("manifest.json", "processes.jsonl", "samples.jsonl", "output.jsonl", "runner.jsonl")

# Keys of these objects are data: names of variables, numbers of processes.
OPEN = {"environment", "rss", "heap", "pss", "config"}

# What only some machines have.
CONDITIONAL = {
    "machine.around.bytes": "a memory limit around memfit",
    "machine.around.source": "a memory limit around memfit",
    "anon": "a cgroup",
    "cache": "a cgroup",
    "psi": "a kernel with PSI",
    "config": "a runner that is watched from inside",
    "inner": "a container",
    "planned": "a runner that is watched from inside",
}

# Everything that a run can do to a recording in a second or two.
PROGRAM = """
import os, signal, subprocess, sys, time
for _ in range(500):
    os.write(1, b"x" * 9999 + b"\\n")
subprocess.run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
held = bytearray(80_000_000)
time.sleep(0.7)
os.write(2, b"end\\n")
subprocess.Popen(["sleep", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
"""
HEAP = "const held = []; for (let i = 0; i < 1e6; i++) held.push({ i }); setTimeout(() => {}, 300)"

# What vitest and tsup print, so that every event of runner.jsonl occurs.
PRINTED = ("vitest-4.1-forks-killed-colour.txt", "tsup-8.5.txt")

TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float,),
    "string": (str,),
    "bool": (bool,),
    "object": (dict,),
}


def documented() -> dict[str, dict[str, str]]:
    """The rows of the page's tables of keys, by file: key -> type and when it is null."""
    found: dict[str, dict[str, str]] = {}
    heading = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("### "):
            heading = ""
        row = re.match(r"\| `([a-z_.]+)` \| ((?:list of )?[a-z]+(?: or null)?) \|", line)
        if row and heading in FILES:
            assert row[1] not in found.setdefault(heading, {}), f"{row[1]} stands there twice"
            found[heading][row[1]] = row[2]
    return found


def flat(content: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every key with its value, those of objects with a dot."""
    for name, value in content.items():
        key = prefix + name
        yield key, value
        if isinstance(value, dict) and key not in OPEN:
            yield from flat(value, key + ".")


def keys(recording: Path, file: str) -> Iterator[tuple[str, Any]]:
    if file == "runner.jsonl" and not (recording / file).exists():
        return  # nothing was said
    text = (recording / file).read_text()
    for document in [text] if file == "manifest.json" else text.splitlines():
        yield from flat(json.loads(document))


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    require(None if shutil.which("node") else "node is not installed")
    home = tmp_path_factory.mktemp("recordings")
    commands = {
        "builds": ["sh", "-c", "./vitest; ./tsup"],
        "python": [sys.executable, "-c", PROGRAM],
        "runner": [sys.executable, "-m", "pytest", "--version"],
        "node": ["node", "--max-old-space-size=256", "-e", HEAP],
    }
    for file in PRINTED:
        program = home / file.partition("-")[0]
        program.write_text(f"#!{sys.executable}\nprint({(OUTPUTS / file).read_text()!r})\n")
        program.chmod(0o755)
    for name, command in commands.items():
        done = memfit("run", "--recording", name, "--", *command, cwd=home, NODE_OPTIONS="")
        assert done.returncode == 0, done.stderr
    return [home / name for name in commands]


@pytest.mark.node
@pytest.mark.parametrize("file", FILES)
def test_every_key_that_occurs_is_named_in_the_page(file: str, recordings: list[Path]):
    there = {key for recording in recordings for key, _ in keys(recording, file)}

    assert there - documented()[file].keys() == set()


@pytest.mark.node
@pytest.mark.parametrize("file", FILES)
def test_every_key_that_the_page_names_occurs(file: str, recordings: list[Path]):
    there = {key for recording in recordings for key, _ in keys(recording, file)}

    assert documented()[file].keys() - there - CONDITIONAL.keys() == set()


@pytest.mark.node
@pytest.mark.parametrize("file", FILES)
def test_values_have_the_type_that_the_page_states(file: str, recordings: list[Path]):
    stated = documented()[file]
    for recording in recordings:
        for key, value in keys(recording, file):
            if value is None:
                assert file == "manifest.json", f"{key} is null in a stream"
                continue
            kind = stated[key].removeprefix("list of ")
            values = value if stated[key].startswith("list of ") else [value]
            for one in values:
                if one is None:
                    assert kind.endswith(" or null"), key
                else:
                    assert type(one) in TYPES[kind.removesuffix(" or null")], f"{key}: {one!r}"


@pytest.mark.node
def test_what_is_never_null_is_not_null(recordings: list[Path]):
    cells = [line.split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    never = {row[0].strip("| `") for row in cells if len(row) == 6 and row[3] == "never"}
    assert "end.at" in never

    nulls = {
        key for one in recordings for key, value in keys(one, "manifest.json") if value is None
    }
    assert nulls & never == set()


def test_the_page_names_every_event_from_inside():
    section = PAGE.read_text().split("## isolates/")[1].split("\n## ")[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    named = {event for row in rows for event in re.findall(r"`([a-z-]+)`", row)} - {"event"}

    told = {
        event
        for script in JS.glob("*.cjs")
        for event in re.findall(r"\bput\(\s*'([a-z-]+)'", script.read_text())
    }
    assert named == told


def test_conditional_keys_are_in_the_page():
    named = {key for table in documented().values() for key in table}

    assert CONDITIONAL.keys() - named == set()


def test_the_page_is_about_the_version_that_is_written():
    text = PAGE.read_text()

    assert f"version {SCHEMA} of the format" in text
    assert f"\n| {SCHEMA} | " in text.split("## Versions")[1]


def test_the_page_names_every_variable_that_may_be_kept():
    section = PAGE.read_text().split("## Privacy")[1]
    named = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", section.split("those that begin with")[0]))

    assert named == _VARIABLES
