"""Two coordinators with a vault each, who know each other's cards; what a bundle that one made says to the other."""

import itertools
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import attrs
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.exchange.bundle import Changes, Header, Objects, Piece, Section, open_bundle
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.services import (
    arriving,
    arriving_taking,
    comparing,
    families,
    own_card,
    peers,
    sharing,
    sharing_export,
)
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_export import Left
from cima_desktop.services.sharing_terms import Choice, Leaving, Why
from cima_desktop.store import Edit, steps
from cima_desktop.store.change import Change, Raw, read_stored
from cima_desktop.store.peers import NewCard, Peer, Trust
from cima_desktop.vault import TESTING_COST, create_vault
from tests.unit.services.conftest import family_of_three

TODAY = date(2026, 11, 21)
ACT = "Put something in"
_numbers = itertools.count(1)


def make_vault(folder: Path, name: str) -> Session:
    """Make and open a vault of somebody called `name`."""
    made = create_vault(folder, "a passphrase for tests only", name, TESTING_COST, steps=steps())
    return Session(made.vault, today=lambda: TODAY)


def meet(here: Session, other: Session, *, compared: bool = True) -> Peer:
    """Let one take in the other's card, and compare words with them unless told otherwise."""
    added = peers.add_card(here, own_card.card_text(other))
    if compared:
        comparing.compare(here, added.peer.id, "words", " ".join(own_card.mine(other).words["en"]))
    return here.store.peer(added.peer.id)


def a_peer(here: Session, person: str, *, compared: bool = True) -> Peer:
    """Let somebody's card be here without a vault of theirs."""
    key, box = Ed25519PrivateKey.generate(), pyrage.x25519.Identity.generate()
    card = NewCard(
        card=secrets.token_bytes(32),
        public=key.public_key().public_bytes_raw(),
        box=str(box.to_public()),
        person=person,
        label="",
    )
    peer = here.store.keep_card(card, Trust.SEEN)
    return here.store.note_checked(peer.id, "words") if compared else peer


def put(session: Session, kind: str, **values: object) -> RecordId:
    """Put a record into a vault."""
    record = new_id()
    session.store.save(ACT, [Edit(kind, record, values)])
    return record


def look(session: Session, choice: Choice) -> Leaving:
    """Return what would leave."""
    return sharing.preview(session, choice)


def hand_on(session: Session, choice: Choice, folder: Path) -> Left:
    """Write a bundle."""
    leaving = look(session, choice)
    assert not leaving.problems
    return sharing_export.export(session, leaving, folder / f"{next(_numbers)}-{secrets.token_hex(2)}.cima")


@attrs.define
class Arrived:
    """What is in a bundle, as its receiver reads it."""

    header: Header
    raws: list[Raw] = attrs.field(factory=list)
    pieces: list[Piece] = attrs.field(factory=list)
    objects: list[bytes] = attrs.field(factory=list)

    @property
    def changes(self) -> list[Change]:
        """The changes, read."""
        return [read_stored(raw) for raw in self.raws]

    def take(self, section: Section) -> None:
        """Take a section."""
        if isinstance(section, Changes):
            self.raws += section.raws
        elif isinstance(section, Piece):
            self.pieces.append(section)
        elif isinstance(section, Objects):
            self.objects += section.items

    def said(self, record: RecordId) -> dict[str, list[object]]:
        """Return the values that are said of a record, by field."""
        found: dict[str, list[object]] = {}
        for change in self.changes:
            for op in change.ops:
                if change.rec.hex() == record and not op.field.startswith("~"):
                    found.setdefault(op.field, []).append(op.value)
        return found

    def records(self) -> set[str]:
        """Return the records of which something is said."""
        return {change.rec.hex() for change in self.changes}

    def everything(self) -> bytes:
        """Return all bytes that are inside, one after another, as the receiver sees them."""
        parts: list[bytes | None] = [repr(self.header).encode(), *self.objects]
        for raw in self.raws:
            parts += [raw.header, raw.payload]
        parts += [piece.data for piece in self.pieces]
        return b"\n".join(part for part in parts if part)


def opened(session: Session, path: Path) -> Arrived:
    """Open a bundle as the owner of a vault can."""
    with path.open("rb") as file:
        bundle = open_bundle(file, session.store.own_boxes(), session.store.own_fingerprints(), peers.standing(session))
        arrived = Arrived(bundle.header)
        bundle.read(arrived.take)
    return arrived


def take_in(session: Session, path: Path) -> None:
    """Receive a bundle and take all of it in, as somebody who ticks everything."""
    received = arriving.receive(session, path)
    arriving_taking.take_in(session, received.arrival.note.n, [], backup=False)


def titles(leaving: Leaving) -> set[str]:
    """Return what the records that leave are called."""
    return {going.title for going in leaving.selection.going}


def fields(leaving: Leaving, record: RecordId) -> Sequence[str]:
    """Return the fields of a record that leave."""
    return next((going.fields for going in leaving.selection.going if going.id == record), ())


def who(session: Session, name: str) -> RecordId:
    """Return the person with these given names."""
    return next(person.id for person in session.store.all(Person) if person.given_names == name)


def reasons(leaving: Leaving, record: RecordId) -> dict[str, Why]:
    """Return why a record stays, or fields of it."""
    return {kept.field: kept.why for kept in leaving.selection.kept if kept.id == record}


def apart(session: Session, one: RecordId, other: RecordId) -> RecordId:
    """Keep two people apart on purpose."""
    return put(session, "relationship", person=one, other=other, relation="kept_apart", note="Orden del juez")


@attrs.define
class Two:
    """Two coordinators who know each other, and what the first has."""

    here: Session
    there: Session
    folder: Path
    plan: RecordId

    @property
    def to(self) -> tuple[bytes, ...]:
        """The other one, as a receiver."""
        return (self.here.store.peers()[0].id,)

    def sent(self, choice: Choice) -> Arrived:
        """Return what the other one reads."""
        return opened(self.there, hand_on(self.here, choice, self.folder).path)


@contextmanager
def two_vaults(folder: Path) -> Iterator[Two]:
    """Make two vaults whose owners know each other; the first has a family."""
    with make_vault(folder / "here", "Ana") as here, make_vault(folder / "there", "Beto") as there:
        meet(here, there)
        meet(there, here)
        families.import_bytes(here, json.dumps(family_of_three()).encode(), backup=False)
        yield Two(here, there, folder, here.store.all(Plan)[0].id)
