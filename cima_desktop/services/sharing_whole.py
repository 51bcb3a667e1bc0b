"""Whole records for another coordinator: what they lack, or chosen records with all that belongs to them (Y5).

Records leave as the changes that were signed, with their history. The mark that keeps people apart goes along.
"""

from collections.abc import Collection, Iterable, Iterator

from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import fields_for, stays_home
from cima_desktop.services.belonging import belongings, bound_to, with_company
from cima_desktop.services.consents import refusing
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice, Going, Kept, Selection, Why
from cima_desktop.store.bundles import IN, NOT_LEFT
from cima_desktop.store.change import Raw, change_id, read_stored
from cima_desktop.store.merge import PART
from cima_desktop.store.peers import Peer


def select(session: Session, choice: Choice, peers: Collection[Peer]) -> Selection:
    """Return what a choice of whole records comes to."""
    standings = refusing(session, Preset.PEER, session.today())
    refused = bound_to(session, (standing.person for standing in standings))
    loose = bound_to(session, choice.left_out)
    by_hand: dict[RecordId, list[str]] = {}
    for each, name in choice.withheld:
        by_hand.setdefault(each, []).append(name)
    never = {kind.name for kind in KINDS.values() if stays_home(kind)}
    going, kept = [], []
    wanted = dict(_wanted(session, choice, peers))
    named = session.store.named(list(wanted))
    for record, reason in wanted.items():
        kind, title = named[record]
        why = reason or _reason(record, choice, refused, loose) or (Why.NEVER if kind in never else None)
        if why is not None:
            kept.append(Kept(id=record, kind=kind, title=title, why=why))
            continue
        withheld = by_hand.get(record, [])
        fields = _without(kind, withheld) if withheld else ()
        going.append(Going(id=record, kind=kind, title=title, fields=fields))
        kept += [Kept(id=record, kind=kind, title=title, why=Why.HELD_BACK, field=name) for name in sorted(withheld)]
    return Selection(going=tuple(going), kept=tuple(kept), standings=tuple(standings))


def changes_of(session: Session, choice: Choice, going: Iterable[Going], peers: Collection[Peer]) -> Iterator[Raw]:
    """Yield the signed changes of the whole records that leave, each once.

    Of what the peers lack only that; chosen records leave with everything, whatever a peer said it has.
    """
    whole = [each.id for each in going if each.whole]
    haves = [peer.have for peer in peers] if choice.lacking else [None]
    told: set[bytes] = set()
    for have in haves if whole else ():
        for raw in session.store.gather(have, whole):
            if len(haves) == 1:
                yield raw
            elif (name := change_id(raw.header)) not in told:
                told.add(name)
                yield raw


def count(session: Session, choice: Choice, going: Iterable[Going], peers: Collection[Peer]) -> int:
    """Return how many changes `changes_of` yields."""
    if choice.lacking and len(peers) == 1:
        return session.store.gather_count(next(iter(peers)).have, [each.id for each in going if each.whole])[0]
    return sum(1 for _raw in changes_of(session, choice, going, peers))


def _wanted(session: Session, choice: Choice, peers: Collection[Peer]) -> Iterable[tuple[RecordId, Why | None]]:
    """Yield the records of which something is to leave; with a reason those that only some of the peers would get."""
    if not choice.lacking:
        chosen = with_company(session, belongings(session, choice.records))
        yield from ((record, None) for record in chosen)
        return
    scopes = [_scope(session, peer) for peer in peers]
    lacked: dict[RecordId, None] = {}
    for peer in peers:
        lacked.update(dict.fromkeys(session.store.lacking(peer.have)))
    for record in lacked:
        outside = any(scope is not None and record not in scope for scope in scopes)
        yield record, Why.OTHERS if outside else None


def _scope(session: Session, peer: Peer) -> Collection[RecordId] | None:
    """Return the only records a peer receives: those that went to it or came from it whole, and what belongs to them.

    What one side had in part only, for a purpose, says nothing about the rest. None when it receives everything.
    """
    if peer.scope == "all":
        return None
    strangers = {each.id for each in session.store.peers()}
    known: set[RecordId] = set()
    brought: set[RecordId] = set()
    for note in reversed(list(session.store.every_bundle())):  # the oldest first
        if note.way == IN:
            new = session.store.bundle_records(note.n).keys() - brought
            brought |= new
            if peer.id in note.peers:
                known |= {record for record in new if _came_whole(session, record, strangers)}
        elif peer.id in note.peers and note.purpose == Preset.PEER.value and note.state != NOT_LEFT:
            known |= {record for record, fields in session.store.bundle_records(note.n).items() if not fields}
    return with_company(session, {record: session.store.kind_of_id(record) for record in known})


def _came_whole(session: Session, record: RecordId, strangers: Collection[bytes]) -> bool:
    """Tell whether a record was begun elsewhere and what came first was no extract of it."""
    first = next(map(read_stored, session.store.all_changes(record)), None)
    return first is not None and first.dev in strangers and not first.note(PART)


def _reason(record: RecordId, choice: Choice, refused: Collection[RecordId], loose: Collection[RecordId]) -> Why | None:
    if record in choice.left_out:
        return Why.HELD_BACK
    if record in refused:
        return Why.REFUSED
    return Why.BELONGS if record in loose else None


def _without(kind: str, withheld: Collection[str]) -> tuple[str, ...]:
    return tuple(f.name for f in fields_for(KINDS[kind], Preset.PEER) if f.name not in withheld)
