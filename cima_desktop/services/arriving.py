"""Reading what another coordinator sent: checked whole, then kept in the vault until somebody decides (Y4, Y10).

A file is read twice: once to see that it is whole, meant for this vault and signed by somebody who is known here, and
once to put it aside in the vault, so that the stick can go. Nothing of it counts until a person has decided
(`arriving_review`, `arriving_taking`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import attrs

from cima_desktop.exchange.bundle import SORTS, Bundle, Changes, Header, Objects, Section, Standing, open_bundle
from cima_desktop.exchange.cards import Card
from cima_desktop.exchange.errors import BundleError, IllFormedError, UnknownSenderError
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import stays_home
from cima_desktop.services import arriving_told, peers
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.session import Session
from cima_desktop.store import BundleNote, Peer
from cima_desktop.store.arriving import BadArrivalError
from cima_desktop.store.bundles import DONE, IN, READING, REFUSED, TABLE, TAKING, UNDONE, WAITING

Tick = Callable[[int, int], None]
DECIDED = frozenset({DONE, REFUSED, UNDONE})
STATES = DECIDED | {WAITING, TAKING}
"""States of an arrival that a person is told of."""
CHANGES = "changes"
"""How many changes of a bundle were new here when it was read; among the facts of its line in the register."""


class UnreadableFileError(KnownError):
    """A file cannot be read, or no longer."""

    message = N_("The file cannot be read.")
    remedy = N_("Check that it is there and that you may open it. If it is on a stick, put the stick in again.")


class NoCardError(BundleError):
    """There are changes of devices whose card did not come with them."""

    message = N_("Some of what is in this bundle was written on a computer whose card did not come with it.")
    remedy = N_("Nothing was taken in. Ask the sender to make the bundle again with the newest version of the program.")


class NeverSentError(BundleError):
    """There are changes of records that no vault hands on."""

    message = N_("This bundle holds what never leaves a vault, like an attorney’s approval of papers.")
    remedy = N_("Nothing was taken in. Call the sender: no bundle of this program is made like that.")


@attrs.frozen(kw_only=True)
class Arrival:
    """A bundle that arrived: its line in the register, and who sent it (None: that device is not known any more)."""

    note: BundleNote
    sender: Peer | None


@attrs.frozen(kw_only=True)
class Received:
    """A bundle that was read, and the state it had before that; empty when it is new here."""

    arrival: Arrival
    before: str = ""


def receive(session: Session, file: Path, tick: Tick = lambda _done, _total: None) -> Received:
    """Read a bundle and keep it in the vault until somebody decides; nothing of it counts yet.

    One that is here already is only looked up: reading it again changes nothing.

    Raises:
        PracticePeersError, HelperCopyReadOnlyError: this vault takes nothing in.
        UnreadableFileError: the file cannot be read; nothing was kept.
        BundleError: one of its kinds, each with its own sentence; nothing was kept.
        VaultError: the disk of the vault refused; nothing was kept.
    """
    refuse_where_nothing_leaves(session)
    with _opened(file) as (data, size):
        bundle = _examined(session, data, lambda done: tick(done, 2 * size))
        known = session.store.bundle_known(IN, bundle.header.bundle_id, bundle.header.sender, bundle.mark)
        if known is not None and known.state != READING:
            return Received(arrival=arrival(session, known.n), before=known.state)
        n = _begin(session, bundle)
        try:
            _stage(session, n, bundle, lambda done: tick(size + done, 2 * size))
        except BaseException:
            session.store.discard_arrival(n)
            raise
    return Received(arrival=arrival(session, n))


def card_in(session: Session, file: Path) -> Card | None:
    """Return the card that its sender put into a bundle, for somebody whose card is not here yet; nothing is kept.

    It proves nothing: whoever made the file wrote it. Only comparing words with the person does.

    Raises:
        UnreadableFileError, BundleError: as for `receive`.
    """
    with _opened(file) as (data, _size):
        return _card(session, data)


def waiting(session: Session) -> list[Arrival]:
    """Return what waits for a decision or is half taken in, newest first."""
    return _with_senders(session, session.store.arrivals())


def decided(session: Session, limit: int = 50) -> list[Arrival]:
    """Return up to `limit` bundles that were decided about, and tables that were taken in, newest first."""
    came = session.store.every_bundle(IN)
    found = (note for note in came if note.state in DECIDED and note.sort in (*SORTS, TABLE))
    return _with_senders(session, list(islice(found, limit)))


def arrival(session: Session, n: int) -> Arrival:
    """Return one bundle that arrived.

    Raises:
        NotFoundError: there is none with this number.
    """
    return _with_senders(session, [session.store.bundle(n)])[0]


def _with_senders(session: Session, notes: Sequence[BundleNote]) -> list[Arrival]:
    known = {peer.id: peer for peer in session.store.peers()} if notes else {}
    return [Arrival(note=note, sender=next((known[i] for i in note.peers if i in known), None)) for note in notes]


@contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file of somebody else's, and say in words what its disk refuses."""
    try:
        with file.open("rb") as data:
            yield data, max(1, file.stat().st_size)
    except OSError as error:
        raise UnreadableFileError from error


def _secrets(session: Session) -> list[str]:
    session.store.own_box()
    return session.store.own_boxes()


def _own(session: Session) -> list[bytes]:
    return session.store.own_fingerprints()


def _examined(session: Session, data: BinaryIO, tick: Callable[[int], object]) -> Bundle:
    """Examine a bundle; a sender who goes on for a checked device (after a restore) is introduced by it."""
    try:
        return open_bundle(data, _secrets(session), _own(session), peers.standing(session), tick)
    except UnknownSenderError:
        card = _card(session, data)
        older = peers.introduction(session, card)[1] if card else b""
        if card is None or not older:
            raise
        peers.know_cards(session, [card.raw], older)
        return open_bundle(data, _secrets(session), _own(session), peers.standing(session), tick)


def _card(session: Session, data: BinaryIO) -> Card | None:
    """Return the card of its sender in a bundle, whoever that is."""
    found: list[Card] = []

    def look(section: Section) -> None:
        if isinstance(section, Objects):
            found.extend(arriving_told.cards(section.items))

    bundle = open_bundle(data, _secrets(session), _own(session), lambda _id, _key: Standing.KNOWN)
    bundle.read(look)
    return next((card for card in found if card.public == bundle.header.sender_key), None)


def _begin(session: Session, bundle: Bundle) -> int:
    header = bundle.header
    return session.store.begin_arrival(
        header.bundle_id,
        sender=header.sender,
        mark=bundle.mark,
        sort=header.sort,
        made_ms=header.made_ms,
        purpose=header.purpose,
        reason=header.note,
        peers=[header.sender],
        facts={"program": header.program, "reply_to": header.reply_to.hex()},
    )


def _stage(session: Session, n: int, bundle: Bundle, tick: Callable[[int], object]) -> None:
    """Keep every section of a bundle; what it tells of people comes before their changes."""
    staging = _Staging(session, n, bundle.header)
    try:
        bundle.read(staging.take, tick)
    except BadArrivalError as error:
        raise IllFormedError from error
    session.store.set_bundle(n, facts={CHANGES: staging.kept})
    if bundle.header.have:
        session.store.note_have(bundle.header.sender, bundle.header.have, bundle.header.made_ms)
    session.store.end_staging(n)


class _Staging:
    """Puts the sections of one bundle where they wait."""

    def __init__(self, session: Session, n: int, header: Header) -> None:
        self._session, self._n, self._header = session, n, header
        self._never = [kind.name for kind in KINDS.values() if stays_home(kind)]
        self.kept = 0

    def take(self, section: Section) -> None:
        """Keep one section.

        Raises:
            IllFormedError, NoCardError, NeverSentError: it is not worth keeping, and neither is the bundle.
        """
        store = self._session.store
        if isinstance(section, Objects):
            arriving_told.take(self._session, self._n, self._header.sender, section.items)
        elif isinstance(section, Changes):
            staged = store.stage(self._n, section.raws)
            self.kept += staged.kept
            if staged.refused:
                raise IllFormedError
            if staged.unknown:
                raise NoCardError
            if store.are_of(self._never, section.raws):
                raise NeverSentError
        else:
            store.stage_piece(self._n, section.digest, section.offset, section.total, section.data)
