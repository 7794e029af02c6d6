"""Phases of builds, from what the builders print and when."""

from itertools import pairwise

import pytest

from memfit.model.recording import OutputChunk
from memfit.model.suite import Stretch
from tests.runners.printed import OUTPUTS, lines, read, read_file


def printed(*timed: tuple[float, str]) -> list[OutputChunk]:
    return [OutputChunk(at, "stdout", f"{line}\n".encode()) for at, line in timed]


def rows(stretches: tuple[Stretch, ...]) -> list[tuple[str, str, float, float | None]]:
    return [(one.name, one.label, one.started, one.ended) for one in stretches]


def test_the_phases_of_a_build_follow_each_other():
    said = read_file("vite-7-colour.txt", "vite")

    assert rows(said.stretches) == [
        ("transform", "client", 0.1, 0.2),
        ("link", "client", 0.2, 0.3),
        ("render", "client", 0.3, 0.4),
        ("report sizes", "client", 0.4, 0.8),
    ]


def test_environments_are_told_apart():
    said = read_file("vite-7-two-environments.txt", "vite")

    assert {one.label for one in said.stretches} == {"client", "ssr"}
    assert all(one.ended is not None for one in said.stretches)


def test_builds_at_the_same_time_are_kept_apart():
    said = read_file("vite-7-three-at-once.txt", "vite")

    by_label = {
        label: [one for one in said.stretches if one.label == label]
        for label in ("client 1", "client 2", "client 3")
    }
    assert [[one.name for one in build] for build in by_label.values()] == [
        ["transform", "link", "render", "report sizes"]
    ] * 3
    assert all(
        earlier.ended == later.started
        for build in by_label.values()
        for earlier, later in pairwise(build)
    )


def test_the_duration_tells_which_of_two_builds_ended():
    said = read(
        printed(
            (1.0, "vite v7.3.8 building client environment for production..."),
            (1.1, "transforming..."),
            (4.0, "vite v7.3.8 building client environment for production..."),
            (4.1, "transforming..."),
            (5.0, "rendering chunks..."),
            (5.1, "rendering chunks..."),
            (6.0, "✓ built in 2.00s"),
            (9.0, "✓ built in 8.01s"),
        ),
        "vite",
    )

    assert [row for row in rows(said.stretches) if row[0] == "render"] == [
        ("render", "client 1", 5.0, 9.0),
        ("render", "client 2", 5.1, 6.0),
    ]


def test_a_build_that_died_stays_in_its_phase():
    text = (OUTPUTS / "vite-7-colour.txt").read_bytes().partition(b"computing")[0]

    assert rows(read(lines(text), "vite").stretches)[-1] == ("render", "client", 0.3, None)


def test_a_terminal_that_is_written_over_is_read():
    progress = (
        b"vite v6.0.0 building for production...\r\n\x1b[2K\x1b[1Gtransforming (1) src/main.js",
        b"\x1b[2K\x1b[1Gtransforming (900) src/a.js",
        b"\x1b[2K\x1b[1G\x1b[32m\xe2\x9c\x93\x1b[39m 900 modules transformed.\r\n",
        b"\x1b[2K\x1b[1Grendering chunks (1)...",
        b"\x1b[2K\x1b[1Gcomputing gzip size (1)...\x1b[2K\x1b[1G",
        b"\x1b[32m\xe2\x9c\x93 built in 5.00s\x1b[39m\r\n",
    )
    chunks = [OutputChunk(float(at), "terminal", data) for at, data in enumerate(progress)]

    assert rows(read(chunks, "vite").stretches) == [
        ("transform", "", 0.0, 2.0),
        ("link", "", 2.0, 3.0),
        ("render", "", 3.0, 4.0),
        ("report sizes", "", 4.0, 5.0),
    ]


def test_builds_of_several_packages_keep_their_names():
    said = read(
        printed(
            (1.0, "a:build: vite v7.3.8 building client environment for production..."),
            (1.1, "b:build: vite v7.3.8 building client environment for production..."),
            (1.2, "b:build: transforming..."),
            (1.3, "a:build: transforming..."),
            (2.0, "b:build: ✓ built in 900ms"),
            (9.0, "a:build: ✓ built in 8.0s"),
        ),
        "vite",
    )

    assert rows(said.stretches) == [
        ("transform", "b:build client", 1.2, 2.0),
        ("transform", "a:build client", 1.3, 9.0),
    ]


@pytest.mark.parametrize(
    ("file", "builder", "labels", "seconds"),
    [
        ("esbuild-0.25-passing.txt", "esbuild", [""], 0.003),
        ("rollup-4.68.txt", "rollup", ["out"], 0.018),
        ("webpack-5.112.txt", "webpack", [""], 0.138),
        ("tsup-8.5.txt", "tsup", ["DTS", "ESM", "CJS"], 1.428),
    ],
)
def test_a_build_began_its_duration_before_its_end(
    file: str, builder: str, labels: list[str], seconds: float
):
    output = lines((OUTPUTS / file).read_bytes(), every=10.0)
    stretches = sorted(read(output, builder).stretches, key=lambda one: one.label != "DTS")

    assert [one.label for one in stretches] == labels
    assert stretches[0].ended is not None
    assert stretches[0].ended - stretches[0].started == pytest.approx(seconds)


def test_a_package_manager_that_is_done_is_no_build():
    assert read(printed((1.0, "Done in 3.21s."), (2.0, "Done in 1.2s using pnpm")), "esbuild") == (
        read([], "esbuild")
    )
