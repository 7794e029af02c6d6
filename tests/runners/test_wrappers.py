"""What a command line comes down to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.runners import known
from memfit.runners.wrappers import commands, wraps

SCRIPTS = {
    "test": "vitest run",
    "test:unit": "cross-env CI=1 NODE_ENV=test jest --ci",
    "check": "tsc --noEmit && npm run test:unit -- -w 2 && npm test",
    "loop": "npm run loop",
    "open": "echo 'never closed",
    "both": 'concurrently "npm:test" "npm run test"',
    "dev": "cd packages/a && NODE_OPTIONS='--max-old-space-size=99' mocha | tee log",
}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("npm test", [("vitest", "vitest run")]),
        ("npm t -- --reporter json", [("vitest", "vitest run --reporter json")]),
        ("npm run --silent test:unit", [("jest", "jest --ci")]),
        ("npm run test:unit", [("jest", "jest --ci")]),
        ("npm run check", [("jest", "jest --ci -w 2"), ("vitest", "vitest run")]),
        ("npm --prefix packages/a test", [("vitest", "vitest run")]),
        ("npm exec -- vitest run", [("vitest", "vitest run")]),
        ("npm run dev", [("mocha", "mocha")]),
        ("npm install", []),
        ("npm run missing", []),
        ("npm run", []),
        ("npm run loop", []),
        ("npm run open", []),
        ("npm run both", [("vitest", "vitest run")]),
        ("node /usr/lib/node_modules/npm/bin/npm-cli.js test", [("vitest", "vitest run")]),
        ("npx vitest run", [("vitest", "vitest run")]),
        ("npx -y -p vitest@3 vitest run", [("vitest", "vitest run")]),
        ("npx jest@29.7.0 -i", [("jest", "jest -i")]),
        ("node /usr/lib/node_modules/npm/bin/npx-cli.js jest", [("jest", "jest")]),
        ("pnpm vitest", [("vitest", "vitest")]),
        ("pnpm test -t x", [("vitest", "vitest run -t x")]),
        ("pnpm --filter web exec vite build", [("vite", "vite build")]),
        ("pnpm dlx vitest@3.2.4", [("vitest", "vitest")]),
        ("yarn jest --ci", [("jest", "jest --ci")]),
        ("yarn test", [("vitest", "vitest run")]),
        ("yarn workspace web test", [("vitest", "vitest run")]),
        ("bunx vitest", [("vitest", "vitest")]),
        ("cross-env X=1 Y=2 jest", [("jest", "jest")]),
        ("node node_modules/.bin/cross-env X=1 jest", [("jest", "jest")]),
        ("env -u NODE_OPTIONS CI=1 vitest run", [("vitest", "vitest run")]),
        ("timeout -k 5 60 jest", [("jest", "jest")]),
        ("nice -n 5 npx vitest", [("vitest", "vitest")]),
        ("sudo -E -u ci CI=1 npm test", [("vitest", "vitest run")]),
        ("xvfb-run -a npm test", [("vitest", "vitest run")]),
        ("uv run --with x pytest -q", [("pytest", "pytest -q")]),
        ("poetry run python -m pytest", [("pytest", "python -m pytest")]),
        ("dotenv -e .env -- vitest", [("vitest", "vitest")]),
        ("turbo run test", [("vitest", "vitest run")]),
        ("run-s test test:unit", [("vitest", "vitest run"), ("jest", "jest --ci")]),
        ("node --max-old-space-size=99 node_modules/vitest/vitest.mjs run",
         [("vitest", "node --max-old-space-size=99 node_modules/vitest/vitest.mjs run")]),
        ("node --test tests/", [("node --test", "node --test tests/")]),
        ("python3 -m pytest", [("pytest", "python3 -m pytest")]),
        ("./program", []),
    ],
)  # fmt: skip
def test_a_runner_is_found_behind_wrappers(line: str, expected: list[tuple[str, str]]):
    found = known.behind(line.split(), SCRIPTS)

    assert [(name, " ".join(words)) for name, words in found] == expected


def test_a_shell_is_seen_through():
    script = "set -e; cd web && CI=1 npx vitest run 'src/a b' || exit 1"

    assert known.behind(["sh", "-ec", script]) == (("vitest", ("vitest", "run", "src/a b")),)


def test_a_command_that_is_no_wrapper_is_itself():
    assert commands(["./program", "--flag"]) == (("./program", "--flag"),)
    assert not wraps(["./program"])
    assert commands([]) == ()


def test_without_the_scripts_a_script_cannot_be_seen_through():
    assert commands(["npm", "test"]) == (("npm", "test"),)
    assert wraps(["npm", "test"])


def test_scripts_that_call_each_other_forever_come_to_an_end():
    scripts = {"a": "npm run b && npm run b", "b": "npm run a && npm run a"}

    assert len(commands(["npm", "run", "a"], scripts)) <= 64


WORD = st.sampled_from(
    ["npm", "npx", "yarn", "run", "test", "--", "-c", "sh", "env", "A=1", "timeout", "sudo", "-u",
     "exec", "concurrently", "a@b", "@", "", "node", "-", "turbo", "workspace", "'", '"', "&&"]
)  # fmt: skip


@given(
    st.lists(WORD | st.text(max_size=8), max_size=10),
    st.dictionaries(WORD | st.text(max_size=5), st.text(max_size=30), max_size=3),
)
def test_any_command_line_is_survived(words: list[str], scripts: dict[str, str]):
    known.behind(words, scripts)
