"""No secret survives, harmless words do, and neither takes long."""

import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.record import masking, privacy
from memfit.record.privacy import MASK

# What the patterns ask for, and what stands around it.
FRAGMENTS = [
    "a", "ghp_" + "a" * 20, "github_pat_" + "b" * 20, "glpat-" + "c" * 20, "npm_" + "d" * 20,
    "sk-" + "e" * 20, "rk_live_" + "f" * 20, "xoxb-" + "g" * 10, "AKIA" + "A" * 14, "AIza" + "h" * 24,
    "pypi-" + "i" * 20, "hf_" + "j" * 20, "dckr_pat_" + "k" * 20, "eyJ" + "l" * 10 + "." + "m" * 10,
    "-----BEGIN RSA PRIVATE KEY-----", "https://me:pw@host/", "me@host", "://", "-u", "-U", "--user",
    "--Auth=", "--proxy-user ", "me:secret", ":", "=", " ", "\t", "-", "--", "--pat", "--KEY", "--pw",
    "--pass", "_pwd", "passwd", "pa\u017f\u017fword", "to\u212aen", "api_key", "Access-Key", "credential",
    "Authorization", "bearer ", "Cookie: ", "session-id", "value", '"', "'", "\n", "\0", "é",
]  # fmt: skip

NAMES = [
    "token", "TOKEN", "secret", "password", "passwd", "passphrase", "api-key", "apikey", "API_KEY",
    "access_key", "private-key", "credentials", "authorization", "sessionId", "session_id",
    "NPM_TOKEN", "MYSQL_PWD", "x.auth.token", "db-password", "AWS_SECRET_ACCESS_KEY", "authToken",
    "//registry.example.org/:_authToken",
]  # fmt: skip

# Long enough that it cannot be part of a name by chance.
secrets = st.text(
    string.ascii_letters + string.digits + "_+/.!$%^*~", min_size=9, max_size=40
).filter(lambda text: re.search("[0-9]", text) and text.strip("*"))
names = st.sampled_from(NAMES)
prefixes = st.sampled_from(["", "--", "-", "-D", "--config.", "env ", "https://a.example/?x=1&"])


@given(names, prefixes, secrets, st.sampled_from(["=", ": ", ":", " = "]))
def test_a_named_value_is_masked(name: str, prefix: str, secret: str, between: str):
    written = f"run {prefix}{name}{between}{secret} --then this"

    masked = privacy.text(written)

    assert secret not in masked.replace(name, "")
    assert masked == f"run {prefix}{name}{between}{MASK} --then this"


@given(names, secrets, st.sampled_from(['"', "'"]))
def test_a_quoted_value_is_masked_with_its_spaces(name: str, secret: str, quote: str):
    for written in (
        f"--{name}={quote}{secret} {secret}{quote} next",
        f"{quote}{name}{quote}: {quote}{secret} {secret}{quote} next",
        f"{name}={secret}{quote}{secret}{quote} next",
    ):
        masked = privacy.text(written)

        assert secret not in masked.replace(name, "")
        assert masked.endswith(f"{MASK} next")


@given(names.filter(lambda name: "/" not in name), secrets, st.sampled_from(["-", "--"]))
def test_the_word_after_a_named_option_is_masked(name: str, secret: str, dashes: str):
    words = ["deploy", f"{dashes}{name}", secret, "--then", "this"]

    assert privacy.command(words) == ("deploy", f"{dashes}{name}", MASK, "--then", "this")
    assert secret not in privacy.text(" ".join(words))
    assert secret not in privacy.command(["sh", "-c", " ".join(words)])[2]


@given(st.sampled_from(["Bearer", "basic", "Digest", "token"]), secrets)
def test_a_header_is_masked(scheme: str, secret: str):
    for header in (
        f"Authorization: {scheme} {secret}",
        f"Authorization: {secret}",
        f"Cookie: a={secret}; b={secret}; c",
        f"Set-Cookie: id={secret}; Path=/{secret}",
        f"X-Api-Key: {secret}",
    ):
        words = privacy.command(["curl", "-H", header])
        assert secret not in words[2]
        assert secret not in privacy.text(f"curl -H '{header}' https://example.org")
        assert privacy.text(f"curl -H '{header}' https://example.org").endswith("example.org")


@given(
    st.sampled_from(["https", "postgres", "redis", "git+ssh"]), st.sampled_from(["me", ""]), secrets
)
def test_a_password_in_an_address_is_masked(scheme: str, user: str, secret: str):
    secret = secret.replace("/", "@")  # a slash would have to be written as %2F
    masked = privacy.text(f"{scheme}://{user}:{secret}@host.example:80/path@x")

    assert masked == f"{scheme}://{user}:{MASK}@host.example:80/path@x"


@pytest.mark.parametrize(
    "token",
    [
        "ghp_" + "a1B2" * 9,
        "github_pat_" + "a1B2_" * 9,
        "glpat-" + "a1B2-" * 4,
        "npm_" + "a1B2" * 9,
        "sk-proj-" + "a1B2-" * 8,
        "sk_live_" + "a1B2" * 6,
        "xoxb-123-456-abcDEF",
        "AKIA" + "A1B2" * 4,
        "ASIA" + "A1B2" * 4,
        "AIza" + "a1B2-" * 7,
        "pypi-" + "a1B2" * 9,
        "hf_" + "a1B2" * 8,
        "dckr_pat_" + "a1B2-" * 6,
        "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM",
    ],
)
def test_a_token_of_a_known_kind_is_masked_wherever_it_stands(token: str):
    for written in (token, f"x={token}", f"'{token}'", f"a/{token}/b", f"--flag {token}"):
        assert token not in privacy.text(written)
        assert MASK in privacy.text(written)


def test_a_private_key_is_masked():
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\ndef\n-----END RSA PRIVATE KEY-----"

    masked = privacy.text(f"echo {key} > file")

    assert "MII" not in masked
    assert masked.endswith("-----END RSA PRIVATE KEY----- > file")


HARMLESS = [
    "npx", "vitest", "run", "--reporter=verbose", "--maxWorkers=2", "--max-old-space-size=4096",
    "src/token.test.ts", "src/token.test.ts:12", "tests/password/reset.spec.js", "--coverage",
    "test_secret.py::test_password", "--tokenizer=bert", "https://example.org:8080/a?b=c",
    "git@github.com:a/b.git", "ssh://git@host/x", "-e", "a=b", "node_modules/.bin/jest",
    "import x from 'y'; const a = 1", "--shard=1/3", "user@example.org", "--", "-", "", "key=value",
    "C:\\Users\\x", "--keyboard", "--no-cookies", "12:34:56", "monkey", "--author=me",
    "--testNamePattern=rejects a wrong password", "é\udcff\x1b[31m",
]  # fmt: skip


@pytest.mark.parametrize("word", HARMLESS)
def test_a_harmless_word_is_unchanged(word: str):
    assert privacy.text(word) == word
    assert privacy.command(["x", word, "y"]) == ("x", word, "y")


@given(st.lists(st.text(string.ascii_lowercase[:10] + "-=./: '\"", max_size=20)))
def test_words_without_any_secret_name_are_unchanged(words: list[str]):
    # Of the first ten letters none of the names can be made.
    plain = [word for word in words if "://" not in word]

    assert privacy.command(plain) == tuple(plain)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_masking_keeps_the_number_of_words(words: list[str]):
    masked = privacy.command(words)

    assert len(masked) == len(words)
    assert privacy.command(masked) == masked


UNITS = [
    "a", "a.", "a-", "token", "token-", "eyJ-", "eyJ", "x://", "x://a:", "x://a: ", " ", "token ",
    "-token ", "ghp_", "=", "token=", 'token:"', "token='", "token=\\", "cookie:", "-", "--a",
    "-----BEGIN PRIVATE KEY-----", "a://b:@", "_pwd", 'token":', "token::", "sk-", "cookie    ",
    "x://a:@@@@", "Authorization: token ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_the_time_grows_with_the_length_and_no_faster(unit: str):
    def cost(length: int) -> float:
        written = (unit * length)[:length]
        started = time.thread_time()
        privacy.command([written, written])
        return time.thread_time() - started

    # Four times as long may take four times the time; quadratic would be sixteen, and the
    # patterns that this replaced took minutes for 16,000 characters of "token-".
    short = max(min(cost(8_000) for _ in range(5)), 1e-4)
    assert min(cost(32_000) for _ in range(5)) < 10 * short


def test_only_listed_variables_are_named():
    variables = {
        "NODE_OPTIONS": "--max-old-space-size=1 --token=abc123def",
        "HOME": "/root",
        "NODE_AUTH_TOKEN": "x",
        "MALLOC_ARENA_MAX": "2",
        "": "",
    }

    assert privacy.environment(variables) == {
        "MALLOC_ARENA_MAX": "2",
        "NODE_OPTIONS": f"--max-old-space-size=1 --token={MASK}",
    }


LOGINS = ["--auth", "--user", "--proxy-user", "-u", "-U"]


@given(st.sampled_from(LOGINS), secrets, st.sampled_from(["me", "", "a.b-c"]))
def test_the_password_of_a_login_is_masked(option: str, secret: str, user: str):
    words = ["curl", option, f"{user}:{secret}", "https://example.org"]
    masked = ("curl", option, f"{user}:{MASK}", "https://example.org")
    shell = " ".join(words)

    assert privacy.command(words) == masked
    assert privacy.text(shell) == " ".join(masked)
    assert privacy.command(["sh", "-c", shell])[2] == " ".join(masked)
    assert privacy.command([f"{option}={user}:{secret} x"]) == (f"{option}={user}:{MASK}",)
    assert secret not in privacy.text(f"curl {option} '{user}:{secret}' x")


@given(
    st.sampled_from(["--pat", "--key", "--pass", "--pwd", "--pw"]),
    st.one_of(secrets, st.sampled_from(["abc", "abcd1234", "a1:b2"])),
)
def test_the_value_of_a_short_name_is_masked(option: str, secret: str):
    assert privacy.command(["x", option, secret, "y"]) == ("x", option, MASK, "y")
    assert privacy.command(["x", f"{option}={secret}"]) == ("x", f"{option}={MASK}")
    assert privacy.text(f"x {option} {secret} y") == f"x {option} {MASK} y"


@given(
    st.sampled_from(["https", "http", "git+https"]), st.from_regex(r"[a-z0-9_-]+", fullmatch=True)
)
def test_a_user_alone_in_an_address_is_masked(scheme: str, user: str):
    written = f"{scheme}://{user}@github.com/x"

    assert privacy.text(written) == f"{scheme}://{MASK}@github.com/x"


@pytest.mark.parametrize(
    "words",
    [
        ("x", "--keyword", "x"),
        ("x", "--passthrough", "x"),
        ("x", "--pass-with-no-tests", "x"),
        ("x", "--path", "x"),
        ("x", "--pattern=x"),
        ("rsync", "-u", "user@host:path"),
        ("docker", "run", "-u", "1000:1000", "--user=0:0", "--user", "1000", "image:tag"),
        ("sh", "-c", "docker run -u '1000:1000' image:tag"),
        ("vitest", "-u", "--pool:forks"),
        ("x", "-u", "http://host:8080/", "user:password1"),
        ("x", "https://host.example/@scope/a?to=me@b.example#c@d"),
    ],
)
def test_harmless_words_around_logins_are_unchanged(words: tuple[str, ...]):
    assert privacy.command(words) == words
    assert privacy.text(" ".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    "unit",
    ["-u ", "-u a", "-u '", "-u '1:", "-u 1", "--user a:", "--user=", "--key", "--key ", "--pass-",
     "http://", "https://a", "https://a@", "-u\t", "-u @", ":"],
)  # fmt: skip
def test_logins_and_users_take_no_longer_either(unit: str):
    test_the_time_grows_with_the_length_and_no_faster(unit)


@given(
    st.lists(
        st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_not_looked_at_closely_holds_no_secret(words: list[str]):
    assert privacy.command(words) == masking.command(tuple(words))
    assert privacy.text(" ".join(words)) == masking.text(" ".join(words))
