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


def test_a_long_command_is_cut():
    text = short_command(["node", "--flag=/not/a/path", "x" * 100], 30)

    assert text.startswith("node --flag=/not/a/path xxx")
    assert (len(text), text[-1]) == (30, "…")


def test_a_process_without_a_command_line_still_has_a_name():
    assert name(Process(3, 77, None, (), Role.HELPER, 0.0)) == "helper 77"
