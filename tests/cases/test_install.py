"""The installer of the cases, with a small program in the place of npm."""

from pathlib import Path

import pytest

from cases import install

NPM = """#!/bin/sh
echo "$@" >> ../calls
rm -rf node_modules
grep -q broken package-lock.json && { echo "npm error: the lock file is broken" >&2; exit 1; }
mkdir node_modules
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two cases, one of them with packages; its npm is first on the PATH."""
    for name, kind in (("with-packages", "npm"), ("without", "none")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "case.toml").write_text(f'install = "{kind}"\n', encoding="utf-8")
    (tmp_path / "with-packages" / "package-lock.json").write_text("{}", encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "npm").write_text(NPM, encoding="utf-8")
    (tmp_path / "bin" / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(install, "CASES", tmp_path)
    return tmp_path


def _calls(folder: Path) -> list[str]:
    log = folder / "calls"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_a_case_is_installed_once(folder: Path):
    assert install.main([]) == 0
    assert install.main([]) == 0
    assert _calls(folder) == ["ci --no-audit --no-fund --ignore-scripts"]


def test_another_lock_file_installs_again(folder: Path):
    install.main(["with-packages"])
    (folder / "with-packages" / "package-lock.json").write_text('{"lockfileVersion": 3}')
    assert install.main(["with-packages"]) == 0
    assert len(_calls(folder)) == 2


def test_an_install_that_fails_says_why_and_is_tried_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "with-packages" / "package-lock.json").write_text('"broken"')
    assert install.main([]) == 1
    assert "cases/with-packages:\nnpm error: the lock file is broken" in capsys.readouterr().err
    assert install.main([]) == 1
    assert len(_calls(folder)) == 2


def test_without_npm_it_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(folder))
    assert install.main([]) == 1
    assert "install Node.js" in capsys.readouterr().err


def test_a_case_without_packages_needs_no_npm(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(folder))
    assert install.main(["without"]) == 0


def test_a_name_that_is_no_case_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert install.main(["with-package"]) == 2
    shown = capsys.readouterr().err
    assert "no such case: with-package" in shown
    assert "cases: with-packages, without" in shown
    assert _calls(folder) == []


@pytest.fixture
def kit(folder: Path) -> Path:
    """A kit of one package and its program, and a case that asks for it."""
    place = folder / "packages" / "small"
    place.mkdir(parents=True)
    (place / "package-lock.json").write_text("{}", encoding="utf-8")
    (folder / "of-a-kit").mkdir()
    (folder / "of-a-kit" / "case.toml").write_text('install = "kit:small"\n', encoding="utf-8")
    (folder / "bin" / "npm").write_text(
        f"{NPM}mkdir node_modules/.bin node_modules/runner node_modules/.cache\n", encoding="utf-8"
    )
    return place


def test_a_kit_is_installed_once_and_its_packages_are_linked(kit: Path, folder: Path):
    assert install.main(["of-a-kit"]) == 0
    assert install.main(["of-a-kit"]) == 0
    assert _calls(folder / "packages") == ["ci --no-audit --no-fund --ignore-scripts"]
    own = folder / "of-a-kit" / "node_modules"
    for name in ("runner", ".bin"):
        assert (own / name).resolve() == kit / "node_modules" / name


def test_cases_of_one_kit_share_no_cache(kit: Path, folder: Path):
    install.main(["of-a-kit"])
    (folder / "of-a-kit" / "node_modules" / ".cache").mkdir()
    (folder / "of-a-kit" / "node_modules" / ".cache" / "results").touch()
    assert list((kit / "node_modules" / ".cache").iterdir()) == []


def test_another_lock_file_of_a_kit_links_anew(kit: Path, folder: Path):
    install.main(["of-a-kit"])
    (folder / "of-a-kit" / "node_modules" / "left-over").touch()
    (kit / "package-lock.json").write_text('{"lockfileVersion": 3}', encoding="utf-8")
    assert install.install("of-a-kit")
    assert not (folder / "of-a-kit" / "node_modules" / "left-over").exists()


def test_a_kit_that_is_missing_is_named(
    kit: Path, folder: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "of-a-kit" / "case.toml").write_text('install = "kit:smal"\n', encoding="utf-8")
    assert install.main(["of-a-kit"]) == 1
    assert "cases/of-a-kit names a kit that cases/packages lacks: smal" in capsys.readouterr().err


def test_of_a_package_that_two_kits_have_the_first_is_linked(kit: Path, folder: Path):
    install.install_locked(kit, "small")
    other = folder / "packages" / "other"
    for package in ("runner", "database"):
        (other / "node_modules" / package).mkdir(parents=True)
    (other / "node_modules" / install.STAMP).write_text("other", encoding="utf-8")

    assert install.link(folder / "of-a-kit", kit, other)
    assert not install.link(folder / "of-a-kit", kit, other)

    own = folder / "of-a-kit" / "node_modules"
    assert (own / "runner").resolve() == kit / "node_modules" / "runner"
    assert (own / "database").resolve() == other / "node_modules" / "database"
