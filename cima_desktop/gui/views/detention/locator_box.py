"""What is typed to find somebody: names in every shape, country and number, for the search alone (law facts, 6.1, 8).

Nothing of it is a field of a record, a draft, or among the words that a lock puts aside; it goes when the page is left.
Only where the family asked for it are names and country kept, until a day they chose; the number never is.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detention.keep_part import KeepPart
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.private_copy import marked
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.locator_names import ANumberError, SearchName, a_number_text, read_a_number, search_names
from cima_desktop.services.detention import cards
from cima_desktop.services.detention.cards import Wish
from cima_desktop.services.detention.scene import Scene

FEW = 4
"""So many shapes of a name are shown at first."""
_NAMES = ("given_names", "paternal_surname", "maternal_surname")


def copy(words: str) -> None:
    """Put words into the clipboard with the marks that keep them out of its history; the guard takes them out again."""
    QGuiApplication.clipboard().setMimeData(marked(words))


class LocatorBox(QWidget):
    """The inputs of a search, each to be copied; `wipe` forgets them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._detention = NO_ID
        self._shows_all = False
        self.name_edits = {name: LineEdit(limit=120) for name in _NAMES}
        self.country_edit = LineEdit(limit=60)
        self.number_edit = LineEdit(raw("A 012 345 678"), limit=60)
        self.number_label = Label("", "strong")
        self.copy_button = SecondaryButton(N_("Copy the number"), "copy")
        self.name_list, self.other_list = RowsList(), RowsList()
        self.more_button = QuietButton(N_("More ways to write the name"), "chevron-down")
        self.keep_part = KeepPart(desk)
        keep_nowhere(*self.name_edits.values(), self.country_edit, self.number_edit)
        self._build()
        self._connect()

    def show_scene(self, scene: Scene) -> None:
        """Show the inputs of a detention; what is being typed stays."""
        if self._detention != scene.detention.id:
            self.wipe()
            self._detention = scene.detention.id
            for name, edit in self.name_edits.items():
                edit.set_value(str(getattr(scene.person, name)))
            self.country_edit.set_value(scene.card.country if scene.card else "")
            self._show_names()
        born = iso_date(scene.person.birth_date)
        shown = f"{born:%m/%d/%Y}" if born else ""
        deed = Deed(words=N_("Copy"), run=lambda: copy(shown), icon="copy")
        line = Line(title=raw(shown), detail=N_("Date of birth, month first"), deeds=(deed,))
        self.other_list.show_lines([line] if born else [])
        self.keep_part.show_card(scene.detention.id, scene.card)

    def wipe(self) -> None:
        """Forget everything that was typed."""
        self._detention, self._shows_all = NO_ID, False
        for edit in (*self.name_edits.values(), self.country_edit, self.number_edit):
            edit.set_value("")
        self.keep_part.clear()
        for shown in (self.name_list, self.other_list):
            shown.show_lines(())
        self._read_number()

    def names(self) -> tuple[SearchName, ...]:
        """Return the shapes of the name that stands here."""
        return search_names(*(self.name_edits[name].value() for name in _NAMES))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        told = N_("For the search only: nothing typed here is saved, and it goes when you leave this page.")
        column.addWidget(Label(told, "small", wrap=True))
        rows = FormColumns()
        labels = (N_("Given names"), N_("First surname"), N_("Second surname"))
        for label, (name, edit) in zip(labels, self.name_edits.items(), strict=True):
            edit.setObjectName(f"locator_{name}_edit")
            rows.add(FieldRow(label, edit))
        self.country_edit.setObjectName("locator_country_edit")
        self.number_edit.setObjectName("locator_number_edit")
        rows.add(FieldRow(N_("Country that the search asks for"), self.country_edit))
        self.number_row = FieldRow(N_("A-number, if the family has it"), self.number_edit)
        rows.add(self.number_row)
        column.addWidget(rows)
        line = QHBoxLayout()
        line.setSpacing(S(10))
        for part in (self.number_label, self.copy_button):
            line.addWidget(part)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.name_list)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.other_list)
        column.addWidget(self.keep_part)

    def _connect(self) -> None:
        self.copy_button.setObjectName("locator_copy_number_button")
        self.more_button.setObjectName("locator_more_button")
        for edit in self.name_edits.values():
            edit.edited.connect(self._show_names)
        self.number_edit.edited.connect(self._read_number)
        self.number_edit.editingFinished.connect(self._check_number)
        self.copy_button.clicked.connect(self._copy_number)
        self.more_button.clicked.connect(self._show_all)
        self.keep_part.wanted.connect(self._keep)
        self.desk.closing.connect(self.wipe)
        self._read_number()

    def _show_names(self) -> None:
        found = self.names()
        self.name_list.show_lines([_name_line(name) for name in (found if self._shows_all else found[:FEW])])
        show_if(self.more_button, len(found) > FEW and not self._shows_all)

    def _show_all(self) -> None:
        self._shows_all = True
        self._show_names()

    def _read_number(self) -> None:
        """Show the number as it is searched for, as soon as there is one."""
        digits = self._digits()
        for part in (self.number_label, self.copy_button):
            show_if(part, bool(digits))
        self.number_label.set_words(raw(a_number_text(digits) if digits else ""))
        if digits:
            self.number_row.set_problem("")

    def _check_number(self) -> None:
        """Say why what stands there is none, once it is left."""
        try:
            if self.number_edit.value().strip():
                read_a_number(self.number_edit.value())
        except ANumberError as error:
            self.number_row.set_problem(_whole(error))

    def _digits(self) -> str:
        try:
            return read_a_number(self.number_edit.value())
        except ANumberError:
            return ""

    def _copy_number(self) -> None:
        copy(self._digits())

    def _keep(self) -> None:
        detention, part = self._detention, self.keep_part
        wish = Wish(
            names=self.names(),
            country=self.country_edit.value(),
            asked_by=part.asked_edit.value(),
            until=part.until_edit.value(),
        )
        self.desk.do(lambda s: cards.keep(s, detention, wish), lambda _touched: part.shut(), part.show_problem)


def _name_line(name: SearchName) -> Line:
    first = Deed(words=N_("Copy the first name"), run=lambda: copy(name.first), icon="copy")
    last = Deed(words=N_("Copy the last name"), run=lambda: copy(name.last), icon="copy")
    title: Text = raw(" · ".join(part for part in (name.first, name.last) if part))
    return Line(title=title, deeds=(first, last) if name.first else (last,))


def _whole(error: KnownError) -> Text:
    return lambda: f"{error.sentence()} {error.advice()}"
