"""The composition root: settings, window, worker, vault, and how a vault is opened, locked and left.

The vault, its desk and their libraries are imported when a vault is opened, so a locked window is painted without
them; `AHEAD` names them, to be read in while the passphrase is typed.
"""

import gc
import importlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import i18n, paths
from cima_desktop.gui import errors, language, theme
from cima_desktop.gui.guide import Guide
from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.main_window import MainWindow
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views import attendants, pages
from cima_desktop.gui.views.door.covering import Blank
from cima_desktop.gui.views.door.lock_watch import LockWatch
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.gui.views.door.ways_in import WaysIn
from cima_desktop.gui.widgets.ahead import Ahead, once_shown
from cima_desktop.gui.widgets.page import Page
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.settings import Settings
from cima_desktop.vault.cost import Cost

if TYPE_CHECKING:
    from cima_desktop.gui.views.desk import Desk
    from cima_desktop.gui.views.door.first_run import FirstRun
    from cima_desktop.gui.views.door.lock import Locking, Spot
    from cima_desktop.services.session import Session
    from cima_desktop.store import Draft

AHEAD = (
    "cima_desktop.vault.opening",
    "cryptography.hazmat.backends.openssl.backend",
    "cima_desktop.model.declared",
    "cima_desktop.store",
    "cima_desktop.services.session",
    "cima_desktop.gui.views.door.lock",
    *attendants.MODULES,
    "cima_desktop.gui.widgets.desk",
    *pages.MODULES,
    "cima_desktop.gui.widgets.palette",
)
"""What opening a vault needs, in the order in which it is needed."""


class Program(QObject):
    """Holds the window and, while a vault is open, the desk."""

    def __init__(self, settings: Settings, folder: Path, floor: Cost = Cost.FLOOR) -> None:
        super().__init__()
        self.settings, self.folder = settings, folder
        self.tasks = Tasks()
        self.ways = WaysIn(self.tasks, folder, floor, self.opened, lambda: self.desk is not None)
        self.desk: Desk | None = None
        self._locking: Locking | None = None
        self._is_practice = self._worn = self._is_over = False
        self._label = ""
        self._cover: FirstRun | None = None
        self.window = MainWindow(pages.specs(self._open_desk), settings)
        self.guide = Guide(self.window)
        self.watch = LockWatch(settings.lock_minutes)
        self.watch.away.connect(self.lock)
        window = self.window
        window.lock_requested.connect(lambda: self.lock("asked"))
        window.undo_requested.connect(self.guide.undo)
        window.redo_requested.connect(self.guide.redo)
        window.help_requested.connect(lambda topic: self.guide.open_record("help", topic))
        window.closing.connect(self.close)
        window.commands.set_search(self.guide.search)

    def _open_desk(self) -> "Desk":
        if self.desk is None:
            raise RuntimeError("a page was asked for while no vault is open")
        return self.desk

    # opening

    def start(self) -> None:
        """Show the door, or the first steps where there is no vault yet."""
        if (self.folder / "vault.db").exists() or (self.folder / "vault.keys").exists():
            self.show_door()
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """Offer practice or a vault, and the choice of language."""
        from cima_desktop.gui.views.door.first_run import FirstRun  # lazy: most starts find a vault

        cover = self._cover = FirstRun(self.tasks, self.folder)
        cover.language_chosen.connect(self.window.look.set_language)
        cover.practice_wanted.connect(lambda: self.ways.practice(cover))
        cover.made.connect(self.opened)
        self.window.show_cover(cover)

    def show_door(self, reason: str = "") -> None:
        """Ask for what opens the vault."""
        door = UnlockView(self._label, reason)
        door.opened_by_passphrase.connect(lambda typed: self.ways.by_passphrase(door, typed))
        door.opened_by_code.connect(lambda typed: self.ways.by_code(door, typed))
        door.practice_wanted.connect(lambda: self.ways.practice(door))
        door.removal_wanted.connect(lambda typed: self.ways.remove(door, typed, self.show_first_run))
        self.window.show_cover(door)
        once_shown(self.window, partial(self._ask_name, door))

    def _ask_name(self, door: UnlockView) -> None:
        folder = self.folder
        self.tasks.run(lambda: _label_of(folder), door.name_vault, door.show_problem)

    def opened(self, session: "Session") -> None:
        """Put the desk of an open vault into the window, where the person was before the lock.

        A session that comes when there is a desk already, or when the program is being closed, is closed again.
        """
        if self.desk is not None or self._is_over:
            self.tasks.run(session.close)
            return
        try:
            self._sit_down(session)
        except Exception:  # a bug: nobody is to be left at a door that does not open, with the vault open behind it
            if self.desk is None:
                self.tasks.run(session.close)
            self.lock()
            raise

    def _sit_down(self, session: "Session") -> None:
        from cima_desktop.gui.views.desk import Desk  # lazy: read in by `AHEAD`
        from cima_desktop.gui.views.door.lock import take_place

        theme.load_fonts()
        self._is_practice, self._cover = session.practice, None
        desk = Desk(session, self.tasks, self.settings, self)
        self.guide.lead(desk)
        footer = self.window.desk.footer
        desk.look_chosen.connect(self._choose)
        desk.saving.connect(footer.saved_state.saving)
        desk.saved.connect(lambda: footer.saved_state.saved(datetime.now()))
        desk.not_saved.connect(lambda error: footer.saved_state.not_saved(error.sentence))
        desk.unchanged.connect(footer.saved_state.as_before)
        self.desk = desk
        self._wear(session.practice)
        labels = [slot.label for slot in session.vault.access.slots if slot.label]
        self._label = next(iter(labels), "")
        footer.set_person(raw(labels[0]) if labels and not session.practice else N_("Practice"))
        footer.saved_state.quiet()
        self.watch.set_minutes(self.settings.lock_minutes)
        self.watch.start()
        desk.lock_wanted.connect(self.lock)
        if words := _helper_words(session):
            self.window.helper_bar.say(words, "warn", closable=False)
        attendants.attend(desk)
        desk.ask(take_place, self._come_back, ended=self._come_in)

    def _choose(self, what: str, value: object) -> None:
        if what == "minutes" and isinstance(value, int):
            self.watch.set_minutes(value)
        else:
            self.window.look.choose(what, value)

    def _come_back(self, draft: "Draft | None") -> None:
        """Take the cover away, and go back to where the person was."""
        key = draft.page if draft and draft.page in self.window.desk.specs else ""
        if key:
            self.window.settings.change(page=key)
        self.window.show_desk()
        if draft is None or not key:
            return
        from cima_desktop.gui.views.door.lock import Spot  # lazy: read in by `AHEAD`

        page = self.window.show_page(key)
        spot = Spot(name=draft.focus, cursor=draft.cursor, scroll=draft.scroll)
        go = getattr(page, "go_to", None)
        if callable(go):
            go(json.loads(draft.fields.get("place") or "{}"), lambda: self._put_cursor(page, spot))

    def _come_in(self) -> None:
        """Take the cover away even where nobody knows where the person was."""
        if self.desk is not None and self._locking is None and self.window.covered():
            self.window.show_desk()

    def _put_cursor(self, page: QWidget, spot: "Spot") -> None:
        """Put the cursor back once every answer that is still on its way stands in its field."""
        from cima_desktop.gui.views.door.lock import go_to_spot  # lazy: read in by `AHEAD`

        if self.desk is not None:
            self.desk.ask(_in_turn, lambda _done: QTimer.singleShot(0, page, lambda: go_to_spot(page, spot)))

    # locking and leaving

    def lock(self, reason: str = "asked") -> None:
        """Lock now. Nothing is asked; what is typed goes into the vault first."""
        if self.desk is None or self._locking is not None:
            return
        from cima_desktop.gui.views.door import lock as locking  # lazy: read in by `AHEAD`

        guarded = locking.guarded
        page = self.window.desk.current_page()
        spot = guarded(partial(locking.spot_on, page), locking.Spot()) if page is not None else locking.Spot()
        self.watch.stop()
        self.desk.stop_reading()
        locking.leave_all(self._made_pages())  # before the cover takes the focus, which would tidy what is half-typed
        guarded(partial(locking.close_everything_over, self.window), None)
        guarded(partial(self.window.show_cover, Blank()), None)
        self._locking = locking.Locking(self.desk, self.tasks, (self.window.desk.current_key(), page))
        self._locking.done.connect(lambda trouble: self._locked(trouble or reason))
        self._locking.run(spot)

    def _locked(self, reason: str) -> None:
        self._forget_desk()
        if self._is_over:  # the blank cover stays until the window is gone
            return
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
        from cima_desktop.gui.views.door.lock import guarded  # lazy: read in by `AHEAD`

        guarded(self.window.forget_pages, None)
        self.window.helper_bar.hide_message()
        if self.desk is not None:
            self.desk.deleteLater()
        self.desk = self.guide.desk = None
        self._locking = None

    def _made_pages(self) -> list[QWidget]:
        stack = self.window.desk.stack
        return [page for i in range(stack.count()) if isinstance(page := stack.widget(i), Page)]

    def close(self) -> None:
        """Keep everything and close the vault, before the window goes, however long that takes."""
        if self._is_over:
            return
        self._is_over = True
        try:
            self.lock("asked")
            if self._cover is not None:
                self._cover.abandon()
            self.window.setEnabled(False)
        finally:
            self.tasks.finish()


def _in_turn(_session: "Session") -> None:
    """Do nothing: calls are answered in turn, so that everything asked before has been answered by now."""


def _helper_words(session: "Session") -> "Text":
    """Return what stands over the window of a helper copy; nothing over a vault of one's own."""
    if session.ending is None:
        return ""
    from cima_desktop.gui.views.records.helper_dialog import until_words  # lazy: only a helper copy says it
    from cima_desktop.gui.widgets.dates import show_date, show_time

    helper = session.ending.helper
    until = helper.until.astimezone()
    return lambda: until_words(helper.name, f"{show_date(until.date())}, {show_time(until)}", helper.records)


def _label_of(folder: Path) -> str:
    """Return the name that stands on the first key of a vault."""
    from cima_desktop.vault import vault_info  # lazy: the libraries of the vault are read in after the first paint

    return next((slot.label for slot in vault_info(folder).slots if slot.label), "")


def _arguments(argv: Sequence[str]) -> tuple[Path, Path | None]:
    """Return the folder of the vault, and the file of the picture that is wanted instead of a window."""
    if not argv:
        return paths.default_vault(), None
    import argparse  # lazy: most starts have no arguments

    parser = argparse.ArgumentParser(prog="cima-desktop")
    parser.add_argument("--vault", type=Path, default=None)
    parser.add_argument("--screenshot", type=Path, default=None, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    return options.vault or paths.default_vault(), options.screenshot


def run(argv: Sequence[str]) -> int:
    """Open the window and return the exit status."""
    folder, screenshot = _arguments(argv)
    app = QApplication.instance() or QApplication([sys.argv[0], *theme.program_arguments()])
    if not isinstance(app, QApplication):
        raise TypeError(app)
    errors.install()
    app.setApplicationName("CIMA")
    app.setDesktopFileName("cima-desktop")
    settings = Settings.load()
    i18n.use(settings.language)
    theme.apply(app, settings.scheme, settings.text_size, sheet=False)
    program = Program(settings, folder)
    theme.wear(program.window)
    language.switch(app, settings.language)
    if screenshot:
        program.window.show()
        return _screenshot(program, screenshot)
    program.start()
    program.window.show()
    once_shown(program.window, Ahead(_steps_ahead(program.window), program).start)
    return app.exec()


def _steps_ahead(window: MainWindow) -> Iterator[Callable[[], object]]:
    """Yield what is done while the passphrase is typed; none of it lasts long."""
    yield theme.load_fonts
    for name in AHEAD:
        yield partial(importlib.import_module, name)
    yield lambda: window.desk
    yield _read_in_phones
    yield gc.freeze  # what was made so far stays: no later search for garbage need look at it
    yield gc.enable


def _read_in_phones() -> None:
    from cima_desktop.gui.widgets.phone_edit import read_in  # lazy: imported by the pages, which `AHEAD` names

    read_in()


def _screenshot(program: Program, file: Path) -> int:
    """Draw the main window of the practice vault into a picture, where there is no display."""
    try:
        program.ways.practice()
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
