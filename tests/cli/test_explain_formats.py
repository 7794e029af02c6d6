"""`memfit explain` in formats for others: what goes to standard output, to a file, to GitHub."""

import pytest
from click.testing import CliRunner

from memfit.cli import explain
from memfit.errors import UnusableInputError
from memfit.model.recording import Role
from tests.explain.build import kills, process, recording, series

KILLED = recording(
    process(0, "node x.js", Role.MAIN, rss=500, ended=5.0, signal=9),
    signal=9, memory=512, peak=512, usage=series((0, 100), (4, 500)),
    oom_kills=(kills(0, 0), kills(5.1, 1)),
)  # fmt: skip


@pytest.fixture
def invoke(monkeypatch):
    """Invoke the command on a recording that memory ended."""
    monkeypatch.setattr(explain, "load", lambda _: KILLED)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)

    return lambda *arguments: CliRunner().invoke(explain.command, ["anywhere", *arguments])


@pytest.mark.parametrize(
    ("form", "start"),
    [("markdown", "## oom-killed: "), ("html", "<!doctype html>"), ("github", "::error title=")],
)
def test_a_format_goes_to_standard_output_and_judges_as_ever(invoke, form, start):
    said = invoke("--format", form)

    assert said.stdout.startswith(start)
    assert said.exit_code == 1


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_file_gets_what_standard_output_would(invoke, tmp_path, form):
    file = tmp_path / "report"
    file.write_text("what was there before, and is longer than nothing")

    said = invoke("--format", form, "-o", str(file))

    assert file.read_text("utf-8") == invoke("--format", form).stdout
    assert said.stdout == ""
    assert f"wrote {file}" in said.stderr
    assert said.exit_code == 1


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_only_documents_go_to_a_file(invoke, tmp_path, form):
    said = invoke("--format", form, "-o", str(tmp_path / "report"))

    assert said.exit_code == 2
    assert "-o goes with --format markdown or html" in said.stderr
    assert not (tmp_path / "report").exists()


def test_a_file_that_cannot_be_written_is_named(invoke, tmp_path):
    said = invoke("--format", "html", "-o", str(tmp_path / "none" / "report.html"))

    assert isinstance(said.exception, UnusableInputError)
    assert "none/report.html: No such file or directory" in said.exception.message


def test_the_job_summary_is_added_to_what_the_step_has_written(invoke, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    said = invoke("--format", "github")

    assert summary.read_text().startswith("before\n## oom-killed: ")
    assert "##" not in said.stdout


def test_a_summary_that_is_full_already_stays_as_it_is(invoke, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("x" * (1 << 20))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    assert invoke("--format", "github").exit_code == 1
    assert summary.stat().st_size == 1 << 20


def test_other_formats_leave_the_job_summary_alone(invoke, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))

    invoke("--format", "markdown")

    assert not summary.exists()
