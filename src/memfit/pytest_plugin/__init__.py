"""What the user's pytest loads: a plugin that tells about files, tests and fixtures.

`site/` stands on the PYTHONPATH of the program. It holds one package and the metadata by which
pytest finds its plugins, so that a program whose PYTHONPATH is taken away or ignored simply does
not see it; a name in PYTEST_PLUGINS would end such a pytest with an error. Nothing in `site/`
imports memfit, and everything in it runs on Python 3.8.
"""

from pathlib import Path

SITE = Path(__file__).with_name("site")
"""The directory for the PYTHONPATH."""
