"""The program finds everything as if memfit were not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spec.memfit import PATIENCE, WAYS, Memfit, must_be_root

# Nothing here asks Python: it ignores SIGPIPE itself and closes what it inherits.
_PROBE = r"""
echo "umask $(umask)"
echo "directory $(pwd)"
echo "nice $(nice)"
for fd in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 30 40 50 60; do
  if [ -e /proc/$$/fd/$fd ]; then echo "open $fd"; fi
done
grep -E '^(Sig(Blk|Ign|Pnd)|ShdPnd|Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp:|Cpus_all)' /proc/self/status
cat /proc/self/limits
cat /proc/self/oom_score_adj /proc/self/coredump_filter /proc/self/personality
cat /proc/self/timerslack_ns
read -r _ _ _ _ group session _ < /proc/$$/stat
echo "group $group session $session"
env | grep -v '^_=' | sort
"""


def seen(memfit: Memfit, before: str = "", prefix: str = "") -> tuple[list[str], list[str]]:
    """What the probe sees without memfit and with it, started by the same shell lines."""
    probe = memfit.directory / "probe.sh"
    probe.write_text(_PROBE)
    # The agent lives in variables, which tests/record/test_node.py names one by one.
    words, _ = memfit.line(["sh", str(probe)], options=["--no-agent"])
    both = []
    for line in (["sh", str(probe)], words):
        ended = subprocess.run(
            ["sh", "-c", f'{before}\nexec {prefix} "$@"', "sh", *line],
            cwd=memfit.directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        assert ended.stderr == ""
        both.append(ended.stdout.splitlines())
    return both[0], both[1]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "umask 0",
        "umask 027",
        "umask 0777",
        # Not PIPE and XFSZ: Python ignores them before memfit could see what they were.
        "trap '' INT QUIT TERM HUP USR1 USR2 TSTP TTOU TTIN ALRM",
        "ulimit -n 64; ulimit -c 0; ulimit -t 1000; ulimit -s 4096",
        "exec 3</dev/null 7>/dev/null 9</dev/zero",
        "export PATH=/usr/bin:/bin LANG=xx EMPTY= 'ODD=a b\n=c'",
        "cd /",
    ],
)
def test_what_the_shell_set_is_what_the_program_gets(memfit: Memfit, before: str):
    without, with_memfit = seen(memfit, before)

    assert with_memfit == without


@pytest.mark.parametrize("prefix", ["nice -n 5", "env -i PATH=/usr/bin:/bin", "taskset -c 0"])
def test_what_a_wrapper_set_is_what_the_program_gets(memfit: Memfit, prefix: str):
    without, with_memfit = seen(memfit, prefix=prefix)

    assert with_memfit == without


@pytest.mark.parametrize("watch", WAYS)
@pytest.mark.parametrize(
    "change",
    [
        "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGINT, signal.SIGCHLD})",
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
    ],
)
def test_blocked_and_ignored_signals_stay_so(memfit: Memfit, watch: str, change: str):
    code = (
        f"import os, signal, sys; {change};"
        "signal.signal(signal.SIGPIPE, signal.SIG_DFL); signal.signal(signal.SIGXFSZ, signal.SIG_DFL);"
        "os.execvp(sys.argv[1], sys.argv[1:])"
    )
    status = ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]
    words, _ = memfit.line(status, watch=watch)

    without, with_memfit = (
        subprocess.run(
            [sys.executable, "-c", code, *line],
            cwd=memfit.directory, capture_output=True, timeout=PATIENCE, check=True,
        ).stdout
        for line in (status, words)
    )  # fmt: skip

    assert with_memfit == without


def test_the_program_s_parent_is_not_asked_to_wait_for_strangers(memfit: Memfit):
    result = memfit(
        sys.executable,
        "-c",
        "import os\ntry:\n os.waitpid(-1, 0)\nexcept ChildProcessError:\n print('no children')",
    )

    assert result.stdout == b"no children\n"


def test_arguments_arrive_byte_for_byte(memfit: Memfit):
    odd = [b"", b" a  b ", b"-x", b"--", b"caf\xc3\xa9", b"\xff\xfe", b"*\\n'\"$HOME\n\t\x1b[31m"]
    code = "import os, sys; os.write(1, b'|'.join(map(os.fsencode, sys.argv[1:])))"

    result = memfit(sys.executable, "-c", code, *map(os.fsdecode, odd))

    assert result.stdout == b"|".join(odd)


def test_options_after_the_command_are_the_command_s(memfit: Memfit):
    result = memfit("echo", "--recording", "x", "-q", "--", "--help")

    assert result.stdout == b"--recording x -q -- --help\n"


def test_the_program_keeps_the_user_that_memfit_has(memfit: Memfit, as_nobody: list[str]):
    result = memfit("sh", "-c", "id -u; id -g; id -G", prefix=as_nobody)

    assert result.stdout.split() == [b"65534", b"65534", b"65534"]


def test_files_that_the_program_makes_have_its_own_mode(memfit: Memfit):
    memfit("sh", "-c", "umask 022; touch made; mkdir place")

    made, place = memfit.directory / "made", memfit.directory / "place"
    assert (made.stat().st_mode & 0o777, place.stat().st_mode & 0o777) == (0o644, 0o755)


def test_memfit_leaves_nothing_in_the_directory_but_the_recording(memfit: Memfit):
    memfit("true")

    assert [path.name for path in memfit.directory.iterdir()] == ["recording-1"]


def test_a_program_that_changes_its_own_title_and_group_is_left_alone(memfit: Memfit):
    code = "import os; os.setsid(); print(os.getpid() == os.getpgid(0) == os.getsid(0))"

    # The root leads no group, so it may make a session of its own, as without memfit.
    assert memfit(sys.executable, "-c", code).stdout == b"True\n"


def test_a_core_limit_and_a_priority_of_root_survive(memfit: Memfit):
    must_be_root()
    without, with_memfit = seen(memfit, prefix="chrt -b 0 nice -n -3")

    assert with_memfit == without


def test_the_program_may_write_where_memfit_stands(memfit: Memfit):
    result = memfit("sh", "-c", "echo one > file; cat file")

    assert (result.stdout, Path(memfit.directory, "file").read_text()) == (b"one\n", "one\n")
