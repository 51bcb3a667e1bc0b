"""What happens to a paper after it is made: its signing, its copies, its revocation (E4, D14)."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview_lawyer import PlainDialog
from cima_desktop.gui.views.interview_references import DeskReferences
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.field_editor import FieldEditor, editor_for
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.i18n import N_, language
from cima_desktop.model.choices import DOCUMENT_LANGUAGES
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.papers import Document
from cima_desktop.model.touched import Touched
from cima_desktop.services import signings
from cima_desktop.services.packets import Packet
from cima_desktop.services.session import Session

_SIGNING_FIELDS = (
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
_COPY_FIELDS = ("form", "method", "holder", "given_on")


class RecordDialog(PlainDialog):
    """Asks for some declared fields about a document and keeps them."""

    kept = Signal()

    def __init__(
        self,
        desk: Desk,
        document: Document,
        words: tuple[Text, Text, Text],
        kind: str,
        names: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(*words, parent)
        self._desk = desk
        self.document = document
        self.field_rows: dict[str, FieldRow] = {}
        references = DeskReferences(desk)
        for name in names:
            field = KINDS[kind].field(name)
            editor = editor_for(field, references=references)
            self.field_rows[name] = self.add_row(field.label, editor, field.help)

    def editor(self, name: str) -> FieldEditor:
        """Return the editor of a field."""
        editor = self.field_rows[name].editor
        assert isinstance(editor, FieldEditor)  # noqa: S101 - made so above
        return editor

    def keep(self, session: Session, values: Mapping[str, Value]) -> Touched:
        """Keep what was answered."""
        raise NotImplementedError

    def finish(self) -> None:
        wrong = [row for row in self.field_rows.values() if not row.check()]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        values = {name: self.editor(name).value() for name in self.field_rows}
        given = {name: value for name, value in values.items() if value not in ("", None, frozenset())}
        self._desk.do(lambda session: self.keep(session, given), lambda _touched: self._told(), self._refused)

    def _told(self) -> None:
        self.kept.emit()
        self.accept()

    def _refused(self, error: KnownError) -> None:
        self.show_problem(error)
        if isinstance(error, InvalidInputError) and error.path in self.field_rows:
            row = self.field_rows[error.path]
            row.set_problem(error.sentence)
            row.setFocus(Qt.FocusReason.OtherFocusReason)


class SigningDialog(RecordDialog):
    """Records what happened on signing day; nothing of it is ever printed beforehand."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        words: tuple[Text, Text, Text] = (N_("Record a signing"), raw(document.name), N_("Keep the signing"))
        super().__init__(desk, document, words, "signing", _SIGNING_FIELDS, parent)

    def keep(self, session: Session, values: Mapping[str, Value]) -> Touched:
        return signings.sign(session, self.document.id, values)


class CopyDialog(RecordDialog):
    """Records who was given a copy or the original."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        words: tuple[Text, Text, Text] = (N_("Record a copy"), raw(document.name), N_("Keep it"))
        super().__init__(desk, document, words, "copy", _COPY_FIELDS, parent)

    def keep(self, session: Session, values: Mapping[str, Value]) -> Touched:
        return signings.give_copy(session, self.document.id, values)

    def finish(self) -> None:
        if self.editor("holder").is_blank():
            self.field_rows["holder"].set_problem(N_("Write who has it."))
            self.field_rows["holder"].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().finish()


class RevokeDialog(PlainDialog):
    """Makes the paper that revokes another one."""

    made = Signal(object)

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Make a revocation"),
            N_(
                "The paper lists everyone who holds a copy, so that each can be told. It counts when it is signed;"
                " record that afterwards."
            ),
            N_("Make the paper"),
            parent,
        )
        self._desk, self._document = desk, document
        self.language_list = RadioList([(c.value, c.label) for c in DOCUMENT_LANGUAGES])
        self.language_list.set_value("both")
        self.add_row(N_("Language of the papers"), self.language_list)

    def finish(self) -> None:
        self.done_button.setEnabled(False)
        document, chosen = self._document.id, self.language_list.value() or language()
        self._desk.do(lambda session: signings.revoke(session, document, chosen), self._made, self.show_problem)

    def _made(self, packet: Packet) -> None:
        self.made.emit(packet)
        self.accept()


class RevokedDialog(PlainDialog):
    """Records the day on which a paper was revoked."""

    kept = Signal()

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Record a revocation"),
            N_("Everyone who holds a copy must still be told, best in writing."),
            N_("Keep it"),
            parent,
        )
        self._desk, self._document = desk, document
        self.day_edit = DateEdit(allow_future=False)
        self.day_row = self.add_row(N_("Revoked on"), self.day_edit)

    def finish(self) -> None:
        day, document = self.day_edit.value(), self._document.id
        if not self.day_row.check() or day is None:
            self.say(N_("Write the day on which the revocation was signed."))
            return
        self._desk.do(
            lambda session: signings.record_revoked(session, document, day),
            lambda _touched: self._told(),
            self.show_problem,
        )

    def _told(self) -> None:
        self.kept.emit()
        self.accept()


def open_signing(desk: Desk, document: Document, parent: QWidget, kept: Callable[[], object]) -> SigningDialog:
    """Open the dialog that records a signing."""
    dialog = SigningDialog(desk, document, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.kept.connect(kept)
    dialog.open()
    return dialog


def open_copy(desk: Desk, document: Document, parent: QWidget, kept: Callable[[], object]) -> CopyDialog:
    """Open the dialog that records a copy."""
    dialog = CopyDialog(desk, document, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.kept.connect(kept)
    dialog.open()
    return dialog


def open_revoke(desk: Desk, document: Document, parent: QWidget) -> RevokeDialog:
    """Open the dialog that makes a revocation; the paper is shown when it is made."""
    dialog = RevokeDialog(desk, document, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.made.connect(desk.open_preview)
    dialog.open()
    return dialog


def open_revoked(desk: Desk, document: Document, parent: QWidget, kept: Callable[[], object]) -> RevokedDialog:
    """Open the dialog that records the day of a revocation."""
    dialog = RevokedDialog(desk, document, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.kept.connect(kept)
    dialog.open()
    return dialog
