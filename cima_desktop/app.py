"""The composition root: settings, window, worker, vault, and how a vault is opened, locked and left."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import i18n, paths
from cima_desktop.gui import errors, language, theme
from cima_desktop.gui.language import raw
from cima_desktop.gui.main_window import Found, MainWindow, PageSpec
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.covering import Blank
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.documents import DocumentsPage
from cima_desktop.gui.views.first_run import CHOICE, LANGUAGE, FirstRun
from cima_desktop.gui.views.help import HelpPage
from cima_desktop.gui.views.households import HouseholdsPage
from cima_desktop.gui.views.lock import Locking, Spot, close_everything_over, go_to_spot, leave_all, spot_on, take_place
from cima_desktop.gui.views.lock_watch import LockWatch
from cima_desktop.gui.views.people import PeoplePage
from cima_desktop.gui.views.plans import PlansPage
from cima_desktop.gui.views.settings import SettingsPage
from cima_desktop.gui.views.start import StartPage
from cima_desktop.gui.views.unlock import UnlockView
from cima_desktop.gui.widgets.page import Page
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.services.packets import Packet
from cima_desktop.services.session import Session, open_practice, open_vault
from cima_desktop.settings import Settings
from cima_desktop.store import Draft, Hit
from cima_desktop.vault import Cost, VaultError, vault_info

SEARCHED = ("person", "household", "plan", "document", "organization")
_ICONS = {"person": "user", "household": "house", "plan": "folder-heart", "document": "file-text"}
_PAGE_OF = {"person": "people", "household": "households", "plan": "plans", "document": "documents"}


class Guide(QObject):
    """The ways from one page to another, and back and forth in what was done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.window = window
        self.desk: Desk | None = None

    def lead(self, desk: Desk) -> None:
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
            if isinstance(page, HelpPage):
                page.open_topic(record_id)
        elif kind == "task":
            self.desk.ask(lambda s: _about(s, record_id), lambda found: self.open_record(*found))
        elif new == "new":
            self.window.show_page(_PAGE_OF[begun]).go_to({"record": record_id, "new": True}, _nothing)  # type: ignore[attr-defined]
        elif kind in _PAGE_OF:
            self._open_in_list(_PAGE_OF[kind], record_id)

    def _open_in_list(self, key: str, record_id: str) -> None:
        page = self.window.show_page(key)
        run = getattr(page, "open_record" if record_id else "begin", None)
        if callable(run):
            run(record_id) if record_id else run()

    def undo(self) -> None:
        """Take the newest step back."""
        self._turn(
            lambda s: (s.store.undo_act(), s.store.undo()), N_("Undone: {what}"), N_("There is nothing to undo.")
        )

    def redo(self) -> None:
        """Do the step that was last taken back again."""
        self._turn(
            lambda s: (s.store.redo_act(), s.store.redo()),
            N_("Done again: {what}"),
            N_("There is nothing to do again."),
        )

    def _turn(self, call: Callable[[Session], tuple[str, object]], words: str, none: str) -> None:
        if self.desk is None:
            return
        page = self.window.desk.current_page()
        if isinstance(page, Page):
            page.leave()  # so that what is being typed is a step of its own

        def done(outcome: tuple[str, object]) -> None:
            act, touched = outcome
            bar = self.window.desk.message_bar
            if touched and self.desk:
                self.desk.changed.emit(touched)
                bar.say(lambda: _(words).format(what=tr(act)), "good", seconds=6)
            else:
                bar.say(none, "info", seconds=6)

        self.desk.write(call, done)

    def start_plan(self) -> None:
        """Begin a new family plan."""
        page = self.window.show_page("plans")
        if isinstance(page, PlansPage):
            page.start_plan()

    def preview(self, packet: Packet) -> None:
        """Show the papers of a packet."""
        page = self.window.show_page("plans")
        if isinstance(page, PlansPage):
            page.open_preview(packet)

    def search(self, words: str, then: Callable[[Sequence[Found]], None]) -> None:
        """Find people and papers for the palette."""
        if self.desk is not None:
            self.desk.ask(
                lambda s: s.store.search(words, kinds=SEARCHED, limit=20),
                lambda hits: then([self._found(hit) for hit in hits]),
                latest="palette",
            )

    def _found(self, hit: Hit) -> Found:
        reason = tr(hit.reason).format(**{k: tr(str(v)) for k, v in hit.facts.items()})
        detail = " · ".join(part for part in (hit.subtitle, reason) if part)
        return Found(_ICONS.get(hit.kind, "file-text"), hit.title, detail, lambda: self.open_record(hit.kind, hit.id))


class Program(QObject):
    """Holds the window and, while a vault is open, the desk."""

    def __init__(self, settings: Settings, folder: Path, floor: Cost = Cost.FLOOR) -> None:
        super().__init__()
        self.settings, self.folder = settings, folder
        self._floor = floor
        self.tasks = Tasks()
        self.desk: Desk | None = None
        self._locking: Locking | None = None
        self._is_practice = self._worn = False
        self.window = MainWindow(self._pages(), settings)
        self.guide = Guide(self.window)
        self.watch = LockWatch(settings.lock_minutes)
        self.watch.away.connect(self.lock)
        window = self.window
        window.lock_requested.connect(lambda: self.lock("asked"))
        window.undo_requested.connect(self.guide.undo)
        window.redo_requested.connect(self.guide.redo)
        window.help_requested.connect(lambda topic: self.guide.open_record("help", topic))
        window.closing.connect(self.close)
        window.set_search(self.guide.search)

    def _pages(self) -> list[PageSpec]:
        return [
            PageSpec("start", N_("Start"), "layout-dashboard", lambda: StartPage(self._open_desk())),
            PageSpec("people", N_("People"), "users", lambda: PeoplePage(self._open_desk())),
            PageSpec("households", N_("Households"), "house", lambda: HouseholdsPage(self._open_desk())),
            PageSpec("plans", N_("Family plans"), "folder-heart", lambda: PlansPage(self._open_desk())),
            PageSpec("documents", N_("Documents"), "file-text", lambda: DocumentsPage(self._open_desk())),
            PageSpec("help", N_("Help"), "circle-question-mark", lambda: HelpPage(self._open_desk()), "bottom"),
            PageSpec("settings", N_("Settings"), "settings", self._settings_page, "bottom"),
        ]

    def _settings_page(self) -> SettingsPage:
        page = SettingsPage(self._open_desk())
        page.language_chosen.connect(self.window.set_language)
        page.scheme_chosen.connect(self.window.set_scheme)
        page.size_chosen.connect(self.window.set_text_size)
        page.minutes_chosen.connect(self.watch.set_minutes)
        return page

    def _open_desk(self) -> Desk:
        if self.desk is None:
            raise RuntimeError("a page was asked for while no vault is open")
        return self.desk

    # opening

    def start(self) -> None:
        """Show the door, or the first steps where there is no vault yet."""
        if (self.folder / "vault.db").exists() or (self.folder / "vault.keys").exists():
            self.show_door()
        else:
            self.show_first_run(LANGUAGE)

    def show_first_run(self, at: int = CHOICE) -> None:
        """Offer practice or a vault."""
        cover = FirstRun(self.tasks, self.folder, start=at)
        cover.language_chosen.connect(self.window.set_language)
        cover.practice_wanted.connect(self.open_practice)
        cover.made.connect(self.opened)
        self.window.show_cover(cover)

    def show_door(self, reason: str = "") -> None:
        """Ask for what opens the vault."""
        try:
            slots = vault_info(self.folder).slots
        except VaultError as error:
            self._door("", reason).show_problem(error)
            return
        self._door(next((slot.label for slot in slots if slot.label), ""), reason)

    def _door(self, label: str, reason: str) -> UnlockView:
        door = UnlockView(label, reason)
        door.opened_by_passphrase.connect(lambda typed: self._open(door, passphrase=typed))
        door.opened_by_code.connect(lambda typed: self._open(door, recovery_code=typed))
        door.practice_wanted.connect(self.open_practice)
        self.window.show_cover(door)
        return door

    def _open(self, door: UnlockView, *, passphrase: str = "", recovery_code: str = "") -> None:
        folder, floor = self.folder, self._floor

        def call() -> Session:
            return open_vault(folder, passphrase=passphrase, recovery_code=recovery_code, floor=floor)

        self.tasks.run(call, self.opened, door.show_problem)

    def open_practice(self) -> None:
        """Open the vault of made-up families."""
        self.tasks.run(open_practice, self.opened)

    def opened(self, session: Session) -> None:
        """Put the desk of an open vault into the window, where the person was before the lock."""
        self._is_practice = session.practice
        desk = Desk(session, self.tasks, self.settings, self)
        self.guide.lead(desk)
        footer = self.window.desk.footer
        desk.saving.connect(footer.saved_state.saving)
        desk.saved.connect(lambda: footer.saved_state.saved(datetime.now()))
        desk.not_saved.connect(lambda error: footer.saved_state.not_saved(error.sentence))
        self.desk = desk
        self._wear(session.practice)
        labels = [slot.label for slot in session.vault.access.slots if slot.label]
        footer.set_person(raw(labels[0]) if labels and not session.practice else N_("Practice"))
        footer.saved_state.quiet()
        self.watch.set_minutes(self.settings.lock_minutes)
        self.watch.start()
        desk.ask(take_place, self._come_back)

    def _come_back(self, draft: Draft | None) -> None:
        """Take the cover away, and go back to where the person was."""
        key = draft.page if draft and draft.page in self.window.desk.specs else ""
        if key:
            self.window.settings.change(page=key)
        self.window.show_desk()
        if draft is None or not key:
            return
        page = self.window.show_page(key)
        spot = Spot(name=draft.focus, cursor=draft.cursor, scroll=draft.scroll)
        go = getattr(page, "go_to", None)
        if callable(go):
            go(json.loads(draft.fields.get("place") or "{}"), lambda: self._put_cursor(page, spot))

    def _put_cursor(self, page: QWidget, spot: Spot) -> None:
        """Put the cursor back once every answer that is still on its way stands in its field."""
        if self.desk is not None:
            self.desk.ask(_in_turn, lambda _done: QTimer.singleShot(0, page, lambda: go_to_spot(page, spot)))

    # locking and leaving

    def lock(self, reason: str = "asked") -> None:
        """Lock now. Nothing is asked; what is typed goes into the vault first."""
        if self.desk is None or self._locking is not None:
            return
        page = self.window.desk.current_page()
        spot = spot_on(page) if page is not None else Spot()
        self.watch.stop()
        leave_all(self._made_pages())  # before the cover takes the focus away, which would tidy what is half-typed
        close_everything_over(self.window)
        self.window.show_cover(Blank())
        self._locking = Locking(self.desk, self.tasks, (self.window.desk.current_key(), page))
        self._locking.done.connect(lambda trouble: self._locked(trouble or reason))
        self._locking.run(spot)

    def _locked(self, reason: str) -> None:
        self._forget_desk()
        if self._is_practice and not (self.folder / "vault.keys").exists():
            self._wear(False)
            self.show_first_run()
            return
        self._wear(False)
        self.show_door(reason)

    def _wear(self, practice: bool) -> None:
        """Put on the colours of practice or take them off; dressing the window again costs a third of a second."""
        if practice != self._worn:
            self._worn = practice
            self.window.set_practice(practice)

    def _forget_desk(self) -> None:
        self.window.forget_pages()
        if self.desk is not None:
            self.desk.deleteLater()
        self.desk = self.guide.desk = None
        self._locking = None

    def _made_pages(self) -> list[QWidget]:
        stack = self.window.desk.stack
        return [page for i in range(stack.count()) if isinstance(page := stack.widget(i), Page)]

    def close(self) -> None:
        """Keep everything and close the vault, before the window goes."""
        if self.desk is not None and self._locking is None:
            self.lock("asked")
        self.tasks.wait_idle()
        self.tasks.shutdown()


def _in_turn(_session: Session) -> None:
    """Do nothing: calls are answered in turn, so that everything asked before has been answered by now."""


def _nothing() -> None:
    """Do nothing when the fields stand: nobody was locked out."""


def _about(session: Session, task_id: str) -> tuple[str, str]:
    """Return kind and id of what a task is about."""
    task = session.store.snapshot(task_id).record  # type: ignore[arg-type]
    about = getattr(task, "about", "")
    return session.store.kind_of_id(about), about


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cima-desktop")
    parser.add_argument("--vault", type=Path, default=None)
    parser.add_argument("--screenshot", type=Path, default=None, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


def run(argv: Sequence[str]) -> int:
    """Open the window and return the exit status."""
    options = _arguments(argv)
    app = QApplication.instance() or QApplication([sys.argv[0]])
    if not isinstance(app, QApplication):
        raise TypeError(app)
    errors.install()
    app.setApplicationName("CIMA")
    app.setDesktopFileName("cima-desktop")
    settings = Settings.load()
    i18n.use(settings.language)
    theme.apply(app, settings.scheme, settings.text_size)
    program = Program(settings, options.vault or paths.default_vault())
    language.switch(app, settings.language)
    program.window.show()
    if options.screenshot:
        return _screenshot(program, options.screenshot)
    program.start()
    return app.exec()


def _screenshot(program: Program, file: Path) -> int:
    """Draw the main window of the practice vault into a picture, where there is no display."""
    try:
        program.open_practice()
        program.tasks.wait_idle(120)
        program.window.show_page("people")
        program.tasks.wait_idle(120)
    except KnownError as error:
        print(error.sentence(), file=sys.stderr)
        return 1
    QApplication.processEvents()
    drawn = program.window.grab().save(str(file))
    program.window.close()
    return 0 if drawn else 1
