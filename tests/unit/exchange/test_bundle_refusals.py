"""Every file that is no good bundle is refused with the sentence that fits, and nothing of it is handed out."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import errors as e
from cima_desktop.exchange.bundle import Standing, outline
from tests.bundles import (
    ANA,
    BETO,
    CARMEN,
    CHUNK,
    Draft,
    Part,
    sealed,
)
from tests.unit.exchange.opening import opened, refused

SEALED = CHUNK + 16


def test_the_sample_itself_is_good() -> None:
    assert len(opened(Draft().sealed())) == 4
    assert len(opened(Draft().padded(3).sealed())) == 4


# --- by the bytes of the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"hello",
        b"%PDF-1.7 " + bytes(70_000),
        b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
        Draft().sealed().replace(b"org/v1", b"org/v2", 1),
        Draft().sealed().replace(b"\n", b"\r\n", 1),
        sealed(b""),
        sealed(b"CIMABND"),
        sealed(b"hello"),
        sealed(b"hello, this is no bundle" * 10_000),
        Draft(magic=b"CIMABND2").sealed(),
    ],
)
def test_what_is_something_else_is_no_bundle(data: bytes) -> None:
    assert refused(data) is e.NotABundleError


def test_a_file_for_others_is_not_for_you() -> None:
    assert refused(Draft().sealed(CARMEN.box)) is e.NotForYouError
    assert refused(Draft().sealed(), secrets=()) is e.NotForYouError
    assert refused(Draft().sealed(), secrets=[CARMEN.secret]) is e.NotForYouError
    stanza = b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 18\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"
    assert refused(b"age-encryption.org/v1\n" + stanza + bytes(200)) is e.NotForYouError


def test_every_cut_is_told_as_a_cut() -> None:
    data = Draft().padded(2).sealed()
    payload = outline(io.BytesIO(data)).header + 16
    near = [payload + n * SEALED + d for n in range(3) for d in (*range(-40, 41), 8192, 20_000)]
    cuts = {*range(payload + 40), *near, *range(payload, len(data), 1999)}
    assert {cut: refused(data[:cut]) for cut in cuts if cut < len(data)} == dict.fromkeys(
        (cut for cut in cuts if cut < len(data)), e.TruncatedError
    )


@pytest.mark.parametrize(
    "more", [b"\0", b"\n", bytes(16), b"x" * 1000, os.urandom(CHUNK), os.urandom(SEALED), bytes(200_000)]
)
@pytest.mark.parametrize("chunks", [1, 2])
def test_what_was_added_is_told_as_added(more: bytes, chunks: int) -> None:
    assert refused(Draft().padded(chunks).sealed() + more) is e.AppendedError


def test_every_cut_of_a_small_file_is_told_as_a_cut() -> None:
    data = Draft().sealed()
    assert [cut for cut in range(len(data)) if refused(data[:cut]) is not e.TruncatedError] == []


def test_chunks_in_another_order_or_left_out_are_told_as_changed() -> None:
    data = Draft().padded(3).sealed()
    begin = outline(io.BytesIO(data)).header + 16
    one, two, three = (data[begin + n * SEALED : begin + (n + 1) * SEALED] for n in range(3))
    for chunks in ((two, one, three), (one, three, two), (one, three), (two, three), (one, one, two, three)):
        assert refused(data[:begin] + b"".join(chunks)) is e.TamperedError


def test_one_file_after_another_is_told_as_added() -> None:
    assert refused(2 * Draft().padded().sealed()) is e.AppendedError


@pytest.mark.parametrize("chunks", [1, 2, 3])
def test_a_changed_byte_anywhere_in_the_payload_is_told_as_changed(chunks: int) -> None:
    data = Draft().padded(chunks).sealed()
    begin = outline(io.BytesIO(data)).header
    for at in (*range(begin, begin + 40), *range(begin, len(data), 4099), *range(len(data) - 20, len(data))):
        spoilt = bytearray(data)
        spoilt[at] ^= 0x40
        assert refused(bytes(spoilt)) is e.TamperedError


def test_a_changed_header_of_age_is_told_as_changed_or_as_fitting_nobody() -> None:
    data = Draft().padded().sealed()
    for at in range(len(b"age-encryption.org/v1\n"), outline(io.BytesIO(data)).header):
        spoilt = bytearray(data)
        spoilt[at] ^= 0x04
        assert refused(bytes(spoilt)) in (e.NotForYouError, e.TamperedError, e.NotABundleError)
    mac = data.index(b"\n--- ") + 10
    assert refused(data[:mac] + bytes([data[mac] ^ 1]) + data[mac + 1 :]) is e.TamperedError


def test_a_header_of_age_without_end_is_not_gone_through() -> None:
    first = b"age-encryption.org/v1\n"
    data = Draft().sealed()
    assert refused(first + b"-> X25519 " + b"a" * 4_000_000) is e.NotABundleError
    assert refused(first + b"-> X25519 AAAA\nBBBB\n" * 1000 + data[len(first) :]) is e.NotABundleError
    assert refused(first + b"-> X25519 ") is e.TruncatedError
    assert refused(first) is e.TruncatedError
    assert refused(b"") is e.TruncatedError


# --- who made it, and for whom ---------------------------------------------------------------------------------------


def test_an_unknown_sender_is_refused_with_the_key_that_signed() -> None:
    with pytest.raises(e.UnknownSenderError) as caught:
        opened(Draft().sealed(), standing=Standing.UNKNOWN)
    assert caught.value.sender_key == ANA.public
    assert str(caught.value) == "UnknownSenderError"


def test_a_revoked_sender_is_refused() -> None:
    with pytest.raises(e.RevokedSenderError) as caught:
        opened(Draft().sealed(), standing=Standing.REVOKED)
    assert caught.value.sender_key == ANA.public


def test_a_bundle_that_was_passed_on_is_told_as_such_whoever_sent_it() -> None:
    data = sealed(Draft().plaintext(), CARMEN.box)
    for standing in Standing:
        assert refused(data, secrets=[CARMEN.secret], own=[CARMEN.fingerprint], standing=standing) is e.ForwardedError
    assert refused(Draft().sealed(), own=[]) is e.ForwardedError


def test_ones_own_bundle_is_told_as_such() -> None:
    assert refused(Draft().sealed(), own=[ANA.fingerprint, BETO.fingerprint]) is e.OwnBundleError


def test_nothing_is_parsed_before_the_sender_is_known() -> None:
    draft = Draft()
    draft.parts = [Part(b"?", b"", stored=2**32 - 1)]
    assert refused(draft.sealed(), standing=Standing.UNKNOWN) is e.UnknownSenderError


def test_one_of_our_former_fingerprints_is_enough() -> None:
    assert len(opened(Draft().sealed(), own=[CARMEN.fingerprint, BETO.fingerprint])) == 4


# --- every error has its own words -----------------------------------------------------------------------------------


def test_each_refusal_has_its_own_sentence_and_advice_in_both_languages() -> None:
    kinds = [kind for kind in _below(e.BundleError) if kind is not e.SenderError]
    made = [kind(b"") if issubclass(kind, e.SenderError) else kind() for kind in kinds]
    for language in ("es", "en"):
        assert len({error.sentence(language) for error in made}) == len(kinds)
        assert all(error.advice(language) for error in made)
    assert all(error.sentence("es") != error.sentence("en") for error in made)
    assert all(str(error) == type(error).__name__ for error in made)


def _below(kind: type[e.BundleError]) -> list[type[e.BundleError]]:
    return [kind, *(each for below in kind.__subclasses__() for each in _below(below))]


# --- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused(data: bytes) -> None:
    assert issubclass(refused(data), e.BundleError)


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_plaintext_is_refused(data: bytes) -> None:
    assert issubclass(refused(sealed(data)), e.BundleError)
    assert issubclass(refused(sealed(b"CIMABND1" + data)), e.BundleError)
