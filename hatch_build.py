"""Compile the kernels of `memfit heap` while a wheel is built; without a compiler, go on without.

The library has nothing of Python in it (ctypes loads it), so one wheel serves every Python of a
platform. Installing never fails for lack of a compiler: memfit then computes with numpy alone.
"""

import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "src/memfit/heap/_kernels.c"
LIBRARY = "_kernels.so"
FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC", "-fvisibility=hidden")


class KernelsHook(BuildHookInterface):
    """Adds the compiled kernels to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is filled; an editable install gets the library in the tree."""
        source = Path(self.root, SOURCE)
        if version == "editable":
            self._compile(source, source.with_name(LIBRARY))
            return
        self._directory = tempfile.TemporaryDirectory()
        library = Path(self._directory.name, LIBRARY)
        if self._compile(source, library):
            build_data["force_include"][str(library)] = f"memfit/heap/{LIBRARY}"
            build_data["pure_python"] = False
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{platform}"

    def _compile(self, source: Path, library: Path) -> bool:
        named = os.environ.get("CC", "").split()
        compiler = (
            named or [found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))][:1]
        )
        if not compiler:
            self.app.display_warning("no C compiler: memfit heap will compute with numpy alone")
            return False
        try:
            done = subprocess.run(
                [*compiler, *FLAGS, "-o", str(library), str(source)],
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as error:
            self.app.display_warning(f"{compiler[0]} does not run: {error}")
            return False
        if done.returncode:
            self.app.display_warning(f"the kernels do not compile here:\n{done.stderr}")
        return done.returncode == 0
