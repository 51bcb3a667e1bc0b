"""The tools that build, lock and start the program do what they say."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"

FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0"><class>ProbeDialog</class><widget class="QDialog" name="ProbeDialog">
<property name="windowTitle"><string>Hello</string></property><layout class="QVBoxLayout" name="column">
<item><widget class="QLabel" name="first_label"><property name="text"><string comment="verb">Open</string></property>
</widget></item>{more}</layout></widget></ui>
"""
TWICE = '<item><widget class="QLabel" name="first_label"/></item>'
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hello"\nmsgstr "Hola"\n'

Load = Callable[[str], ModuleType]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Return a function that loads one of packaging's tools afresh."""

    def loading(name: str) -> ModuleType:
        monkeypatch.syspath_prepend(str(PACKAGING))  # they find each other as scripts do
        spec = importlib.util.spec_from_file_location(f"tool_{name}", PACKAGING / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return loading


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a small project with one form and one catalogue."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "probe_dialog.ui").write_text(FORM.format(more=""), encoding="utf-8")
    words = tmp_path / "translations" / "es" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "cima_desktop.po").write_text(PO, encoding="utf-8")
    return tmp_path


def test_forms_and_catalogues_are_built(load: Load, checkout: Path) -> None:
    assert load("build_hook").build(checkout) == (1, 1)
    made = (checkout / "cima_desktop" / "gui" / "forms" / "probe_dialog.py").read_text(encoding="utf-8")
    assert "from cima_desktop.gui.language import form_tr\nfrom PySide6.QtCore" in made
    assert 'form_tr(u"Hello", None)' in made
    assert 'form_tr(u"Open", u"verb")' in made
    assert (checkout / "translations" / "es" / "LC_MESSAGES" / "cima_desktop.mo").is_file()


def test_what_uic_guesses_is_an_error(load: Load, checkout: Path) -> None:
    (checkout / "ui" / "probe_dialog.ui").write_text(FORM.format(more=TWICE), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"uic does not accept probe_dialog\.ui"):
        load("build_hook").build(checkout)


def test_a_second_build_writes_nothing_and_drops_forms_that_are_gone(load: Load, checkout: Path) -> None:
    hook = load("build_hook")
    hook.build(checkout)
    form = checkout / "cima_desktop" / "gui" / "forms" / "probe_dialog.py"
    os.utime(form, (1, 1))
    hook.build(checkout)
    assert form.stat().st_mtime == 1
    (checkout / "ui" / "probe_dialog.ui").unlink()
    hook.build(checkout)
    assert not form.exists()


def test_a_missing_system_library_is_told_apart_from_a_bad_form(
    load: Load, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = load("build_hook")
    said = subprocess.CompletedProcess([], 127, "", "uic: error while loading shared libraries: libx.so")
    monkeypatch.setattr(hook.subprocess, "run", lambda *_args, **_facts: said)
    with pytest.raises(hook.UicCannotStartError, match=r"libx\.so"):
        hook.build(checkout)
    assert (checkout / "translations" / "es" / "LC_MESSAGES" / "cima_desktop.mo").is_file()


def measured(lines: list[int], branches: list[list[int]]) -> dict[str, object]:
    """Return what coverage reports of one file."""
    return {"files": {"cima_desktop/model/a.py": {"missing_lines": lines, "missing_branches": branches}}}


def test_a_gap_in_a_perfect_file_is_named(load: Load) -> None:
    perfect = load("perfect")
    listed = ["cima_desktop/model/*"]
    assert perfect.gaps(measured([], []), listed) == []
    assert perfect.gaps(measured([7], []), listed) == ["cima_desktop/model/a.py: lines 7; branches none"]
    assert perfect.gaps(measured([], [[1, 2]]), listed) == ["cima_desktop/model/a.py: lines none; branches [1, 2]"]
    assert perfect.gaps(measured([], []), ["gone/*"]) == ["gone/*: no such file was measured"]


@pytest.mark.parametrize("name", ["debian-libs.txt", "debian-window-libs.txt"])
def test_missing_libraries_are_named_by_their_package(load: Load, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    libs = load("debian_libs")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(libs, "_loads", lambda library: library.endswith(".so.0"))
    wanted = [line.split() for line in (PACKAGING / name).read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert libs.missing(PACKAGING / name) == [package for package, library in wanted if not library.endswith(".so.0")]
    assert "apt-get install libgl1 libegl1" in libs.sentence(["libgl1", "libegl1"])


def test_no_libraries_are_looked_for_outside_linux(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    libs = load("debian_libs")
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(libs, "_loads", lambda _library: False)
    assert libs.missing(libs.OFFSCREEN, libs.WINDOW) == []


def test_without_a_display_the_reason_is_one_sentence(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    run = load("run")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(run.debian_libs, "provide", lambda *_lists: [])
    for name in run.TOLD_BY_A_VARIABLE:
        monkeypatch.delenv(name, raising=False)
    assert run.why_no_window() == "neither DISPLAY nor WAYLAND_DISPLAY is set"
    monkeypatch.setattr(run.debian_libs, "provide", lambda *_lists: ["libgl1"])
    assert "apt-get install libgl1" in run.why_no_window()


def test_where_qt_starts_there_is_a_window(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    run = load("run")
    monkeypatch.setattr(run.debian_libs, "provide", lambda *_lists: [])
    assert run.why_no_window() == ""
    monkeypatch.setenv("QT_QPA_PLATFORM", "none-such")
    assert run.why_no_window() != ""
