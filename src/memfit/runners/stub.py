"""A package or module that is left out of a run: an inert stand-in is loaded in its place.

The stand-in answers whatever is asked of it and holds nothing, so what is gone without the package
is what it brought. Tests may fail for want of it: it tells what memory is, and is no remedy. What
puts it there is `js/stub.cjs`, in the agent.
"""

import json
import os
import re
from typing import Final

from memfit.errors import UnusableInputError
from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from memfit.runners.variation import Variation

_VARIABLE: Final = "MEMFIT_STUB"
_RUNNERS: Final = frozenset({"vitest", "jest", "mocha", "node --test"})
_PACKAGE: Final = re.compile(r"(?:^|/)node_modules/((?:@[^/]+/)?[^/]+)/?$")
_ID: Final = "stub-"
_LONGEST: Final = 48


def stub(name: str) -> Variation:
    """Leave a package or module out.

    Args:
        name: A package as it is imported, or the path of a module or folder: absolute, or with
            `./` or `../` before it, from where the command runs.

    Raises:
        UnusableInputError: If it is empty.
    """
    name = name.rstrip("/")
    if not name:
        raise UnusableInputError(
            "nothing is left out by --stub without a name",
            "write the name of a package, or the path of a module with ./ before it",
        )
    package = _PACKAGE.search(name)
    name = package[1] if package is not None else name
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[-_LONGEST:]

    def apply(target: Target) -> Target:
        if target.runner not in _RUNNERS:
            raise CannotVaryError(
                "a package can be left out where vitest, jest, mocha or node --test runs the tests"
            )
        wanted = left_out(name, target.directory)
        return target.with_variables(**{_VARIABLE: json.dumps([wanted])})

    return Variation(f"{_ID}{slug}", f"{name} left out", apply, without=name)


def left_out(name: str, directory: str) -> str:
    """Return what a recording calls that which is left out: a package's name, or a whole path.

    >>> left_out("./src/a.js", "/app"), left_out("@scope/name", "/app")
    ('/app/src/a.js', '@scope/name')
    """
    if name.startswith(("/", "./", "../")) or name in {".", ".."}:
        return os.path.normpath(os.path.join(directory, name))  # noqa: PTH118 (no file is looked at)
    return name
