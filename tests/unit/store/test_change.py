"""The atom of the log: canonical bytes, bounds, signatures, and a parser that only ever says `BadChangeError`."""

import json
from pathlib import Path
from typing import Any

import msgpack
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.store import change as c
from cima_desktop.store.change import BadChangeError, Body, Code, Op, Raw, Ref, make, parse
from cima_desktop.store.signatures import seal
from tests.unit.store.making import change, signed_by

VECTORS = Path(__file__).parents[2] / "vectors" / "changes"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.text(max_size=40))


def sign(header: bytes) -> bytes:
    return next(seal([header], KEY.sign))


def raw_of(facts: dict[str, Any]) -> Raw:
    salt, payload = facts["salt"], facts["payload"]
    return Raw(
        bytes.fromhex(facts["header"]),
        bytes.fromhex(facts["sig"]),
        None if salt is None else bytes.fromhex(salt),
        None if payload is None else bytes.fromhex(payload),
    )


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / name).read_text("utf-8"))["cases"]
    return found


@pytest.mark.parametrize("case", cases("valid.json"), ids=lambda case: case["name"])
def test_vectors_that_must_be_read(case: dict[str, Any]) -> None:
    raw = raw_of(case["raw"])
    read = parse(raw)
    assert read.id.hex() == case["id"]
    assert [[op.code, op.field, op.value, len(op.preds)] for op in read.ops] == case["ops"]
    assert signed_by(raw, bytes.fromhex(case["public"])) is True


@pytest.mark.parametrize("case", cases("invalid.json"), ids=lambda case: case["name"])
def test_vectors_that_must_be_refused(case: dict[str, Any]) -> None:
    if case["expected"] == "bad signature":
        assert not signed_by(raw_of(case["raw"]), bytes.fromhex(case["public"]))
        return
    with pytest.raises(BadChangeError):
        parse(raw_of(case["raw"]))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), SCALARS), max_size=5), st.integers(0, 2**64 - 1))
def test_what_is_made_is_read_back(pairs: list[tuple[str, Any]], hlc: int) -> None:  # 25
    ops = tuple(Op(Code.SET, name, value, (Ref(b"p" * 32, 1),)) for name, value in pairs)
    made = make(Body(b"r" * 16, b"d" * 16, hlc, (b"b" * 32, b"a" * 32), b"a" * 16, "person", ops), sign)
    assert parse(made.raw) == made
    assert c.read_stored(made.raw) == made
    assert signed_by(made.raw, PUBLIC)


@given(st.binary(max_size=300), st.binary(max_size=80), st.binary(max_size=20), st.binary(max_size=300))
def test_garbage_is_refused_with_one_error(header: bytes, sig: bytes, salt: bytes, payload: bytes) -> None:  # 9
    with pytest.raises(BadChangeError):
        parse(Raw(header, sig, salt, payload))


@given(st.data())
def test_a_mutated_change_is_refused_or_has_a_broken_signature(data: st.DataObject) -> None:
    good = make(Body(b"r" * 16, b"d" * 16, 5, (), b"a" * 16, "person", (Op(Code.SET, "city", "Marion"),)), sign).raw
    part = data.draw(st.sampled_from(["header", "sig", "salt", "payload"]))
    old = getattr(good, part)
    where = data.draw(st.integers(0, len(old) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != old[where]))
    bad = good._replace(**{part: old[:where] + bytes([byte]) + old[where + 1 :]})
    try:
        parse(bad)
    except BadChangeError:
        return
    assert not signed_by(bad, PUBLIC)


def resigned(header: object = None, payload: object = None) -> Raw:
    """Return what an insider with a good key could send: any bytes, well hashed and signed."""
    body = c._packed(payload, 10**7) if not isinstance(payload, bytes) else payload
    digest = c.payload_hash(bytes(16), body)
    parts = [1, b"r" * 16, b"d" * 16, 5, [], b"a" * 16, digest] if header is None else header
    head = bytes(msgpack.packb(parts))
    return Raw(head, sign(head), bytes(16), body)


OP = [1, "city", "Marion", []]


@pytest.mark.parametrize(
    "payload",
    [
        ["person"],
        "person",
        ["", [OP]],
        ["p" * 65, [OP]],
        [5, [OP]],
        ["person", "ops"],
        ["person", [OP] * 513],
        ["person", ["op"]],
        ["person", [[1, "city", "Marion"]]],
        ["person", [[5, "city", "Marion", []]]],
        ["person", [[True, "city", "Marion", []]]],
        ["person", [[1, "", "Marion", []]]],
        ["person", [[1, "city", b"Marion", []]]],
        ["person", [[1, "city", 1.5, []]]],
        ["person", [[1, "city", {"a": 1}, []]]],
        ["person", [[1, "city", ["a"], []]]],
        ["person", [[1, "city", 2**63, []]]],
        ["person", [[3, "city", None, []]]],
        ["person", [[3, "", "why", []]]],
        ["person", [[1, "city", "x", "preds"]]],
        ["person", [[1, "city", "x", [[b"p" * 31, 0]]]]],
        ["person", [[1, "city", "x", [[b"p" * 32]]]]],
        ["person", [[1, "city", "x", [[b"p" * 32, -1]]]]],
        ["person", [[1, "city", "x", [[b"p" * 32, 512]]]]],
        ["person", [[1, "city", "x", [[b"p" * 32, True]]]]],
        ["person", [[1, "city", "x", [[b"p" * 32, 1], [b"p" * 32, 1]]]]],
        ["person", [[1, "city", "x", [[b"p" * 32, 1], [b"p" * 32, 0]]]]],
        ["person", [[1, f"f{i}", "x", [[b"p" * 32, j] for j in range(512)]] for i in range(3)]],
        ["person", [[1, "city", "x" * 2**20, []]]],
        ["person", [[[[[[[[1]]]]]]]]],
        b"\xc1",
        b"\x92\xa6person",
        b"\xdc\x00\x02\xa6person\x90",
        b"\xd4\x01\x00",
        b"\xd6\xff\x00\x00\x00\x00",
        b"\x91\xa1\xff",
        b"\x91" * 2000,
        b"",
    ],
)
def test_a_bad_payload_is_refused_even_from_an_insider(payload: object) -> None:
    with pytest.raises(BadChangeError):
        parse(resigned(payload=payload))


GOOD_HEADER = [1, b"r" * 16, b"d" * 16, 5, [], b"a" * 16, b"h" * 32]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 2),
        (0, True),
        (1, b"r" * 15),
        (2, "d" * 16),
        (3, -1),
        (3, True),
        (4, None),
        (4, [b"p" * 31]),
        (4, [b"p" * 32, b"p" * 32]),
        (4, [b"q" * 32, b"p" * 32]),
        (4, [bytes([i]) * 32 for i in range(65)]),
        (5, None),
        (6, b"h" * 31),
        (6, b"x" * 32),
    ],
)
def test_a_bad_header_is_refused_even_from_an_insider(place: int, value: object) -> None:
    header = [*GOOD_HEADER[:place], value, *GOOD_HEADER[place + 1 :]]
    with pytest.raises(BadChangeError):
        parse(resigned(header, ["person", [OP]]))


@pytest.mark.parametrize("header", [[1, 2], "header", [*GOOD_HEADER, 1], [b"x" * 9000]])
def test_a_header_of_another_shape_is_refused(header: object) -> None:
    with pytest.raises(BadChangeError):
        parse(resigned(header, ["person", [OP]]))


def test_a_change_that_breaks_a_bound_cannot_be_made() -> None:
    with pytest.raises(BadChangeError):
        change(Op(Code.SET, "city", "\ud800"))
    with pytest.raises(BadChangeError):
        change(Op(Code.SET, "city", "x" * 2**20))
    with pytest.raises(BadChangeError):
        change(Op(Code.SET, "", "x"))
    with pytest.raises(BadChangeError):
        change(parents=tuple(bytes([i]) * 32 for i in range(65)))


def test_half_an_erasure_is_refused() -> None:
    good = change(Op(Code.SET, "city", "Marion")).raw
    for bad in (good._replace(salt=None), good._replace(payload=None), good._replace(salt=b"short")):
        with pytest.raises(BadChangeError):
            parse(bad)


def test_a_key_that_is_none_signs_nothing() -> None:
    assert not signed_by(change().raw, b"short")


def test_remarks_can_be_read() -> None:
    made = change(Op(Code.SET, c.ACT, "Added a person"))
    assert made.note(c.ACT) == "Added a person"
    assert made.note(c.TXN) == ""
