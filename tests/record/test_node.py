"""Which variables bring the agent into Node, and what the real Node and the shim make of them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from memfit.record import node
from tests.platforms import require

JS = node.scripts()


def variables(js: Path = JS, **inherited: str) -> dict[str, str]:
    return node.variables(js, Path("/rec"), 1.5, node.Wanted(), inherited)


def run(command: list[str], js: Path = JS, **extra: str) -> subprocess.CompletedProcess[str]:
    require(None if shutil.which("node") else "node is not installed")
    plain = {"PATH": os.environ["PATH"], "HOME": "/", **extra}
    environment = {**plain, **variables(js, **plain), "MEMFIT_STREAMS": ""}
    environment |= {name: value for name, value in extra.items() if name == "MEMFIT_PRELOAD"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


OPTIONS = "process.stdout.write(process.env.NODE_OPTIONS ?? 'none')"


def test_the_agent_comes_before_what_the_user_preloads():
    assert variables(NODE_OPTIONS="-r ./mine.cjs")["NODE_OPTIONS"] == (
        f"--require {JS}/preload.cjs -r ./mine.cjs"
    )


def test_the_shim_comes_first_in_the_path():
    assert variables(PATH="/usr/bin:/bin")["PATH"] == f"{JS}/shim:/usr/bin:/bin"


def test_a_directory_with_a_colon_stays_out_of_the_path(tmp_path: Path):
    assert variables(tmp_path / "a:b", PATH="/usr/bin")["PATH"] == "/usr/bin"


@pytest.mark.node
@pytest.mark.parametrize(
    "name", ["plain", "with space", 'a "quoted" one', "back\\slash", "tab\there"]
)
def test_node_starts_with_an_agent_in_a_directory_of_any_name(name: str, tmp_path: Path):
    js = tmp_path / name
    shutil.copytree(JS, js)

    ran = run([str(shutil.which("node")), "-p", "1"], js)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1\n", "")


@pytest.mark.parametrize("word", ["--permission", "--experimental-permission"])
def test_the_agent_stays_out_where_the_permission_model_is_asked_for(word: str):
    for command, inherited in (
        (["node", word, "x.js"], {}),
        (["npm", "t"], {"NODE_OPTIONS": word}),
    ):
        assert "permission" in str(node.impossible(JS, command, inherited))


def test_the_agent_goes_into_any_other_command():
    assert (
        node.impossible(JS, ["npx", "vitest"], {"NODE_OPTIONS": "--max-old-space-size=9"}) is None
    )


def test_scripts_that_every_user_can_read_are_not_copied(tmp_path: Path):
    js = tmp_path / "js"
    shutil.copytree(JS, js)
    for place in (js, *js.parents):
        if os.access(place, os.W_OK) and place.stat().st_uid == os.geteuid():
            place.chmod(place.stat().st_mode | 0o005)

    assert node.shared(js) is None


def test_scripts_in_the_home_of_root_are_copied_to_where_all_can_read_them(tmp_path: Path):
    require(None if os.geteuid() == 0 else "only root gives up its privileges")
    js = tmp_path / "js"
    shutil.copytree(JS, js)
    tmp_path.chmod(0o700)

    copy = node.shared(js)

    assert copy is not None
    try:
        ran = subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat", copy / "preload.cjs"],
            capture_output=True, check=False,
        )  # fmt: skip
        assert ran.stdout == (JS / "preload.cjs").read_bytes()
    finally:
        shutil.rmtree(copy)


# The shim ---------------------------------------------------------------------------------------


@pytest.mark.node
@pytest.mark.parametrize("name", ["plain", "with space", 'a "quoted" one'])
@pytest.mark.parametrize("replaced", ["", "--max-old-space-size=99"])
def test_a_script_that_replaces_node_options_keeps_the_agent(
    name: str, replaced: str, tmp_path: Path
):
    js = tmp_path / name
    shutil.copytree(JS, js)
    agent = variables(js)["NODE_OPTIONS"]

    ran = run(["env", f"NODE_OPTIONS={replaced}", "node", "-e", OPTIONS], js)

    assert ran.stdout == f"{agent} {replaced}".strip()
    assert ran.stderr == ""


@pytest.mark.node
def test_a_script_that_removes_node_options_keeps_the_agent():
    ran = run(["env", "-u", "NODE_OPTIONS", "node", "-e", OPTIONS])

    assert ran.stdout == variables()["NODE_OPTIONS"]


@pytest.mark.node
def test_node_options_that_have_the_agent_stay_as_they_are():
    ran = run(["node", "-e", OPTIONS], NODE_OPTIONS="--max-old-space-size=99")

    assert ran.stdout == variables(NODE_OPTIONS="--max-old-space-size=99")["NODE_OPTIONS"]


@pytest.mark.node
@pytest.mark.parametrize("before", ["", "--max-old-space-size=99"])
def test_the_shim_takes_the_agent_out_for_the_permission_model(before: str, tmp_path: Path):
    shown = tmp_path / "node"
    shown.write_text('#!/bin/sh\nprintf "%s|%s" "${NODE_OPTIONS-none}" "$1"\n')
    shown.chmod(0o755)
    inherited = {"PATH": f"{tmp_path}:/usr/bin:/bin"} | ({"NODE_OPTIONS": before} if before else {})

    ran = run(["node", "--permission", "x.js"], **inherited)

    assert ran.stdout == f"{before or 'none'}|--permission"


@pytest.mark.node
def test_the_shim_becomes_the_real_node():
    ran = run(["sh", "-c", "echo $$; exec node -p 'process.pid + process.execPath'"])

    pid, told = ran.stdout.splitlines()
    assert told == pid + os.path.realpath(str(shutil.which("node")))


@pytest.mark.node
def test_the_shim_does_not_find_itself_by_other_spellings_of_its_directory(tmp_path: Path):
    link = tmp_path / "link"
    link.symlink_to(JS / "shim")
    spellings = f"{JS}/shim/:{JS}//shim:{link}:{JS}/js/../shim"

    ran = run(["node", "-p", "1"], PATH=f"{spellings}:{os.environ['PATH']}")

    assert (ran.stdout, ran.stderr) == ("1\n", "")


@pytest.mark.node
def test_two_shims_one_inside_the_other_end_in_the_real_node(tmp_path: Path):
    shutil.copytree(JS, tmp_path / "other")

    ran = run(["node", "-p", "1"], PATH=f"{tmp_path}/other/shim:{os.environ['PATH']}")

    assert (ran.stdout, ran.stderr) == ("1\n", "")


def test_without_any_node_the_shim_says_so_as_a_shell_would():
    ran = run(["node"], PATH="/nowhere:/usr/share")

    assert (ran.returncode, ran.stderr) == (127, "node: not found\n")


@pytest.mark.node
def test_an_agent_that_has_gone_does_not_keep_node_from_starting():
    ran = run(["env", "-u", "NODE_OPTIONS", "node", "-p", "1"], MEMFIT_PRELOAD="/gone/preload.cjs")

    assert (ran.returncode, ran.stdout) == (0, "1\n")


@pytest.mark.node
def test_arguments_pass_the_shim_as_they_are():
    odd = ["a b", "", "*", "$HOME", "'\"\\", "-x"]

    ran = run(["node", "-p", "JSON.stringify(process.argv.slice(1))", "--", *odd])

    assert ran.stdout == '["a b","","*","$HOME","\'\\"\\\\","-x"]\n'
