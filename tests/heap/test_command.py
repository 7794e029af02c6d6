import gzip
import json

import pytest
from click.testing import CliRunner

from memfit.cli.heap import command
from memfit.errors import UnusableInputError
from tests.heap.builder import leaky


def run(*words):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def file(tmp_path):
    return leaky().write(tmp_path / "a.heapsnapshot")


def test_the_first_line_is_the_answer(file):
    done = run(file)

    assert done.exit_code == 0
    assert (
        "Array at requestLog (/src/app.ts:12) holds 20 x {url, app}" in done.stdout.splitlines()[0]
    )


def test_json_markdown_and_html_say_the_same(file):
    assert json.loads(run(file, "--format", "json").stdout)["holders"][0]["name"] == "requestLog"
    assert "requestLog" in run(file, "--format", "markdown").stdout
    assert "requestLog" in run(file, "--format", "html").stdout


def test_two_files_tell_what_grew(file, tmp_path):
    later = leaky(count=30).write(tmp_path / "b.heapsnapshot")

    assert "10 x {url, app} at requestLog" in run(file, later).stdout.splitlines()[0]


def test_a_path_and_a_class_are_shown(file):
    number = json.loads(run(file, "--format", "json").stdout)["holders"][0]["id"]

    assert "variable requestLog  Array" in run(file, "--path", number).stdout
    assert run(file, "--class", "App", "--top", 2).stdout.count("held by") == 2


def test_a_packed_file_is_read(file, tmp_path):
    packed = tmp_path / "a.heapsnapshot.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))

    assert "requestLog" in run(packed).stdout


def test_a_cut_file_ends_in_2_and_says_what_it_can(file):
    file.write_text(file.read_text()[: len(file.read_text()) // 3])

    done = run(file)

    assert done.exit_code == 2
    assert "the file is cut" in done.stdout


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 100])
def test_what_is_no_snapshot_is_refused_with_a_sentence(content, tmp_path):
    (tmp_path / "x").write_bytes(content)

    done = run(tmp_path / "x")

    assert isinstance(done.exception, UnusableInputError)
    assert done.exception.exit_code == 2


def test_path_and_class_need_one_file(file):
    assert isinstance(run(file, file, "--path", "3").exception, UnusableInputError)


def test_without_compiled_kernels_the_answer_is_the_same_and_that_is_said_once(file, monkeypatch):
    quick = run(file, "--format", "json")
    monkeypatch.setenv("MEMFIT_HEAP_LIBRARY", "/nowhere")
    from memfit.heap.kernels import kernels

    kernels.cache_clear()
    slow = run(file, "--format", "json")
    kernels.cache_clear()

    assert slow.stdout == quick.stdout
    assert slow.stderr.count("without its compiled kernels") == 1
