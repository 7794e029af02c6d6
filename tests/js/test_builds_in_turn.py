"""Builds of vite that a script starts together, made one after another for an experiment."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import memfit
from tests.platforms import require

MODULE = Path(memfit.__file__).parent / "js" / "builds_in_turn.mjs"

VITE = """
export const version = '7.0.0';
export const build = async (name) => {
  console.log(`${name} begins`);
  await new Promise(setImmediate);
  console.log(`${name} ends`);
  if (name === 'bad') throw new Error('a build failed');
  return name;
};
"""
SCRIPT = """
import { build, version } from 'vite';
const made = await Promise.allSettled(['bad', 'good'].map((name) => build(name)));
console.log(version, made.map(({ status }) => status).join(' '));
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    require(None if shutil.which("node") else "node is not installed")
    package = tmp_path / "node_modules" / "vite"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "vite", "type": "module", "main": "main.js"}')
    (package / "main.js").write_text(VITE)
    (tmp_path / "build.mjs").write_text(SCRIPT)
    return tmp_path


def printed(project: Path, *options: str) -> list[str]:
    done = subprocess.run(
        ["node", *options, "build.mjs"], cwd=project, capture_output=True, text=True, check=True,
        env={**os.environ, "NODE_OPTIONS": ""},
    )  # fmt: skip
    return done.stdout.splitlines()


def test_a_build_begins_when_the_one_before_has_ended_well_or_not(project: Path) -> None:
    assert printed(project)[:2] == ["bad begins", "good begins"]
    assert printed(project, "--import", MODULE.as_uri()) == [
        "bad begins", "bad ends", "good begins", "good ends", "7.0.0 rejected fulfilled",
    ]  # fmt: skip
