"""One paper: where it stands between making and renewal, who signed, who holds copies, and what can be done."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import attrs
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.attachments.attachments_panel import AttachmentsPanel
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.gui.views.keeping.kept_line import KeptLine
from cima_desktop.gui.views.papers.document_track import SignTrack
from cima_desktop.gui.views.papers.revoked_dialog import open_revoked
from cima_desktop.gui.views.records.deed_form import DeedForm
from cima_desktop.gui.views.records.detail_head import DetailHead
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import DangerButton, PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.papers import Copy, Signing
from cima_desktop.model.touched import Touched
from cima_desktop.services import signings
from cima_desktop.services.signings import DocumentRow

STATES: dict[str, tuple[str, str]] = {
    "made": (N_("Made"), "neutral"),
    "approved": (N_("Approved"), "info"),
    "printed": (N_("To sign"), "warn"),
    "signed": (N_("Signed"), "good"),
    "revoked": (N_("Revoked"), "bad"),
}
_SIGNED_FIELDS = (
    "signed_on",
    "notarized",
    "notary",
    "preparer",
    "witness1",
    "witness2",
    "original_place",
    "registered",
    "renew_on",
    "note",
)
_TOLD = ("signed_on", "notarized", "witness1", "witness2", "original_place", "registered", "revoked_on", "note")
_COPY_FIELDS = ("holder", "form", "method", "given_on")


class DocumentDetail(Card):
    """The card of one paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.row: DocumentRow | None = None
        references = DeskReferences(desk)
        self.head = DetailHead()
        self.head.menu_button.hide()
        self.track = SignTrack()
        self.kept_line = KeptLine(desk)
        self.kept_line.told.connect(self.head.show_note)
        self.facts_list, self.copies_list = RowsList(), RowsList()
        self.attachments = AttachmentsPanel(desk)
        self.no_copies = Label(N_("No copies are noted yet."), "muted", wrap=True)
        self.plan_button = SecondaryButton(N_("Open the plan"), "folder-heart")
        self.sign_button = PrimaryButton(N_("Record the signing"), "signature")
        self.copy_button = SecondaryButton(N_("Give a copy"), "copy")
        self.revoke_button = DangerButton(N_("Make the revocation"), "ban")
        sign_words: tuple[Text, Text] = (N_("What happened on signing day"), N_("Record the signing"))
        copy_words: tuple[Text, Text] = (N_("Who receives a copy"), N_("Record the copy"))
        self.sign_form = DeedForm(desk, KINDS["signing"], _SIGNED_FIELDS, sign_words, references)
        self.copy_form = DeedForm(desk, KINDS["copy"], _COPY_FIELDS, copy_words, references)
        self._build()
        self._connect()
        self.open_form("")

    def _build(self) -> None:
        self.header.insertWidget(0, self.head, 1000)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, S(6), S(10), S(4))
        column.setSpacing(S(14))
        column.addWidget(self.track)
        column.addWidget(self.sign_form)
        column.addWidget(self.copy_form)
        column.addWidget(self.facts_list)
        column.addWidget(Label(N_("Who has what"), "section"))
        column.addWidget(self.copies_list)
        column.addWidget(self.no_copies)
        column.addWidget(Label(N_("Attachments"), "section"))
        column.addWidget(self.attachments)
        column.addWidget(self.kept_line)
        column.addStretch(1)
        self.body.addWidget(Scroll(inner), 1)
        footer = self.add_footer()
        footer.addWidget(self.plan_button)
        footer.addStretch(1)
        for button in (self.revoke_button, self.copy_button, self.sign_button):
            footer.addWidget(button)

    def _connect(self) -> None:
        self.plan_button.clicked.connect(self._open_plan)
        self.desk.changed.connect(self._changed)
        self.sign_button.clicked.connect(self.begin_signing)
        self.copy_button.clicked.connect(self.begin_copy)
        self.revoke_button.clicked.connect(self._revoke)
        for form in (self.sign_form, self.copy_form):
            form.left.connect(lambda: self.open_form(""))
        self.sign_form.asked.connect(partial(self._do, self.sign_form, signings.sign))
        self.copy_form.asked.connect(partial(self._do, self.copy_form, signings.give_copy))

    def _open_plan(self) -> None:
        if self.row is not None:
            self.desk.open("plan", self.row.document.plan)

    def show_document(self, record_id: str) -> None:
        """Show a paper."""
        if self.row is None or self.row.document.id != record_id:
            self.leave()
            self.open_form("")
        self.attachments.show_record(RecordId(record_id))
        self.desk.ask(lambda s: signings.document(s, RecordId(record_id)), self.show_row, self._gone, "document")

    def _gone(self, error: KnownError) -> None:
        """Show nothing when the paper was erased meanwhile."""
        if isinstance(error, NotFoundError):
            self.clear()
        else:
            self._refused(error)

    def _changed(self, touched: Touched) -> None:
        if self.row is not None and touches(touched, "document", "signing", "copy") and not self.desk.is_closing:
            self.show_document(self.row.document.id)

    def clear(self) -> None:
        """Forget the paper."""
        self.row = None
        self.kept_line.clear()
        self.head.show_name("", "")
        self.head.show_chips([])
        self.facts_list.show_lines(())
        self.copies_list.show_lines(())
        self.attachments.clear()
        self.open_form("")

    def open_form(self, which: str) -> None:
        """Open the form of a deed ("sign", "copy"), or none."""
        self.sign_form.setVisible(which == "sign")
        self.copy_form.setVisible(which == "copy")

    def opened_form(self) -> str:
        """Return which form is open."""
        if self.sign_form.isVisibleTo(self):
            return "sign"
        return "copy" if self.copy_form.isVisibleTo(self) else ""

    def begin_signing(self, _checked: bool = False, then: object = None) -> None:
        """Open the form about signing day."""
        if self.row is not None:
            self.open_form("sign")
            self.sign_form.begin(f"signing:{self.row.document.id}", {}, then if callable(then) else None)
            self.sign_form.rows["signed_on"].editor.setFocus()

    def begin_copy(self, _checked: bool = False, then: object = None) -> None:
        """Open the form about a copy."""
        if self.row is not None:
            self.open_form("copy")
            today: Mapping[str, Value] = {"given_on": date.today().isoformat(), "form": "copy", "method": "hand"}
            self.copy_form.begin(f"copy:{self.row.document.id}", today, then if callable(then) else None)
            self.copy_form.rows["holder"].editor.setFocus()

    def leave(self) -> None:
        """Keep what is half-typed."""
        for form in (self.sign_form, self.copy_form):
            form.keep_draft()

    def _do(self, form: DeedForm, deed: object, values: dict[str, Value]) -> None:
        if self.row is None or not callable(deed):
            return
        document = self.row.document.id

        def done(_touched: object) -> None:
            form.forget_draft()
            self.open_form("")

        self.desk.do(lambda s: deed(s, document, values), done, form.show_problem)

    def _revoke(self) -> None:
        if self.row is not None:
            document, language = self.row.document.id, self.row.document.language or "both"
            self.desk.do(lambda s: signings.revoke(s, document, language), self.desk.open_preview, self._refused)

    def _record_revoked(self) -> None:
        if self.row is not None:
            open_revoked(self.desk, self.row.document, self)

    def _refused(self, error: KnownError) -> None:
        self.sign_form.message_bar.hide_message()
        show = getattr(self.parentWidget(), "show_problem", None)
        page = self.parentWidget()
        while page is not None and not callable(show):
            page = page.parentWidget()
            show = getattr(page, "show_problem", None)
        if callable(show):
            show(error)

    def show_row(self, row: DocumentRow) -> None:
        """Show a paper that was read."""
        self.row = row
        document, signing = row.document, row.signing
        word, tone = STATES.get(document.state, (document.state, "neutral"))
        self.head.show_name(document.name, "")
        chips: list[tuple[Text, str]] = [(word, tone)]
        if row.plan:
            chips.append((raw(row.plan), "info"))
        self.head.show_chips(chips)
        self.track.show_row(row)
        self.kept_line.show_record(document.id)
        self.facts_list.show_lines(_fact_lines(row, self._record_revoked))
        self.copies_list.show_lines([self._copy_line(copy) for copy in row.copies])
        self.no_copies.setVisible(not row.copies)
        self.sign_button.setVisible(document.state not in ("signed", "revoked"))
        self.revoke_button.setVisible(document.state == "signed" and signing is not None)

    def _copy_line(self, copy: Copy) -> Line:
        back = Deed(words=N_("It came back"), run=lambda: self._return(copy.id), icon="undo-2")
        returned = iso_date(copy.returned_on)
        chips: list[tuple[Text, str]] = [(N_("Came back"), "good")] if returned else []
        return Line(
            title=raw(copy.holder or "—"),
            detail=lambda: _copy_words(copy),
            icon="copy",
            chips=chips,
            deeds=() if returned or copy.method in ("print", "file") else (back,),
            faint=bool(returned),
        )

    def _return(self, copy: RecordId) -> None:
        self.desk.do(lambda s: signings.return_copy(s, copy))


def _copy_words(copy: Copy) -> str:
    kind = KINDS["copy"]
    given = iso_date(copy.given_on)
    parts = [
        text_of(kind.field("form"), copy.form),
        text_of(kind.field("method"), copy.method),
        show_date(given) if given else "",
    ]
    return " · ".join(part for part in parts if part)


def _fact_lines(row: DocumentRow, revoked: Callable[[], object]) -> list[Line]:
    """Return what is known of the paper, one line each; `revoked` records that it no longer counts."""
    lines: list[Line] = []
    document = row.document
    made = iso_date(document.made_on)
    if made:
        lines.append(Line(title=lambda: _("Made on {day}").format(day=show_date(made)), detail=_pages(document.pages)))
    if row.signing is not None:
        lines += _signing_lines(row.signing)
        if document.state == "signed" and lines:
            deed = Deed(words=N_("Record a revocation"), run=revoked)
            lines[-1] = attrs.evolve(lines[-1], deeds=(deed,))
    if row.due is not None:
        due = row.due
        lines.append(Line(title=lambda: _("Ends or must be renewed on {day}").format(day=show_date(due)), icon="clock"))
    return lines


def _pages(pages: str) -> Text:
    if not pages.isdecimal():
        return ""
    return lambda: ngettext("{n} page", "{n} pages", int(pages)).format(n=pages)


def _signing_lines(signing: Signing) -> list[Line]:
    kind = KINDS["signing"]
    found: list[Line] = []
    for name in _TOLD:
        field, value = kind.field(name), getattr(signing, name)
        if value not in ("", None):
            found.append(Line(title=partial(text_of, field, value), detail=partial(tr, field.label)))
    return found
