"""The `memfit` command: its subcommands, and the one place where errors become exit codes."""

import contextlib
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import click

import memfit
from memfit.errors import MemfitError, UnusableInputError

COMMANDS: Final = (
    "run", "investigate", "explain", "heap", "repro", "trial", "compare", "minimum", "export",
    "doctor",
)  # fmt: skip
"""Each is a module of `memfit.cli` that defines `command`, in the order of the help."""

_WRAPPING: Final = frozenset({"run", "repro", "trial"})
"""Commands that leave 1 and 2 to the command that they wrap."""

# As of a program that SIGPIPE ended, as with `| head`; nothing more can be said to the reader.
_READER_GONE: Final = 141


class _Commands(click.Group):
    """Imports a command when it is used: what `run` imports delays the user's command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"memfit.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Before click makes a 1 of it, which is a judgement.
            _discard(1)
            raise click.exceptions.Exit(_READER_GONE) from None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: memfit run -- npx vitest run",
)
@click.version_option(memfit.__version__, "-V", "--version", prog_name="memfit")
def cli() -> None:
    """Find out why a test run or a build runs out of memory, prove it, and make it fit."""


def main() -> None:
    """Run the command line."""
    if sys.__stderr__ is None:  # closed: what is for it must not reach standard output
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (to the end)
    failed = 125 if _WRAPPING.intersection(sys.argv[1:2]) else 2
    try:
        code = _invoke(failed)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard(1)
        code = _READER_GONE
    except OSError as error:
        if error.filename is not None:
            raise
        _complain(f"standard output: {error.strerror}", "")
        _discard(1)
        code = failed
    try:
        sys.stderr.flush()
    except OSError:
        _discard(2)
    sys.exit(code)


def _invoke(failed: int) -> int | str | None:
    try:
        code: int | None = cli.main(prog_name="memfit", standalone_mode=False)
    except SystemExit as end:
        return end.code
    except MemfitError as error:
        _complain(error.message, error.hint)
        return failed if isinstance(error, UnusableInputError) else error.exit_code
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        return failed
    return code


def _discard(descriptor: int) -> None:
    """Lead what is left in a stream's buffer to nowhere, or Python's own last flush fails."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _complain(message: str, hint: str) -> None:
    from memfit.report.escape import escape

    with contextlib.suppress(OSError):
        print(f"memfit: {escape(message)}", file=sys.stderr)
        if hint:
            print(f"        {escape(hint)}", file=sys.stderr)
