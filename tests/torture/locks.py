"""Forced locks while somebody types, in every kind of field: what was typed is there afterwards, with the cursor (V6).

`python -m tests.torture.locks 1000 7` runs a thousand of them from seed 7. Each lock closes the vault and each opening
is a real one; the process stays the same, which is the harder case for widgets that were shown before.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from cima_desktop.gui.widgets.field_editor import FieldEditor
from cima_desktop.model.ids import RecordId
from cima_desktop.services import plans
from cima_desktop.services.session import Session
from tests.gui.keyboard import write
from tests.gui.program_driver import Driver

LETTERS = 'abc ñáéíóúü ÑÁ 019 .,;-¡¿’"<>&{}%'
REASONS = ("asked", "idle", "sleep", "screen")


@dataclass(frozen=True)
class Surface:
    """A field to type into: how one gets there, and how it is found again (anew after each lock)."""

    name: str
    go: Callable[["Typist"], None]
    find: Callable[["Typist"], QWidget]
    is_line: bool = True


@dataclass
class Lost:
    """What a lock took away."""

    round: int
    surface: str
    before: str
    after: str


@dataclass
class Typist:
    """Somebody at the program, and the records that are typed about."""

    driver: Driver
    person: RecordId
    household: RecordId
    plan: RecordId
    random: random.Random
    lost: list[Lost] = field(default_factory=list)

    def on_person(self, tab: str) -> None:
        """Show the person, at a tab of their card."""
        page = self.driver.people()
        page.open_record(self.person)
        self.driver.settle()
        page.card.open_tab(tab)
        self.driver.settle()

    def editor(self, page: str, name: str) -> QWidget:
        """Return what is typed into in a field of the record that is open."""
        return box_of(self.driver.window.desk.page(page).card.form.editor(name))  # type: ignore[attr-defined]

    def child(self, page: str, name: str) -> QWidget:
        """Return a field of a page by its name."""
        found = self.driver.window.desk.page(page).findChild(QWidget, name)
        assert found is not None, name
        return box_of(found)

    def answer(self) -> QWidget:
        """Return the first answer of the step of the interview that is in sight."""
        body = self.driver.window.desk.page("plans").interview.body  # type: ignore[attr-defined]
        return box_of(next(iter(body.form.rows.values())).editor)


def box_of(widget: QWidget) -> QWidget:
    """Return the box in which the letters stand."""
    found = widget.box() if isinstance(widget, FieldEditor) else widget
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    return found


def _settings(typist: Typist) -> None:
    typist.driver.page("settings").open_section("reviewers")


def _household(typist: Typist) -> None:
    typist.driver.households().open_record(typist.household)
    typist.driver.settle()


def _new_person(typist: Typist) -> None:
    typist.driver.people().begin()


def _interview(typist: Typist) -> None:
    typist.driver.page("plans").show_interview(typist.plan, "parent1-signing")


def _words(typist: Typist) -> None:
    typist.on_person("summary")


SURFACES = (
    Surface("a person's name", _words, lambda t: t.editor("people", "given_names")),
    Surface("half a date", _words, lambda t: t.editor("people", "birth_date")),
    Surface("a new person", _new_person, lambda t: t.editor("people", "safe_hours")),
    Surface("a household", _household, lambda t: t.editor("households", "street")),
    Surface("a note", lambda t: t.on_person("notes"), lambda t: t.child("people", "note_words_edit"), False),
    Surface("a task", lambda t: t.on_person("notes"), lambda t: t.child("people", "task_what_edit")),
    Surface("a search", lambda t: t.driver.page("people"), lambda t: t.child("people", "people_search_edit")),
    Surface("an answer of the interview", _interview, Typist.answer),
    Surface("a setting", _settings, lambda t: t.child("settings", "reviewer_name_edit")),
)


def prepared(driver: Driver, seed: int) -> Typist:
    """Return somebody who will type, with made-up records in the vault."""
    driver.unlock()
    household = driver.add("household", name="Familia Ejemplo")
    person = driver.add(given_names="Ana", paternal_surname="Ejemplo", household=household)

    def start(session: Session) -> RecordId:
        return plans.start(session, "Familia Ejemplo")

    return Typist(driver, person, household, driver.ask(start), random.Random(seed))


def _text(box: QWidget) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()  # type: ignore[attr-defined]


def _cursor(box: QWidget) -> int:
    return box.cursorPosition() if isinstance(box, QLineEdit) else box.textCursor().position()  # type: ignore[attr-defined]


def _set_cursor(box: QWidget, place: int) -> None:
    if isinstance(box, QLineEdit):
        box.setCursorPosition(place)
    else:
        cursor = box.textCursor()  # type: ignore[attr-defined]
        cursor.setPosition(place)
        box.setTextCursor(cursor)  # type: ignore[attr-defined]


def _typed(typist: Typist, is_line: bool) -> str:
    words = "ñ" + "".join(typist.random.choice(LETTERS) for _letter in range(typist.random.randint(0, 24)))
    return words if is_line else words + typist.random.choice(("", "\n"))


def force(typist: Typist, number: int, surface: Surface) -> None:
    """Type somewhere, lock in the middle of it, open again, and look."""
    driver = typist.driver
    surface.go(typist)
    driver.settle()
    box = surface.find(typist)
    box.setFocus()
    if len(_text(box)) > 120:
        box.clear()  # type: ignore[attr-defined]
    _set_cursor(box, typist.random.randint(0, len(_text(box))))
    write(_typed(typist, surface.is_line), box)
    if typist.random.random() < 0.5:
        _set_cursor(box, typist.random.randint(0, len(_text(box))))
    if typist.random.random() < 0.3:
        QApplication.processEvents()
    before = (_text(box), _cursor(box))
    driver.lock(typist.random.choice(REASONS))
    driver.unlock()
    again = surface.find(typist)
    after = (_text(again), _cursor(again))
    if before != after or not again.hasFocus():
        typist.lost.append(Lost(number, surface.name, repr(before), repr((*after, again.hasFocus()))))


def forced_locks(driver: Driver, rounds: int, seed: int, surfaces: Sequence[Surface] = SURFACES) -> list[Lost]:
    """Force so many locks, a surface after the other in turn; return what was lost."""
    typist = prepared(driver, seed)
    for number in range(rounds):
        force(typist, number, surfaces[number % len(surfaces)])
    return typist.lost


class _Waits:
    """What the driver needs of pytest-qt, where there is no pytest."""

    def waitUntil(self, ready: Callable[[], bool]) -> None:
        """Let the window live until something is so."""
        while not ready():
            QApplication.processEvents()


def _drivers(folder: Path) -> Iterator[Driver]:
    app = QApplication.instance() or QApplication([])
    from cima_desktop.gui import theme

    theme.apply(app, "light")  # type: ignore[arg-type]
    driver = Driver(_Waits(), folder)  # type: ignore[arg-type]
    yield driver
    driver.finish()


def main() -> int:
    """Run alone; the status tells whether anything was lost."""
    import tempfile

    rounds, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as home:
        os.environ["CIMA_HOME"] = home
        for driver in _drivers(Path(home) / "vault"):
            lost = forced_locks(driver, rounds, seed)
    for one in lost:
        print(one)
    print(f"forced locks while typing: {rounds}, lost: {len(lost)}, seed {seed}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
