"""Where the plugin cannot work, the user's tests run as if it were not there."""

import ast
import shutil
from pathlib import Path

import pytest

from memfit.pytest_plugin import SITE
from tests.pytest_plugin.told import Told, named, read, recorded, run, told

TEST = "def test_one(): pass\n"


def runs(folder: Path, *words: str, **changed: str) -> Told:
    """Run Python with the plugin's variables, and some of them changed."""
    recording = folder.parent / "recording"
    environment = {**recorded(recording), **changed}
    done = run(folder, *words, environment=environment)
    return Told(done.returncode, done.stdout, read(recording))


@pytest.mark.parametrize("flag", ["-E", "-I"])
def test_a_python_that_ignores_the_environment(project, flag):
    result = runs(project(test_a=TEST), flag, "-m", "pytest")
    assert (result.code, result.streams) == (0, {}), result.printed


@pytest.mark.parametrize(
    "changed",
    [
        {"PYTHONPATH": "src"},
        {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        {"MEMFIT_STREAMS": ""},
        {"MEMFIT_STREAMS": "/nowhere"},
        {"MEMFIT_EPOCH": "noon"},
        {"MEMFIT_OPTIONS": "{"},
    ],
    ids=str,
)
def test_variables_that_others_changed(project, changed):
    result = runs(project(test_a=TEST), "-m", "pytest", **changed)
    assert (result.code, result.streams) == (0, {}), result.printed


def test_options_of_another_shape_are_no_options(project):
    result = runs(project(test_a=TEST), "-m", "pytest", MEMFIT_OPTIONS="[]")
    assert result.code == 0, result.printed
    assert "kept" not in named(result.main, "file-end")[0]


def test_plugins_that_the_user_names_are_loaded_too(project):
    folder = project(
        test_a="def test_one(mine): pass\n",
        mine="import pytest\n@pytest.fixture\ndef mine(): pass\n",
    )
    result = told(folder, PYTEST_PLUGINS="mine", PYTHONPATH=".")
    assert result.code == 0, result.printed
    assert len(named(result.main, "test-end")) == 1


def test_a_user_who_blocks_it(project):
    result = told(project(test_a=TEST), "-p", "no:memfit_recorder_plugin")
    assert (result.code, result.streams) == (0, {}), result.printed


def test_a_pattern_of_test_files_that_fits_its_own(project):
    result = told(project(test_a=TEST), "-o", "python_files=*.py")
    assert result.code == 0, result.printed
    assert len(named(result.main, "test-end")) == 1


def test_a_stream_that_is_full_ends_and_the_tests_go_on(project):
    folder = project(test_a="\n".join(f"def test_{n}(): pass" for n in range(50)))
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500));"
    recording = folder.parent / "recording"
    code = f"{limit} import pytest; raise SystemExit(pytest.main(['-q', '-s', '-p', 'no:cacheprovider']))"
    done = run(folder, "-B", "-c", code, environment=recorded(recording))
    assert done.returncode == 0, done.stdout
    assert "50 passed" in done.stdout
    (path,) = (recording / "isolates").iterdir()
    assert path.stat().st_size == 1500


def test_an_older_pid_keeps_its_stream(project):
    folder = project(test_a=TEST)
    recording = folder.parent / "recording"
    environment = recorded(recording)
    taken = "import os, sys; open(os.environ['MEMFIT_STREAMS'] + f'/{os.getpid()}-0.jsonl', 'x').close();"
    again = f"{taken} os.execv(sys.executable, [sys.executable, '-m', 'pytest'])"
    assert run(folder, "-c", again, environment=environment).returncode == 0
    names = sorted(path.name.partition("-")[2] for path in (recording / "isolates").iterdir())
    assert names == ["0.2.jsonl", "0.jsonl"]


def test_a_part_of_it_that_does_not_load_leaves_an_empty_plugin(project, tmp_path):
    broken = tmp_path / "site"
    shutil.copytree(SITE, broken, ignore=shutil.ignore_patterns("__pycache__"))
    (broken / "memfit_recorder_plugin" / "session.py").write_text("raise SyntaxError\n")
    result = runs(project(test_a=TEST), "-m", "pytest", PYTHONPATH=str(broken))
    assert (result.code, result.streams) == (0, {}), result.printed


@pytest.mark.parametrize("path", sorted(SITE.glob("*/*.py")), ids=lambda path: path.name)
def test_it_is_written_in_python_3_8(path):
    ast.parse(path.read_text(), feature_version=(3, 8))


def test_nothing_else_can_be_imported_from_its_directory():
    names = {path.name for path in SITE.iterdir()} - {"__pycache__"}
    assert names == {"memfit_recorder_plugin", "memfit_recorder_plugin-1.dist-info"}
