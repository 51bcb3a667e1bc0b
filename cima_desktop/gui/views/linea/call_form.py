"""The form of one call: every row of it on one page, in the order of the questions, for the keyboard alone."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.linea.call_keys import CallKeys
from cima_desktop.gui.views.linea.call_rows import (
    CALLER,
    END,
    ONLY_WHEN,
    PARTS,
    SEEN,
    USUAL,
    CallRow,
    Part,
    make_row,
    row_name,
)
from cima_desktop.gui.views.records.form_layout import FormColumns, group_heading
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, day_text
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.linea.taking import PREFILLED, REPORT_MATTER, Notes
from cima_desktop.services.linea.towns import county_of

TIE, PERSON, ON, AT, COUNTY = "=tie", "=person", "=on", "=at", "=county"
"""What a draft keeps besides the rows."""
FIRST = "safe"
"""The row in which a call begins."""


class CallForm(QWidget):
    """Shows what is typed of one call; its owner keeps the draft and saves."""

    edited = Signal(str)
    """The row in which something was typed."""
    begun = Signal()
    """The first answer of a call was typed: the call began now."""
    triage_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, CallRow] = {}
        self._kinds: dict[str, str] = {}
        self._parts: list[tuple[Part, QWidget]] = []
        self._is_caller_open = self._is_quiet = False
        self.extras: dict[str, str] = {}
        self.erase_label = Label("", "small", wrap=True)
        self.consulta_label = Label(
            N_("To Consulta: the name and the number go into the case, and are kept as long as the case."),
            "small",
            wrap=True,
        )
        self.caller_button = QuietButton(N_("The caller’s details, if they want to say them (F4)"), "user-plus")
        self.caller_button.clicked.connect(self.open_caller)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S(2), S(2), S(10), S(12))
        layout.setSpacing(S(14))
        for part in PARTS:
            if part.key == CALLER:
                layout.addWidget(self.caller_button)
            made = self._make_part(part)
            self._parts.append((part, made))
            layout.addWidget(made)
        layout.addStretch(1)
        self.keys = CallKeys(self, self.rows)
        self.keys.entered.connect(self._fill_county)
        self.begin({})

    def begin(self, draft: Mapping[str, str]) -> None:
        """Show an empty form with what is usual, or what was typed before."""
        self._is_quiet = True
        self.extras = {name: words for name, words in draft.items() if name.startswith("=")}
        for name, row in self.rows.items():
            row.settle(USUAL.get(name, row.field.empty))
            if name in draft:
                row.put_back(draft[name])
        self._is_caller_open = any(name in draft for name in self._of("caller"))
        self._is_quiet = False
        self._arrange()

    def draft(self) -> dict[str, str]:
        """Return everything that was typed, letter by letter; nothing when nothing was."""
        typed = {name: row.editor.raw() for name, row in self.rows.items() if row.is_dirty()}
        return {**self.extras, **typed} if typed else {}

    def is_begun(self) -> bool:
        """Tell whether anything was typed."""
        return bool(self.draft())

    def start_clock(self, day: str, clock: str) -> None:
        """Note when the call came, and fill in that it was seen at that time where nothing else was said."""
        self.extras |= {ON: day, AT: clock}
        self._is_quiet = True
        for name, value in zip(PREFILLED, (day, clock), strict=True):
            if self.rows[name].editor.is_blank():
                self.rows[name].editor.set_value(value)
        self._is_quiet = False

    def standing(self) -> dict[str, Value]:
        """Return what stands in every row, as far as it can be kept."""
        return {name: row.standing() for name, row in self.rows.items()}

    def report(self) -> dict[str, Value]:
        """Return what stands of what was seen."""
        standing = self.standing()
        return {name: standing[name] for name in self._of("report")}

    def notes(self) -> Notes:
        """Return what is to be kept.

        Raises:
            InvalidInputError: something is typed that cannot be kept; `path` names the row.
        """
        self._fill_county()
        wrong = next((name for name, row in self.rows.items() if row.is_dirty() and not row.check()), "")
        if wrong:
            raise InvalidInputError(path=wrong)
        standing = self.standing()
        call = {name: standing[name] for name in self._of("call")}
        call["words"] = call.pop("call_words")
        return Notes(
            call=call,
            caller={name: standing[name] for name in self._of("caller")},
            report=self.report(),
            case={name: standing[name] for name in self._of("case")},
            person=RecordId(self.extras.get(PERSON, NO_ID)),
            tie=RecordId(self.extras.get(TIE, NO_ID)),
            on=self.extras.get(ON, ""),
            at=self.extras.get(AT, ""),
        )

    def tie_to(self, incident: str) -> None:
        """Say that the report tells of an open incident, or (empty) that it does not."""
        self.extras.pop(TIE, None)
        if incident:
            self.extras[TIE] = incident
            self.choose_triage("verify")

    def set_person(self, person: str) -> None:
        """Say who called, out of those who are here already; empty when it is nobody of them."""
        self.extras.pop(PERSON, None)
        if person:
            self.extras[PERSON] = person

    def choose_triage(self, where: str) -> None:
        """Say where the call goes, and put the cursor where its reason is asked."""
        answers = {"triage": where}
        if where != "verify" and not self._is_told():
            answers["matter"] = "need" if where == "consulta" else "other"
        for name, value in answers.items():
            self.rows[name].editor.set_value(value)
            self._edited(name)
        after = {"closed": "closed_reason", "consulta": "need"}.get(where)
        self.keys.go_to(after or "triage")

    def open_caller(self, _checked: bool = False) -> None:
        """Open what a caller may say about themselves."""
        self._is_caller_open = True
        self._arrange()
        self.keys.go_to("name")

    def show_problem(self, error: InvalidInputError) -> bool:
        """Say beside its row what is wrong; return whether there is such a row."""
        name = "name" if error.path == "person" else error.path
        row = self.rows.get(name)
        if row is None:
            return False
        if name in self._of("caller"):
            self.open_caller()
        row.set_problem(lambda: f"{error.sentence()} {error.advice()}")
        self.keys.go_to(name)
        return True

    def say_erased_on(self, day: str) -> None:
        """Say on which day the caller’s details will be erased."""
        until = iso_date(day)
        if until is not None:
            self.erase_label.set_words(
                lambda: _("This stays in this vault, never leaves it, and is erased by itself after {day}.").format(
                    day=day_text(until)
                )
            )

    def _make_part(self, part: Part) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(group_heading(part.title))
        if part.key == CALLER:
            column.addWidget(self.erase_label)
        if part.key == END:
            column.addWidget(self.consulta_label)
        columns = FormColumns()
        for name in part.names:
            row, called = make_row(name), row_name(name)
            row.edited.connect(partial(self._edited, called))
            self.rows[called] = row
            self._kinds[called] = name.split(".")[0]
            columns.add(row)
        column.addWidget(columns)
        return made

    def _of(self, kind: str) -> list[str]:
        return [name for name, of in self._kinds.items() if of == kind]

    def _edited(self, name: str) -> None:
        if self._is_quiet:
            return
        self._arrange()
        if ON not in self.extras:
            self.begun.emit()
        self.edited.emit(name)

    def _fill_county(self, entered: str = "") -> None:
        """Fill the county in by the town, which may still be completed while the cursor is in it."""
        county, row = county_of(str(self.rows["city"].standing())), self.rows["county"]
        if entered != "city" and county and (row.editor.is_blank() or row.editor.raw() == self.extras.get(COUNTY)):
            row.editor.set_value(county)
            self.extras[COUNTY] = county

    def _is_told(self) -> bool:
        """Tell whether anything was said of what was seen."""
        return any(self.rows[name].is_dirty() for name in self._of("report") if name not in PREFILLED)

    def _arrange(self) -> None:
        """Show what the answers so far ask for."""
        standing = self.standing()
        is_report = standing["matter"] == REPORT_MATTER or self._is_told()
        for part, widget in self._parts:
            shown = {SEEN: is_report, CALLER: self._is_caller_open}.get(part.key, True)
            widget.setVisible(shown)
        self.caller_button.setVisible(not self._is_caller_open)
        self.consulta_label.setVisible(standing["triage"] == "consulta")
        for name, wanted in ONLY_WHEN.items():
            self.rows[name].setVisible(wanted(standing))
