"""The page is built anew when a source has changed, and only then; and by no Node that is too old."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import build_console


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "node_modules").mkdir()
    (folder / "package.json").write_text("{}")
    (folder / "src" / "main.tsx").write_text("1")
    monkeypatch.setattr(build_console, "WEB", folder)
    monkeypatch.setattr(build_console, "BUILT", tmp_path / "built")
    return folder


def _built(web: Path) -> None:
    (web.parent / "built").mkdir(exist_ok=True)
    (web.parent / "built" / build_console.STAMP).write_text(build_console.fingerprint())


def test_only_sources_count(web: Path) -> None:
    assert not build_console.is_fresh()
    _built(web)
    assert build_console.is_fresh() and build_console.build() is False
    (web / "node_modules" / "x.js").write_text("x")
    (web / "README.md").write_text("x")
    assert build_console.is_fresh()


@pytest.mark.parametrize("change", ["written", "added", "renamed", "removed"])
def test_every_change_of_a_source_is_seen(web: Path, change: str) -> None:
    (web / "src" / "other.ts").write_text("2")
    _built(web)
    main = web / "src" / "main.tsx"
    if change == "written":
        main.write_text("3")
    elif change == "added":
        (web / "src" / "new.ts").write_text("")
    elif change == "renamed":
        main.rename(web / "src" / "first.tsx")
    else:
        main.unlink()
    assert not build_console.is_fresh()


def test_a_package_without_sources_is_as_it_came(web: Path) -> None:
    (web / "package.json").unlink()
    assert not build_console.is_fresh()
    (web.parent / "built").mkdir()
    (web.parent / "built" / "index.html").write_text("<html>")
    assert build_console.is_fresh()


@pytest.mark.parametrize(
    ("version", "used"), [("v18.20.4", False), ("v20.18.3", False), ("v20.19.0", True), ("v24.1.0", True), ("", False)]
)
def test_a_node_that_is_too_old_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, used: bool) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (build_console.system_node() is not None) == used
    (tmp_path / "npm").unlink()
    assert build_console.system_node() is None


def test_what_npm_has_put_there_is_compared_with_the_lock(web: Path) -> None:
    (web / "package-lock.json").write_text(
        '{"packages": {"": {}, "node_modules/a": {"version": "1.0.0"}, "node_modules/b": {"version": "1.0.0", "dev": true}}}'
    )
    there = web / "node_modules" / ".package-lock.json"
    assert not build_console._installed()
    there.write_text('{"packages": {"node_modules/a": {"version": "0.9.0"}}}')
    assert not build_console._installed()
    there.write_text('{"packages": {"node_modules/a": {"version": "1.0.0"}}}')
    assert build_console._installed()
