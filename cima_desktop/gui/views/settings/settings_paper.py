"""The paper that opens this vault: new sheets, trying the ones there are, and when that was last done."""

import attrs
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.door.code_flow import CodeFlow
from cima_desktop.gui.views.door.shares_flow import SharesFlow
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.settings.settings_rehearsal import RehearsalPart
from cima_desktop.gui.views.settings.settings_rekey_dialog import RekeyDialog, words_for
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.services import keys
from cima_desktop.services.keys import Holder, Rehearsal, SharesKept
from cima_desktop.services.session import Session

_KEEP_OLD = N_("Keep the earlier paper")


@attrs.frozen(kw_only=True)
class Papers:
    """Everything the part shows."""

    code: Holder | None
    shares: Holder | None
    kept: SharesKept | None
    rehearsal: Rehearsal


def papers(session: Session) -> Papers:
    """Read which paper opens the vault, and when it was last tried."""
    holders = keys.holders(session)
    return Papers(
        code=next((h for h in holders if h.kind == keys.CODE), None),
        shares=next((h for h in holders if h.kind == keys.SHARES), None),
        kept=keys.shares_kept(session),
        rehearsal=keys.rehearsal(session),
    )


class PaperPart(QWidget):
    """A line for the code and one for the shares; a flow opens under them, one at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.papers_list = RowsList()
        self.code_flow = CodeFlow(desk, _KEEP_OLD)
        self.shares_flow = SharesFlow(desk, _KEEP_OLD)
        self.rehearsal_part = RehearsalPart(desk)
        self.parts: tuple[QWidget, ...] = (self.code_flow, self.shares_flow, self.rehearsal_part)
        self._wanted = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        why = N_(
            "Paper opens the vault when a passphrase is forgotten or a person is gone. New paper replaces old paper."
        )
        for part in (self.message_bar, Label(why, "muted", wrap=True), self.papers_list, *self.parts):
            column.addWidget(part)
        for flow in (self.code_flow, self.shares_flow):
            flow.shown.connect(self._bring_into_sight)
            flow.left.connect(self._left)
        self.code_flow.proved.connect(
            lambda: self._proved(
                N_("The new recovery sheet works, and the old one no longer does. Destroy the old one.")
            )
        )
        self.shares_flow.proved.connect(
            lambda: self._proved(N_("The new shares work, and older ones no longer do. Destroy the older ones."))
        )
        self.rehearsal_part.done.connect(lambda: self._proved(N_("The paper works. The date was noted.")))
        self.rehearsal_part.left.connect(self._put_away)
        self._put_away()

    def read(self) -> None:
        """Read which paper there is."""
        self.desk.ask(papers, self._show, self.message_bar.show_problem, latest="papers")

    def forget(self) -> None:
        """Put everything away."""
        self.papers_list.show_lines(())
        self._put_away()

    def begin(self, what: str) -> None:
        """Begin a deed as soon as it is known what can be done: "rehearse" tries the paper there is."""
        self._wanted = what
        self.read()

    def new_code(self) -> None:
        """Make a new recovery code."""
        self._open(self.code_flow)
        self.code_flow.begin()

    def new_shares(self) -> None:
        """Make new shares."""
        self._open(self.shares_flow)
        self.shares_flow.begin()

    def rehearse(self, kind: str) -> None:
        """Try the paper there is."""
        self._open(self.rehearsal_part)
        self.rehearsal_part.begin(kind)
        self._bring_into_sight()

    def _show(self, found: Papers) -> None:
        self.papers_list.show_lines([self._line(found, kind) for kind in (keys.CODE, keys.SHARES)])
        wanted, self._wanted = self._wanted, ""
        if wanted == "rehearse" and (found.code or found.shares):
            self.rehearse(found.rehearsal.kind)

    def _line(self, found: Papers, kind: str) -> Line:
        is_code = kind == keys.CODE
        title: Text = N_("One sheet with a code") if is_code else N_("Shares for people you trust")
        icon, make = ("file-text", self.new_code) if is_code else ("users", self.new_shares)
        holder = found.code if is_code else found.shares
        if holder is None:
            deeds = [Deed(words=N_("Make it"), run=make, icon="plus")]
            return Line(title=title, detail=N_("Not made"), icon=icon, deeds=deeds, faint=True)
        deeds = [
            Deed(words=N_("Try it"), run=lambda: self.rehearse(kind), icon="check"),
            Deed(words=N_("Make a new one"), run=make, icon="refresh-cw"),
        ]
        if found.code and found.shares:
            deeds.append(Deed(words=N_("Remove"), run=lambda: self._remove(holder), icon="trash-2", small=True))
        is_next = found.rehearsal.kind == kind
        chips: list[tuple[Text, str]] = [(N_("Time to try it"), "warn")] if is_next and found.rehearsal.is_due else []
        return Line(title=title, detail=lambda: _about(found, kind), icon=icon, chips=chips, deeds=deeds)

    def _remove(self, holder: Holder) -> None:
        dialog = RekeyDialog(self.desk, holder, words_for(holder), self.window())
        dialog.kept.connect(lambda: self._proved(N_("That paper no longer opens the vault. Destroy it.")))
        dialog.open()

    def _open(self, wanted: QWidget) -> None:
        self.message_bar.hide_message()
        for part in self.parts:
            part.setVisible(part is wanted)
        self.papers_list.setEnabled(False)

    def _proved(self, words: Text) -> None:
        self._put_away()
        self.message_bar.say(words, "good")
        self.read()
        self.desk.changed.emit(ANYTHING)

    def _left(self) -> None:
        self._put_away()
        self.message_bar.say(N_("The earlier paper still works. Destroy the one that was just printed."), "info")

    def _put_away(self) -> None:
        for part in (self.code_flow, self.shares_flow, self.rehearsal_part):
            part.forget()
            part.hide()
        self.papers_list.setEnabled(True)

    def _bring_into_sight(self) -> None:
        """Scroll to what was opened, with as much of what belongs to it as there is room for."""
        QTimer.singleShot(0, self, self._scroll)

    def _scroll(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        shown = next((part for part in self.parts if part.isVisible()), None)
        content = above.widget() if above is not None else None
        if above is None or content is None or shown is None:
            return
        above.ensureWidgetVisible(shown)
        if shown.height() > above.viewport().height():
            above.verticalScrollBar().setValue(shown.mapTo(content, shown.rect().topLeft()).y())


def _about(found: Papers, kind: str) -> str:
    """Say who holds the sheets, and when the paper that is next was last tried."""
    parts = []
    if kind == keys.SHARES and found.kept is not None and found.kept.holders:
        parts.append(_held(found.kept))
    if found.rehearsal.kind == kind:
        parts.append(_tried(found.rehearsal))
    return " ".join(parts) or _("In use.")


def _held(kept: SharesKept) -> str:
    total = len(kept.holders)
    names = ", ".join(name for name in kept.holders if name)
    words = _("{k} of {n} open the vault together.").format(k=kept.threshold, n=total)
    held = _("Held by {names}.")
    return f"{words} {held.format(names=names)}" if names else words


def _tried(rehearsal: Rehearsal) -> str:
    if rehearsal.last is None:
        return _("Never tried.")
    return _("Last tried on {last}; to be tried again by {due}.").format(
        last=show_date(rehearsal.last), due=show_date(rehearsal.due)
    )
