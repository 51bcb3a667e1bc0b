"""The register of what left and what arrived, in words: what, to or from whom, when, why, by whom (Y12)."""

from collections.abc import Sequence

import attrs

from cima_desktop.i18n import N_, list_text, ngettext, tr
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import PURPOSES
from cima_desktop.services.peers import name_of
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_export import LEFT, MAKING, NOT_LEFT
from cima_desktop.store.bundles import OUT, BundleNote

STATES = {
    LEFT: (N_("Left"), "good"),
    MAKING: (N_("Was begun, and may have left"), "warn"),
    NOT_LEFT: (N_("Did not leave"), "neutral"),
}
"""What is said of the state of something that leaves, and in which tone. A file that was being written when the
program was stopped may be on the stick or not: nobody can tell from here."""

SORTS = {
    "delta": N_("What they lack"),
    "chosen": N_("Chosen records"),
    "referral": N_("Referral"),
    "answer": N_("Answer to a referral"),
}


@attrs.frozen(kw_only=True)
class Taken:
    """One record of a bundle: what it is called here now, and which of its fields went (none: all of it)."""

    id: RecordId
    kind: str
    title: str
    labels: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Line:
    """One line of the register, with everything that is said of it."""

    note: BundleNote
    people: tuple[str, ...]
    """The names on the cards of those it went to or came from."""
    consents: tuple[str, ...]
    """Who agreed."""
    without: tuple[str, ...]
    """Of whom something left without a consent."""


def lines(session: Session, way: str = "", before: int = 0, limit: int = 60) -> list[Line]:
    """Return some lines of the register, newest first; `before` goes on before that line's number."""
    return [_line(session, note) for note in session.store.bundles(way, before, limit)]


def lines_of(session: Session, record: RecordId) -> list[Line]:
    """Return the lines that name a record and did leave or arrive, newest first."""
    return [_line(session, note) for note in session.store.bundles_of(record) if note.state != NOT_LEFT]


def line(session: Session, n: int) -> Line:
    """Return one line.

    Raises:
        NotFoundError: there is no such line.
    """
    return _line(session, session.store.bundle(n))


def taken(session: Session, n: int, language: str | None = None) -> list[Taken]:
    """Return the records a line names."""
    found = []
    for record, fields in session.store.bundle_records(n).items():
        kind = session.store.kind_of_id(record)
        names = KINDS[kind].names if kind in KINDS else ()
        labels = tuple(tr(KINDS[kind].field(name).label, language) for name in fields if name in names)
        found.append(Taken(id=record, kind=kind, title=session.store.title_of(record), labels=labels))
    return sorted(found, key=lambda one: (list(KINDS).index(one.kind) if one.kind in KINDS else 99, one.title))


def _line(session: Session, note: BundleNote) -> Line:
    store = session.store
    known = {peer.id: name_of(peer) for peer in store.peers()}
    agreed = (store.snapshot(RecordId(c)).record for c in _ids(note, "consents") if store.kind_of_id(c) == "consent")
    return Line(
        note=note,
        people=tuple(known.get(peer, "") or tr(N_("a device without a card")) for peer in note.peers),
        consents=_names(session, [getattr(record, "person", "") for record in agreed]),
        without=_names(session, _ids(note, "without_consent")),
    )


def _ids(note: BundleNote, name: str) -> Sequence[str]:
    said = note.facts.get(name)
    return [str(each) for each in said] if isinstance(said, list) else []


def _names(session: Session, people: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(session.store.title_of(person) or tr(N_("(no name yet)")) for person in people))


def about(of: Line, language: str | None = None) -> str:
    """Return in one line what it was: the sort, the purpose, how much."""
    note = of.note
    sort = SORTS.get(note.sort, note.sort)
    purpose = PURPOSES[Preset(note.purpose)].label if _is_preset(note.purpose) and note.sort == "chosen" else ""
    count = note.facts.get("records")
    parts = [tr(sort, language), tr(purpose, language) if purpose else ""]
    if isinstance(count, int):
        parts.append(ngettext("{n} record", "{n} records", count).format(n=count))
    return " · ".join(part for part in parts if part)


def _is_preset(purpose: str) -> bool:
    return purpose in {preset.value for preset in Preset}


def names(of: Line, language: str | None = None) -> str:
    """Return to or from whom it went."""
    return list_text(of.people, language) if of.people else ""


def left(of: Line) -> bool:
    """Tell whether it is about something that leaves."""
    return of.note.way == OUT


def reasons(of: Line) -> tuple[str, str]:
    """Return why it was handed on, and why without consent."""
    first, _break, second = of.note.reason.partition("\n")
    return first, second
