"""The day papers are served: whom to call first, one button for a hold, and what this program does not do (A3).

It states facts and sends people to the lawyer; it decides nothing. What it says of the law is in the law notes of the
project and no more, and it says that no lawyer has reviewed it.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.form_layout import FormColumns
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.phone_edit import PhoneEdit
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.choices import COPY_METHODS
from cima_desktop.model.display import phone_text
from cima_desktop.model.touched import Touched
from cima_desktop.services import holds, served
from cima_desktop.services.served import Served

_DO: tuple[tuple[Text, Text, str], ...] = (
    (
        N_("Change nothing and throw nothing away"),
        N_("Not in this program, not on paper, not on a phone. Leave everything as it is."),
        "ban",
    ),
    (
        N_("Keep the paper, and write down what happened"),
        N_("Who came, when, from which court or office, what was said, what was left. Keep the envelope too."),
        "notebook-pen",
    ),
    (
        N_("Let one person answer for the organization"),
        N_("Whoever the organization has named for this, together with the lawyer."),
        "user",
    ),
    (
        N_("Is somebody standing at your desk?"),
        N_("Ctrl+L locks at once and loses nothing that is typed. What to say or open is a question for the lawyer."),
        "lock",
    ),
)
_PAPER: tuple[tuple[Text, Text, str], ...] = (
    (
        N_("A warrant of a court"),
        N_("It is signed by a judge or a magistrate, and it names who or what it is about."),
        "scale",
    ),
    (
        N_("An administrative warrant"),
        N_(
            "It comes from an agency itself, such as form I-205, not from a judge. An ICE memorandum of May 12, 2025 "
            "tells officers that they may enter by force on an I-205 for a person with a final removal order; a suit "
            "against it was filed in April 2026."
        ),
        "file-text",
    ),
    (
        N_("A subpoena"),
        N_("It asks for records or for somebody to speak. Some come from a court, some from an agency."),
        "file-text",
    ),
)
_NOT: tuple[tuple[Text, Text, str], ...] = (
    (N_("It destroys nothing"), N_("There is no button that makes the vault disappear, on purpose."), "circle-x"),
    (
        N_("It opens for nobody without a key"),
        N_(
            "It asks for a passphrase or the recovery paper, or for this computer’s keyring if you switched it "
            "on. Its makers have no key."
        ),
        "key-round",
    ),
    (
        N_("It sends nothing"),
        N_("It has no network code. Something leaves only when a person prints or saves it."),
        "hard-drive",
    ),
    (
        N_("It does not decide"),
        N_("The lawyer says which paper this is, whether it must be obeyed, and what is handed over."),
        "circle-question-mark",
    ),
)
_SOURCE = N_(
    "From the law notes of this program, made from know-your-rights materials and news; no lawyer has reviewed them. "
    "Which kind a paper is, and what it demands, is for the lawyer to say."
)


class ServedPage(Page):
    """Reached from the sidebar, the palette and the help in one step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Papers were served"), "papers-were-served", scroll=True)
        self.desk = desk
        self.call_label = Label("", "strong", wrap=True)
        self.name_edit, self.phone_edit = LineEdit(), PhoneEdit()
        self.phone_row = FieldRow(N_("Telephone"), self.phone_edit)
        self.keep_button = SecondaryButton(N_("Keep the lawyer’s number"), "save")
        self.hold_button = PrimaryButton(N_("Place a hold on the whole vault now"), "shield")
        self.hold_chip = Chip(N_("The whole vault is held"), "good")
        self.holds_button = SecondaryButton(N_("Legal holds"), "shield")
        self.documents_button = SecondaryButton(N_("Documents"), "file-text")
        self.shows_list = RowsList()
        self._build()
        self.keep_button.clicked.connect(self._keep)
        self.hold_button.clicked.connect(self._hold)
        self.holds_button.clicked.connect(lambda: desk.open("holds", ""))
        self.documents_button.clicked.connect(lambda: desk.open("page", "documents"))
        desk.changed.connect(self._changed)
        desk.closing.connect(self._forget)

    def shown(self) -> None:
        self.read()

    def read(self) -> None:
        """Read whom to call and what is held."""
        self.desk.ask(served.read, self._show, latest="served")

    def _build(self) -> None:
        for widget, name in (
            (self.name_edit, "served_lawyer_edit"),
            (self.keep_button, "served_keep_button"),
            (self.hold_button, "served_hold_button"),
        ):
            widget.setObjectName(name)
        for card in (self._call_card(), self._hold_card()):
            self.body.addWidget(card)
        cards: tuple[tuple[Text, Sequence[tuple[Text, Text, str]]], ...] = (
            (N_("Then"), _DO),
            (N_("What the paper may be"), _PAPER),
            (N_("What this program will not do"), _NOT),
        )
        for title, rows in cards:
            card = Card(title)
            lines = RowsList()
            lines.show_lines([Line(title=head, detail=detail, icon=icon) for head, detail, icon in rows])
            card.body.addWidget(lines)
            if rows is _PAPER:
                card.body.addWidget(Label(_SOURCE, "small", wrap=True))
            self.body.addWidget(card)
        self.body.addWidget(self._shows_card())
        self.body.addStretch(1)

    def _call_card(self) -> QWidget:
        card = Card(N_("First: call the lawyer"))
        card.body.addWidget(self.call_label)
        columns = FormColumns()
        columns.add(FieldRow(N_("The organization’s lawyer"), self.name_edit))
        columns.add(self.phone_row)
        card.body.addWidget(columns)
        card.body.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _hold_card(self) -> QWidget:
        card = Card(N_("Second: place a hold"))
        words = N_(
            "From then on nothing in this vault is erased, by a date or by a person, until the hold is released."
        )
        card.body.addWidget(Label(words, "", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(S(10))
        for part in (self.hold_button, self.hold_chip, self.holds_button):
            row.addWidget(part)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _shows_card(self) -> QWidget:
        card = Card(N_("What it can show the lawyer"))
        column = QVBoxLayout()
        column.addWidget(self.shows_list)
        card.body.addLayout(column)
        card.body.addWidget(self.documents_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _show(self, found: Served) -> None:
        self.name_edit.set_value(found.lawyer_name)
        self.phone_edit.set_value(found.lawyer_phone)
        self.call_label.set_words(lambda: _call_words(found.lawyer_name, phone_text(found.lawyer_phone)))
        self.hold_button.setVisible(not found.is_held)
        self.hold_chip.setVisible(found.is_held)
        self.shows_list.show_lines(_show_lines(found))

    def _keep(self) -> None:
        if not self.phone_row.check():
            self.phone_edit.setFocus()
            return
        name, phone = self.name_edit.value(), self.phone_edit.value()
        self.desk.write(lambda s: served.set_lawyer(s, name, phone), self._was_kept, self.show_problem)

    def _was_kept(self, _result: object) -> None:
        self.message_bar.say(N_("The lawyer’s number is kept in this vault."), "good", seconds=8)
        self.read()

    def _hold(self) -> None:
        self.desk.do(lambda s: holds.place(s, "served"), lambda _touched: self._held(), self.show_problem)

    def _held(self) -> None:
        self.message_bar.say(N_("The hold is in force. Nothing in this vault is erased until it is released."), "good")
        self.read()

    def _changed(self, touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing and (not touched.kinds or "hold" in touched.kinds):
            self.read()

    def _forget(self) -> None:
        self.name_edit.set_value("")
        self.phone_edit.set_value("")
        self.call_label.set_words("")


def _call_words(name: str, phone: str) -> str:
    if not name and not phone:
        return _("No lawyer is written down here yet. Write the name and the number now, before they are needed.")
    return _("Before anything else, call {who}.").format(who=", ".join(part for part in (name, phone) if part))


def _show_lines(found: Served) -> list[Line]:
    left = sum(found.left.values())
    ways: Text = lambda: ", ".join(  # noqa: E731 - a text told again at a switch
        f"{_(choice.label)}: {found.left[choice.value]}" for choice in COPY_METHODS if choice.value in found.left
    )
    return [
        Line(
            title=lambda: ngettext("{n} paper left this vault", "{n} papers left this vault", left).format(n=left),
            detail=ways if left else N_("Each print and each readable copy is noted with its day and who has it."),
            icon="printer",
        ),
        Line(
            title=N_("Who changed what, and when"),
            detail=N_("The history of each record shows every change since it was begun."),
            icon="history",
        ),
        Line(
            title=lambda: ngettext("{n} legal hold in force", "{n} legal holds in force", found.holds).format(
                n=found.holds
            ),
            icon="shield",
        ),
        Line(
            title=lambda: ngettext("{n} record was erased here", "{n} records were erased here", found.erased).format(
                n=found.erased
            ),
            detail=N_("For each there is a day and a reason, and no name."),
            icon="circle-x",
        ),
    ]
