"""The composition root: settings, window, worker, vault, and how a vault is opened, locked and left.

The vault, its desk and their libraries are imported when a vault is opened, so a locked window is painted without
them; `AHEAD` names them, to be read in while the passphrase is typed.
"""

import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import i18n, paths
from cima_desktop.gui import errors, language, theme
from cima_desktop.gui.coming_back import ComingBack
from cima_desktop.gui.guide import Guide
from cima_desktop.gui.language import raw
from cima_desktop.gui.main_window import MainWindow
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views import attendants, pages
from cima_desktop.gui.views.backups import restore_offer
from cima_desktop.gui.views.door.capture import Capture, exclude_here
from cima_desktop.gui.views.door.covering import Blank
from cima_desktop.gui.views.door.lock_watch import LockWatch
from cima_desktop.gui.views.door.successor import Handover, Heirs, heirs_of, say_painted
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.gui.views.door.ways_in import WaysIn, ways_into
from cima_desktop.gui.widgets.ahead import Ahead, once_shown
from cima_desktop.gui.widgets.dropped_file import DroppedFile
from cima_desktop.gui.widgets.page import Page
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.paths import BUNDLE
from cima_desktop.settings import Settings
from cima_desktop.vault.cost import Cost

if TYPE_CHECKING:
    from cima_desktop.gui.views.desk import Desk
    from cima_desktop.gui.views.door.first_run import FirstRun
    from cima_desktop.gui.views.door.lock import Locking
    from cima_desktop.services.session import Session

AHEAD = (
    "cima_desktop.vault.opening",
    "cryptography.hazmat.backends.openssl.backend",
    "cima_desktop.model.declared",
    "cima_desktop.store",
    "cima_desktop.services.session",
    "cima_desktop.gui.views.door.lock",
    "cima_desktop.gui.views.door.threshold",
    *attendants.MODULES,
    "cima_desktop.gui.widgets.desk",
    *pages.MODULES,
    "cima_desktop.gui.widgets.palette",
)
"""What opening a vault needs, in the order in which it is needed."""


class Program(QObject):
    """Holds the window and, while a vault is open, the desk.

    `heirs` makes the process that takes over at a lock; without, the locked door is shown by this one.
    """

    def __init__(self, settings: Settings, folder: Path, floor: Cost = Cost.FLOOR, heirs: Heirs | None = None) -> None:
        super().__init__()
        self.settings, self.folder, self.floor = settings, folder, floor
        self.tasks = Tasks()
        self.ways = WaysIn(self.tasks, folder, floor, self.opened, lambda: self.desk is not None)
        self.desk: Desk | None = None
        self._locking: Locking | None = None
        self._is_practice = self._worn = self._is_over = False
        self._cover: FirstRun | None = None
        self.bundle: Path | None = None
        """A file of another coordinator that is to be read once a vault is open."""
        self.window = MainWindow(pages.specs(self._open_desk), settings)
        self.guide = Guide(self.window)
        self.watch = LockWatch(settings)
        self.watch.away.connect(self.lock)
        window = self.window
        self.handover = Handover(window, heirs)
        self.handover.stayed.connect(self._show_locked)
        window.lock_requested.connect(lambda: self.lock("asked"))
        window.undo_requested.connect(self.guide.undo)
        window.redo_requested.connect(self.guide.redo)
        window.help_requested.connect(lambda topic: self.guide.open_record("help", topic))
        window.closing.connect(self.close)
        window.place_chosen.connect(lambda place: self.desk and self.desk.look_chosen.emit("place", place))
        DroppedFile(window, self._is_welcome).dropped.connect(partial(self.guide.open_record, "bundle"))
        window.commands.set_search(self.guide.search)
        to_walk_in = partial(self.guide.open_record, "walk_in", "")
        window.commands.add("walk_in", N_("New walk-in"), "door-open", to_walk_in)
        to_backups = partial(self.guide.open_record, "settings", "backups")
        window.commands.add("backup", N_("Backups and health"), "hard-drive-download", to_backups)
        detained = partial(self.guide.open_record, "detention", "")
        window.commands.add("detained", N_("Somebody was detained"), "siren", detained)
        to_paper = partial(self.guide.open_record, "recovery", "only_paper")
        window.commands.add("only_paper", N_("Leave only paper on this computer"), "key-round", to_paper)

    def _open_desk(self) -> "Desk":
        if self.desk is None:
            raise RuntimeError("a page was asked for while no vault is open")
        return self.desk

    # opening

    def start(self, reason: str = "") -> None:
        """Show the door, or the first steps where there is no vault yet."""
        restore_offer.settle(self.folder)
        if (self.folder / "vault.db").exists() or (self.folder / "vault.keys").exists():
            self.show_door(reason)
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """Offer practice or a vault, and the choice of language."""
        from cima_desktop.gui.views.door.first_run import FirstRun  # lazy: most starts find a vault

        cover = self._cover = FirstRun(self.tasks, self.folder)
        cover.language_chosen.connect(self.window.look.set_language)
        cover.practice_wanted.connect(lambda: self.ways.practice(cover))
        cover.made.connect(self.opened)
        restore_offer.put_on(cover, self.folder, self.floor, self.start)
        self.window.show_cover(cover)

    def show_door(self, reason: str = "") -> None:
        """Ask for what opens the vault."""
        door = UnlockView(reason)
        door.asked.connect(lambda typed: self.ways.by(door, typed))
        door.practice_wanted.connect(lambda: self.ways.practice(door))
        door.removal_wanted.connect(lambda typed: self.ways.remove(door, typed, self.show_first_run))
        restore_offer.put_on(door, self.folder, self.floor, self.start)
        self.window.show_cover(door)
        once_shown(self.window, partial(self._ask_ways, door))

    def _ask_ways(self, door: UnlockView) -> None:
        folder = self.folder
        self.tasks.run(lambda: ways_into(folder), door.show_ways, door.show_problem)

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
        from cima_desktop.gui.views.door.threshold import Threshold

        theme.load_fonts()
        self._is_practice, self._cover = session.practice, None
        desk = Desk(session, self.tasks, self.settings, self)
        self.guide.lead(desk)
        footer = self.window.desk.footer
        desk.look_chosen.connect(self._choose)
        desk.lock_wanted.connect(self.lock)
        desk.saving.connect(footer.saved_state.saving)
        desk.saved.connect(lambda: footer.saved_state.saved(datetime.now()))
        desk.not_saved.connect(lambda error: footer.saved_state.not_saved(error.sentence))
        desk.unchanged.connect(footer.saved_state.as_before)
        desk.cautioned.connect(self.window.desk.message_bar.show_cautions)
        desk.noted.connect(footer.set_note)
        footer.set_note("")
        footer.note_pressed.connect(desk.open_backups)
        desk.held.connect(footer.show_holds)
        desk.undecided.connect(partial(self.window.desk.sidebar.set_number, "decisions"))
        self.desk = desk
        self._wear(session.practice)
        footer.saved_state.quiet()
        self.watch.start()
        if session.ending is not None:
            from cima_desktop.gui.views.records.helper_dialog import ending_words  # lazy: only a helper copy says it

            self.window.helper_bar.say(ending_words(session.ending.helper), "warn", closable=False)
        attendants.attend(desk)
        Threshold(desk, self.window.show_cover, self._let_in).cross()

    def _let_in(self) -> None:
        """Lead to where the person was, once nothing is left to do before."""
        desk = self._open_desk()
        who = N_("Practice") if desk.session.practice else raw(desk.session.who)
        self.window.desk.footer.set_person(who)
        ComingBack(desk, self.window).begin()
        if self.bundle is not None:
            file, self.bundle = self.bundle, None
            desk.ask(lambda _session: None, lambda _nothing: self.guide.open_record("bundle", str(file)))

    def _is_welcome(self, path: str) -> bool:
        return path.lower().endswith(BUNDLE) and not self.window.covered()

    def _choose(self, what: str, value: object) -> None:
        if what == "place":
            self.settings.change(place=value)
        if what in {"place", "minutes"}:
            self.window.desk.footer.place_button.show_place(self.settings)
        else:
            self.window.look.choose(what, value)

    # locking and leaving

    def lock(self, reason: str = "asked") -> None:
        """Lock now. Nothing is asked; what is typed goes into the vault first."""
        if self.desk is None or self._locking is not None:
            return
        from cima_desktop.gui.views.door import lock as locking  # lazy: read in by `AHEAD`
        from cima_desktop.gui.views.door.loose_words import Loose, gather

        guarded = locking.guarded
        page = self.window.desk.current_page()
        spot = guarded(partial(locking.spot_on, page), locking.Spot()) if page is not None else locking.Spot()
        self.watch.stop()
        self.desk.stop_reading()
        words = guarded(partial(gather, page, self._made_pages(), self.window), Loose())
        locking.leave_all(self._made_pages())  # before the cover takes the focus, which would tidy what is half-typed
        guarded(partial(locking.close_everything_over, self.window), None)
        blank = Blank()
        self.desk.parting.connect(blank.say)
        guarded(partial(self.window.show_cover, blank), None)
        last_acts = self.desk.last_acts if self._is_over else ()
        self._locking = locking.Locking(self.desk, self.tasks, (self.window.desk.current_key(), page), last_acts)
        self._locking.done.connect(lambda trouble: self._locked(trouble or reason))
        self._locking.run(spot, words)

    def _locked(self, reason: str) -> None:
        self._forget_desk()
        if self._is_over:  # the blank cover stays until the window is gone
            return
        self.handover.begin(reason)

    def _show_locked(self, reason: str) -> None:
        self._wear(False)
        self.start(reason)

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
            self.handover.abandon()
            self.window.setEnabled(False)
        finally:
            self.tasks.finish()


@dataclass(frozen=True)
class _Asked:
    """What the command line asks of the window: a vault, a picture instead, why the door taken over is shut, a file."""

    folder: Path
    screenshot: Path | None = None
    locked: str | None = None
    bundle: Path | None = None


def _arguments(argv: Sequence[str]) -> _Asked:
    if not argv:
        return _Asked(paths.default_vault())
    import argparse  # lazy: most starts have no arguments

    parser = argparse.ArgumentParser(prog="cima-desktop")
    parser.add_argument("--vault", type=Path, default=None)
    parser.add_argument("--screenshot", type=Path, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--locked", default=None, help=argparse.SUPPRESS)
    parser.add_argument("bundle", type=Path, nargs="?", default=None)
    options = parser.parse_args(argv)
    return _Asked(options.vault or paths.default_vault(), options.screenshot, options.locked, options.bundle)


def run(argv: Sequence[str]) -> int:
    """Open the window and return the exit status."""
    asked = _arguments(argv)
    app = QApplication.instance() or QApplication([sys.argv[0], *theme.program_arguments()])
    if not isinstance(app, QApplication):
        raise TypeError(app)
    errors.install()
    app.setApplicationName("CIMA")
    app.setDesktopFileName("cima-desktop")
    settings = Settings.load()
    i18n.use(settings.language)
    theme.apply(app, settings.scheme, settings.text_size, sheet=False)
    program = Program(settings, asked.folder, heirs=heirs_of(asked.folder))
    program.bundle = asked.bundle
    _keep_out_of_pictures(app, program)
    theme.wear(program.window)
    language.switch(app, settings.language)
    if asked.screenshot:
        program.window.show()
        return _screenshot(program, asked.screenshot)
    program.start(asked.locked or "")
    program.window.show()
    if asked.locked is not None:
        once_shown(program.window, say_painted)
    once_shown(program.window, Ahead(_steps_ahead(program.window), program).start)
    return app.exec()


def _keep_out_of_pictures(app: QApplication, program: Program) -> None:
    """Have the system keep the windows out of screenshots, and offer to allow them until the next lock."""
    exclude = exclude_here()
    if exclude is None:
        return
    capture, window = Capture(app, exclude), program.window

    def allow() -> None:
        capture.allow()
        window.desk.message_bar.say(N_("Screenshots are allowed until the window locks."), "warn")

    window.commands.add("screenshots", N_("Allow screenshots until it locks"), "monitor", allow)
    program.handover.stayed.connect(lambda _reason: capture.forbid())


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
