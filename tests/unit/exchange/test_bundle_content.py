"""What a known sender signed is judged too: a header and sections that break a rule are refused, each in its words."""

import os
from typing import Any

import msgpack
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import errors as e
from cima_desktop.exchange.bundle import Standing
from cima_desktop.store.have import HaveSet, Run, pack
from tests.bundles import (
    BETO,
    BUNDLE_ID,
    CARMEN,
    CUT,
    FILE,
    Draft,
    Part,
    change_bytes,
    changes,
    object_bytes,
    piece_bytes,
    sealed,
    squeezed,
)
from tests.unit.exchange.opening import opened, refused

# --- the header ------------------------------------------------------------------------------------------------------


def with_item(place: int, value: Any) -> bytes:
    draft = Draft()
    draft.header[place] = value
    return draft.sealed()


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xc1",
        b"\x90" * 300,
        b"\x90" * 100_000,
        msgpack.packb({1: 2}),
        msgpack.packb(17),
        msgpack.packb([1, 1, BUNDLE_ID]),
        msgpack.packb([*Draft().header[:15], 1.5]),
        msgpack.packb([*Draft().header[:15], {"a": 1}]),
        msgpack.packb([*Draft().header[:15], msgpack.ExtType(4, b"x")]),
        msgpack.packb([*Draft().header[:15], msgpack.Timestamp(1)]),
        msgpack.packb(Draft().header) + b"\0",
        msgpack.packb(Draft().header)[:-1],
        msgpack.packb(Draft().header).replace(b"\x01", b"\xcc\x01", 1),
        msgpack.packb(Draft().header).replace("😀".encode(), b"\xed\xa0\x80\xed", 1),
    ],
)
def test_a_header_that_is_no_header_is_told_as_changed(header: bytes) -> None:
    assert refused(Draft(header=header).sealed()) is e.TamperedError


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 0), (0, True), (0, "1"), (0, 2**16), (1, 0), (1, 2), (1, None), (2, b"short"), (2, "x" * 16),
        (3, bytes(16)), (3, CARMEN.device), (4, bytes(32)), (4, b""), (4, 7), (5, []), (5, None),
        (5, [b"short"]), (5, ["x" * 32]),
        (5, [BETO.fingerprint, BETO.fingerprint]), (5, sorted([BETO.fingerprint, CARMEN.fingerprint], reverse=True)),
        (5, [n.to_bytes(32, "big") for n in range(65)]), (5, [[BETO.fingerprint]]),
    ],
)  # fmt: skip
def test_what_is_in_its_place_in_every_format_must_be_there(place: int, value: Any) -> None:
    assert refused(with_item(place, value)) is e.TamperedError


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (6, -1), (6, 2**48), (6, True), (6, "1"), (7, "gift"), (7, 1), (8, ""), (8, "x" * 65), (8, b"peer"), (9, "x"),
        (9, b"x"), (9, bytes(196_609)), (9, None), (10, b"x"), (10, None), (11, ""), (11, 3), (12, -1), (12, 2**32),
        (13, 2**32), (13, None), (14, 2**63), (14, -1), (15, None), (15, "x" * 2001), (15, b"x"),
    ],
)  # fmt: skip
def test_a_signed_header_that_breaks_a_rule_is_ill_formed(place: int, value: Any) -> None:
    assert refused(with_item(place, value)) is e.IllFormedError


def test_a_header_with_too_few_or_too_many_parts_is_ill_formed() -> None:
    assert refused(Draft(header=Draft().header[:15]).sealed()) is e.IllFormedError
    assert refused(Draft(header=[*Draft().header, 1]).sealed()) is e.IllFormedError


def test_a_later_format_that_can_be_read_is_read() -> None:
    draft = Draft(header=[*Draft().header, "something new", [1, [2]]])
    draft.header[0] = 2
    draft.parts.insert(1, Part(b"N", b"x" * 100_000, flags=2))
    assert len(opened(draft.sealed())) == 4


def test_a_later_format_that_cannot_be_read_is_told_as_newer_by_a_known_sender_only() -> None:
    draft = Draft(header=[*Draft().header[:6], "all else is new"])
    draft.header[:2] = [3, 2]
    assert refused(draft.sealed()) is e.NewerFormatError
    assert refused(draft.sealed(), standing=Standing.UNKNOWN) is e.UnknownSenderError
    draft.sign = CARMEN.key.sign
    assert refused(draft.sealed()) is e.TamperedError


def test_a_header_longer_than_any_honest_one_asks_for_too_much() -> None:
    assert refused(sealed(b"CIMABND1" + (262_145).to_bytes(4, "little") + bytes(300_000))) is e.TooBigError
    assert refused(sealed(b"CIMABND1" + b"\xff" * 4)) is e.TooBigError


def test_the_longest_statement_and_note_fit() -> None:
    runs = tuple(Run(2**63 + 2 * n, 2**63 + 2 * n + 1, 2**32, bytes(16)) for n in range(4200))
    draft = Draft()
    draft.header[9] = pack(HaveSet({bytes(16): runs}))
    draft.header[15] = "😀" * 2000
    assert len(opened(draft.sealed())) == 4


# --- sections --------------------------------------------------------------------------------------------------------


def with_parts(*parts: Part, **totals: int) -> bytes:
    draft = Draft(parts=[Part(b"K", object_bytes(b"card")), *parts])
    draft.header[12:15] = [totals.get("changes", 0), totals.get("pieces", 0), totals.get("size", 0)]
    return draft.sealed()


MIB = 1024 * 1024


@pytest.mark.parametrize(
    "part",
    [
        Part(b"C", b"x", stored=4 * MIB + 1),
        Part(b"C", b"x", stored=2**32 - 1),
        Part(b"C", b"x", flags=1, plain=4 * MIB + 1),
        Part(b"C", bytes(100), flags=1, plain=3201),
        Part(b"C", b"", flags=1, plain=1),
        Part(b"?", b"x", stored=4 * MIB + 1),
        Part(b"Z", b"x", stored=4 * MIB + 1),
        squeezed(b"C", bytes(MIB)),
        squeezed(b"K", bytes(4 * MIB)),
        squeezed(b"N", bytes(4 * MIB)),
    ],
)
def test_a_section_that_grows_beyond_all_measure_asks_for_too_much(part: Part) -> None:
    assert refused(with_parts(part)) is e.TooBigError


@pytest.mark.parametrize(
    "part",
    [
        Part(b"C", b"abc", flags=4),
        Part(b"C", b"abc", flags=128),
        Part(b"C", b"abc", flags=2),
        Part(b"K", b"abc", flags=3, plain=9),
        Part(b"C", b"abc", plain=4),
        Part(b"C", b"abc", plain=2),
        Part(b"C", b"abc", flags=1, plain=3),
        Part(b"C", b"abc", flags=1, plain=2),
        Part(b"Z", b"abc"),
        Part(b"Z", bytes(96), flags=2),
    ],
)
def test_a_head_that_breaks_a_rule_is_told_as_changed(part: Part) -> None:
    assert refused(with_parts(part)) is e.TamperedError


def test_more_sections_than_can_be_remembered_ask_for_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.exchange.reading.MOST_SECTIONS", 4)
    assert refused(Draft().sealed()) is e.TooBigError


def test_a_section_that_must_be_known_means_a_newer_format_once_the_end_was_checked() -> None:
    draft = Draft()
    draft.parts.insert(1, Part(b"N", b"new"))
    assert refused(draft.sealed()) is e.NewerFormatError
    draft.end = Part(b"Z", bytes(96))
    assert refused(draft.sealed()) is e.TamperedError


FRAME = zstandard.ZstdCompressor(level=3).compress(object_bytes(bytes(60)))
NO_SIZE = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(object_bytes(bytes(60)))
SKIPPED = b"\x50\x2a\x4d\x18" + (4).to_bytes(4, "little") + b"abcd"


@pytest.mark.parametrize(
    "part",
    [
        Part(b"K", FRAME + b"x", 1, 64),
        Part(b"K", FRAME + FRAME, 1, 64),
        Part(b"K", FRAME, 1, 63),
        Part(b"K", FRAME, 1, 65),
        Part(b"K", FRAME[:-3], 1, 64),
        Part(b"K", b"\0" + FRAME[1:], 1, 64),
        Part(b"K", NO_SIZE, 1, 64),
        Part(b"K", SKIPPED + FRAME, 1, 64),
        Part(b"K", FRAME + SKIPPED, 1, 64),
        Part(b"K", SKIPPED, 1, 64),
        Part(b"K", b"not a frame", 1, 64),
        Part(b"K", object_bytes(b"")),
        Part(b"K", object_bytes(b"ab")[:-1]),
        Part(b"K", object_bytes(b"ab") + b"\1\0"),
        Part(b"K", (2**32 - 1).to_bytes(4, "little")),
        Part(b"K", object_bytes(bytes(MIB + 1))),
        Part(b"C", b"1234567"),
        Part(b"C", change_bytes(changes()[0])[:-1]),
        Part(b"C", change_bytes(changes()[0]) + b"\0"),
        Part(b"C", change_bytes(changes()[2]._replace(sig=bytes(63)))),
        Part(b"C", change_bytes(changes()[2]._replace(sig=bytes(641)))),
        Part(b"C", change_bytes(changes()[2]._replace(header=b""))),
        Part(b"C", change_bytes(changes()[2]._replace(header=bytes(8193)))),
        Part(b"C", change_bytes(changes()[0]._replace(payload=b""))),
        Part(b"C", change_bytes(changes()[0]._replace(payload=bytes(MIB + 1)))),
        Part(b"B", bytes(47)),
        Part(b"B", piece_bytes(FILE, len(FILE), 0)),
        Part(b"B", bytes(32) + (5).to_bytes(8, "little") + (5).to_bytes(8, "little") + b"a"),
        Part(b"B", bytes(32) + (0).to_bytes(8, "little") + (2**63).to_bytes(8, "little") + b"a"),
        Part(b"B", bytes(32) + bytes(16) + b""),
        Part(b"B", piece_bytes(bytes(2 * MIB), 0, MIB + 1)),
    ],
)
def test_signed_content_that_breaks_a_rule_is_ill_formed(part: Part) -> None:
    totals = {b"C": {"changes": 1}, b"B": {"pieces": 1, "size": len(part.data) - 48}}.get(part.kind, {})
    assert refused(with_parts(part, **{name: max(0, total) for name, total in totals.items()})) is e.IllFormedError


@pytest.mark.parametrize(
    "pieces",
    [
        [(FILE, CUT, CUT)],
        [(FILE, 0, CUT)],
        [(FILE, 0, CUT), (FILE, 0, CUT)],
        [(FILE, 0, CUT), (FILE, CUT + 1, CUT)],
        [(FILE, 0, CUT), (FILE[1:], CUT, CUT)],
        [(FILE, 0, CUT), (b"", 0, 0), (FILE, CUT, CUT)],
    ],
)
def test_pieces_that_do_not_follow_each_other_are_ill_formed(pieces: list[tuple[bytes, int, int]]) -> None:
    parts = [Part(b"B", piece_bytes(*piece)) for piece in pieces]
    size = sum(len(part.data) - 48 for part in parts)
    assert refused(with_parts(*parts, pieces=len(parts), size=size)) is e.IllFormedError


def test_pieces_that_make_up_another_file_are_ill_formed() -> None:
    part = Part(b"B", bytes(32) + piece_bytes(FILE, 0, len(FILE))[32:])
    assert refused(with_parts(part, pieces=1, size=len(FILE))) is e.IllFormedError


def test_totals_that_the_header_did_not_promise_are_ill_formed() -> None:
    content = change_bytes(changes()[0])
    assert len(opened(with_parts(Part(b"C", content), changes=1))) == 2
    assert refused(with_parts(Part(b"C", content), changes=2)) is e.IllFormedError
    assert refused(with_parts(Part(b"C", content), changes=1, pieces=1)) is e.IllFormedError
    assert refused(with_parts(Part(b"C", content), changes=1, size=1)) is e.IllFormedError


def test_cards_come_first() -> None:
    draft = Draft(parts=Draft().parts[1:])
    assert refused(draft.sealed()) is e.IllFormedError


def test_a_bundle_without_any_section_holds_nothing() -> None:
    draft = Draft(parts=[])
    draft.header[12:15] = [0, 0, 0]
    assert opened(draft.sealed()) == []


def test_padding_of_any_length_and_content_is_passed_over() -> None:
    assert len(opened(with_parts(Part(b"P", os.urandom(5 * MIB)), Part(b"P", b"")))) == 1


# --- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.sampled_from([b"C", b"K", b"B"]), st.binary(max_size=300))
def test_any_signed_content_is_taken_or_ill_formed(kind: bytes, content: bytes) -> None:
    try:
        opened(with_parts(Part(kind, content)))
    except e.IllFormedError:
        assert content or kind == b"B"


_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**64 - 1), st.text(max_size=9), st.binary(max_size=40)),
    lambda inner: st.lists(inner, max_size=4),
)


@settings(max_examples=200)
@given(st.integers(6, 15), _VALUES)
def test_any_signed_header_is_taken_or_ill_formed(place: int, value: Any) -> None:
    try:
        opened(with_item(place, value))
    except e.IllFormedError:
        assert value != Draft().header[place]
