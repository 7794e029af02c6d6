import pytest

from memfit.explain.naming import name, program, short_command, signal_name
from memfit.model.recording import Process, Role


@pytest.mark.parametrize(("number", "text"), [(9, "SIGKILL"), (6, "SIGABRT"), (64, "signal 64")])
def test_signals_have_names(number, text):
    assert signal_name(number) == text


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (("/usr/bin/node", "/a/b.js"), "node"),
        (("node (vitest 1)",), "node"),
        (("postgres: writer",), "postgres"),
        ((), ""),
        (("",), ""),
    ],
)
def test_a_program_is_named_by_its_file_or_title(command, text):
    assert program(Process(0, 1, None, command, Role.MAIN, 0.0)) == text


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("node --max-old-space-size=9 -r /app/hook.js /app/forks.js", "node forks.js"),
        ("node --test", "node --test"),
        ("python -m pytest -q", "python -m pytest -q"),
        ("/usr/bin/python3 -X dev run.py a/b", "python3 run.py b"),
        ("esbuild --service --ping /tmp/x", "esbuild --service --ping x"),
        ("/bin/node", "node"),
    ],
)
def test_a_command_is_shortened_to_what_it_runs(command, text):
    assert short_command(command.split()) == text


def test_a_long_command_is_cut():
    text = short_command(["sort", "--flag=/not/a/path", "x" * 100], 30)

    assert text.startswith("sort --flag=/not/a/path xxx")
    assert (len(text), text[-1]) == (30, "…")


def test_a_process_without_a_command_line_still_has_a_name():
    assert name(Process(3, 77, None, (), Role.HELPER, 0.0)) == "helper 77"
