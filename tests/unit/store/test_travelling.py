"""What one vault has reaches another through a file, byte for byte: gathered, sealed, examined, staged, taken in."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pyrage

from cima_desktop.exchange.bundle import (
    DELTA,
    MOST_PIECE,
    Changes,
    Header,
    Objects,
    Piece,
    Section,
    Standing,
    open_bundle,
    save_bundle,
)
from cima_desktop.exchange.signing import fingerprint
from cima_desktop.store import Store
from cima_desktop.store.device import device_id
from cima_desktop.store.have import pack, unpack
from tests.unit.store.making import edit, person

BUNDLE_ID = bytes(range(16))
SCAN = bytes(range(256)) * 5000


def hand_over(giver: Store, taker: Store, path: Path) -> None:
    """Let one vault write what the other lacks, and the other take all of it in."""
    box, key = pyrage.x25519.Identity.generate(), giver.own_public_key()
    receiver = fingerprint(taker.own_public_key())
    raws = tuple(giver.gather(taker.own_have()))
    digest = hashlib.sha256(SCAN).digest()
    pieces = [Piece(digest, at, len(SCAN), SCAN[at : at + MOST_PIECE]) for at in range(0, len(SCAN), MOST_PIECE)]
    header = Header(
        bundle_id=BUNDLE_ID, sender=device_id(key), sender_key=key, recipients=(receiver,), made_ms=1, sort=DELTA,
        purpose="peer", have=pack(giver.own_have()), program="test", changes=len(raws), pieces=len(pieces),
        size=len(SCAN),
    )  # fmt: skip
    save_bundle(path, header, [str(box.to_public())], giver.sign, [Objects((b"card",)), Changes(raws), *pieces])
    taker.know_device(key, "other")
    with open(path, "rb") as file:
        bundle = open_bundle(file, [str(box)], [receiver], lambda *_: Standing.KNOWN)
        n = taker.begin_arrival(BUNDLE_ID, sort=DELTA, made_ms=1, purpose="peer", peers=[device_id(key)])

        def stage(section: Section) -> None:
            if isinstance(section, Changes):
                assert taker.stage(n, section.raws).kept == len(section.raws)
            elif isinstance(section, Piece):
                taker.stage_piece(n, section.digest, section.offset, section.total, section.data)

        bundle.read(stage)
    taker.end_staging(n)
    taker.take_in(n, ())
    assert unpack(bundle.header.have) == giver.own_have()


def test_two_vaults_are_alike_after_a_file_went_each_way(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    ana, beto = new_store("ana"), new_store("beto")
    theirs = [person(ana, name) for name in ("Rosa", "Ñusta 😀", "Zoë")]
    edit(ana, theirs[0], phone="+18285550101")
    person(beto, "Tomás")
    hand_over(ana, beto, tmp_path / "to Beto.cima")
    hand_over(beto, ana, tmp_path / "to Ana.cima")
    assert sorted(ana.all_changes()) == sorted(beto.all_changes())
    assert [row.title for row in ana.page("person").rows] == [row.title for row in beto.page("person").rows]
    assert len(ana.page("person").rows) == 4
    assert ana.own_have() == beto.own_have()
