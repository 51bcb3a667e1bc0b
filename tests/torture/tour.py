"""A tour through the program with words that must never be found outside: `python -m tests.torture.tour ROOM COUNT`.

The words are made inside the process that works with them: whoever watches knows them without handing them over.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from cima_desktop import i18n, log, paths
from cima_desktop.gui import errors, theme
from cima_desktop.gui.views import pages
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Field, FieldType
from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.services import families, packets
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, steps
from cima_desktop.vault import TESTING_COST, create_vault
from cima_desktop.vault.memory import protect_process
from tests.gui.keyboard import write
from tests.gui.program_driver import Driver

SHORT, FULL = 12, 200
PASSPHRASE_WORD = 0
ASKED = "asked-for"
"""The folder for what a person deliberately saves in clear."""
_NOT_FREE = {"state", "zip", "suffix", "county", "last4", "due_day", "pack", "sort", "wording_hash", "step"}
_ROOMY = 40


def canary(n: int) -> str:
    """Return the n-th word: sixteen letters that stand nowhere else."""
    digest = hashlib.sha256(f"canary {n}".encode()).digest()
    return "".join(chr(97 + byte % 26) for byte in digest[:16]).capitalize()


def canaries(count: int) -> list[str]:
    """Return the words of a tour."""
    return [canary(n) for n in range(count)]


class _Words:
    """Gives out the words in turn; the first is kept for the passphrase."""

    def __init__(self, count: int) -> None:
        self._words = canaries(count)[1:]
        self._given = 0

    def next(self) -> str:
        self._given += 1
        return self._words[(self._given - 1) % len(self._words)]


class Patience:
    """What the driver needs of pytest-qt, without pytest."""

    def waitUntil(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not is_so() and time.monotonic() < end:
            QApplication.processEvents()


def _is_roomy(field: Field) -> bool:
    """Tell whether a field takes any word."""
    is_text = field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
    return is_text and field.max_length >= _ROOMY and field.name not in _NOT_FREE


def _fill_every_kind(session: Session, words: _Words) -> RecordId:
    """Keep a record of each kind with a word in every field that holds some; return the person."""
    edits = []
    for kind in KINDS.values():
        roomy = [field.name for field in kind.fields if _is_roomy(field) and not field.attorney_only]
        edits.append(Edit(kind.name, derived_id(f"tour {kind.name}"), {name: words.next() for name in roomy}))
    session.store.save("Added", edits)
    return derived_id("tour person")


def _family(words: _Words) -> bytes:
    """Return a practice family in which every name and note is a word of ours."""
    document = json.loads((paths.resources() / "practice" / "family-1.json").read_text("utf-8"))
    fields = [field for kind in KINDS.values() for field in kind.fields]
    texts = {field.name for field in fields if _is_roomy(field)} - {f.name for f in fields if not _is_roomy(f)}

    def changed(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: changed(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner, name) for inner in value]
        is_text = isinstance(value, str) and name in texts and len(value) > 1
        return words.next() if is_text else value

    return json.dumps(changed(document)).encode()


def _by_services(room: Path, count: int) -> None:
    """Work without a window: records, import, search, undo, bin, history, drafts, papers, copies."""
    words = _Words(count)
    made = create_vault(room / "vault", canary(PASSPHRASE_WORD), "Mesa", TESTING_COST, steps=steps())
    with Session(made.vault) as session:
        store = session.store
        person = _fill_every_kind(session, words)
        plan = families.import_bytes(session, _family(words)).plan
        for word in canaries(min(count, 40))[1:]:
            store.search(word)
            store.search(word[:5].lower())
        store.save("Changed", [Edit("person", person, {"given_names": words.next()})])
        store.undo()
        store.redo()
        store.delete("Deleted", [person])
        store.restore([person])
        store.history(person)
        store.rebuild()
        made_packet = packets.make_wanted(session, plan, "both", every=count > SHORT)
        packets.save_readable(session, made_packet, room / ASKED, holder=words.next())
        session.vault.save_copy(room / "copy.db")
        session.vault.compact()
        session.check()


def _by_window(room: Path, count: int) -> None:
    """Work in the window: every page, the search, half-typed forms, locks, and a bug in the middle of it."""
    app = QApplication.instance() or QApplication(["tour"])
    assert isinstance(app, QApplication)
    errors.install()
    i18n.use("es")
    theme.apply(app, "light")
    words = _Words(count)
    driver = Driver(cast(Any, Patience()), room / "vault", make=False)
    driver.unlock("a wrong " + canary(PASSPHRASE_WORD))
    driver.unlock(canary(PASSPHRASE_WORD))
    every = [row.key for row in pages.PAGES]
    for key in every if count > SHORT else ("people", "plans"):
        page = driver.page(key)
        boxes: list[QLineEdit | QPlainTextEdit] = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
        for box in boxes[: count // 4]:
            if box.isVisible() and box.isEnabled() and not box.isReadOnly():
                write(words.next(), box)
        driver.settle()
        driver.lock()
        driver.unlock(canary(PASSPHRASE_WORD))
    _meet_a_bug(driver, words.next())
    people = driver.people()
    people.open_record(derived_id("tour person"))
    driver.settle()
    driver.finish()


def _meet_a_bug(driver: Driver, secret: str) -> None:
    """Raise where nobody expects it, with the secret in a local and in the message."""

    def burst() -> None:
        raise LookupError(secret)

    driver.program.tasks.run(burst)
    driver.settle()
    for box in QApplication.topLevelWidgets():
        if box is not driver.window:
            box.close()


def main(room: Path, count: int) -> None:
    """Go on the tour."""
    protect_process()
    log.start()
    _by_services(room, count)
    _by_window(room, count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
