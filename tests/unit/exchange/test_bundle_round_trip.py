"""What is written comes out again: by the program, by the stock `age` command, by a reader made from the page alone."""

import hashlib
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import attrs
import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import layout
from cima_desktop.exchange.bundle import (
    CHOSEN,
    MOST_NOTE,
    MOST_OBJECT,
    MOST_PIECE,
    Changes,
    Header,
    Objects,
    Piece,
    Section,
    Standing,
    open_bundle,
    outline,
    save_bundle,
    write_bundle,
)
from cima_desktop.exchange.header import packed
from cima_desktop.exchange.sections import framed
from cima_desktop.store.change import Raw, parse
from cima_desktop.store.have import HaveSet, Run, pack
from cima_desktop.vault import files
from tests.bundles import ANA, BETO, BUNDLE_ID, CARMEN, CHUNK, CUT, FILE, MADE_MS, Party, changes, decoded


def header(*parties: Party, **facts: object) -> Header:
    known: dict[str, object] = {
        "bundle_id": BUNDLE_ID,
        "sender": ANA.device,
        "sender_key": ANA.public,
        "recipients": tuple(sorted(party.fingerprint for party in parties or (BETO,))),
        "made_ms": MADE_MS,
        "sort": CHOSEN,
        "purpose": "peer",
        "program": "CIMA 1",
        "changes": 0,
        "pieces": 0,
        "size": 0,
        **facts,
    }
    return Header(**known)  # type: ignore[arg-type]


def full() -> Header:
    return header(changes=3, pieces=2, size=len(FILE), note="Va la familia de Rosa. 😀")


def sections() -> list[Section]:
    digest = hashlib.sha256(FILE).digest()
    return [
        Objects((b"a card", b"names")),
        *(Changes((raw,)) for raw in changes()),
        Piece(digest, 0, len(FILE), FILE[:CUT]),
        Piece(digest, CUT, len(FILE), FILE[CUT:]),
    ]


def written(head: Header | None = None, given: list[Section] | None = None, *parties: Party) -> io.BytesIO:
    out = io.BytesIO()
    boxes = [party.box for party in parties or (BETO,)]
    write_bundle(out, head or full(), boxes, ANA.key.sign, sections() if given is None else given)
    return out


def read_back(file: io.BytesIO, party: Party = BETO) -> tuple[Header, list[Section]]:
    bundle = open_bundle(file, [party.secret], [party.fingerprint], lambda _id, _key: Standing.KNOWN)
    got: list[Section] = []
    bundle.read(got.append)
    return bundle.header, got


def merged(got: list[Section]) -> list[Section]:
    """Put together what was split, and leave out nothing."""
    raws = tuple(raw for section in got if isinstance(section, Changes) for raw in section.raws)
    items = tuple(item for section in got if isinstance(section, Objects) for item in section.items)
    pieces = [section for section in got if isinstance(section, Piece)]
    return [Objects(items), Changes(raws), *pieces]


def test_all_of_it_comes_back_byte_for_byte() -> None:
    head, got = read_back(written())
    assert head == full()
    assert merged(got) == merged(sections())
    assert [type(section) for section in got] == [Objects, Changes, Piece, Piece]
    assert [parse(raw).rec for raw in changes()] == [bytes([n]) * 16 for n in range(3)]


def test_a_bundle_of_nothing_but_a_card_is_one_chunk() -> None:
    file = written(header(note="¿Cómo está?\n\u202e abc"), [Objects((b"card",))])
    head, got = read_back(file)
    assert (head.note, got) == ("¿Cómo está?\n\u202e abc", [Objects((b"card",))])
    assert outline(file).sealed == CHUNK + 16


def test_each_of_five_recipients_opens_it_and_nobody_else() -> None:
    identities = [pyrage.x25519.Identity.generate() for _n in range(3)]
    more = [Party(Ed25519PrivateKey.generate(), str(each), str(each.to_public())) for each in identities]
    parties = (BETO, CARMEN, *more)
    head = attrs.evolve(full(), recipients=tuple(sorted(party.fingerprint for party in parties)))
    file = written(head, None, *parties)
    for party in parties:
        assert read_back(file, party)[0].note == full().note
    assert outline(file).stanzas in (5, 6)


def test_a_retired_box_still_opens_what_was_sealed_to_it() -> None:
    bundle = open_bundle(
        written(), [CARMEN.secret, BETO.secret], [CARMEN.fingerprint, BETO.fingerprint], lambda *_: Standing.KNOWN
    )
    assert bundle.header == full()


def test_what_is_known_of_the_sender_is_asked_with_its_id_and_key() -> None:
    asked: list[tuple[bytes, bytes]] = []

    def known(device: bytes, key: bytes) -> Standing:
        asked.append((device, key))
        return Standing.KNOWN

    open_bundle(written(), [BETO.secret], [BETO.fingerprint], known)
    assert asked == [(ANA.device, ANA.public)]


def test_large_content_is_split_and_nothing_is_lost() -> None:
    noise = os.urandom(MOST_OBJECT)
    raws = tuple(
        Raw(noise[n : n + 200], noise[n : n + 64 + n % 577], noise[:16], noise[: 100 * n + 1]) for n in range(1, 900)
    )
    given: list[Section] = [
        Objects((noise, b"x", noise[:-1])),
        Changes(raws[:500]),
        Changes(raws[500:]),
        Objects((b"more",)),
        Changes(()),
        Piece(hashlib.sha256(noise).digest(), 0, MOST_PIECE, noise),
        Piece(hashlib.sha256(b"").digest(), 0, 0, b""),
    ]
    file = written(header(changes=899, pieces=2, size=MOST_PIECE), given)
    _head, got = read_back(file)
    assert merged(got) == merged(given)
    assert sum(isinstance(section, Changes) for section in got) > 30


def test_text_that_repeats_is_compressed_and_text_that_repeats_for_ever_is_not() -> None:
    def size(payload: bytes) -> int:
        raw = Raw(b"h", bytes(64), bytes(16), payload)
        return len(written(header(changes=1), [Objects((b"card",)), Changes((raw,))]).getvalue())

    names = b" ".join(b"%x Rosa Lopez" % (n * 2_654_435_761 % 2**32) for n in range(30_000))
    assert size(names) < len(names) / 2
    assert size(bytes(1_000_000)) > 1_000_000


def test_progress_is_told_and_can_stop_it() -> None:
    class Stop(Exception):
        pass

    def stop(_done: int) -> None:
        raise Stop

    told: list[int] = []
    out = io.BytesIO()
    write_bundle(out, full(), [BETO.box], ANA.key.sign, sections(), told.append)
    assert told[-1] == len(out.getvalue())
    del told[:]
    bundle = open_bundle(out, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN, told.append)
    bundle.read(lambda _section: None, told.append)
    assert told.count(len(out.getvalue())) >= 2
    with pytest.raises(Stop):
        write_bundle(io.BytesIO(), full(), [BETO.box], ANA.key.sign, sections(), stop)
    with pytest.raises(Stop):
        open_bundle(out, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN, stop)
    with pytest.raises(Stop):
        bundle.read(lambda _section: None, stop)


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_saved_bundle_is_whole_and_known_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "Para Beto.cima"
    made = save_bundle(path, full(), [BETO.box], ANA.key.sign, sections())
    assert os.listdir(tmp_path) == ["Para Beto.cima"]
    assert path.stat().st_mode & 0o777 == 0o600
    with open(path, "rb") as file:
        seen = outline(file)
        bundle = open_bundle(file, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN)
    assert (seen.size, seen.mark) == (made.size, made.mark) == (path.stat().st_size, bundle.outline.mark)
    assert made.sections == 5
    again = save_bundle(tmp_path / "again.cima", full(), [BETO.box], ANA.key.sign, sections())
    assert again.mark != made.mark


def test_what_goes_wrong_midway_leaves_no_file(tmp_path: Path) -> None:
    def breaking() -> Iterator[Section]:
        yield from sections()
        raise LookupError

    with pytest.raises(LookupError):
        save_bundle(tmp_path / "a.cima", full(), [BETO.box], ANA.key.sign, breaking())
    assert os.listdir(tmp_path) == []


class Full:
    """A disk that takes so many bytes and no more."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, data: bytes) -> int:
        if len(data) > self.room:
            raise OSError(28, "full")
        self.room -= len(data)
        return len(data)


@pytest.mark.parametrize("room", [0, 100, 300, CHUNK])
def test_a_full_disk_is_told_whatever_was_being_written(room: int) -> None:
    with pytest.raises(OSError, match="full"):
        write_bundle(Full(room), full(), [BETO.box], ANA.key.sign, sections())


def test_a_full_disk_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_handle: int, _data: bytes) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(files, "write_all", full_disk)
    with pytest.raises(OSError, match="full"):
        save_bundle(tmp_path / "a.cima", full(), [BETO.box], ANA.key.sign, sections())
    assert os.listdir(tmp_path) == []


# --- what a writer refuses: its own mistakes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "given"),
    [
        (header(), []),
        (header(changes=3), [Changes(tuple(changes()))]),
        (header(changes=3), [Objects(()), Changes(tuple(changes()))]),
        (header(), [Objects((b"card",)), Changes(tuple(changes()))]),
        (header(changes=4), [Objects((b"card",)), Changes(tuple(changes()))]),
        (header(pieces=1), sections()),
        (header(), [Objects((b"",))]),
        (header(), [Objects((bytes(MOST_OBJECT + 1),))]),
        (header(changes=1), [Objects((b"k",)), Changes((Raw(b"", bytes(64), None, None),))]),
        (header(changes=1), [Objects((b"k",)), Changes((Raw(b"h", bytes(63), None, None),))]),
        (header(changes=1), [Objects((b"k",)), Changes((Raw(b"h", bytes(641), None, None),))]),
        (header(changes=1), [Objects((b"k",)), Changes((Raw(b"h", bytes(64), bytes(16), b""),))]),
        (header(pieces=1, size=2), [Objects((b"k",)), Piece(bytes(32), 0, 1, b"ab")]),
        (header(pieces=1), [Objects((b"k",)), Piece(bytes(32), 0, 1, b"")]),
        (header(pieces=1, size=1), [Objects((b"k",)), Piece(bytes(31), 0, 1, b"a")]),
        (header(note="x" * (MOST_NOTE + 1)), [Objects((b"k",))]),
        (header(sender=bytes(16)), [Objects((b"k",))]),
        (header(sort="gift"), [Objects((b"k",))]),
        (header(BETO, CARMEN), [Objects((b"k",))]),
    ],
)
def test_a_writer_does_not_write_what_no_reader_takes(head: Header, given: list[Section]) -> None:
    with pytest.raises(ValueError, match=r"no header|promises|cards come first|no room|for each"):
        written(head, given)


def test_a_box_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no box"):
        write_bundle(io.BytesIO(), full(), ["age1nobody"], ANA.key.sign, sections())


def test_more_sections_than_a_reader_remembers_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.exchange.writing.MOST_SECTIONS", 4)
    with pytest.raises(ValueError, match="sections"):
        written()


def test_nothing_makes_no_section() -> None:
    assert list(framed([])) == []


# --- sizes -----------------------------------------------------------------------------------------------------------


@given(st.integers(1, 2**37))
def test_a_padded_length_is_whole_chunks_and_not_much_more(length: int) -> None:
    size = layout.padded(length)
    assert size % CHUNK == 0
    assert length <= size < length * 1.12 + CHUNK
    assert layout.padded(size) == size
    assert layout.padding_after(length) < 2**32


def test_few_sizes_are_possible() -> None:
    assert len({layout.padded(length) for length in range(1, 100_000_000, 9973)}) < 250


# --- properties ------------------------------------------------------------------------------------------------------

_BYTES = st.binary(min_size=1, max_size=200)
_RAWS = st.builds(
    lambda header, sig, content: Raw(header, sig, *(content or (None, None))),
    _BYTES,
    st.binary(min_size=64, max_size=640),
    st.one_of(st.none(), st.tuples(st.binary(min_size=16, max_size=16), _BYTES)),
)
_FILES = st.binary(max_size=300).map(lambda data: Piece(hashlib.sha256(data).digest(), 0, len(data), data))
_SECTIONS = st.lists(
    st.one_of(
        st.builds(lambda raws: Changes(tuple(raws)), st.lists(_RAWS, max_size=5)),
        st.builds(lambda items: Objects(tuple(items)), st.lists(_BYTES, min_size=1, max_size=5)),
        _FILES,
    ),
    max_size=8,
    unique_by=repr,
)
_HAVE = st.builds(
    lambda ids: pack(HaveSet({each: (Run(1, 2, 2, bytes(16)),) for each in ids})),
    st.lists(st.binary(min_size=16, max_size=16), max_size=4),
)


@settings(max_examples=60)
@given(_SECTIONS, st.text(max_size=60), _HAVE, st.one_of(st.just(b""), st.binary(min_size=16, max_size=16)))
def test_whatever_is_written_comes_back(given: list[Section], note: str, have: bytes, reply: bytes) -> None:
    given = [Objects((b"card",)), *given]
    head = header(
        note=note,
        have=have,
        reply_to=reply,
        changes=sum(len(section.raws) for section in given if isinstance(section, Changes)),
        pieces=sum(isinstance(section, Piece) for section in given),
        size=sum(len(section.data) for section in given if isinstance(section, Piece)),
    )
    file = written(head, given)
    got_head, got = read_back(file)
    assert got_head == head
    assert merged(got) == merged(given)
    assert decoded(pyrage.decrypt(file.getvalue(), [pyrage.x25519.Identity.from_str(BETO.secret)])).header[15] == note


# --- without this program ---------------------------------------------------------------------------------------------


def test_the_stock_age_command_gives_the_plaintext_that_the_page_describes(tmp_path: Path) -> None:
    assert shutil.which("age"), "python packaging/debian_libs.py packaging/debian-torture-libs.txt installs it"
    save_bundle(tmp_path / "a.cima", full(), [CARMEN.box, BETO.box][1:], ANA.key.sign, sections())
    (tmp_path / "key.txt").write_text(f"# Beto\n{BETO.secret}\n", "ascii")
    command = ["age", "--decrypt", "--identity", str(tmp_path / "key.txt"), str(tmp_path / "a.cima")]
    plaintext = subprocess.run(command, capture_output=True, check=True).stdout
    read = decoded(plaintext)
    assert len(plaintext) == CHUNK
    assert read.header[:2] + read.header[6:] == [
        1, 1, MADE_MS, "chosen", "peer", b"", b"", "CIMA 1", 3, 2, len(FILE), full().note,
    ]  # fmt: skip
    assert read.header[2:6] == [BUNDLE_ID, ANA.device, ANA.public, [BETO.fingerprint]]
    assert (read.objects, read.changes, read.files) == (
        [b"a card", b"names"],
        changes(),
        {hashlib.sha256(FILE).digest(): FILE},
    )
    assert read.padding == layout.padding_after(CHUNK - read.padding - 116)


def test_what_the_stock_age_command_makes_of_a_plaintext_is_a_bundle(tmp_path: Path) -> None:
    plaintext = pyrage.decrypt(written().getvalue(), [pyrage.x25519.Identity.from_str(BETO.secret)])
    command = ["age", "--encrypt", "--recipient", BETO.box]
    again = subprocess.run(command, input=plaintext, capture_output=True, check=True).stdout
    assert read_back(io.BytesIO(again))[0] == full()


def test_a_header_is_refused_when_it_is_longer_than_a_reader_takes() -> None:
    with pytest.raises(ValueError, match="no header"):
        packed(header(have=bytes(200_000)))
