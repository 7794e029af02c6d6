"""The command line of a container, from what was asked for: no engine is needed."""

import csv
from pathlib import Path

import pytest

from memfit.errors import LimitError
from memfit.limits.container_command import (
    PASSED_ON,
    Caller,
    Placing,
    project_root,
    run_command,
    split_flags,
)
from memfit.limits.container_engine import Engine
from memfit.limits.contract import Request

ALL = frozenset({"memory", "cpu"})
PODMAN = Engine("podman", rootless=False, local=True, cgroup_version=2, cores=4, enforces=ALL)
ROOTLESS_PODMAN = Engine(
    "podman", rootless=True, local=True, cgroup_version=2, cores=4, enforces=ALL
)
DOCKER = Engine("docker", rootless=False, local=False, cgroup_version=2, cores=4, enforces=ALL)
ROOTLESS_DOCKER = Engine(
    "docker", rootless=True, local=False, cgroup_version=2, cores=4, enforces=ALL
)
ROOT = Caller(0, 0)
PLACING = Placing("memfit-1-2-run", "memfit.owner=me")


def command_line(
    tmp_path, engine=PODMAN, caller=ROOT, placing=PLACING, command=("true",), **request
):
    wanted = Request(name="run", directory=str(tmp_path), image="node:20", **request)
    return run_command(engine, wanted, caller, placing, list(command))


def after(flag, words):
    return [words[place + 1] for place, word in enumerate(words) if word == flag]


def test_swap_comes_on_top_of_memory(tmp_path):
    words = command_line(tmp_path, memory=1000, swap=24)
    assert "--memory=1000b" in words
    assert "--memory-swap=1024b" in words


def test_no_swap_means_that_memory_and_swap_together_are_the_memory(tmp_path):
    assert "--memory-swap=1000b" in command_line(tmp_path, memory=1000)


@pytest.mark.parametrize(("cpus", "printed"), [(2, "2"), (2.0, "2"), (1.5, "1.5")])
def test_cores_may_be_a_fraction(tmp_path, cpus, printed):
    assert f"--cpus={printed}" in command_line(tmp_path, cpus=cpus)


def test_the_command_sees_only_the_cores_that_it_may_use(tmp_path):
    caller = Caller(0, 0, cores=frozenset({3, 0}))
    assert "--cpuset-cpus=0,3" in command_line(tmp_path, caller=caller, cpus=1.5)


def test_nothing_is_limited_that_nobody_asked_for(tmp_path):
    assert not [word for word in command_line(tmp_path) if word.startswith(("--memory", "--cpu"))]


def test_the_command_comes_last_and_is_untouched(tmp_path):
    command = ["npx", "vitest", "--", "--memory", "a b", ""]
    words = command_line(tmp_path, command=command)
    assert words[words.index("node:20") + 1 :] == command


def test_flags_of_the_user_come_after_ours_so_that_they_win(tmp_path):
    caller = Caller(0, 0, flags=("--network=host", "--user", "9:9"))
    words = command_line(tmp_path, caller=caller)
    assert words[words.index("node:20") - 3 : words.index("node:20")] == [*caller.flags]


def test_a_terminal_stays_a_terminal(tmp_path):
    assert "--tty" in command_line(tmp_path, caller=Caller(0, 0, terminal=True))
    assert "--tty" not in command_line(tmp_path)


@pytest.mark.parametrize("engine", [PODMAN, DOCKER])
def test_with_root_rights_the_engine_runs_the_command_as_the_caller(tmp_path, engine):
    words = command_line(tmp_path, engine=engine, caller=Caller(1000, 100))
    assert after("--user", words) == ["1000:100"]
    assert "--userns" not in words


def test_rootless_podman_keeps_the_callers_id(tmp_path):
    words = command_line(tmp_path, engine=ROOTLESS_PODMAN, caller=Caller(1000, 100))
    assert after("--userns", words) == ["keep-id"]
    assert "--user" not in words


def test_rootless_docker_maps_root_to_the_caller(tmp_path):
    words = command_line(tmp_path, engine=ROOTLESS_DOCKER, caller=Caller(1000, 100))
    assert after("--user", words) == ["0:0"]


def test_a_user_without_a_home_in_the_image_gets_one_that_is_writable(tmp_path):
    words = command_line(tmp_path, engine=DOCKER, caller=Caller(1000, 100))
    assert "HOME=/tmp" in after("--env", words)
    assert "HOME=/tmp" not in after("--env", command_line(tmp_path, engine=DOCKER))
    assert "HOME=/tmp" not in after("--env", command_line(tmp_path, engine=ROOTLESS_DOCKER))


def test_variables_are_named_and_their_values_do_not_show(tmp_path, monkeypatch):
    monkeypatch.setenv("NODE_OPTIONS", "--max-old-space-size=4242")
    words = command_line(tmp_path)
    assert after("--env", words) == list(PASSED_ON)
    assert not [word for word in words if "4242" in word]


def test_no_init_process_and_no_network_of_our_choice(tmp_path):
    words = command_line(tmp_path)
    assert not [word for word in words if word.startswith(("--init", "--network", "--net"))]


def test_the_top_of_a_git_work_tree_is_mounted_and_the_command_runs_below(tmp_path):
    package = tmp_path / "packages" / "app"
    package.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    words = command_line(package)
    assert after("--mount", words) == [f"type=bind,source={tmp_path},target={tmp_path}"]
    assert after("--workdir", words) == [str(package)]


def test_a_linked_work_tree_has_a_file_for_git(tmp_path):
    (tmp_path / ".git").write_text("gitdir: /elsewhere")
    (tmp_path / "below").mkdir()
    assert project_root(tmp_path / "below") == tmp_path


def test_without_git_the_directory_itself_is_mounted(tmp_path):
    (tmp_path / "package.json").write_text("{}")
    below = tmp_path / "below"
    below.mkdir()
    assert project_root(below) == below


def test_the_root_directory_is_never_the_project():
    assert project_root(Path("/")) == Path("/")
    assert project_root(Path("/nowhere/at/all")) == Path("/nowhere/at/all")


def test_a_path_with_commas_colons_quotes_and_spaces_is_mounted(tmp_path):
    odd = tmp_path / 'a,b:c "d"'
    odd.mkdir()
    (mount,) = after("--mount", command_line(odd))
    assert next(csv.reader([mount])) == ["type=bind", f"source={odd}", f"target={odd}"]


def test_a_cgroup_around_the_container_holds_the_command_and_not_podmans_monitor(tmp_path):
    words = command_line(tmp_path, placing=Placing("name", "label", parent="/memfit-1-2-run"))
    assert "--cgroup-parent=/memfit-1-2-run" in words
    assert {"--cgroup-manager=cgroupfs", "--cgroups=no-conmon"} <= set(words)


def test_without_a_cgroup_around_it_the_engine_writes_down_the_id(tmp_path):
    words = command_line(tmp_path, placing=Placing("name", "label", id_file=Path("/x/id")))
    assert "--cidfile=/x/id" in words
    assert not [word for word in words if word.startswith("--cgroup")]


def test_only_podman_is_told_about_selinux(tmp_path):
    assert "label=disable" in command_line(tmp_path)
    assert "label=disable" not in command_line(tmp_path, engine=DOCKER)


def test_flags_are_split_as_a_shell_splits_them():
    assert split_flags("--network=none --env 'A=b c'") == ("--network=none", "--env", "A=b c")
    assert split_flags(None) == split_flags("") == ()


def test_an_open_quotation_is_named_with_its_variable():
    with pytest.raises(LimitError, match="MEMFIT_CONTAINER_FLAGS"):
        split_flags("--env 'A=b")


def test_a_container_without_an_image_is_refused():
    with pytest.raises(LimitError, match="image"):
        run_command(PODMAN, Request("run", directory="/tmp"), ROOT, PLACING, ["true"])
