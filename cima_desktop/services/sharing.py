"""What would leave, exactly, before anything does: to whom, which fields with which values, what stays and why (Y6)."""

from collections.abc import Collection, Sequence

import attrs

from cima_desktop.i18n import N_, ngettext, tr
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.display import text_of
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Preset, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import PURPOSES, Referral
from cima_desktop.services import referrals, sharing_purpose, sharing_whole
from cima_desktop.services.belonging import WHOLES, NotAWholeError
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice, Going, Kept, Leaving, Problem, Receiver, Selection
from cima_desktop.store.bundles import IN
from cima_desktop.store.change import read_stored
from cima_desktop.store.merge import PART
from cima_desktop.store.peers import Peer, Trust


class RevokedReceiverError(KnownError):
    """A receiver's device was lost or is not trusted any more."""

    message = N_("One of the receivers was revoked: nothing goes to that device any more.")
    remedy = N_("Take it off the list. If they have a new device, add its card and compare words.")


class NotForSharingError(KnownError):
    """Something was chosen that cannot be handed on."""

    message = N_("People, households and family plans that are not in the bin can be handed on.")
    remedy = N_("Choose one of those. What belongs to it goes along.")


@attrs.frozen(kw_only=True)
class Shown:
    """One field that leaves, in words; several values where two people wrote different things."""

    field: str
    label: str
    values: tuple[str, ...]


def preview(session: Session, choice: Choice) -> Leaving:
    """Return exactly what would leave; nothing is written.

    Raises:
        PracticePeersError, HelperCopyReadOnlyError: nothing leaves this vault.
        RevokedReceiverError: a receiver was revoked, or has no card here.
        NotForSharingError: something chosen is no person, household or plan, or is in the bin.
        NotFoundError: something chosen is not in this vault.
    """
    refuse_where_nothing_leaves(session)
    peers = [_peer(session, each) for each in choice.to]
    selection = _in_order(_select(session, choice, peers))
    sizes = _files(session, choice, selection.going)
    return Leaving(
        choice=choice,
        receivers=tuple(_receiver(peer) for peer in peers),
        selection=selection,
        changes=sharing_whole.count(session, choice, selection.going, peers),
        files=len(sizes),
        size=sum(sizes),
        moment=session.store.last_saved_at,
        problems=tuple(_problems(choice, selection, peers)),
    )


def _peer(session: Session, device: bytes) -> Peer:
    peer = session.store.peer(device)
    if not peer.receives:
        raise RevokedReceiverError
    return peer


def _receiver(peer: Peer) -> Receiver:
    return Receiver(id=peer.id, person=peer.person, label=peer.label, compared=peer.trust is Trust.CHECKED)


def _select(session: Session, choice: Choice, peers: Collection[Peer]) -> Selection:
    if choice.answers:
        return _answer(session, choice)
    if not choice.lacking and not choice.records:
        return Selection()
    try:
        if PURPOSES[choice.preset].whole:
            return sharing_whole.select(session, choice, peers)
        return sharing_purpose.select(session, choice, ", ".join(peer.person or peer.label for peer in peers))
    except NotAWholeError as error:
        raise NotForSharingError from error


def _answer(session: Session, choice: Choice) -> Selection:
    """Return the referral that is answered; no other record can take this road, which asks for no consent."""
    there = session.store.get(Referral, choice.answers)
    if there is None or choice.preset is not Preset.REFERRAL or not _to_whoever_asked(session, choice):
        return Selection()
    return Selection(going=(Going(id=there.id, kind="referral", title=there.title()),))


def _to_whoever_asked(session: Session, choice: Choice) -> bool:
    """Tell whether nobody would receive an answer but who asked; nobody at all is another problem."""
    return set(choice.to) <= {referrals.asker(session, choice.answers)}


def _in_order(selection: Selection) -> Selection:
    """Return it as somebody reads it: people, homes and plans by name, then what belongs to them, kind by kind."""
    going, kept = sorted(selection.going, key=_place), sorted(selection.kept, key=_place)
    return attrs.evolve(selection, going=tuple(going), kept=tuple(kept))


def _place(each: Going | Kept) -> tuple[int, str, str]:
    rank = WHOLES.index(each.kind) if each.kind in WHOLES else len(WHOLES)
    return rank, each.kind, each.title.casefold()


def _problems(choice: Choice, selection: Selection, peers: Collection[Peer]) -> list[Problem]:
    asks = choice.preset is Preset.REFERRAL and not choice.answers
    told = (
        (Problem.NOBODY, not peers),
        (Problem.NOT_COMPARED, not choice.not_compared and any(p.trust is not Trust.CHECKED for p in peers)),
        (Problem.NO_CONSENT, not choice.without_consent and bool(selection.unsettled())),
        (Problem.NO_QUESTION, asks and not choice.question),
        (Problem.NOT_ASKED_BY, bool(choice.answers) and not selection.going),
        (Problem.NOTHING, not choice.answers and not selection.going),
    )
    return [problem for problem, there in told if there]


def _files(session: Session, choice: Choice, going: Sequence[Going]) -> list[int]:
    return [session.store.size_of_bytes(each.digest) for each in attached(session, choice, going)]


def attached(session: Session, choice: Choice, going: Sequence[Going]) -> list[Attachment]:
    """Return the attachments whose bytes go along; those of which this vault has no bytes are left out.

    Bytes are found by their fingerprint, and a receiver who knows one could name it in a record of their own. So what
    came from a receiver brings them no bytes.
    """
    if not choice.files:
        return []
    wanted = (each.id for each in going if each.kind == "attachment" and (each.whole or "digest" in each.fields))
    found = (a for each in wanted if (a := session.store.get(Attachment, each)) is not None and a.digest)
    peers = {peer.id for peer in session.store.peers()}
    here = (a for a in found if session.store.has_bytes(a.digest) and not _is_from(session, choice.to, a, peers))
    return list({a.digest: a for a in here}.values())


def _is_from(session: Session, receivers: Collection[bytes], attachment: Attachment, peers: Collection[bytes]) -> bool:
    """Tell whether nobody but the receivers says that these bytes belong to this record, or brought what says so."""
    changes = map(read_stored, session.store.all_changes(attachment.id))
    told = (
        change for change in changes if any((o.field, o.value) == ("digest", attachment.digest) for o in change.ops)
    )
    writers = {change.dev for change in told if change.dev in peers or not change.note(PART)}  # what we only repeat
    if writers.difference(peers):
        return False
    brought = {peer for note in session.store.bundles_about(attachment.id) if note.way == IN for peer in note.peers}
    return not writers - set(receivers) or not brought - set(receivers)


def shown(session: Session, leaving: Leaving, record: RecordId, language: str | None = None) -> list[Shown]:
    """Return the fields of a record that leave, with their values in words."""
    going = next((each for each in leaving.selection.going if each.id == record), None)
    kind = KINDS.get(going.kind) if going is not None else None
    if going is None or kind is None:
        return []
    noted: dict[str, Value] = {}
    for edit in leaving.selection.writes:
        noted.update({k: v for k, v in edit.values.items() if edit.id == record and isinstance(v, str)})
    there = session.store.kind_of_id(record)
    snapshot = session.store.snapshot(record) if there else None
    values = {**(kind.values(snapshot.record) if snapshot else {}), **noted}
    conflicts = snapshot.conflicts if snapshot else {}
    names = going.fields or kind.names
    told = []
    for name in names:
        field, value = kind.field(name), values.get(name)
        all_values = [version.value for version in conflicts.get(name, ())] or [value]
        words = tuple(filter(None, (_words(session, kind.name, name, each, language) for each in all_values)))
        if words:
            told.append(Shown(field=name, label=tr(field.label, language), values=words))
    return told


def is_in_bin(session: Session, record: RecordId) -> bool:
    """Tell whether a record that leaves lies in the bin here."""
    kind = KINDS.get(session.store.kind_of_id(record))
    return kind is not None and session.store.get(kind.record, record) is None


def _words(session: Session, kind: str, name: str, value: Value, language: str | None) -> str:
    """Return a value in words; what names other records by their ids is said by their titles."""
    if (kind, name) == ("plan", "children") and isinstance(value, frozenset):
        return ", ".join(sorted(session.store.title_of(each) for each in value))
    return text_of(KINDS[kind].field(name), value, language, session.store.title_of)


def summary(leaving: Leaving) -> str:
    """Return in one line how much would leave."""
    going = leaving.selection.going
    people = sum(each.kind == "person" for each in going)
    parts = [
        ngettext("{n} record", "{n} records", len(going)).format(n=len(going)),
        ngettext("{n} person", "{n} people", people).format(n=people) if people else "",
        ngettext("{n} attachment", "{n} attachments", leaving.files).format(n=leaving.files) if leaving.files else "",
    ]
    return " · ".join(part for part in parts if part)
