"""A page of text of a given width, whatever terminal memfit itself has."""

from io import StringIO

from rich.console import Console


def console(page: StringIO, width: int, *, colour: bool) -> Console:
    """Return rich's console for a page; it depends on its arguments only."""
    return Console(
        file=page,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )


def trimmed(page: StringIO) -> str:
    """Return what was printed on a page, without blanks at the ends of lines."""
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())
