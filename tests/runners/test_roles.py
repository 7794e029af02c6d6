"""What a process is, told from command lines as they were seen in real runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.model.recording import Role
from memfit.runners import roles

MAIN, WORKER, WRAPPER, HELPER = Role.MAIN, Role.WORKER, Role.WRAPPER, Role.HELPER

# command, parent's role, whether the runner was found before, role, runner
SEEN: list[tuple[list[str], Role | None, bool, Role, str | None]] = [
    # Wrappers, as the first process and below another.
    (["npx", "vitest", "run"], None, False, WRAPPER, None),
    (["npm", "test"], None, False, WRAPPER, None),
    (["node", "/usr/local/bin/npm", "test"], None, False, WRAPPER, None),
    (["node", "/usr/lib/node_modules/npm/bin/npx-cli.js", "jest"], None, False, WRAPPER, None),
    (["node", "/usr/local/bin/pnpm", "exec", "vitest"], None, False, WRAPPER, None),
    (["sh", "-c", "vitest run"], WRAPPER, False, WRAPPER, None),
    (["/bin/bash", "./ci/test.sh"], None, False, WRAPPER, None),
    (["sudo", "-u", "ci", "npm", "test"], None, False, WRAPPER, None),
    (["env", "CI=1", "vitest"], None, False, WRAPPER, None),
    (["timeout", "60", "jest"], None, False, WRAPPER, None),
    (["uv", "run", "pytest"], None, False, WRAPPER, None),
    (["make", "test"], None, False, WRAPPER, None),
    # Runners and builders.
    (["node", "/a/node_modules/.bin/vitest", "run"], WRAPPER, False, MAIN, "vitest"),
    (["node", "/a/node_modules/vitest/vitest.mjs", "run"], WRAPPER, False, MAIN, "vitest"),
    (["node", "/a/node_modules/jest/bin/jest.js", "-w", "2"], WRAPPER, False, MAIN, "jest"),
    (["node", "--max-old-space-size=99", "node_modules/.bin/jest"], None, False, MAIN, "jest"),
    (["node", "/a/node_modules/mocha/bin/_mocha"], WRAPPER, False, MAIN, "mocha"),
    (["node", "--test"], None, False, MAIN, "node --test"),
    (["node", "--test", "tests/"], None, False, MAIN, "node --test"),
    (["python3", "-m", "pytest", "-q"], None, False, MAIN, "pytest"),
    (["/venv/bin/python3.11", "/venv/bin/pytest", "-n", "4"], None, False, MAIN, "pytest"),
    (["pytest"], None, False, MAIN, "pytest"),
    (["node", "/a/node_modules/.bin/vite", "build"], WRAPPER, False, MAIN, "vite"),
    (["/a/node_modules/@esbuild/linux-x64/bin/esbuild", "x"], None, False, MAIN, "esbuild"),
    # Workers.
    (["node (vitest 1)"], MAIN, True, WORKER, None),
    (["/usr/bin/node", "/a/node_modules/tinypool/dist/entry/process.js"], MAIN, True, WORKER, None),
    (["node", "/a/node_modules/vitest/dist/workers/forks.js"], MAIN, True, WORKER, None),
    (["node", "/a/node_modules/jest-worker/build/workers/processChild.js"], MAIN, True, WORKER,
     None),
    (["/venv/bin/python", "-u", "-c", "import sys;exec(eval(sys.stdin.readline()))"], MAIN, True,
     WORKER, None),
    (["node", "/a/tests/x.test.js"], MAIN, True, WORKER, None),
    # Everything else.
    (["/a/node_modules/@esbuild/linux-x64/bin/esbuild", "--service=0.25.0", "--ping"], MAIN, True,
     HELPER, "esbuild"),
    (["sh", "-c", "cat /proc/cpuinfo | grep x"], MAIN, True, HELPER, None),
    (["grep", "x"], HELPER, True, HELPER, None),
    (["postgres", "-D", "/data"], WORKER, True, HELPER, None),
    (["git", "rev-parse"], MAIN, True, HELPER, None),
    (["./program"], None, False, MAIN, None),
    (["node", "server.js"], None, False, MAIN, None),
    (["nodemon", "vitest"], None, False, MAIN, None),
    (["vitest", "3"], WRAPPER, False, MAIN, "vitest"),
    (["node", "--test-only", "a.js"], None, False, MAIN, None),
    (["python3", "-c", "import vitest"], None, False, MAIN, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "parent", "found", "role", "runner"), SEEN, ids=[" ".join(row[0]) for row in SEEN]
)
def test_a_command_line_has_its_role(
    command: list[str], parent: Role | None, found: bool, role: Role, runner: str | None
):
    assert roles.role(tuple(command), parent, found) is role
    assert roles.runner(tuple(command)) == runner


@given(st.lists(st.text(max_size=30), max_size=8), st.sampled_from([None, *Role]), st.booleans())
def test_any_command_line_has_a_role(command: list[str], parent: Role | None, found: bool):
    assert roles.role(tuple(command), parent, found) in Role
    roles.runner(tuple(command))
