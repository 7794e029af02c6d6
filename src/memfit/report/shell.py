"""The frame of every page that memfit writes: one HTML file that opens offline and asks for nothing.

What the page says goes in as JSON, and the script builds all elements with `textContent`, so names
from a recording are never read as markup. The content security policy allows the page's own script,
by its hash, and nothing else: no other script, no network, no forms.
"""

import hashlib
import html
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from memfit.report.escape import escape

_PLACE = re.compile(r"\{\{(\w+)\}\}")


def assemble(
    title: str,
    body: str,
    styles: Sequence[str],
    scripts: Sequence[str],
    data: object,
    licences: Sequence[str] = (),
) -> str:
    """Put a page together.

    Args:
        title: Its title, as text.
        body: The asset that holds the static part of its body.
        styles: Assets with its style sheets, in order.
        scripts: Assets with its scripts, in order; they share one scope.
        data: What it says, ready for `json.dumps`; the scripts read it from the element `data`.
        licences: Assets with the licences of others' scripts among these; the page carries them.
    """
    # A function's scope: names such as `top` would otherwise be those of the window.
    script = "\n".join(["(() => {", "'use strict';", *map(_asset, scripts), "})();"])
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    parts = {
        "title": html.escape(escape(title)),
        "style": "\n".join(_asset(name) for name in styles),
        "hash": f"sha256-{digest}",
        "body": _asset(body),
        "data": script_data(data),
        "script": script,
        "licences": "\n".join(f"<!--\n{_asset(name)}-->" for name in licences),
    }
    # One pass: a place that a name from the recording forges stays text.
    return _PLACE.sub(lambda found: parts[found[1]], _asset("shell.html"))


def script_data(data: Any) -> str:
    r"""Write JSON that cannot end the script element that it stands in.

    Lone surrogates, which stand for bytes that are not UTF-8, are written as escapes too.

    >>> print(script_data("</script>"))
    "\u003c/script\u003e"
    """
    written = json.dumps(data, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _asset(name: str) -> str:
    return files("memfit.report").joinpath("assets", name).read_text("utf-8")
