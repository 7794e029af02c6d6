"""Tells memfit which test runs, and what memory it takes; see memfit's documentation.

The modules are run under names that are no files: coverage of the user's project leaves out
code without a file, and would count these modules otherwise. This one is parsed by every Python
that has a pytest, however old: without the others it offers pytest an empty plugin.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

import os  # pragma: no cover
import sys  # pragma: no cover
from types import CodeType, ModuleType  # pragma: no cover


def _without_file(code, name):  # pragma: no cover
    parts = [_without_file(c, name) if isinstance(c, CodeType) else c for c in code.co_consts]
    return code.replace(co_filename=name, co_consts=tuple(parts))


def _load(name):  # pragma: no cover
    from importlib.machinery import SourceFileLoader

    full = __name__ + "." + name
    # Not by `import`: pytest's own importer takes modules that look like the user's tests.
    loader = SourceFileLoader(full, os.path.join(os.path.dirname(__file__), name + ".py"))
    code = _without_file(loader.get_code(full), "<" + full + ">")
    module = sys.modules[full] = ModuleType(full)
    module.__package__ = __name__
    exec(code, module.__dict__)  # noqa: S102


try:  # pragma: no cover
    for _name in ("memory", "stream", "session", "plugin"):
        _load(_name)
except Exception:  # pragma: no cover  # noqa: BLE001  # Python 3.7 and older, or no fcntl
    sys.modules[__name__ + ".plugin"] = ModuleType(__name__ + ".plugin")
