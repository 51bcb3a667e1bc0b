"""Everything held about one person, gathered for a paper she can read and correct (A6).

Hers is told whole: her own record, and the records that are about her. Of records that only name her, the paper tells
what they are and as what she stands there. What belongs to other people stays theirs: their telephones and addresses
are in their own records, which are not opened for this. Whoever is kept apart from her is not told of at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import attrs

from cima_desktop.documents.one_person import Fact, Holding, Part, draw
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.documents.slots import both
from cima_desktop.i18n import N_, day_text, ntr, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import NEVER_LEAVES, Field, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind, Record
from cima_desktop.model.people import Person
from cima_desktop.services import reads
from cima_desktop.services.apart import kept_apart
from cima_desktop.services.belonging import ABOUT
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import HOW_WORDS, ONE_PERSON
from cima_desktop.services.session import Session
from cima_desktop.store import Look

MOST_CHANGES = 120
_AS = N_("As")
_KEPT = N_("kept in the vault, not printed")
_OTHERS = N_("Telephones, addresses and dates of birth of other people: they belong to them.")
_PAPERS = N_("The text of papers that were made: ask for a copy of the paper itself.")
_SECRET = N_("Passwords and code words: they are kept, and would be of use to whoever finds this paper.")
_BACKUPS = N_("Backups, papers and files that left this vault earlier. What was erased is not here either.")


@attrs.frozen
class _Mention:
    """A record that points to the person, and by which of its fields."""

    record: Record
    kind: Kind
    fields: tuple[Field, ...]

    @property
    def is_about(self) -> bool:
        return any(field.name in ABOUT for field in self.fields)


def make(session: Session, person_id: RecordId, in_language: str) -> Sheets:
    """Make the paper, in memory.

    Args:
        session: the open vault.
        person_id: whose.
        in_language: "both", "es" or "en"; never the screen's by itself.

    Raises:
        NotFoundError: there is no such person.
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    reads.saw(session, person_id)
    return draw(gather(session, person_id, LANGUAGES_OF[in_language]))


def begin_print(session: Session, person_id: RecordId) -> None:
    """Note that the paper is about to be printed; call it before the first page goes out."""
    refuse_in_copy(session)
    session.store.note_deed(ONE_PERSON, person_id)


def gather(session: Session, person_id: RecordId, languages: tuple[str, ...]) -> Holding:
    """Return everything that stands on the paper."""
    person = session.store.need(Person, person_id)
    same = session.store.one_person(person_id)
    apart = kept_apart(session.store, same)
    mentions = [m for each in same for m in _mentions(session, each) if m.record.id not in same]
    told = [m for m in mentions if not _tells_of(m, apart)]
    hers = [m for m in told if m.is_about]
    own = [person, *(session.store.need(Person, each) for each in same if each != person_id)]
    parts = [_whole(session, KINDS["person"], each, languages, own=True) for each in own]
    parts += [_whole(session, m.kind, m.record, languages, own=False) for m in hers]
    parts += [_named(m, languages) for m in told if not m.is_about]
    changes, more = _changes(session, [*same, *(m.record.id for m in hers)], languages)
    return Holding(
        name=person.title(),
        languages=languages,
        made_on=session.today(),
        parts=parts,
        changes=changes,
        more_changes=more,
        looks=[_look(look, languages) for each in same for look in reads.seen_by(session, each)],
        left_out=_left_out(len(mentions) - len(told), languages),
        practice=session.practice,
    )


def _mentions(session: Session, person_id: RecordId) -> Iterator[_Mention]:
    by_record: dict[RecordId, tuple[str, list[str]]] = {}
    for record, kind, field in session.store.refers_to(person_id):
        by_record.setdefault(record, (kind, []))[1].append(field)
    for record, (name, fields) in by_record.items():
        found = KINDS.get(name)
        if found is not None:
            shown = session.store.need(found.record, record)
            yield _Mention(shown, found, tuple(found.field(field) for field in fields))


def _tells_of(mention: _Mention, apart: frozenset[str]) -> bool:
    values = mention.kind.values(mention.record)
    return any(str(values[field.name]) in apart for field in mention.kind.refs())


def _whole(session: Session, kind: Kind, record: Record, languages: tuple[str, ...], *, own: bool) -> Part:
    values = kind.values(record)
    conflicts = session.store.snapshot(record.id).conflicts
    clashes = {name: [version.value for version in versions] for name, versions in conflicts.items()}
    facts = []
    for field in kind.fields:
        found = clashes.get(field.name) or [values[field.name]]
        if field.presets == NEVER_LEAVES or all(value in ("", None, frozenset()) for value in found):
            continue
        label = [tr(field.label, language) for language in languages]
        if field.sensitive and not own:
            words = [tr(_KEPT, language) for language in languages]
        else:
            words = [_said(session, field, found, language) for language in languages]
        facts.append(Fact(label, words))
    return Part([tr(kind.label, language) for language in languages], "" if own else record.title(), facts)


def _said(session: Session, field: Field, found: Sequence[Value], language: str) -> str:
    """Return a value in words; two people's different answers are both said."""
    return both([text_of(field, value, language, session.store.title_of) for value in found], language)


def _named(mention: _Mention, languages: tuple[str, ...]) -> Part:
    as_what = [", ".join(tr(field.label, language) for field in mention.fields) for language in languages]
    return Part(
        [tr(mention.kind.label, language) for language in languages],
        mention.record.title(),
        [Fact([tr(_AS, language) for language in languages], as_what)],
    )


def _changes(
    session: Session, records: Iterable[RecordId], languages: tuple[str, ...]
) -> tuple[list[tuple[datetime, list[str], str]], list[str]]:
    entries = {(entry.when, entry.act, entry.who) for record in records for entry in session.store.history(record)}
    newest = sorted(entries, reverse=True)
    told = [(when, [tr(act, language) for language in languages], who) for when, act, who in newest[:MOST_CHANGES]]
    rest = len(newest) - len(told)
    more = [ntr("and {n} earlier change", "and {n} earlier changes", rest, lang).format(n=rest) for lang in languages]
    return told, more if rest else []


def _look(look: Look, languages: tuple[str, ...]) -> list[str]:
    told = []
    for language in languages:
        often = ntr("{n} time", "{n} times", look.times, language).format(n=look.times)
        parts = (day_text(look.day, language), tr(HOW_WORDS[look.how], language), look.who, often)
        told.append(" · ".join(part for part in parts if part))
    return told


def _left_out(apart: int, languages: tuple[str, ...]) -> list[list[str]]:
    sentences = [[tr(message, language) for language in languages] for message in (_OTHERS, _SECRET, _PAPERS, _BACKUPS)]
    if apart:
        sentences.append(
            [
                ntr(
                    "{n} record, because it also tells of somebody else who has to be protected.",
                    "{n} records, because they also tell of somebody else who has to be protected.",
                    apart,
                    language,
                ).format(n=apart)
                for language in languages
            ]
        )
    return sentences
