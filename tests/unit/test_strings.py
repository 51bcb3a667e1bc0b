"""Every message has its words in both languages, and what it says when it has not."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Return packaging/strings.py as a module."""
    spec = importlib.util.spec_from_file_location("catalogue_tool", PACKAGING / "strings.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def found(tool: ModuleType) -> Catalog:
    """Return every message of the code and the forms."""
    sys.path.insert(0, str(PACKAGING))  # Babel imports the extractor of forms by its name
    try:
        messages: Catalog = tool.extract(ROOT)
    finally:
        sys.path.remove(str(PACKAGING))
    return messages


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_catalogue_holds_exactly_the_messages_in_use(tool: ModuleType, found: Catalog, language: str) -> None:
    kept = tool.po_file(ROOT, language).read_text(encoding="utf-8")
    assert kept == tool.refreshed(found, tool.read(ROOT, language), language)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_entry_can_be_shown(tool: ModuleType, language: str) -> None:
    assert tool.problems(tool.read(ROOT, language), language) == []


def seeded(message: str | tuple[str, str], string: str | tuple[str, str], flags: tuple[str, ...] = ()) -> Catalog:
    """Return a catalogue of one entry."""
    catalogue = Catalog(locale="es")
    catalogue.add(message, string, flags=flags)
    return catalogue


@pytest.mark.parametrize(
    ("catalogue", "fault"),
    [
        (seeded("Save", ""), "no translation"),
        (seeded("Save", "Guardar", ("fuzzy",)), "fuzzy"),
        (seeded("Saved {n}", "Guardado"), "placeholders"),
        (seeded("Saved {n}", "Guardado {m}"), "placeholders"),
        (seeded(("{n} person", "{n} people"), ("{n} persona", "")), "no translation"),
        (seeded(("{n} person", "{n} people"), ("{n} persona", "muchas personas")), "placeholders"),
        (seeded("Name: ", "Nombre:"), "spaces"),
    ],
)
def test_a_seeded_fault_is_named(tool: ModuleType, catalogue: Catalog, fault: str) -> None:
    assert [fault in line for line in tool.problems(catalogue, "es")] == [True]


def test_a_plural_may_say_one_in_words(tool: ModuleType) -> None:
    assert tool.problems(seeded(("{n} person", "{n} people"), ("una persona", "{n} personas")), "es") == []


def test_a_new_message_stays_empty_in_spanish_and_is_itself_in_english(tool: ModuleType) -> None:
    new = Catalog()
    new.add("Save everything")
    similar = seeded("Save everything now", "Guardar todo ahora")
    assert 'msgid "Save everything"\nmsgstr ""\n' in tool.refreshed(new, similar, "es")
    assert 'msgid "Save everything"\nmsgstr "Save everything"\n' in tool.refreshed(new, similar, "en")


def test_rewriting_a_catalogue_twice_changes_nothing(tool: ModuleType, tmp_path: Path) -> None:
    messages = Catalog()
    messages.add("Open", context="verb")
    messages.add(("{n} person", "{n} people"))
    messages.add("A line\nand another, long enough that a tool which wraps lines would wrap this very one at some word")
    path = tool.po_file(tmp_path, "en")
    path.parent.mkdir(parents=True)
    first = tool.refreshed(messages, Catalog(), "en")
    path.write_text(first, encoding="utf-8")
    assert tool.refreshed(messages, tool.read(tmp_path, "en"), "en") == first
    assert 'msgctxt "verb"' in first


def test_words_drawn_in_a_form_are_found(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGING))
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "probe.ui").write_text(
        '<ui><p><string>Hello</string></p><p><string comment="verb">Open</string></p>'
        '<p><string notr="true">icon</string></p><p><stringlist notr="true"><string>a</string></stringlist></p></ui>',
        encoding="utf-8",
    )
    words = {(message.context, message.id) for message in tool.extract(tmp_path) if message.id}
    assert words == {(None, "Hello"), ("verb", "Open")}


def test_words_in_code_are_found_and_what_uic_made_is_not(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    forms = tmp_path / "cima_desktop" / "gui" / "forms"
    forms.mkdir(parents=True)
    (forms / "probe.py").write_text('form_tr("Hello")\ntr("Hello")\n', encoding="utf-8")
    (tmp_path / "cima_desktop" / "code.py").write_text(
        '_("Save")\nN_("Later")\nngettext("{n} person", "{n} people", n)\nptr("state", "Open")\n'
        'tr("Print", "en")\ntr(message)\n',
        encoding="utf-8",
    )
    words = {(message.context, message.id) for message in tool.extract(tmp_path) if message.id}
    plural = (None, ("{n} person", "{n} people"))
    assert words == {(None, "Save"), (None, "Later"), plural, ("state", "Open"), (None, "Print")}
