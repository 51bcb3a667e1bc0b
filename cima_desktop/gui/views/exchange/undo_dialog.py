"""Undoing an import: what goes and what stays is said before it is done (Y9)."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.review_words import kind_words
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.buttons import DangerButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.services import arriving_taking
from cima_desktop.services.arriving_taking import Undoing
from cima_desktop.services.backups import NoBackupFirstError

_WIDTH = 620
_SHOWN = 40


class UndoDialog(TallDialog):
    """Reads what would go; nothing is taken back before the button is pressed."""

    done_kind = DangerButton
    undone = Signal()

    def __init__(self, desk: Desk, n: int, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Undo this import"),
            N_("What came with it goes back to how it was. What anybody did since stays. You can take it in again."),
            N_("Undo this import"),
            _WIDTH,
            parent,
        )
        self._desk, self._n = desk, n
        self._is_without_backup = False
        self.count_label = Label("", "strong", wrap=True)
        self.kept_label = Label("", "", wrap=True)
        self.kept_list = RowsList()
        for part in (self.count_label, self.kept_label, self.kept_list):
            self.rows.addWidget(part)
        self.done_button.setObjectName("undo_import_button")
        self.done_button.setEnabled(False)
        desk.closing.connect(self.reject)
        desk.ask(lambda session: arriving_taking.undo_preview(session, n), self._show, self.show_problem)

    def finish(self) -> None:
        n, backup = self._n, not self._is_without_backup
        self.done_button.setEnabled(False)
        self._desk.do(lambda session: arriving_taking.undo(session, n, backup=backup), self._undone, self.show_problem)

    def show_problem(self, error: KnownError) -> None:
        super().show_problem(error)
        if isinstance(error, NoBackupFirstError):
            self._is_without_backup = True
            self.done_button.set_words(N_("Undo without a backup"))

    def _show(self, found: Undoing) -> None:
        self.count_label.set_words(lambda: _count_words(found.records))
        kept = found.kept
        self.kept_label.set_words(lambda: _kept_words(len(kept)) if kept else "")
        self.kept_list.show_lines(_lines(kept))
        self.done_button.setEnabled(True)

    def _undone(self, _touched: object) -> None:
        self._desk.backups_changed.emit()
        self.undone.emit()
        self.accept()


def _count_words(number: int) -> str:
    return ngettext("It concerns {n} record.", "It concerns {n} records.", number).format(n=number)


def _kept_words(number: int) -> str:
    return ngettext(
        "{n} of them stays, because somebody has worked on it since:",
        "{n} of them stay, because somebody has worked on them since:",
        number,
    ).format(n=number)


def _lines(kept: Sequence[tuple[str, str]]) -> list[Line]:
    lines = [
        Line(title=raw(title) if title else N_("(no name yet)"), detail=_kind_of(kind), icon="pencil")
        for kind, title in kept[:_SHOWN]
    ]
    more = len(kept) - _SHOWN
    if more > 0:
        lines.append(Line(title=lambda: ngettext("and {n} more", "and {n} more", more).format(n=more), faint=True))
    return lines


def _kind_of(kind: str) -> Text:
    return lambda: kind_words(kind)
