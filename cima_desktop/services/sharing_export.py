"""Writing a bundle: made of exactly what was shown, noted in the register before the first byte (Y1, Y12, Y14).

A power cut between the note and the file leaves a line about something that did not leave. The other order would
leave a bundle in the world of which nobody here knows.
"""

import contextlib
import itertools
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import attrs

from cima_desktop import __version__, paths
from cima_desktop.exchange.bundle import Changes, Header, Objects, Piece, Section, save_bundle
from cima_desktop.exchange.header import MOST_HAVE
from cima_desktop.exchange.told import Erased, tell
from cima_desktop.i18n import N_
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Preset
from cima_desktop.services import peers as people
from cima_desktop.services import revoking, sharing, sharing_whole
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Leaving
from cima_desktop.store import have
from cima_desktop.store.bundles import LEFT, MAKING, NOT_LEFT, OUT
from cima_desktop.store.change import NO_ACTOR, Raw, read_stored
from cima_desktop.store.device import device_id
from cima_desktop.store.peers import Peer
from cima_desktop.vault.errors import known_faults

SHARE_ACT = N_("Handed records on")
_PIECE = 256 * 1024
_BATCH = 500
_TYPICAL_CHANGE = 300
"""Bytes; only for telling how far the writing has come."""

Tick = Callable[[int, int], object]


class StaleLeavingError(KnownError):
    """Something was saved since what leaves was looked at."""

    message = N_("Something changed since you looked at what leaves. Nothing was written.")
    remedy = N_("Look at it again: it is shown anew.")


class UnsettledError(KnownError):
    """Something must be settled before anything can leave."""

    remedy = N_("Settle that first. Nothing was written.")


class FileThereError(KnownError):
    """There is a file of that name already."""

    message = N_("There is a file of that name already, and it was left as it is.")
    remedy = N_("Choose another name or another place.")


class OwnFolderError(KnownError):
    """A bundle was to be written into the folder of the vault."""

    message = N_("That folder belongs to the vault itself. Nothing was written.")
    remedy = N_("Choose a USB stick, or another folder.")


class PlaceGoneError(KnownError):
    """The folder that was chosen is not there (any more)."""

    message = N_("The place you chose is not there any more. Nothing was written.")
    remedy = N_("Plug the stick in again, or choose another place.")


@attrs.frozen(kw_only=True)
class Left:
    """A bundle that was written."""

    path: Path
    note: int
    """Its line in the register."""
    size: int


def file_name(session: Session) -> str:
    """Return a name for a bundle: the day, and something that tells it from another; nobody's name."""
    return f"cima-{session.today():%Y-%m-%d}-{secrets.token_hex(2)}{paths.BUNDLE}"


def export(session: Session, leaving: Leaving, path: Path, tick: Tick = lambda _done, _all: None) -> Left:
    """Write what was looked at, and nothing else, into a new file.

    `tick` hears how far it has come; what it raises stops the writing, and no file is left.

    Raises:
        PracticePeersError, HelperCopyReadOnlyError: nothing leaves this vault.
        UnsettledError: a consent, a receiver or a question is missing.
        StaleLeavingError: it would be something else now.
        FileThereError, OwnFolderError: the place cannot be used.
        PlaceGoneError, VaultError: the stick was pulled, or the disk refused; the file is not there, and the register
            says that it did not leave.
    """
    refuse_where_nothing_leaves(session)
    if leaving.problems:
        raise UnsettledError(leaving.problems[0].value)
    if path.exists():
        raise FileThereError
    if session.folder.resolve() in path.resolve().parents:
        raise OwnFolderError
    if sharing.preview(session, leaving.choice) != leaving:
        raise StaleLeavingError
    making = _Making(session, leaving)
    note = making.note()
    try:
        with known_faults(path.parent):
            written = save_bundle(
                path, making.header, making.boxes, session.store.sign, making.sections(), making.told(tick)
            )
    except BaseException as error:
        with contextlib.suppress(KnownError):  # a vault that takes nothing more: the register then says too much
            session.store.set_bundle(note, state=NOT_LEFT)
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise PlaceGoneError from error
        raise
    session.store.set_bundle(note, state=LEFT, facts={"size": written.size, "mark": written.mark.hex()})
    return Left(path=path, note=note, size=written.size)


class _Making:
    """One bundle on its way: what is in it is fixed when this is made, and flows into the file afterwards."""

    def __init__(self, session: Session, leaving: Leaving) -> None:
        self._session, self._leaving = session, leaving
        self._choice, self._going = leaving.choice, leaving.selection.going
        self._peers: list[Peer] = [session.store.peer(each.id) for each in leaving.receivers]
        self._attached = sharing.attached(session, self._choice, self._going)
        self._extracts = self._say_again()
        self.header = self._header()
        self.boxes = [peer.box for peer in sorted(self._peers, key=lambda p: p.fingerprint)]

    @property
    def _is_open(self) -> bool:
        """Tell whether it is for colleagues who receive everything: only they learn what this vault has."""
        return self._choice.preset is Preset.PEER and all(peer.scope == "all" for peer in self._peers)

    def _say_again(self) -> list[Raw]:
        """Note what has to be noted first, and sign what leaves for a purpose."""
        if self._leaving.selection.writes:
            self._session.store.save(SHARE_ACT, self._leaving.selection.writes, undoable=False)
        wanted = {each.id: each.fields for each in self._going if not each.whole}
        return self._session.store.extract(SHARE_ACT, wanted, self._choice.preset.value) if wanted else []

    def _header(self) -> Header:
        public = self._session.store.own_public_key()
        pieces = [self._session.store.size_of_bytes(each.digest) for each in self._attached]
        own_have = have.pack(self._session.store.own_have()) if self._is_open else b""
        if len(own_have) > MOST_HAVE:
            own_have = b""
        return Header(
            bundle_id=secrets.token_bytes(16),
            sender=device_id(public),
            sender_key=public,
            recipients=tuple(sorted(peer.fingerprint for peer in self._peers)),
            made_ms=self._session.store.now_ms(),
            sort=self._choice.sort,
            purpose=self._choice.preset.value,
            have=own_have,
            program=f"cima-desktop {__version__}",
            changes=self._leaving.changes + len(self._extracts),
            pieces=sum(max(1, -(-size // _PIECE)) for size in pieces),
            size=sum(pieces),
            note=self._choice.note,
        )

    def note(self) -> int:
        """Write the line of the register, and return its number."""
        selection = self._leaving.selection
        facts = {
            "people": sum(each.kind == "person" for each in self._going),
            "records": len(self._going),
            "changes": self.header.changes,
            "files": self._leaving.files,
            "kept": len(selection.kept),
            "consents": sorted(s.consent for s in selection.standings if s.consent),
            "without_consent": sorted(s.person for s in selection.unsettled()),
            "not_compared": [each.id.hex() for each in self._leaving.receivers if not each.compared],
        }
        return self._session.store.note_bundle(
            OUT,
            self.header.bundle_id,
            sort=self.header.sort,
            made_ms=self.header.made_ms,
            purpose=self.header.purpose,
            reason="\n".join((self._choice.reason, self._choice.without_consent)).rstrip(),
            state=MAKING,
            peers=[peer.id for peer in self._peers],
            records={each.id: each.fields for each in self._going},
            facts=facts,
        )

    def sections(self) -> Iterator[Section]:
        """Yield what goes into the file, in order."""
        yield Objects(tuple(self._objects()))
        whole = sharing_whole.changes_of(self._session, self._choice, self._going, self._peers)
        yield from (Changes(tuple(batch)) for batch in _batches(whole))
        if self._extracts:
            yield Changes(tuple(self._extracts))
        for each in self._attached:
            yield from self._pieces(each)

    def _objects(self) -> Iterator[bytes]:
        """Yield cards, ours first, and names of everybody whose changes leave, and what was erased that they had.

        To colleagues also whom nobody trusts any more.
        """
        store = self._session.store
        whole = [each.id for each in self._going if each.whole]
        yield from people.cards_of(self._session, store.signing_devices(whole) if whole else [])
        if self._choice.preset is Preset.PEER:
            yield from revoking.statements(self._session)
        names = store.author_names(whole) if whole else {}
        for raw in self._extracts:
            names[read_stored(raw).actor] = self._session.who
        names.pop(NO_ACTOR, None)
        yield from tell(names, self._erased())

    def _erased(self) -> Iterator[Erased]:
        """Yield what was erased here: to colleagues who receive everything all of it, to others only what they had."""
        had = [frozenset(self._session.store.records_of_peer(peer.id)) for peer in self._peers]
        for stone in self._session.store.tombstones():
            if self._is_open or all(stone.id in each for each in had):
                yield Erased(bytes.fromhex(stone.id), stone.reason, int(stone.when.timestamp() * 1000))

    def _pieces(self, attachment: Attachment) -> Iterator[Section]:
        """Yield the bytes of a file in pieces of one length, whatever the lengths in the vault."""
        total = self._session.store.size_of_bytes(attachment.digest)
        digest, offset, rest = bytes.fromhex(attachment.digest), 0, b""
        for data in self._session.store.read_bytes(attachment.digest):
            rest += data
            while len(rest) >= _PIECE:
                yield Piece(digest, offset, total, rest[:_PIECE])
                offset, rest = offset + _PIECE, rest[_PIECE:]
        if rest or not total:
            yield Piece(digest, offset, total, rest)

    def told(self, tick: Tick) -> Callable[[int], None]:
        """Return what tells how far the writing has come."""
        expected = max(1, self.header.changes * _TYPICAL_CHANGE + self.header.size)

        def tell(done: int) -> None:
            tick(min(done, expected), expected)

        return tell


def _batches(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    waiting = iter(raws)
    while batch := list(itertools.islice(waiting, _BATCH)):
        yield batch
