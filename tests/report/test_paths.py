import pytest
from rich.cells import cell_len

from memfit.report.paths import shorten


def test_paths_that_fit_lose_only_the_working_directory():
    paths = ["/app/src/a.ts", "/elsewhere/b.ts"]

    assert list(shorten(paths, "/app", 40).values()) == ["src/a.ts", "/elsewhere/b.ts"]


def test_a_path_is_cut_from_the_left_at_a_directory():
    assert list(shorten(["/app/one/two/three/a.ts"], "/app", 15).values()) == ["…/three/a.ts"]


def test_what_tells_two_paths_apart_stays():
    found = shorten(["/app/client/src/very/index.ts", "/app/server/src/very/index.ts"], "/app", 20)

    assert list(found.values()) == ["clien…/very/index.ts", "serve…/very/index.ts"]


@pytest.mark.parametrize("room", [5, 8, 16, 30])
def test_no_path_is_wider_than_its_room(room):
    paths = ["/app/" + "x" * 300, "測試/" * 30, "a/b", "\x1b[31m" * 20, ""]

    assert all(cell_len(name) <= room for name in shorten(paths, "/app", room).values())


def test_a_directory_whose_name_begins_alike_is_another():
    assert shorten(["/application/a.ts"], "/app", 40)["/application/a.ts"] == "/application/a.ts"
