"""A record's form: saves by itself, keeps what cannot stand as a draft, shows both values where people disagree."""

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.records.form_row import ClashBox
from cima_desktop.gui.views.records.keeping import Loaded
from cima_desktop.gui.views.records.record_form import RecordForm
from cima_desktop.gui.views.records.special_editors import CountyBox
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.record_picker import Match
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import SAME_AS, Person
from cima_desktop.model.places import counties
from tests.gui.keyboard import CTRL, press, write
from tests.gui.program_driver import Driver

ANA = new_id()


class Nobody:
    """References of a vault without records."""

    def find(self, kind: str, words: str, then: Callable[[list[Match]], object]) -> None:
        then([])

    def name(self, kind: str, record_id: str, then: Callable[[str], object]) -> None:
        then("")

    def add(self, kind: str, words: str, then: Callable[[Match], object]) -> None:
        then(Match(id=new_id(), title=words))


class Shelf:
    """Keeps records in memory; a save can be held back until the test lets it through."""

    def __init__(self, **values: Value) -> None:
        self.records: dict[str, dict[str, Value]] = {ANA: dict(values)}
        self.drafts: dict[str, dict[str, str]] = {}
        self.clashes: dict[str, tuple[Value, ...]] = {}
        self.saves: list[dict[str, Value]] = []
        self.held: list[Callable[[], object]] = []
        self.hold = False

    def load(self, kind: str, record_id: RecordId, then: Callable[[Loaded], object]) -> None:
        then(self._loaded(record_id))

    def save(
        self,
        loaded: Loaded,
        kind: str,
        changes: Mapping[str, Value],
        then: Callable[[Loaded], object],
        failed: Callable[[KnownError], object],
    ) -> None:
        self.saves.append(dict(changes))
        self.records.setdefault(loaded.id, {}).update(changes)
        for name in changes:
            self.clashes.pop(name, None)
        if self.hold:
            self.held.append(lambda: then(self._loaded(loaded.id)))
        else:
            then(self._loaded(loaded.id))

    def put_draft(self, kind: str, record_id: RecordId, raw: Mapping[str, str]) -> None:
        if raw:
            self.drafts[record_id] = dict(raw)
        else:
            self.drafts.pop(record_id, None)

    def let_through(self) -> None:
        """Tell the form that the saves are on the disk."""
        self.hold = False
        while self.held:
            self.held.pop(0)()

    def _loaded(self, record_id: RecordId) -> Loaded:
        return Loaded(
            id=record_id,
            values=dict(self.records.get(record_id, {})),
            clashes=dict(self.clashes),
            draft=dict(self.drafts.get(record_id, {})),
        )


def form_on(qtbot: QtBot, shelf: Shelf, load: bool = True) -> RecordForm:
    """Return a person's form in a window."""
    form = RecordForm(KINDS["person"], shelf, Nobody())
    qtbot.addWidget(form)
    form.show()
    if load:
        form.load(ANA)
    return form


def typed(form: RecordForm, name: str, words: str) -> None:
    """Type into a field in place of what stands there."""
    box = form.editor(name).box()
    assert isinstance(box, QLineEdit)
    box.clear()
    write(words, box)


def test_only_what_changed_is_saved(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana", city="Marion")
    form = form_on(qtbot, shelf)
    typed(form, "city", "Brevard")
    form.save()
    assert shelf.saves == [{"city": "Brevard"}]


def test_two_quiet_seconds_save(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    form = form_on(qtbot, shelf)
    typed(form, "city", "Brevard")
    assert shelf.saves == []
    with qtbot.waitSignal(form.kept, timeout=20_000):
        pass
    assert shelf.records[ANA]["city"] == "Brevard"
    assert shelf.drafts == {}


def test_one_second_after_typing_the_draft_is_kept(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    form = form_on(qtbot, shelf)
    typed(form, "birth_date", "4 de marz")
    qtbot.waitUntil(lambda: bool(shelf.drafts), timeout=20_000)
    assert shelf.drafts[ANA] == {"birth_date": "4 de marz"}


def test_leaving_a_field_saves_it(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    form = form_on(qtbot, shelf)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.editor("city").setFocus()
    typed(form, "city", "Brevard")
    form.editor("zip").setFocus()
    assert shelf.saves == [{"city": "Brevard"}]


def test_ctrl_s_saves(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    form = form_on(qtbot, shelf)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.editor("city").setFocus()
    typed(form, "city", "Brevard")
    press(Qt.Key.Key_S, CTRL)
    assert shelf.saves == [{"city": "Brevard"}]


def test_what_cannot_stand_keeps_its_words_says_why_and_stays_a_draft(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    form = form_on(qtbot, shelf)
    typed(form, "birth_date", "31 de febrero de 2015")
    typed(form, "city", "Brevard")
    form.save()
    assert shelf.saves == [{"city": "Brevard"}]
    assert form.editor("birth_date").raw() == "31 de febrero de 2015"
    assert not form.rows["birth_date"].problem_label.isHidden()
    assert shelf.drafts[ANA] == {"birth_date": "31 de febrero de 2015"}
    other = form_on(qtbot, shelf)
    assert other.editor("birth_date").raw() == "31 de febrero de 2015"


def test_a_new_person_waits_for_a_name(qtbot: QtBot) -> None:
    shelf = Shelf()
    form = form_on(qtbot, shelf, load=False)
    form.begin()
    typed(form, "city", "Brevard")
    form.save()
    assert shelf.saves == []
    assert shelf.drafts[form.record_id()] == {"city": "Brevard"}
    typed(form, "given_names", "Ana")
    form.save()
    assert shelf.saves == [{"city": "Brevard", "given_names": "Ana"}]
    assert not form.is_new()
    assert shelf.drafts == {}


def test_typing_on_while_a_save_is_on_its_way_loses_nothing(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    form = form_on(qtbot, shelf)
    shelf.hold = True
    typed(form, "given_names", "Ana M")
    form.save()
    typed(form, "given_names", "Ana María")
    shelf.let_through()
    assert form.editor("given_names").raw() == "Ana María"
    form.save()
    assert shelf.records[ANA]["given_names"] == "Ana María"


def test_going_on_to_another_record_keeps_the_one_before(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana")
    other = new_id()
    shelf.records[other] = {"given_names": "Eva"}
    form = form_on(qtbot, shelf)
    shelf.hold = True
    typed(form, "city", "Brevard")
    typed(form, "birth_date", "marzo")
    form.load(other)
    assert form.editor("city").raw() == ""
    shelf.let_through()
    assert shelf.records[ANA]["city"] == "Brevard"
    assert shelf.drafts == {ANA: {"birth_date": "marzo"}}
    assert form.editor("given_names").raw() == "Eva"


def test_a_saved_draft_does_not_come_back_after_an_undo(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana", city="Marion")
    other = new_id()
    shelf.records[other] = {"given_names": "Eva"}
    form = form_on(qtbot, shelf)
    shelf.hold = True
    typed(form, "city", "Brevard")
    form.load(other)
    shelf.let_through()
    shelf.records[ANA]["city"] = "Marion"  # undone
    form.load(ANA)
    assert form.editor("city").raw() == "Marion"


def test_a_refresh_leaves_what_is_being_typed(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana", city="Marion")
    form = form_on(qtbot, shelf)
    typed(form, "city", "Brev")
    shelf.records[ANA] |= {"zip": "28752", "city": "Morganton"}
    form.refresh()
    assert form.editor("city").raw() == "Brev"
    assert form.editor("zip").raw() == "28752"


def test_both_values_are_shown_and_one_is_chosen(qtbot: QtBot) -> None:
    shelf = Shelf(given_names="Ana", city="Marion")
    shelf.clashes = {"city": ("Marion", "Brevard")}
    form = form_on(qtbot, shelf)
    box = form.rows["city"].findChild(ClashBox)
    assert box is not None
    keep = [button for button in box.findChildren(SecondaryButton) if "Brevard" in button.accessibleName()]
    keep[0].click()
    assert shelf.saves == [{"city": "Brevard"}]
    assert form.editor("city").raw() == "Brevard"


def test_every_field_of_every_kind_has_an_editor(qtbot: QtBot) -> None:
    for kind in KINDS.values():
        form = RecordForm(kind, Shelf(), Nobody())
        qtbot.addWidget(form)
        beside = {SAME_AS}  # given by joining two records, side by side
        assert set(form.rows) == set(kind.names) - beside
        form.begin()
        assert form.values() == {f.name: f.empty for f in kind.fields if f.name not in beside}


def test_a_field_shows_and_gives_back_its_value(qtbot: QtBot) -> None:
    values: dict[str, Value] = {
        "given_names": "María de los Ángeles",
        "aliases": frozenset({"Mari", "Lita"}),
        "birth_date": "1990-03-04",
        "phone": "+18285550119",
        "other_phone": "+50255550101",
        "voicemail_ok": False,
        "language": "mam",
        "other_languages": frozenset({"es", "en"}),
        "county": "Buncombe",
    }
    form = form_on(qtbot, Shelf(**values))
    assert {name: form.values()[name] for name in values} == values
    assert not form.has_unsaved()


def test_the_counties_of_the_state_are_offered(qtbot: QtBot) -> None:
    assert len(counties()) == 100
    box = CountyBox()
    qtbot.addWidget(box)
    box.set_value("Henderson")
    assert box.value() == "Henderson"
    assert box.findText("Buncombe") > 0


@pytest.mark.parametrize("words", ["<b>Ana</b>", "Q’anjob’al ñandú", "=HYPERLINK(1)", "a" * 700])
def test_any_text_is_kept_as_typed_or_refused_with_a_sentence(opened: Driver, words: str) -> None:
    person = opened.add(given_names="Ana")
    page = opened.people()
    page.open_record(person)
    opened.settle()
    typed(page.card.form, "role", words)
    page.card.form.save()
    opened.settle()
    kept = opened.ask(lambda s: s.store.need(Person, person)).role
    if len(words) <= 200:
        assert kept == words
    else:
        assert kept == ""
        assert not page.card.form.rows["role"].problem_label.isHidden()
        assert page.card.form.editor("role").raw() == words
