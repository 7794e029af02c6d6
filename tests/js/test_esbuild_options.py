"""Options of esbuild that an experiment changes as it is loaded, for require and for import."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import memfit
from tests.platforms import require

SCRIPT = Path(memfit.__file__).parent / "js" / "esbuild_options.cjs"

# What esbuild's own main file exports, as far as its options go.
ESBUILD = """
const answer = (name) => (options) => ({ name, options });
exports.version = '0.28.2';
exports.build = answer('build');
exports.buildSync = answer('buildSync');
exports.context = answer('context');
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    require(None if shutil.which("node") else "node is not installed")
    package = tmp_path / "node_modules" / "esbuild"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "esbuild", "main": "main.js"}')
    (package / "main.js").write_text(ESBUILD)
    return tmp_path


def built(project: Path, name: str, source: str, **wanted: bool) -> dict[str, object]:
    """The options that arrive, of what a script prints."""
    (project / name).write_text(source)
    done = subprocess.run(
        ["node", "--require", str(SCRIPT), name],
        cwd=project, env={**os.environ, "MEMFIT_ESBUILD": json.dumps(wanted)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    options: dict[str, object] = json.loads(done.stdout)["options"]
    return options


GIVEN = "{ bundle: true, outdir: 'dist', format: 'cjs', minify: true }"
REQUIRED = f"console.log(JSON.stringify(require('esbuild').build({GIVEN})));"
IMPORTED = f"import {{ build }} from 'esbuild'; console.log(JSON.stringify(build({GIVEN})));"


@pytest.mark.parametrize(("name", "source"), [("a.cjs", REQUIRED), ("a.mjs", IMPORTED)])
def test_splitting_is_on_however_esbuild_is_loaded(project: Path, name: str, source: str):
    assert built(project, name, source, splitting=True) == {
        "bundle": True, "outdir": "dist", "format": "esm", "minify": True, "splitting": True,
    }  # fmt: skip


def test_a_single_output_file_cannot_be_split_and_is_left_alone(project: Path):
    source = "console.log(JSON.stringify(require('esbuild').build({ bundle: true, outfile: 'a' })))"

    assert built(project, "a.cjs", source, splitting=True) == {"bundle": True, "outfile": "a"}


def test_source_maps_are_off(project: Path):
    source = "console.log(JSON.stringify(require('esbuild').context({ sourcemap: true })))"

    assert built(project, "a.cjs", source, sourcemap=False) == {"sourcemap": False}
