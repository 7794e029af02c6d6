"""A recording is its owner's, and holds no secrets."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spec.memfit import PATIENCE, Memfit, Result

SECRET = "hunter2-Xq9"


def everything(result: Result) -> bytes:
    return b"\0".join(file.read_bytes() for file in result.path.rglob("*") if file.is_file())


@pytest.mark.parametrize("umask", ["0", "022", "077", "0777"])
def test_a_recording_is_readable_by_its_owner_only(memfit: Memfit, umask: str):
    words, path = memfit.line(["sh", "-c", "echo hi"])
    subprocess.run(
        ["sh", "-c", f'umask {umask}; exec "$@"', "sh", *words],
        cwd=memfit.directory, capture_output=True, check=True, timeout=PATIENCE,
    )  # fmt: skip

    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    files = [file for file in path.rglob("*") if file.is_file()]
    assert len(files) == 5
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.parametrize("umask", ["0", "077"])
def test_the_default_place_is_readable_by_its_owner_only(memfit: Memfit, umask: str):
    words = [sys.executable, "-m", "memfit", "run", "-q", "--", "true"]
    subprocess.run(
        ["sh", "-c", f'umask {umask}; exec "$@"', "sh", *words],
        cwd=memfit.directory, capture_output=True, check=True, timeout=PATIENCE,
    )  # fmt: skip

    home = memfit.directory / ".memfit"
    [path] = (home / "recordings").iterdir()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_the_default_place_ignores_itself_in_git(memfit: Memfit):
    subprocess.run(["git", "init", "-q"], cwd=memfit.directory, check=True)
    subprocess.run(
        [sys.executable, "-m", "memfit", "run", "-q", "--", "true"],
        cwd=memfit.directory, check=True, timeout=PATIENCE,
    )  # fmt: skip

    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=memfit.directory, capture_output=True, check=True
    )
    assert status.stdout == b""


def test_only_listed_variables_are_stored(memfit: Memfit):
    variables = {
        "NODE_OPTIONS": "--max-old-space-size=512",
        "MALLOC_ARENA_MAX": "2",
        "MY_PASSWORD": SECRET,
        "HARMLESS_LOOKING": SECRET,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "npm_config__authToken": SECRET,
        "npm_config_node_options": "--x",
    }
    result = memfit("sh", "-c", "exit 0", variables=variables)

    stored = json.loads((result.path / "manifest.json").read_text())["environment"]
    expected = {"NODE_OPTIONS", "MALLOC_ARENA_MAX", "npm_config_node_options"}
    assert expected <= set(stored)
    assert not set(stored) & (set(variables) - expected)
    kept = everything(result)
    for word in (SECRET, "MY_PASSWORD", "HARMLESS_LOOKING", "AWS_SECRET", "authToken"):
        assert word.encode() not in kept


def test_a_secret_in_a_listed_variable_is_masked(memfit: Memfit):
    result = memfit("true", variables={"PYTEST_ADDOPTS": f"--token={SECRET} -q"})

    assert result.recording.environment["PYTEST_ADDOPTS"] == "--token=*** -q"
    assert SECRET.encode() not in everything(result)


COMMANDS = [
    ["--token", SECRET],
    [f"--api-key={SECRET}"],
    [f"DB_PASSWORD={SECRET}"],
    [f"https://me:{SECRET}@example.org/x"],
    ["-H", f"Authorization: Bearer {SECRET}"],
    ["-H", f"X-Api-Key: {SECRET}"],
    [f"ghp_{'a1B2' * 9}"],
    [f"npm_{'a1B2' * 9}"],
    [f"AKIA{'A1B2' * 4}"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0][:12])
def test_a_secret_in_a_command_line_is_nowhere(memfit: Memfit, words: list[str]):
    secret = words[-1].rpartition(" ")[2]
    secret = SECRET if SECRET in secret else secret

    # As the command itself, in a process below, and in what is not started at all.
    result = memfit("sh", "-c", 'sh -c "sleep 0.1" sh "$@"; exit 3', "sh", *words, quiet=False)
    unstarted = memfit("no-such-command", *words, quiet=False)

    assert (result.returned, unstarted.returned) == (3, 127)
    for each in (result, unstarted):
        assert secret.encode() not in everything(each)
        assert secret not in json.dumps(each.document)
        assert secret not in each.stderr
        assert "***" in json.dumps(each.recording.command)
    explained = subprocess.run(
        [sys.executable, "-m", "memfit", "explain", str(result.path)],
        capture_output=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert explained.returncode == 0
    assert secret.encode() not in explained.stdout + explained.stderr


def test_the_directory_of_a_recording_is_not_followed_out_of_its_place(memfit: Memfit):
    elsewhere = memfit.directory / "elsewhere"
    elsewhere.mkdir()
    (memfit.directory / "link").symlink_to(elsewhere)
    (elsewhere / "manifest.json").symlink_to("/dev/null")

    result = memfit("true", options=["--recording", "link"])

    assert result.returned == 125
    assert "is not an empty directory" in result.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["manifest.json"]


def test_an_old_recording_is_never_overwritten(memfit: Memfit):
    first = memfit("echo", "one")
    before = everything(first)

    second = memfit("echo", "two", options=["--recording", str(first.path)])

    assert (second.returned, second.stdout) == (125, b"")
    assert everything(first) == before
    assert Path(first.path, "output.log").read_bytes() == b"one\n"
