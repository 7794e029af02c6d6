import os
import signal

import pytest


def die(where):
    if os.environ.get("WHERE", "test") != where:
        return
    held = []
    while os.environ["HOW"] == "native":
        held.append(b"x" * (4 << 20))
    if os.environ["HOW"] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def meal():
    die("fixture")


def test_eats_a_little():
    assert True


def test_eats_everything(meal):
    die("test")
