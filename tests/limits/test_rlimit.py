import resource
from dataclasses import replace

from memfit.limits.contract import Request
from memfit.limits.rlimit import RLimit
from tests.limits.real import MEGABYTE, in_fork, python, run

REQUEST = Request("x", memory=200 * MEGABYTE)


def test_each_process_is_held_to_the_limit():
    enclosure = RLimit().open(REQUEST)

    assert run(enclosure, "bytearray(300 << 20)") == 1  # MemoryError
    assert run(enclosure, "bytearray(100 << 20)") == 0


def test_the_limit_holds_for_children_each_by_itself():
    enclosure = RLimit().open(REQUEST)
    code = (
        "import os\n"
        "held = bytearray(120 << 20)\n"
        "pid = os.fork()\n"
        "if not pid: os.execlp('python3', 'python3', '-c', 'bytearray(120 << 20)')\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"
    )

    with python(enclosure, code) as process:
        child, _ = process.communicate()

    assert child == "0\n"


def test_the_program_cannot_raise_its_limit():
    enclosure = RLimit().open(REQUEST)

    with python(enclosure, "import resource as r; print(r.getrlimit(r.RLIMIT_DATA))") as process:
        limits, _ = process.communicate()

    assert limits == f"({REQUEST.memory}, {REQUEST.memory})\n"


def test_without_a_limit_there_is_nothing_to_do():
    why_not = RLimit().unusable(replace(REQUEST, memory=None))

    assert why_not is not None
    assert "--memory" in why_not.repair


def test_a_stricter_limit_of_the_shell_is_told():
    def strict() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (100 * MEGABYTE, 100 * MEGABYTE))
        why_not = RLimit().unusable(REQUEST)
        assert why_not is not None
        assert str(100 * MEGABYTE) in why_not.repair

    assert in_fork(strict)


def test_it_says_that_it_is_not_the_tree():
    assert "not to the tree" in RLimit.covers


def test_it_counts_nothing():
    enclosure = RLimit().open(REQUEST)

    assert enclosure.peak() is None
    assert enclosure.watchdog is None
    assert not enclosure.kill()
