"""The register of what left and what arrived, in words: what, to or from whom, when, why, by whom (Y12)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from cima_desktop.documents.exchange_register import Register, draw
from cima_desktop.documents.one_person import Fact, Part
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.i18n import N_, day_text, list_text, ntr, tr
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import PURPOSES
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.peers import name_of
from cima_desktop.services.reads import REGISTER
from cima_desktop.services.session import Session
from cima_desktop.store.bundles import (
    DONE,
    IN,
    LEFT,
    MAKING,
    NOT_LEFT,
    OUT,
    REFUSED,
    TAKING,
    UNDONE,
    WAITING,
    BundleNote,
)

STATES: Mapping[str, tuple[str, str]] = {
    WAITING: (N_("Waits for you"), "warn"),
    TAKING: (N_("Half taken in"), "bad"),
    DONE: (N_("Taken in"), "good"),
    REFUSED: (N_("Nothing taken in"), "neutral"),
    UNDONE: (N_("Taken back"), "neutral"),
    LEFT: (N_("Left"), "good"),
    MAKING: (N_("Was begun, and may have left"), "warn"),
    NOT_LEFT: (N_("Did not leave"), "neutral"),
}
"""What is said of the state of what arrived or left, and in which tone. A file that was being written when the program
was stopped may be on the stick or not: nobody can tell from here."""

TO, FROM = N_("To {names}"), N_("From {names}")
MOST_NAMED = 60
"""How many records of one line are named on paper."""

SORTS = {
    "delta": N_("What they lack"),
    "chosen": N_("Chosen records"),
    "referral": N_("Referral"),
    "answer": N_("Answer to a referral"),
}
FILES = {
    "table": N_("A table"),
    "vcard": N_("Address cards (vCard)"),
    "calendar": N_("Days for a calendar"),
    "open": N_("Everything as open files"),
    "figures": N_("Figures of a period"),
}
"""Files that other programs read or made: they are for nobody’s card, and go by what they are."""

_WHAT_CAME = N_("What this vault did not have yet")


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
    return _lines(session, session.store.bundles(way, before, limit))


def lines_of(session: Session, record: RecordId) -> list[Line]:
    """Return the lines that name a record and did leave or arrive, newest first."""
    return _lines(session, [note for note in session.store.bundles_about(record) if note.state != NOT_LEFT])


def line(session: Session, n: int) -> Line:
    """Return one line.

    Raises:
        NotFoundError: there is no such line.
    """
    return _lines(session, [session.store.bundle(n)])[0]


def taken(session: Session, n: int, language: str | None = None) -> list[Taken]:
    """Return the records a line names."""
    found = []
    records = session.store.bundle_records(n)
    named = session.store.named(list(records))
    for record, fields in records.items():
        kind, title = named.get(record, ("", ""))
        names = KINDS[kind].names if kind in KINDS else ()
        labels = tuple(tr(KINDS[kind].field(name).label, language) for name in fields if name in names)
        found.append(Taken(id=record, kind=kind, title=title, labels=labels))
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda one: (order.get(one.kind, len(order)), one.title))


def _lines(session: Session, notes: Iterable[BundleNote]) -> list[Line]:
    known = {peer.id: name_of(peer) for peer in session.store.peers()}
    return [_line(session, note, known) for note in notes]


def _line(session: Session, note: BundleNote, known: Mapping[bytes, str]) -> Line:
    store = session.store
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
    came = note.way == IN and note.sort == "delta"
    sort = _WHAT_CAME if came else SORTS.get(note.sort, "")
    purpose = PURPOSES[Preset(note.purpose)].label if _is_preset(note.purpose) and note.sort == "chosen" else ""
    count = note.facts.get("records")
    parts = [tr(sort, language) if sort else "", tr(purpose, language) if purpose else ""]
    if isinstance(count, int):
        parts.append(ntr("{n} record", "{n} records", count, language).format(n=count))
    return " · ".join(part for part in parts if part)


def _is_preset(purpose: str) -> bool:
    return purpose in {preset.value for preset in Preset}


def title(of: Line, language: str | None = None) -> str:
    """Return to or from whom it went, or what a file of other programs is."""
    if of.note.sort in FILES:
        return tr(FILES[of.note.sort], language)
    return tr(TO if of.note.way == OUT else FROM, language).format(names=names(of, language))


def names(of: Line, language: str | None = None) -> str:
    """Return to or from whom it went."""
    return list_text(of.people, language) if of.people else ""


def reasons(of: Line) -> tuple[str, str]:
    """Return why it was handed on, and why without consent."""
    first, _break, second = of.note.reason.partition("\n")
    return first, second


def make(session: Session, way: str, in_language: str) -> Sheets:
    """Make a paper of the register, in memory.

    Args:
        session: the open vault.
        way: "out", "in", or "" for both.
        in_language: "both", "es" or "en".

    Raises:
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    languages = LANGUAGES_OF[in_language]
    every = [_part(session, each, languages) for each in _lines(session, session.store.every_bundle(way))]
    return draw(Register(languages=languages, made_on=session.today(), parts=every, practice=session.practice))


def begin_print(session: Session) -> None:
    """Note that the register is about to be printed."""
    refuse_in_copy(session)
    session.store.note_deed(REGISTER)


def _part(session: Session, of: Line, languages: tuple[str, ...]) -> Part:
    day = of.note.at.astimezone().date()
    titles = [f"{day_text(day, language)} · {title(of, language)}" for language in languages]
    return Part(titles, "", [fact for fact in _facts(session, of, languages) if any(fact.value)])


def _facts(session: Session, of: Line, languages: tuple[str, ...]) -> Iterator[Fact]:
    why, without = reasons(of)
    state = STATES.get(of.note.state, ("", ""))[0]
    said: tuple[tuple[str, Callable[[str], str]], ...] = (
        (N_("What"), lambda language: about(of, language)),
        (N_("State"), lambda language: tr(state, language) if state else ""),
        (N_("Why"), lambda _language: why),
        (N_("By"), lambda _language: of.note.who),
        (N_("With the consent of"), lambda language: _listed(of.consents, language)),
        (N_("Without the consent of"), lambda language: _listed(of.without, language)),
        (N_("Why without consent"), lambda _language: without),
        (N_("Records"), lambda language: _records(session, of, language)),
    )
    for label, value in said:
        yield Fact([tr(label, language) for language in languages], [value(language) for language in languages])


def _listed(told: Sequence[str], language: str) -> str:
    return list_text(told, language) if told else ""


def _records(session: Session, of: Line, language: str) -> str:
    """Return the records of a line by name, those of which only some fields went with these."""
    told = []
    for each in taken(session, of.note.n, language):
        kind = tr(KINDS[each.kind].label, language) if each.kind in KINDS else ""
        name = ": ".join(filter(None, (kind, each.title)))
        told.append(f"{name} ({', '.join(each.labels)})" if each.labels else name)
    more = len(told) - MOST_NAMED
    extra = [ntr("and {n} more", "and {n} more", more, language).format(n=more)] if more > 0 else []
    return "; ".join([*told[:MOST_NAMED], *extra])
