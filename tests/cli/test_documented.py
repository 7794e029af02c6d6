"""Every command explains itself: in its help, with an example, and in docs/reference/commands.md."""

import re
import shlex
from pathlib import Path

import click
import pytest

from memfit.cli.main import cli
from memfit.limits.choose import LIMITERS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
CONTEXT = click.Context(cli, info_name="memfit")
NAMES = cli.list_commands(CONTEXT)


def command(name: str) -> click.Command:
    found = cli.get_command(CONTEXT, name)
    assert found is not None
    return found


def options(of: click.Command) -> list[click.Option]:
    parameters = of.get_params(click.Context(of))
    return [one for one in parameters if isinstance(one, click.Option) and not one.hidden]


def spellings(of: click.Command) -> set[str]:
    return {name for option in options(of) for name in (*option.opts, *option.secondary_opts)}


def section(name: str) -> str:
    """What the page says about a command."""
    parts = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)
    (found,) = [part for part in parts if part.startswith(f"memfit {name}\n")]
    return found


def examples(text: str, name: str) -> list[str]:
    return re.findall(rf"^ +(memfit {name}\b.*)$", text, flags=re.MULTILINE)


def codes(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\b\d{1,3}\b", text)}


def test_the_page_has_a_section_for_every_command_in_the_order_of_the_help():
    assert re.findall(r"^## memfit (.+)$", PAGE.read_text(), flags=re.MULTILINE) == NAMES


def test_the_page_names_every_option_of_memfit_itself():
    before = PAGE.read_text().split("\n## ")[0]

    assert [name for name in spellings(cli) if f"`{name}`" not in before] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_what_it_does_and_shows_an_example(name: str):
    text = command(name).help or ""

    assert text.split("\n")[0].endswith(".")
    assert "Examples:\n" in text
    assert examples(text, name)


@pytest.mark.parametrize("name", ["", *NAMES])
def test_every_option_has_help(name: str):
    found = command(name) if name else cli

    for option in options(found):
        assert option.help, option.opts
        assert option.help.endswith("."), option.opts


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_examples_of_the_help(name: str):
    page = examples(section(name), name)[1:]  # the first is the usage

    assert page == examples(command(name).help or "", name)


@pytest.mark.parametrize("name", NAMES)
def test_examples_use_options_that_exist(name: str):
    for example in examples(command(name).help or "", name):
        words = shlex.split(example.split("|")[0])[2:]
        own = words[: words.index("--")] if "--" in words else words
        assert {word for word in own if word.startswith("-")} <= spellings(command(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_lists_every_option_and_no_other(name: str):
    rows = re.findall(r"^\| (`-.*?) \|", section(name), flags=re.MULTILINE)
    listed = {word for row in rows for word in re.findall(r"`(-[\w-]+)", row)}

    assert listed == spellings(command(name)) - {"-h", "--help"}


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_every_choice_and_default(name: str):
    text = section(name)
    for option in options(command(name)):
        if isinstance(option.type, click.Choice):
            assert [one for one in option.type.choices if f"`{one}`" not in text] == []
        if option.show_default:
            assert f"`{option.default}`" in text, option.opts


def test_the_page_names_every_limiter():
    assert [
        one.limiter.name for one in LIMITERS if f"`{one.limiter.name}`" not in section("run")
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_and_the_help_name_the_same_exit_codes(name: str):
    _, _, in_help = (command(name).help or "").partition("Exit codes")
    rows = re.findall(r"^\| (\d+) \|", section(name), flags=re.MULTILINE)

    assert in_help
    assert {int(row) for row in rows} == codes(in_help.split("Examples:")[0])
