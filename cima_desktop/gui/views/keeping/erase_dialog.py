"""Shows exactly what erasing would take, change and leave, and erases when the name has been typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.keeping.keeping_words import SEVERAL, left_text, named_text
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.buttons import DangerButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import erasing
from cima_desktop.services.erasing import REASONS, Erased, Named, Preview

_SHOWN = 40


class EraseDialog(PlainDialog):
    """Reads what would go; the button works once the word stands there and nothing is held."""

    erased = Signal(object)
    """An `Erased`."""

    def __init__(self, desk: Desk, ids: Sequence[RecordId], reason: str, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Erase"),
            N_("This cannot be undone. Read what goes and what stays before you type the name."),
            N_("Erase"),
            parent,
        )
        self._desk, self._ids = desk, list(ids)
        self._word = ""
        self.lists = RowsList()
        self.reason_box = ChoiceBox([(code, words) for code, words in REASONS.items()], empty=None)
        self.word_edit = LineEdit()
        self.erase_button = DangerButton(N_("Erase"), "circle-x")
        self._build(reason)
        desk.closing.connect(self.reject)
        desk.ask(lambda s: erasing.preview(s, self._ids), self._show, self.show_problem)

    def _build(self, reason: str) -> None:
        self.setMinimumWidth(S(620))
        for widget, name in (
            (self.lists, "erase_lists"),
            (self.reason_box, "erase_reason_box"),
            (self.word_edit, "erase_word_edit"),
            (self.erase_button, "erase_now_button"),
        ):
            widget.setObjectName(name)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, S(10), 0)
        column.addWidget(self.lists)
        column.addStretch(1)
        scroll = Scroll(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # what is long is read with the arrow keys
        bind(scroll, QWidget.setAccessibleName, N_("What goes and what stays"))
        scroll.setMinimumHeight(S(90))
        self.rows.addWidget(scroll, 1)
        self.column.setStretchFactor(self.rows, 1)
        self.reason_box.set_value(reason)
        self.add_row(N_("Why it is erased"), self.reason_box)
        self.word_row = FieldRow("", self.word_edit)
        self.rows.addWidget(self.word_row)
        self.word_edit.textChanged.connect(self._typed)
        self.done_button.hide()
        self.box.hide()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.erase_button)
        self.column.addLayout(buttons)
        self.erase_button.setEnabled(False)
        self.erase_button.clicked.connect(self.finish)
        self.cancel_button.clicked.connect(self.reject)
        self.cancel_button.setDefault(True)
        self.take_size(S(620), S(560))

    def _show(self, preview: Preview) -> None:
        self.lists.show_lines(preview_lines(preview))
        self._word = preview.word or tr(SEVERAL)
        self.word_row.label.set_words(lambda: _("To confirm, type: {word}").format(word=self._word))
        bind(self.word_edit, QWidget.setAccessibleName, lambda: _("To confirm, type: {word}").format(word=self._word))
        show_if(self.word_row, not preview.is_held)
        self.word_edit.setEnabled(not preview.is_held)
        if preview.is_held:
            self.say(N_("This is under a legal hold, so nothing of it can be erased."))
        else:
            self.word_edit.setFocus()

    def _typed(self, words: str) -> None:
        self.erase_button.setEnabled(erasing.is_confirmed(words, self._word))

    def finish(self) -> None:
        if not self.erase_button.isEnabled():
            return
        ids, reason, typed, word = self._ids, self.reason_box.value(), self.word_edit.text(), self._word
        self.erase_button.setEnabled(False)
        self._desk.do(lambda s: erasing.erase(s, ids, reason, typed, word), self._done, self.show_problem)

    def _done(self, done: Erased) -> None:
        self.erased.emit(done)
        self.accept()


def preview_lines(preview: Preview) -> list[Line]:
    """Return the lines that say what goes, what changes, what stays, and what no erasing reaches."""
    lines = [Line(title=lambda: _goes(preview), detail=lambda: _parts(preview), icon="circle-x")]
    if preview.binding:
        names = ", ".join(preview.binding)
        lines.append(_line(N_("A signed paper that still counts goes too"), lambda: names, "triangle-alert", "warn"))
    if preview.cut:
        lines.append(_line(N_("These stay, and no longer name it"), _names(preview.cut), "link"))
    if preview.mentions:
        lines.append(
            _line(
                N_("In these the name is written in the text, and it stays there"),
                _names(preview.mentions),
                "search",
                "warn",
            )
        )
    if preview.left:
        left = preview.left
        lines.append(
            _line(
                N_("These left the vault before, and nothing here reaches them"),
                lambda: "\n".join(left_text(each) for each in left[:_SHOWN]),
                "printer",
                "warn",
            )
        )
    if preview.beside:
        beside = ", ".join(preview.beside)
        lines.append(
            _line(
                N_("These older vaults may hold it too, and nothing here reaches them"),
                lambda: _("They lie beside this vault: {names}. Delete their folders when nobody needs them.").format(
                    names=beside
                ),
                "hard-drive",
                "warn",
            )
        )
    return [*lines, *_always(preview)]


def _always(preview: Preview) -> list[Line]:
    """Return what is said of every erasing: how long copies last, and what the vault goes on knowing."""
    until = show_date(preview.copies_until)
    copies = _line(
        N_("Backups may still hold it for a while"),
        lambda: _(
            "Backups made before may hold it until {day}, when they are thrown away. Copies that somebody put "
            "elsewhere stay as they are."
        ).format(day=until),
        "hard-drive",
    )
    stays = _line(
        N_("What stays in the vault"),
        N_(
            "That something was erased, when, by whom and why, without a name; and how many records there were, by "
            "month and by a few closed answers."
        ),
        "info",
    )
    return [copies, stays]


def _line(title: Text, detail: Text, icon: str, tone: str = "") -> Line:
    chips: tuple[tuple[Text, str], ...] = ((N_("Check this"), tone),) if tone else ()
    return Line(title=title, detail=detail, icon=icon, chips=chips)


def _goes(preview: Preview) -> str:
    names = ", ".join(named_text(one) for one in preview.asked[:_SHOWN])
    return _("What goes: {names}").format(names=names)


def _parts(preview: Preview) -> str:
    found = [
        _("{kind}: {n}").format(kind=tr(KINDS[kind].plural), n=n) for kind, n in preview.parts.items() if kind in KINDS
    ]
    return _("With it go: {parts}").format(parts=", ".join(found)) if found else ""


def _names(found: Sequence[Named]) -> Callable[[], str]:
    return lambda: ", ".join(named_text(one) for one in found[:_SHOWN])


def done_words(done: Erased) -> str:
    """Return what was done and what it does not reach."""
    words = ngettext("{n} record was erased.", "{n} records were erased.", done.records).format(n=done.records)
    until = _("Backups made before may hold it until {day}.").format(day=show_date(done.copies_until))
    later = "" if done.is_finished else _("The file is tidied up when the disk has room for it.")
    return " ".join(part for part in (words, until, later) if part)


def open_erase(
    desk: Desk,
    parent: QWidget,
    ids: Sequence[RecordId],
    reason: str,
    then: Callable[[Erased], object] = lambda _done: None,
) -> EraseDialog:
    """Open the dialog that erases."""
    dialog = EraseDialog(desk, ids, reason, parent.window())
    dialog.erased.connect(then)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
