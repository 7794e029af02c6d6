import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memfit.explain import shell
from tests.platforms import require

HOSTILE = "a b'c\x1b[31m\n\"$(x)`y`\\ \u202e\udcff;é"


def test_nothing_that_a_terminal_acts_on_is_left():
    assert shell.quote(HOSTILE).isprintable()


def test_harmless_words_stay_as_they_are():
    assert shell.join(["vitest", "run", "--maxWorkers=2"]) == "vitest run --maxWorkers=2"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(min_codepoint=1, max_codepoint=0x2FFF)), max_size=4))
def test_bash_reads_back_what_was_quoted(words):
    bash = shutil.which("bash")
    require(None if bash else "bash is not installed")
    script = f"printf '%s\\0' {shell.join(words)}" if words else "true"

    done = subprocess.run(
        [bash, "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
    )

    assert done.stdout.decode().split("\0")[:-1] == words


def test_bash_gets_the_bytes_of_names_that_are_not_utf8():
    bash = shutil.which("bash")
    require(None if bash else "bash is not installed")

    word = shell.quote("x\udcff")
    done = subprocess.run([bash, "-c", f"printf %s {word}"], capture_output=True, check=True)

    assert done.stdout == b"x\xff"


@pytest.mark.parametrize("word", ["", " ", "*", "~"])
def test_empty_words_and_patterns_are_quoted(word):
    assert shell.quote(word) == f"'{word}'"
