"""Compile the C parts of memfit while a wheel is built; without a compiler, go on without.

They have nothing of Python in them (ctypes loads them), so one wheel serves every Python of a
platform. Installing never fails for lack of a compiler: `memfit heap` then computes with numpy
alone, and the recorder watches processes in Python.
"""

import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("src/memfit/heap/_kernels.c", "src/memfit/record/_watcher.c")
FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC", "-fvisibility=hidden")


class LibrariesHook(BuildHookInterface):
    """Adds the compiled libraries to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is filled; an editable install gets the library in the tree."""
        compiler = self._compiler()
        if not compiler:
            self.app.display_warning(
                "no C compiler: memfit heap will compute with numpy alone, and memfit run cost more"
            )
            return
        self._directory = tempfile.TemporaryDirectory()
        for name in SOURCES:
            source = Path(self.root, name)
            if version == "editable":
                self._compile(compiler, source, source.with_suffix(".so"))
                continue
            library = Path(self._directory.name, source.with_suffix(".so").name)
            if self._compile(compiler, source, library):
                inside = source.with_suffix(".so").relative_to(Path(self.root, "src"))
                build_data["force_include"][str(library)] = inside.as_posix()
                build_data["pure_python"] = False
                platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
                build_data["tag"] = f"py3-none-{platform}"

    @staticmethod
    def _compiler() -> list[str]:
        named = os.environ.get("CC", "").split()
        return (
            named or [found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))][:1]
        )

    def _compile(self, compiler: list[str], source: Path, library: Path) -> bool:
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
            self.app.display_warning(f"{source.name} does not compile here:\n{done.stderr}")
        return done.returncode == 0
