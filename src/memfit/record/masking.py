"""The patterns of secrets; see `privacy`, which asks for them only where one may be."""

import re
from typing import Final

from memfit.record.privacy import MASK

# All patterns take time in proportion to their text, whatever it holds: possessive quantifiers, and
# a look back that lets a name begin in one place only. They run while the process stands still.
_WORDS: Final = (
    r"token(?!i[sz])|secret|passw(?:or)?d|passphrase|(?<=_)pwd|api[-_]?key|access[-_]?key"
    r"|private[-_]?key|credential|authorization|bearer|cookie|session[-_]?id"
)
# Words that are too short to mean a secret as a part of another name.
_SHORT: Final = r"--(?:pat|key|pass|pwd|pw)(?![\w.-])"
_NAME: Final = rf"(?<![\w.-])(?:{_SHORT}|(?=[\w.-]*?(?:{_WORDS}))[\w.-]++)"
_OPTION: Final = rf"(?:{_SHORT}|-{{1,2}}+(?!no-)(?=[\w.-]*?(?:{_WORDS}))[\w.-]++)"
_SCHEME: Final = r"(?:basic|bearer|digest|negotiate|token)\s++"
# As shells and JSON write it: quoted, or up to where something else begins. A quote in the middle
# is more of the same only if it closes before the next space: else it closes what is around.
_VALUE: Final = (
    r"""(?:"(?:[^"\\]|\\.)*+"?|'[^']*+'?"""
    r"""|(?:[^\s"'&;\\]|\\.)++(?:"[^"\s]*+"|'[^'\s]*+')?+)"""
)
_NO_VALUE: Final = r":(?::|\d{1,6}(?![^\s\"':]))"  # token.test.ts:12 and test_token.py::test_it

_HEADER: Final = re.compile(r"(\bcookie\s*+:\s*+)[^\"'\r\n]++", re.IGNORECASE)
_NAMED_VALUE: Final = re.compile(
    rf"""({_NAME}["']?(?!{_NO_VALUE})\s*+[=:]\s*+(?:{_SCHEME})?){_VALUE}""",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_OPTION: Final = re.compile(_OPTION, re.IGNORECASE)
_OPTION_AND_VALUE: Final = re.compile(
    rf"((?<!\S){_OPTION}\s++)(?![-=:]){_VALUE}", re.IGNORECASE | re.DOTALL
)
_URL_PASSWORD: Final = re.compile(
    r"((?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://[^\s/:@]*+:)[^\s/\"']+(@)", re.IGNORECASE
)
# Tokens are used as user names only there; elsewhere it is a name, as in ssh://git@host.
_URL_USER: Final = re.compile(r"(https?://)[^\s/:@?#\"']++(@)", re.IGNORECASE)
# A user and a password with a colon between. Two numbers are a user and a group. `-u` has other
# meanings as well: what has an @ before the colon may be the host:path of a copy.
_LOGIN_OPTION: Final = re.compile(r"--(?:auth|user|proxy-user)|-u", re.IGNORECASE)
_LOGIN: Final = (
    r"""((?<!\S)(?:--(?:auth|user|proxy-user)(?:\s++|=)|-u(?:\s++|=)(?!["']?[^\s:@]*+@))"""
    r"""["']?+(?!-|\d++:\d++(?![^\s"']))[^\s:/"'=]*+:(?!//))"""
)
_PASSWORD: Final = re.compile(rf"""{_LOGIN}[^\s"']++""", re.IGNORECASE)
_PASSWORD_AS_WORD: Final = re.compile(rf"\A{_LOGIN}.++", re.IGNORECASE | re.DOTALL)
# Prefixes by which the big services mark their own tokens, and JSON web tokens.
_KNOWN_TOKEN: Final = re.compile(
    r"\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|npm_\w{16,}|sk-[\w-]{16,}"
    r"|[rs]k_(?:live|test)_\w{16,}|xox[abpors]-[\w-]{8,}|A[KS]IA[0-9A-Z]{12,}|AIza[\w-]{20,}"
    r"|pypi-\w{16,}|hf_\w{16,}|dckr_pat_[\w-]{16,}"
    r"|(?<![\w-])eyJ[\w-]{8,}+\.[\w-]{8,}+(?:\.[\w-]*+)?)"
)
_PRIVATE_KEY: Final = re.compile(
    r"(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).*?(?=-----END|\Z)", re.DOTALL
)


def command(words: tuple[str, ...]) -> tuple[str, ...]:
    """Mask what looks like a secret in a command line; see `privacy.command`."""
    masked: list[str] = []
    after_name = False
    before = ""
    for word in words:
        if after_name and not word.startswith("-"):
            masked.append(MASK)
            after_name = False
            continue
        masked.append(_PASSWORD_AS_WORD.sub(rf"\1{MASK}", f"{before}{text(word)}")[len(before) :])
        after_name = _NAMED_OPTION.fullmatch(word) is not None
        before = f"{word} " if _LOGIN_OPTION.fullmatch(word) else ""
    return tuple(masked)


def text(value: str) -> str:
    """Mask what looks like a secret in one word or line; see `privacy.text`."""
    value = _KNOWN_TOKEN.sub(MASK, value)
    value = _PRIVATE_KEY.sub(rf"\1{MASK}", value)
    value = _URL_PASSWORD.sub(rf"\1{MASK}\2", value)
    value = _URL_USER.sub(rf"\1{MASK}\2", value)
    for pattern in (_HEADER, _PASSWORD, _OPTION_AND_VALUE, _NAMED_VALUE):
        value = pattern.sub(rf"\1{MASK}", value)
    return value
