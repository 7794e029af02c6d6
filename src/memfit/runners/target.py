"""A command line that can be changed in one respect, and what is known of what it runs."""

import json
import re
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from memfit.classes import dataclass
from memfit.runners.arguments import place, place_files

NODE_OPTIONS: Final = "NODE_OPTIONS"
_ESBUILD: Final = "MEMFIT_ESBUILD"
_SCRIPT: Final = Path(__file__).resolve().parent.parent / "js" / "esbuild_options.cjs"
_CEILING: Final = re.compile(r"--max[-_]old[-_]space[-_]size=\d+")


@dataclass(frozen=True, slots=True)
class Target:
    """A way to run a command, made of the one that the user gave.

    Attributes:
        command: The command line.
        runner: The runner or builder that it comes down to, or None.
        version: Its major version; None if unknown.
        scripts: The `scripts` of the package.json that the command would use.
        config: What is known of its resolved configuration, as `Suite.config`.
        flagged: Whether workers were given a ceiling on their command line, where it wins over
            NODE_OPTIONS.
        node_options: What NODE_OPTIONS holds for the command.
        directory: Where it runs, absolute.
        files: All its test files, absolute; empty if they are not known.
        environment: Variables to set, or None to remove one.
        options: Options of `memfit run`.
        lines: The changes so far as configuration, a line each.
    """

    command: tuple[str, ...]
    runner: str | None = None
    version: int | None = None
    scripts: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, object] = field(default_factory=dict)
    flagged: bool = False
    node_options: str = ""
    directory: str = ""
    files: tuple[str, ...] = ()
    environment: Mapping[str, str | None] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def pool(self) -> str:
        """The pool of vitest that is in force."""
        pool = self.config.get("pool")
        return pool if isinstance(pool, str) and pool else "forks"

    def with_arguments(self, arguments: tuple[str, ...], without: tuple[str, ...] = ()) -> "Target":
        """Add arguments for the runner.

        Raises:
            CannotVaryError: If they would not reach it.
        """
        command = place(self.command, self.scripts, self.runner or "", arguments, without)
        return replace(self, command=command)

    def with_files(self, arguments: tuple[str, ...]) -> "Target":
        """Add a choice of files in place of what is given.

        Raises:
            CannotVaryError: If it would not reach the runner, or not replace what a script names.
        """
        return replace(
            self, command=place_files(self.command, self.scripts, self.runner or "", arguments)
        )

    def with_variables(self, **variables: str | None) -> "Target":
        """Set variables."""
        return replace(self, environment={**self.environment, **variables})

    def with_node_flag(self, flag: str) -> "Target":
        """Give a flag to every Node process that listens to NODE_OPTIONS; one of a kind counts."""
        kind = flag.partition("=")[0]
        rest = [word for word in self.node_options.split() if word.partition("=")[0] != kind]
        options = " ".join([*rest, flag])
        return replace(self.with_variables(**{NODE_OPTIONS: options}), node_options=options)

    def with_ceiling(self, megabytes: int) -> "Target":
        """Set V8's ceiling, on the command line too where that has one already."""
        flag = f"--max-old-space-size={megabytes}"
        words = tuple(flag if _CEILING.fullmatch(word) else word for word in self.command)
        rest = " ".join(_CEILING.sub("", self.node_options).split())
        return replace(self, command=words, node_options=rest).with_node_flag(flag)

    def with_esbuild(self, **options: bool) -> "Target":
        """Change options that a script gives to esbuild's JavaScript API."""
        known = json.loads(self.environment.get(_ESBUILD) or "{}")
        told = json.dumps({**known, **options})
        if known:
            return self.with_variables(**{_ESBUILD: told})
        return self.with_variables(**{_ESBUILD: told}).with_loaded("--require", str(_SCRIPT))

    def with_loaded(self, option: str, module: str) -> "Target":
        """Have every Node process that listens to NODE_OPTIONS load a module first.

        Args:
            option: `--require` or `--import`.
            module: Its path or address.
        """
        quoted = f'"{module}"' if " " in module else module
        options = f"{self.node_options} {option} {quoted}".strip()
        return replace(self.with_variables(**{NODE_OPTIONS: options}), node_options=options)

    def with_line(self, line: str) -> "Target":
        """Note the change as a line of configuration."""
        return replace(self, lines=(*self.lines, line)) if line else self
