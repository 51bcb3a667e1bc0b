"""The ways from one page to another, and back and forth in what was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.main_window import Found, MainWindow
from cima_desktop.gui.views.pages import PAGE_OF
from cima_desktop.gui.widgets.page import Page
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.ids import RecordId

if TYPE_CHECKING:  # a locked window is painted without them
    from cima_desktop.gui.views.desk import Desk
    from cima_desktop.model.touched import Touched
    from cima_desktop.services.packets import Packet
    from cima_desktop.services.session import Session
    from cima_desktop.store import Hit


BEGUN_ON = dict.fromkeys(("share", "refer", "answer", "bundle"), "exchange") | {"walk_in": "consulta"}
"""The page on which something is begun with a record."""
SECTION_OF = {"recovery": "access", "keeping": "keeping", "holds": "holds"}
"""The section of the settings in which something is done."""


@dataclass(frozen=True)
class Turned:
    """A step that was taken back or done again: what it was called, and what it touched (None: there was none)."""

    act: str
    touched: "Touched | None"


class Guide(QObject):
    """Leads to the pages of the vault that is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self.desk: Desk | None = None

    def lead(self, desk: "Desk") -> None:
        """Show the ways to the pages of an open vault."""
        self.desk = desk
        desk.opener = self.open_record
        desk.previewer = self.preview
        desk.plan_starter = self.start_plan
        desk.undoer = self.undo

    def open_record(self, kind: str, record_id: str) -> None:
        """Show a record, a help topic or a page."""
        if self.desk is None:
            return
        new, _colon, begun = kind.partition(":")
        if kind == "page":
            self.window.show_page(record_id)
        elif kind == "help":
            page = self.window.show_page("help")
            _call(page, "open_topic", record_id)
        elif kind == "recovery":
            _call(self.window.show_page("settings"), "open_section", "access", record_id)
        elif kind in ("settings", "exchange"):
            _call(self.window.show_page(kind), "open_section", record_id)
        elif kind in BEGUN_ON:
            _call(self.window.show_page(BEGUN_ON[kind]), "begin_with", kind, record_id)
        elif kind == "lock":
            self.window.lock_requested.emit()
        elif kind in SECTION_OF:
            _call(self.window.show_page("settings"), "open_section", SECTION_OF[kind])
        elif kind == "attachment":
            self.desk.ask(lambda s: whole_of(s, record_id), self._open_attachments)
        elif new == "new":
            _call(self.window.show_page(PAGE_OF[begun]), "go_to", {"record": record_id, "new": True}, _nothing)
        elif kind in PAGE_OF:
            self._open_in_list(kind, record_id)
        elif record_id:
            self.desk.ask(lambda s: whole_of(s, record_id), lambda found: self.open_record(*found))

    def _open_attachments(self, found: tuple[str, str]) -> None:
        """Show the record an attachment belongs to, with its attachments where they are a part of their own."""
        self.open_record(*found)
        page = self.window.desk.current_page()
        if page is not None:
            _call(page, "open_part", "attachments")

    def _open_in_list(self, kind: str, record_id: str) -> None:
        page = self.window.show_page(PAGE_OF[kind])
        if hasattr(page, "open_of"):  # a page of several kinds
            page.open_of(kind, record_id)
        elif record_id:
            _call(page, "open_record", record_id)
        else:
            _call(page, "begin")

    def undo(self) -> None:
        """Take the newest step back."""
        self._turn(
            lambda s: Turned(s.store.undo_act(), s.store.undo()), N_("Undone: {what}"), N_("There is nothing to undo.")
        )

    def redo(self) -> None:
        """Do the step that was last taken back again."""
        self._turn(
            lambda s: Turned(s.store.redo_act(), s.store.redo()),
            N_("Done again: {what}"),
            N_("There is nothing to do again."),
        )

    def _turn(self, call: "Callable[[Session], Turned]", words: str, none: str) -> None:
        if self.desk is None:
            return
        page = self.window.desk.current_page()
        if isinstance(page, Page):
            page.leave()  # so that what is being typed is a step of its own

        def done(turned: Turned) -> None:
            bar = self.window.desk.message_bar
            if turned.touched and self.desk:
                self.desk.changed.emit(turned.touched)
                bar.say(lambda: _(words).format(what=tr(turned.act)), "good", seconds=6)
            else:
                bar.say(none, "info", seconds=6)

        self.desk.write(call, done)

    def start_plan(self) -> None:
        """Begin a new family plan."""
        _call(self.window.show_page("plans"), "start_plan")

    def preview(self, packet: "Packet") -> None:
        """Show the papers of a packet."""
        _call(self.window.show_page("plans"), "open_preview", packet)

    def search(self, words: str, then: Callable[[Sequence[Found]], None]) -> None:
        """Find what has a page of its own, and the parts of it, for the palette; a part leads to its whole."""
        if self.desk is not None:
            from cima_desktop.model.kinds import children_of  # lazy: the kinds are not there while all is locked

            kinds = (*PAGE_OF, "attachment", *(part.name for page in PAGE_OF for part in children_of(page)))
            self.desk.ask(
                lambda s: s.store.search(words, kinds=kinds, limit=20),
                lambda hits: then([self._found(hit) for hit in hits]),
                latest="palette",
            )

    def _found(self, hit: "Hit") -> Found:
        from cima_desktop.model.kinds import KINDS  # lazy, as above

        kind = KINDS[hit.kind]
        whole = (kind.field(kind.parent).refers_to, hit.parent) if hit.parent else (hit.kind, hit.id)
        reason = tr(hit.reason).format(**{k: tr(str(v)) for k, v in hit.facts.items()})
        detail = " · ".join(part for part in (hit.subtitle, reason) if part)
        return Found(kind.icon, hit.title, detail, lambda: self.open_record(*whole))


def _nothing() -> None:
    """Do nothing when the fields stand: nobody was locked out."""


def _call(page: QWidget, name: str, *arguments: object) -> None:
    """Ask a page for something that its kind of page can do."""
    run = getattr(page, name, None)
    if callable(run):
        run(*arguments)


def whole_of(session: "Session", record_id: str) -> tuple[str, str]:
    """Return kind and id of what a record is shown under: what a task is about, the case of a work-up.

    Two empty texts when there is none.
    """
    from cima_desktop.model.kinds import KINDS  # lazy, as above

    kind = KINDS.get(session.store.kind_of_id(record_id))
    if kind is None or not kind.whole:
        return "", ""
    found = str(getattr(session.store.snapshot(RecordId(record_id)).record, kind.whole))
    return session.store.kind_of_id(found), found
