"""Two coordinators with a vault each, who know each other's cards and hand each other bundles; made-up people only."""

import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from cima_desktop.exchange import told
from cima_desktop.exchange.bundle import DELTA, Changes, Header, Objects, Section, save_bundle
from cima_desktop.exchange.cards import Card, as_text
from cima_desktop.exchange.told import Erased
from cima_desktop.model.ids import RecordId, derived_id, new_id
from cima_desktop.services import arriving, arriving_taking, comparing, own_card, peers
from cima_desktop.services.arriving import Arrival
from cima_desktop.services.arriving_taking import Taken
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit, Peer, have, steps
from cima_desktop.store.change import Body, Code, Op, Raw
from cima_desktop.store.change import make as make_change
from cima_desktop.store.core import actor_id
from cima_desktop.store.signatures import SIGN_DOMAIN
from cima_desktop.vault import TESTING_COST, create_vault
from tests import templates

ACT = "Added a person"
PASSPHRASE = "a passphrase for tests only"
ANA, BETO = "ana", "beto"


def vault_of(folder: Path, name: str) -> Session:
    """Make a coordinator's vault and open it."""
    made = create_vault(folder, PASSPHRASE, name, TESTING_COST, steps=steps())
    return Session(made.vault)


def make(folder: Path) -> Path:
    """Make Ana's and Beto's vaults, who know each other, closed, in a folder; tests take copies of them."""
    with vault_of(folder / ANA, "Ana Prueba") as ana, vault_of(folder / BETO, "Beto Muestra") as beto:
        acquaint(ana, beto)
    return folder


def opened(pair: Path, which: str, folder: Path) -> Session:
    """Open a copy of `ANA`'s or `BETO`'s vault in a folder."""
    templates.copy(pair / which, folder / which)
    return open_vault(folder / which, passphrase=PASSPHRASE, floor=TESTING_COST)


def acquaint(one: Session, other: Session) -> None:
    """Have two coordinators take in each other's card and compare the words."""
    for here, there in ((one, other), (other, one)):
        card = own_card.present_card(there)
        peers.add_card(here, as_text(card))
        comparing.compare(here, card.device, comparing.WORDS, " ".join(own_card.mine(there).words["es"]))


def rid_of(number: int) -> RecordId:
    """Return the id that a number always gives."""
    return derived_id("exchange", str(number))


def add(session: Session, kind: str = "person", record: RecordId | None = None, **values: Any) -> RecordId:
    """Put a record into a vault, or change it."""
    made = record or new_id()
    session.store.save(ACT, [Edit(kind, made, values)])
    return made


def bundle(
    sender: Session,
    receivers: Sequence[Session],
    file: Path,
    *,
    records: Collection[RecordId] | None = None,
    objects: Sequence[bytes] = (),
    **header: Any,
) -> Path:
    """Write a bundle with everything in a vault, or with these records, into a file, and return it."""
    cards = [own_card.present_card(each) for each in receivers]
    return bundle_for(cards, sender, file, records=records, objects=objects, **header)


def bundle_for(
    cards: Sequence[Card | Peer],
    sender: Session,
    file: Path,
    *,
    records: Collection[RecordId] | None = None,
    objects: Sequence[bytes] = (),
    raws: tuple[Raw, ...] | None = None,
    **header: Any,
) -> Path:
    """Do the same for those whose cards are given; with `raws`, with these changes in place of the vault's."""
    raws = tuple(sender.store.gather(None, records)) if raws is None else raws
    known = {
        "bundle_id": secrets.token_bytes(16),
        "sender": own_card.present_card(sender).device,
        "sender_key": sender.store.own_public_key(),
        "recipients": tuple(sorted(card.fingerprint for card in cards)),
        "made_ms": int(time.time() * 1000),
        "sort": DELTA,
        "purpose": "peer",
        "have": have.pack(sender.store.own_have()),
        "program": "0.1.0",
        "changes": len(raws),
        "pieces": 0,
        "size": 0,
        "note": "",
        **header,
    }
    items = [
        *peers.cards_of(sender, sender.store.signing_devices(records)),
        *told.tell(sender.store.author_names(), ()),
        *objects,
    ]
    sections: list[Section] = [Objects(tuple(items))]
    if raws:
        sections.append(Changes(raws))
    save_bundle(file, Header(**known), [card.box for card in cards], sender.store.sign, sections)
    return file


def erased(*records: RecordId, reason: str = "asked", at_ms: int = 1_795_000_000_000) -> bytes:
    """Return the statement that records were erased, as a bundle tells it."""
    return told.tell({}, [Erased(bytes.fromhex(each), reason, at_ms) for each in records])[0]


def receive(session: Session, file: Path) -> Arrival:
    """Read a bundle."""
    return arriving.receive(session, file).arrival


def take(session: Session, file: Path, declined: Collection[RecordId] = ()) -> Taken:
    """Read a bundle and take it in."""
    return arriving_taking.take_in(session, receive(session, file).note.n, declined, backup=False)


def raw_of(
    sender: Session, record: RecordId, kind: str, values: Mapping[str, Any], author: str = "", hlc: int = 0
) -> Raw:
    """Return a change that a vault's device signs and that no form of it would have written."""
    log = sender.store._log  # only a hostile program signs past the store
    seen = sorted(change.id for change in log.changes(rec.n)) if (rec := log.find(record)) else []
    ops = tuple(Op(Code.SET, name, value) for name, value in values.items())
    who = bytes.fromhex(actor_id(author)) if author else bytes(16)
    body = Body(bytes.fromhex(record), log.device.id, hlc or log.clock.tick(), tuple(seen), who, kind, ops)
    return make_change(body, lambda digest: log.device.key.sign(SIGN_DOMAIN + digest)).raw


def bundle_of(sender: Session, receiver: Session, file: Path, raws: Sequence[Raw], **also: Any) -> Path:
    """Write a bundle with these changes and nothing else."""
    card = own_card.present_card(receiver)
    return bundle_for([card], sender, file, raws=tuple(raws), **also)
