"""What others can do to a bundle on its way: each attack of the threat model is refused, and hands out nothing."""

import hashlib
import io
import random
import resource
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
import zstandard

from cima_desktop.exchange import errors as e
from cima_desktop.exchange.bundle import Bundle, Piece, Section, Standing, open_bundle
from tests.bundles import (
    ANA,
    BETO,
    CARMEN,
    FILE,
    Draft,
    Part,
    Party,
    change_bytes,
    changes,
    object_bytes,
    piece_bytes,
    sealed,
)

ROOT = Path(__file__).parents[3]


def opened(data: bytes, party: Party = BETO) -> Bundle:
    """Open a file as somebody who knows Ana only."""

    def known(_device: bytes, key: bytes) -> Standing:
        return Standing.KNOWN if key == ANA.public else Standing.UNKNOWN

    return open_bundle(io.BytesIO(data), [party.secret], [party.fingerprint], known)


def unsealed(data: bytes, party: Party = BETO) -> bytes:
    return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(party.secret)]))


def for_two() -> bytes:
    """Return Ana's bundle for Beto and Carmen."""
    draft = Draft()
    draft.header[5] = sorted([BETO.fingerprint, CARMEN.fingerprint])
    return draft.sealed(BETO.box, CARMEN.box)


# --- the eight -------------------------------------------------------------------------------------------------------


def test_somebody_who_found_it_cannot_open_it() -> None:
    with pytest.raises(e.NotForYouError):
        opened(Draft().sealed(), CARMEN)


def test_a_recipient_cannot_pass_it_on_as_if_it_had_been_made_for_a_third() -> None:
    with pytest.raises(e.ForwardedError):
        opened(sealed(unsealed(Draft().sealed()), CARMEN.box), CARMEN)


def test_another_recipient_cannot_change_it() -> None:
    plaintext = unsealed(for_two(), CARMEN)
    assert opened(sealed(plaintext)).header.changes == 3
    for at in range(8, 900):
        spoilt = bytearray(plaintext)
        spoilt[at] ^= 1
        with pytest.raises(e.BundleError) as caught:
            opened(sealed(bytes(spoilt)))
        assert caught.type in (e.TamperedError, e.TooBigError, e.TruncatedError, e.AppendedError)


def test_another_recipient_cannot_leave_something_out() -> None:
    draft = Draft()
    for at in range(len(draft.parts)):
        cut = Draft(parts=draft.parts[:at] + draft.parts[at + 1 :], sign=_replayed(draft))
        with pytest.raises(e.TamperedError):
            opened(cut.sealed())


def _replayed(honest: Draft) -> Callable[[bytes], bytes]:
    """Return what signs as the honest sender did, and nothing else: what a recipient can copy."""
    known: dict[bytes, bytes] = {}

    def watched(data: bytes) -> bytes:
        known[data] = ANA.key.sign(data)
        return known[data]

    Draft(header=honest.header, parts=honest.parts, sign=watched).plaintext()
    return lambda data: known.get(data, known[max(known)])


def test_another_recipient_cannot_cut_it() -> None:
    plaintext = unsealed(for_two(), CARMEN)
    for length in (*range(8, 1500), *range(1500, len(plaintext), 37), len(plaintext) - 1):
        with pytest.raises(e.TruncatedError):
            opened(sealed(plaintext[:length]))


@pytest.mark.parametrize("more", [b"\0", b"Z", bytes(106), bytes(200_000)])
def test_another_recipient_cannot_add_to_it(more: bytes) -> None:
    with pytest.raises(e.AppendedError):
        opened(sealed(unsealed(for_two(), CARMEN) + more))


def test_a_sender_whose_card_is_missing_is_not_heard() -> None:
    with pytest.raises(e.UnknownSenderError) as caught:
        opened(_carmens().sealed())
    assert caught.value.sender_key == CARMEN.public


def _carmens() -> Draft:
    draft = Draft(sign=CARMEN.key.sign)
    draft.header[3:5] = [CARMEN.device, CARMEN.public]
    return draft


def test_a_stranger_cannot_sign_in_anothers_name() -> None:
    with pytest.raises(e.TamperedError):
        opened(Draft(sign=CARMEN.key.sign).sealed())
    draft = _carmens()
    draft.header[3] = ANA.device
    with pytest.raises(e.TamperedError):
        opened(draft.sealed())
    draft.header[4] = ANA.public
    with pytest.raises(e.TamperedError):
        opened(draft.sealed())


def test_a_stranger_cannot_put_their_sections_behind_anothers_header() -> None:
    mine, theirs = Draft(), Draft(parts=[Part(b"K", object_bytes(b"theirs"))], sign=CARMEN.key.sign)
    spliced = mine.start() + theirs.plaintext()[len(theirs.start()) :]
    with pytest.raises(e.TamperedError):
        opened(sealed(spliced))


def test_two_bundles_of_one_sender_cannot_be_made_into_a_third() -> None:
    one, two = Draft(), Draft(parts=[Part(b"K", object_bytes(b"another")), *Draft().parts[1:]])
    two.header[2] = bytes(16)
    with pytest.raises(e.TamperedError):
        opened(sealed(one.start() + two.plaintext()[len(two.start()) :]))


def test_a_bomb_takes_no_memory() -> None:
    bombs = [
        Part(b"C", zstandard.ZstdCompressor().compress(bytes(2**28)), 1, 4_000_000),
        Part(b"C", zstandard.ZstdCompressor().compress(bytes(2**28)), 1, 1_000_000),
        Part(b"K", zstandard.ZstdCompressor(write_content_size=False).compress(bytes(2**28)), 1, 200_000),
    ]
    opened(Draft().sealed())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for bomb in bombs:
        data = Draft(parts=[Part(b"K", object_bytes(b"card")), bomb]).sealed()
        with pytest.raises((e.TooBigError, e.IllFormedError)):
            opened(data).read(lambda _section: None)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 16 * 1024, "KiB"


# --- between the two runs --------------------------------------------------------------------------------------------


def swapped(first: bytes, then: bytes) -> list[Section]:
    """Read a file that was swapped after it was examined; return what was handed out before that was noticed."""
    stick = io.BytesIO(first)
    bundle = open_bundle(stick, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN)
    stick.seek(0)
    stick.truncate()
    stick.write(then)
    got: list[Section] = []
    with pytest.raises(e.ChangedMeanwhileError):
        bundle.read(got.append)
    return got


def test_a_file_that_was_swapped_hands_out_nothing() -> None:
    other = Draft(parts=[Part(b"K", object_bytes(b"other")), *Draft().parts[1:]])
    assert swapped(Draft().sealed(), other.sealed()) == []
    assert swapped(Draft().sealed(), Draft().sealed()) == []
    assert swapped(Draft().sealed(), b"") == []
    assert swapped(Draft().sealed(), b"hello") == []


@pytest.mark.parametrize("spoil", ["cut", "changed", "longer"])
def test_damage_between_the_runs_is_noticed_before_anything_of_it_is_handed_out(spoil: str) -> None:
    noise = random.Random(1).randbytes(300_000)
    parts = [
        Part(b"K", object_bytes(b"card")),
        *(Part(b"B", piece_bytes(noise, n, 100_000)) for n in range(0, 300_000, 100_000)),
    ]
    draft = Draft(parts=parts)
    draft.header[12:15] = [0, 3, 300_000]
    data = draft.sealed()
    spoilt = {
        "cut": data[:200_000],
        "changed": data[:200_000] + bytes([data[200_000] ^ 1]) + data[200_001:],
        "longer": data + b"x",
    }[spoil]
    got = swapped(data, spoilt)
    assert all(section in _honest(draft) for section in got)


def _honest(draft: Draft) -> list[Section]:
    got: list[Section] = []
    opened(draft.sealed()).read(got.append)
    return got


class Sealer:
    """Seals two plaintexts so that they cannot be told apart by age's header: the file key stays the same."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.plain: list[bytes] = []
        self.file = Draft().sealed()

        def unseal(
            _file: object, _seen: object, _secrets: object, push: Callable[[bytes], object], _tick: object
        ) -> None:
            push(self.plain.pop(0))

        monkeypatch.setattr("cima_desktop.exchange.age.unseal", unseal)

    def read(self, first: bytes, then: bytes) -> list[Section]:
        """Examine one plaintext, and find another in its place."""
        self.plain = [first, then]
        bundle = opened(self.file)
        got: list[Section] = []
        with pytest.raises(e.ChangedMeanwhileError):
            bundle.read(got.append)
        return got


def test_whoever_has_the_file_key_cannot_swap_a_single_byte_either(monkeypatch: pytest.MonkeyPatch) -> None:
    sealer = Sealer(monkeypatch)
    honest = Draft().plaintext()
    whole = Draft().parts
    for at in (*range(1000), *range(1000, len(honest) - 110, 17), *range(len(honest) - 110, len(honest))):
        spoilt = honest[:at] + bytes([honest[at] ^ 1]) + honest[at + 1 :]
        got = sealer.read(honest, spoilt)
        assert len(got) <= len(whole)
    assert sealer.read(honest, honest[:-1])
    assert sealer.read(honest, honest + b"x")


def test_a_section_that_was_put_in_between_the_runs_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Draft()
    more = Draft(parts=[*honest.parts, Part(b"C", change_bytes(changes()[0]))])
    less = Draft(parts=honest.parts[:1])
    sealer = Sealer(monkeypatch)
    assert len(sealer.read(honest.plaintext(), more.plaintext())) == 4
    assert len(sealer.read(honest.plaintext(), less.plaintext())) == 1


def test_another_end_between_the_runs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = Draft()
    end = Draft(end=Part(b"Z", hashlib.sha256(b"").digest() + bytes(64)))
    assert len(Sealer(monkeypatch).read(draft.plaintext(), end.plaintext())) == 4


# --- whoever takes the sections --------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [LookupError(), OSError(28, "full"), e.NotForYouError(), KeyboardInterrupt()])
def test_what_goes_wrong_with_a_section_comes_through_as_it_is(fault: BaseException) -> None:
    def each(section: Section) -> None:
        if isinstance(section, Piece):
            raise fault

    with pytest.raises(type(fault)) as caught:
        opened(Draft().sealed()).read(each)
    assert caught.value is fault


def test_a_file_can_be_read_more_than_once() -> None:
    bundle = opened(Draft().sealed())
    one: list[Section] = []
    two: list[Section] = []
    bundle.read(one.append)
    bundle.read(two.append)
    assert one == two
    assert b"".join(section.data for section in one if isinstance(section, Piece)) == FILE


class Broken(io.BytesIO):
    """A stick that is pulled out after so many bytes."""

    left = 2**60

    def read(self, length: int | None = -1) -> bytes:
        self.left -= length or 0
        if self.left < 0:
            raise OSError(5, "gone")
        return super().read(length)


def test_a_stick_that_is_pulled_out_is_told_as_such() -> None:
    file = Broken(Draft().sealed())
    bundle = open_bundle(file, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN)
    for left in (0, 20_000):
        file.left = left
        with pytest.raises(OSError, match="gone"):
            bundle.read(lambda _section: None)
        file.left = left
        with pytest.raises(OSError, match="gone"):
            open_bundle(file, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN)
