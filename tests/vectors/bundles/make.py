"""Make bundles that must be read or refused for ever: `python -m tests.vectors.bundles.make FOLDER`."""

import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgpack
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.exchange.bundle import Changes, Header, Objects, Piece, Section, save_bundle
from tests.bundles import (
    ANA,
    BETO,
    BUNDLE_ID,
    CARMEN,
    CUT,
    FILE,
    MADE_MS,
    Draft,
    Part,
    Party,
    change_bytes,
    changes,
    object_bytes,
    piece_bytes,
    sealed,
    squeezed,
)

DORA = Party(Ed25519PrivateKey.from_private_bytes(bytes([4]) * 32), "", "")
"""Her key was revoked."""
CARD = Part(b"K", object_bytes(b"card"))


def digest_of(sections: Iterable[Section]) -> str:
    """Return one digest over all that was handed out: for each item its length (8 bytes, little-endian) and its bytes.

    Items are the objects; of a change header, signature, salt and payload (empty after an erasure); of a piece digest,
    offset and length of the file (8 bytes each, little-endian), and bytes.
    """
    made = hashlib.sha256()
    for section in sections:
        for item in _items(section):
            made.update(len(item).to_bytes(8, "little") + item)
    return made.hexdigest()


def _items(section: Section) -> Iterator[bytes]:
    if isinstance(section, Objects):
        yield from section.items
    elif isinstance(section, Changes):
        yield from (part or b"" for raw in section.raws for part in raw)
    else:
        yield from (section.digest, section.offset.to_bytes(8, "little"), section.total.to_bytes(8, "little"))
        yield section.data


def sample() -> list[Section]:
    """Return what the sample draft holds."""
    digest = hashlib.sha256(FILE).digest()
    return [
        Objects((b"a card", b"names")),
        Changes(tuple(changes())),
        Piece(digest, 0, len(FILE), FILE[:CUT]),
        Piece(digest, CUT, len(FILE), FILE[CUT:]),
    ]


def _with(place: int, value: object) -> bytes:
    draft = Draft()
    draft.header[place] = value
    return draft.sealed()


def _only(*parts: Part, changes: int = 0) -> bytes:
    draft = Draft(parts=[CARD, *parts])
    draft.header[12:15] = [changes, 0, 0]
    return draft.sealed()


def _signed_by(party: Party) -> bytes:
    draft = Draft(sign=party.key.sign)
    draft.header[3:5] = [party.device, party.public]
    return draft.sealed()


def good() -> Iterator[tuple[str, bytes, str]]:
    """Yield name, file and digest of what must be read."""
    long = changes()[0]._replace(sig=bytes(640))
    later = Draft(header=[*Draft().header, "more", [1, [b"2"]]])
    later.header[0] = 9
    optional = Draft(parts=[*Draft().parts[:1], Part(b"N", b"new", 2), *Draft().parts[1:]])
    shared = Draft()
    shared.header[5] = sorted([BETO.fingerprint, CARMEN.fingerprint])
    empty = Piece(hashlib.sha256(b"").digest(), 0, 0, b"")
    of_nothing = Draft(parts=[CARD, Part(b"B", piece_bytes(b"", 0, 0))])
    of_nothing.header[12:15] = [0, 1, 0]
    card = Objects((b"card",))
    yield "sample", Draft().sealed(), digest_of(sample())
    yield "two recipients", shared.sealed(CARMEN.box, BETO.box), digest_of(sample())
    yield "a card and nothing else", _only(), digest_of([card])
    yield (
        "a signature of 640 bytes",
        _only(Part(b"C", change_bytes(long)), changes=1),
        digest_of([card, Changes((long,))]),
    )
    yield "a file of no bytes", of_nothing.sealed(), digest_of([card, empty])
    yield "a later format that this reader may read", later.sealed(), digest_of(sample())
    yield "a section that may be passed over", optional.sealed(), digest_of(sample())
    yield "no padding", Draft(parts=Draft().parts[:-1]).sealed(), digest_of(sample())
    yield "a note in many scripts", _with(15, "Ñandú 😀 \u202eabc\u202c مرحبا\n" * 50), digest_of(sample())


def bad() -> Iterator[tuple[str, bytes, str]]:
    """Yield name, file and error of what must be refused."""
    newer = Draft(header=[*Draft().header[:6], "all else is new"])
    newer.header[:2] = [2, 2]
    yield "nothing", b"", "TruncatedError"
    yield "something else", b"%PDF-1.7\n" + bytes(100), "NotABundleError"
    yield "age with something else inside", sealed(b"hello, this is no bundle"), "NotABundleError"
    yield "another magic", Draft(magic=b"CIMABND2").sealed(), "NotABundleError"
    yield "for another vault", Draft().sealed(CARMEN.box), "NotForYouError"
    yield "passed on", _with(5, [CARMEN.fingerprint]), "ForwardedError"
    yield "our own", _signed_by(BETO), "OwnBundleError"
    yield "of a stranger", _signed_by(CARMEN), "UnknownSenderError"
    yield "of a revoked sender", _signed_by(DORA), "RevokedSenderError"
    yield "signed by another", Draft(sign=CARMEN.key.sign).sealed(), "TamperedError"
    yield "id of another", _with(3, CARMEN.device), "TamperedError"
    yield "recipients out of order", _with(5, sorted([BETO.fingerprint, CARMEN.fingerprint])[::-1]), "TamperedError"
    yield "header not canonical", Draft(header=msgpack.packb(Draft().header) + b"\0").sealed(), "TamperedError"
    yield "header with a map", Draft(header=[*Draft().header[:15], {}]).sealed(), "TamperedError"
    yield "another reader needed", newer.sealed(), "NewerFormatError"
    yield "a section that must be known", _only(Part(b"N", b"new")), "NewerFormatError"
    yield "an unknown sort", _with(7, "gift"), "IllFormedError"
    yield "a statement that is none", _with(9, b"\x90"), "IllFormedError"
    yield "too few parts", Draft(header=Draft().header[:15]).sealed(), "IllFormedError"
    yield from _cut()
    yield from _broken()


def _cut() -> Iterator[tuple[str, bytes, str]]:
    data, plaintext = Draft().sealed(), Draft().plaintext()
    yield "cut before the end", sealed(plaintext[:-106]), "TruncatedError"
    yield "cut in the end", sealed(plaintext[:-1]), "TruncatedError"
    yield "cut in the header", sealed(plaintext[:100]), "TruncatedError"
    yield "cut in age's header", data[:60], "TruncatedError"
    yield "added behind the end", Draft(tail=b"\0").sealed(), "AppendedError"


def _broken() -> Iterator[tuple[str, bytes, str]]:
    frame = squeezed(b"K", object_bytes(bytes(60)))
    yield "another transcript", Draft(transcript=bytes(32)).sealed(), "TamperedError"
    yield "another number of sections", Draft(count=7).sealed(), "TamperedError"
    yield "an unknown flag", _only(Part(b"K", b"x", 4)), "TamperedError"
    yield "content that may be passed over", _only(Part(b"K", object_bytes(b"x"), 2)), "TamperedError"
    yield "a section of 4 MiB and a byte", _only(Part(b"C", b"", stored=4 * 2**20 + 1)), "TooBigError"
    yield "a frame of a hundred to one", _only(squeezed(b"K", bytes(2**16))), "TooBigError"
    yield "a frame of another length", _only(Part(b"K", frame.data, 1, 65)), "IllFormedError"
    yield "two frames", _only(Part(b"K", 2 * frame.data, 1, 128)), "IllFormedError"
    yield "an object of no bytes", _only(Part(b"K", object_bytes(b""))), "IllFormedError"
    yield "a change that is cut", _only(Part(b"C", change_bytes(changes()[0])[:-1]), changes=1), "IllFormedError"
    yield "more changes than promised", _with(12, 2), "IllFormedError"
    yield "cards not first", Draft(parts=Draft().parts[1:]).sealed(), "IllFormedError"
    yield "a file with a gap", Draft(parts=[*Draft().parts[:2], *Draft().parts[3:]]).sealed(), "IllFormedError"


def make() -> dict[str, object]:
    """Return all of it."""
    files = [
        {"name": name, "error": error, "digest": digest, "file": base64.b64encode(data).decode("ascii")}
        for name, data, error, digest in (
            *((name, data, "", digest) for name, data, digest in good()),
            *((name, data, error, "") for name, data, error in bad()),
        )
    ]
    return {
        "sender": ANA.public.hex(),
        "stranger": CARMEN.public.hex(),
        "revoked": DORA.public.hex(),
        "secret": BETO.secret,
        "own": BETO.fingerprint.hex(),
        "whole": digest_of(sample()),
        "files": files,
    }


def main(folder: Path) -> None:
    """Write both files."""
    (folder / "vectors.json").write_text(json.dumps(make(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    header = Header(
        bundle_id=BUNDLE_ID, sender=ANA.device, sender_key=ANA.public, recipients=(BETO.fingerprint,), made_ms=MADE_MS,
        sort="delta", purpose="peer", program="CIMA Desktop", changes=3, pieces=2, size=len(FILE), note="¡Hola!",
    )  # fmt: skip
    save_bundle(folder / "whole.cima", header, [BETO.box], ANA.key.sign, sample())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
