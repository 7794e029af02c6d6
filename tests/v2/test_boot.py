"""What the booting script decides by itself: what to load first, and when a run is not green."""

import pytest

from tests.v2.boot import faults
from tests.v2.initramfs import load_order, plain_modules


def session(name: str, summary: str, status: int = 0) -> str:
    return f"memfit-v2: begin {name}\n{summary}\nmemfit-v2: end {name} {status}\n"


GREEN = "====== 3 passed, 1 skipped in 9.99s ======"


def test_a_run_is_green_if_every_identity_ran_tests_and_none_failed():
    assert faults(session("root", GREEN) + session("user", GREEN), ["root", "user"]) == []


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("", "as root: the tests did not end"),
        ("memfit-v2: begin root\n" + GREEN, "as root: the tests did not end"),
        (session("user", GREEN), "as root: the tests did not end"),
        (session("root", "=== 1 failed, 3 passed in 1s ===", 1), "as root: pytest exited with 1"),
        (session("root", GREEN, -9), "as root: pytest exited with -9"),
        (session("root", "=== 5 skipped in 1s ==="), "as root: no test passed"),
        (session("root", "3 passed, said a test"), "as root: no test passed"),
    ],
)
def test_whatever_else_is_not(printed, sentence):
    assert faults(printed, ["root"]) == [sentence]


def test_a_guest_that_took_too_long_is_named_first():
    printed = session("root", GREEN) + "memfit-v2: begin user\n\nmemfit-v2: timeout\n"
    assert faults(printed, ["root", "user"]) == [
        "the guest took too long",
        "as user: the tests did not end",
    ]


def test_a_module_is_loaded_after_what_it_depends_on():
    modules = {
        "a": b"\0license=GPL\0depends=b,c-d\0name=a\0",
        "b": b"\0depends=c-d\0",
        "c_d": b"\0depends=\0",
        "unrelated": b"\0depends=a\0",
    }
    assert load_order(("a", "built_in"), modules) == ["c_d", "b", "a"]


def test_modules_are_named_as_others_name_them():
    files = {"lib/modules/6/kernel/net/9p-virtio.ko": b"x", "lib/modules/6/modules.order": b"y"}
    assert plain_modules(files) == {"9p_virtio": b"x"}
