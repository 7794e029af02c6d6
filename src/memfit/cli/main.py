"""The `memfit` command: its subcommands, and the one place where errors become exit codes."""

import sys

import click

import memfit
from memfit.cli import doctor, explain, run
from memfit.errors import MemfitError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: memfit run -- npx vitest run",
)
@click.version_option(memfit.__version__, "-V", "--version", prog_name="memfit")
def cli() -> None:
    """Find out why a test run or a build runs out of memory, prove it, and make it fit."""


for module in (run, explain, doctor):
    cli.add_command(module.command)


def main() -> None:
    """Run the command line."""
    try:
        code = cli.main(prog_name="memfit", standalone_mode=False)
    except MemfitError as error:
        _complain(error.message, error.hint)
        code = error.exit_code
    except click.exceptions.Abort:
        code = 130
    except click.ClickException as error:
        error.show()
        # A wrapping command leaves 1 and 2 to the command that it wraps.
        code = 125 if sys.argv[1:2] == ["run"] else 2
    except BrokenPipeError:
        # The reader has gone, as with `| head`; nothing more can be said to it.
        sys.stderr.close()
        code = 141
    sys.exit(code)


def _complain(message: str, hint: str) -> None:
    from memfit.report.escape import escape

    print(f"memfit: {escape(message)}", file=sys.stderr)
    if hint:
        print(f"        {escape(hint)}", file=sys.stderr)
