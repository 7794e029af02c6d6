import base64
import json

import pytest

from memfit.heap.sourcemap import SourceMap, SourceMaps

MAP = {"version": 3, "sources": ["../src/app.ts"], "mappings": ";AAEA,SAAQ;;AAEE"}


def test_a_position_is_mapped_back(tmp_path):
    found = SourceMap(MAP)

    assert found.original(1, 0) == ("../src/app.ts", 2, 0)
    assert found.original(1, 100) == ("../src/app.ts", 2, 8)
    assert found.original(3, 5) == ("../src/app.ts", 4, 10)
    assert found.original(0, 0) is None
    assert found.original(99, 0) is None


def test_a_map_beside_the_script_is_read(tmp_path):
    script = tmp_path / "dist" / "app.js"
    script.parent.mkdir()
    script.write_text("x\ny\n//# sourceMappingURL=app.js.map\n")
    (script.parent / "app.js.map").write_text(json.dumps(MAP))

    place = SourceMaps().original(str(script), None, 1, 0)

    assert (place.file, place.line, place.column, place.mapped) == (
        str(tmp_path / "src/app.ts"),
        3,
        1,
        True,
    )


def test_a_map_inside_of_the_script_is_read():
    data = base64.b64encode(json.dumps(MAP).encode()).decode()
    source = f"x\n//# sourceMappingURL=data:application/json;base64,{data}"

    assert SourceMaps().original("/dist/app.js", source, 3, 0).line == 5


@pytest.mark.parametrize(
    "url", ["data:application/json;base64,e30", "data:x,{", "missing.map", "/dev/zero"]
)
def test_a_map_that_cannot_be_read_leaves_the_position(url, tmp_path):
    script = tmp_path / "app.js"
    script.write_text(f"x\n//# sourceMappingURL={url}\n")

    place = SourceMaps().original(str(script), None, 6, 2)

    assert (place.file, place.line, place.column, place.mapped) == (str(script), 7, 3, False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("// rows\nexport const rows = [];\n", 2),
        ("let rows;\nfunction f() { const rows = 1; }\n", 1),
        ("  const rows = 1;\n  let rows = 2;\n", 40),
        ("const rowsOfAll = 1;\n", 40),
    ],
)
def test_the_only_declaration_of_a_variable_is_its_line(text, line, tmp_path):
    script = tmp_path / "app.ts"
    script.write_text(text)
    maps = SourceMaps()

    assert maps.declared(maps.original(str(script), None, 39, 0), "rows").line == line
