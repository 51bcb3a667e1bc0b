"""A card is what its device signed, whole and unchanged, or it is refused with the right sentence."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import bare_keys, canonical, cards
from cima_desktop.exchange.bare_keys import BareKeyError
from cima_desktop.exchange.cards import CardError, CardNameError, DamagedCardError, NewerCardError
from cima_desktop.exchange.signing import is_signed
from tests.unit.exchange.card_making import BOX, NOVEMBER, card, follows, key, public, signed_card

VECTORS = Path(__file__).parents[2] / "vectors" / "cards"
BODY = [public(), BOX, "Lucía Ejemplo", "Mesa 1", NOVEMBER, b"", []]


def changed(place: int, value: object) -> list[object]:
    return [*BODY[:place], value, *BODY[place + 1 :]]


def test_a_card_says_what_was_written_on_it() -> None:
    made = card(person="  Lucía\u200b  Ejemplo ", previous=bytes(32), follows=follows(2, 1))
    read = cards.parse(made.raw)
    assert read == made
    assert (read.person, read.label, read.made_ms, read.previous) == ("Lucía Ejemplo", "Mesa 1", NOVEMBER, bytes(32))
    assert read.follows == follows(2, 1)
    assert len(made.raw) <= cards.MOST_BYTES
    assert read.device != card(2).device


def test_a_new_key_for_receiving_changes_no_words() -> None:
    other = "age1q8r9mqd9wmgs6zfk0ky4jdh3h3r9xsy5zzjx2vqhnmcrmclz9a5qxwnfvl"
    first = card()
    with pytest.raises(CardError):
        card(box=other)  # not a key that age accepts
    second = card(made_ms=NOVEMBER + 1, previous=first.id)
    assert second.fingerprint == first.fingerprint
    assert second.replaces(first)
    assert not first.replaces(second)
    twin = card(label="Mesa 2")
    assert twin.replaces(first) != first.replaces(twin)


def test_the_largest_card_fits() -> None:
    longest = card(person="😀" * 80, label="😀" * 80, previous=bytes(32), follows=follows(2, 1))
    assert cards.from_text(cards.as_text(longest)) == longest


@pytest.mark.parametrize("names", [{"person": ""}, {"person": "\u2800"}, {"person": "x" * 81}, {"label": "x" * 81}])
def test_a_card_without_a_good_name_is_not_made(names: dict[str, str]) -> None:
    with pytest.raises(CardNameError) as error:
        card(1, **names)
    assert "80" in error.value.sentence("en")


@pytest.mark.parametrize(
    "body",
    [
        changed(0, b"short"),
        changed(0, "text"),
        changed(1, BOX.upper()),
        changed(1, BOX[:-1] + "q"),
        changed(1, "age1pq"),
        changed(1, 7),
        changed(2, ""),
        changed(2, "\u2800"),
        changed(2, "two\nlines"),
        changed(2, "x" * 81),
        changed(2, b"bytes"),
        changed(3, None),
        changed(4, -1),
        changed(4, 2**47),
        changed(4, True),
        changed(4, "1"),
        changed(5, b"x"),
        changed(5, "x" * 32),
        changed(6, [public(2)]),
        changed(6, [public(2), b"x"]),
        changed(6, "x"),
        changed(6, [public(1), bytes(64)]),
        BODY[:6],
        [*BODY, 0],
        {},
        b"\xc1",
    ],
)
def test_what_somebody_signs_is_still_looked_at(body: object) -> None:
    with pytest.raises(CardError) as error:
        cards.parse(signed_card(body))
    assert type(error.value) is CardError


def test_versions_and_tags() -> None:
    with pytest.raises(NewerCardError):
        cards.parse(signed_card([1, 2, 3], version=2))
    for raw in (
        signed_card(BODY, version=0),
        signed_card(BODY, version=True),
        signed_card(BODY, version="1"),
        signed_card(BODY, tag="cart"),
        canonical.pack(["card"]),
        canonical.pack(["card", 1, b"", b"", b""]),
        canonical.pack("card"),
        canonical.pack(["card", 1, 5, bytes(64)]),
        canonical.pack(["card", 1, b"", bytes(63)]),
        bytes(cards.MOST_BYTES + 1),
    ):
        with pytest.raises(CardError) as error:
            cards.parse(raw)
        assert type(error.value) is CardError
    with pytest.raises(CardError):
        cards.parse("card")  # type: ignore[arg-type]


def test_signatures_are_checked() -> None:
    good = card(follows=follows(2, 1))
    with pytest.raises(DamagedCardError):
        cards.parse(signed_card(BODY, 2))  # signed by another than the card's own key
    wrong = changed(6, [public(2), follows(3, 1).sig])
    with pytest.raises(DamagedCardError):
        cards.parse(signed_card(wrong))
    stolen = changed(6, [public(2), follows(2, 3).sig])  # the old one signed for another successor
    with pytest.raises(DamagedCardError):
        cards.parse(signed_card(stolen))
    assert not is_signed(b"\xff" * 32, bytes(64), b"")
    assert cards.parse(good.raw).follows is not None


@settings(max_examples=300)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_bit_of_a_card_can_be_turned(at: int, bit: int) -> None:
    raw = bytearray(card(follows=follows(2, 1)).raw)
    raw[at % len(raw)] ^= 1 << bit
    with pytest.raises(CardError):
        cards.parse(bytes(raw))


@settings(max_examples=200)
@given(raw=st.binary(max_size=400))
def test_rubbish_is_no_card(raw: bytes) -> None:
    for data in (raw, b"\x94\xa4card\x01" + raw):
        with pytest.raises(CardError):
            cards.parse(data)


def test_every_cut_card_is_refused() -> None:
    raw = card().raw
    for size in range(len(raw)):
        with pytest.raises(CardError):
            cards.parse(raw[:size])


def test_a_card_in_a_message() -> None:
    made = card()
    plain = cards.as_text(made)
    quoted = "Hola,\n> " + "\r\n> ".join(plain.splitlines()) + "\n\nSaludos"
    for words in (plain, quoted, plain.replace("\n", " "), "\ufeff" + plain):
        assert cards.from_text(words) == made
    assert cards.from_file(plain.encode()) == made
    assert cards.from_file(b"\xff\xfe" + plain.encode()) == made
    assert max(map(len, plain.splitlines())) <= 64


def test_what_is_no_message_with_a_card() -> None:
    plain = cards.as_text(card())
    begin, *lines, end = plain.splitlines()
    loose = lines[-1].rstrip("=")
    for words in (
        "",
        "hello",
        begin,
        "\n".join((begin, *lines)),
        "\n".join((begin, begin, *lines, end)),
        plain + plain,
        "\n".join((begin, *lines[:-1], end)),
        "\n".join((begin, "ñ", *lines, end)),
        "\n".join((begin, "!", *lines, end)),
        "\n".join((begin, end)),
        "\n".join((begin, *lines[:-1], loose + "=" * 7, end)),
        " " * cards.MOST_TEXT + plain,
    ):
        with pytest.raises(CardError):
            cards.from_text(words)


def test_base64_with_loose_ends_is_refused() -> None:
    begin, *lines, end = cards.as_text(next(c for c in map(labelled, range(3)) if len(c.raw) % 3)).splitlines()
    packed = "".join(lines)
    at = packed.index("=") - 1
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    loose = packed[:at] + letters[letters.index(packed[at]) + 1] + packed[at + 1 :]
    with pytest.raises(CardError):
        cards.from_text("\n".join((begin, loose, end)))


def labelled(length: int) -> cards.Card:
    return card(label="M" * length)


def test_bare_keys() -> None:
    assert bare_keys.parse(bare_keys.make(public())) == public()
    for raw in (b"", bare_keys.make(b"short"), canonical.pack(["key", 2, public()]), card().raw, bytes(65)):
        with pytest.raises(BareKeyError):
            bare_keys.parse(raw)


def test_the_samples_are_read_for_ever() -> None:
    told = json.loads((VECTORS / "valid.json").read_text(encoding="utf-8"))
    assert {each["name"] for each in told} == {"first", "second", "follows"}
    for each in told:
        read = cards.from_text(each["text"])
        assert read.raw.hex() == each["raw"]
        assert (read.person, read.label, read.box, read.made_ms) == (
            each["person"],
            each["label"],
            each["box"],
            each["made"],
        )
        assert (read.device.hex(), read.fingerprint.hex(), read.id.hex()) == (
            each["device"],
            each["fingerprint"],
            each["id"],
        )
        assert key(each["key"]).public_key().public_bytes_raw() == read.public


def test_the_bad_samples_are_refused_for_ever() -> None:
    for each in json.loads((VECTORS / "invalid.json").read_text(encoding="utf-8")):
        with pytest.raises(CardError) as error:
            cards.parse(bytes.fromhex(each["raw"]))
        assert type(error.value).__name__ == each["error"], each["name"]
