"""Make the samples of cards and words: `python -m tests.vectors.cards.make FOLDER`."""

import json
import sys
from pathlib import Path

from cima_desktop.exchange import cards, words
from cima_desktop.exchange.cards import Card
from tests.unit.exchange.card_making import BOX, NOVEMBER, card, follows, public, signed_card

BODY = [public(), BOX, "Lucía Ejemplo", "Mesa 1", NOVEMBER, b"", []]


def told(name: str, number: int, made: Card) -> dict[str, object]:
    """Return a sample: the number of its signing key, the card, and what is in it."""
    return {
        "name": name,
        "key": number,
        "raw": made.raw.hex(),
        "text": cards.as_text(made),
        "device": made.device.hex(),
        "fingerprint": made.fingerprint.hex(),
        "id": made.id.hex(),
        "person": made.person,
        "label": made.label,
        "box": made.box,
        "made": made.made_ms,
    }


def make() -> dict[str, list[dict[str, object]]]:
    """Return what goes into each file."""
    first = card()
    second = card(made_ms=NOVEMBER + 1, previous=first.id, label="")
    third = card(2, person="Beto Prueba", follows=follows(1, 2))
    turned = bytearray(first.raw)
    turned[-1] ^= 1
    bad = [
        ("another signer", "DamagedCardError", signed_card(BODY, 2)),
        ("a turned bit", "DamagedCardError", bytes(turned)),
        ("no succession", "DamagedCardError", signed_card([*BODY[:6], [public(2), follows(3, 1).sig]])),
        ("a newer version", "NewerCardError", signed_card(BODY, version=2)),
        ("no name", "CardError", signed_card([*BODY[:2], "", *BODY[3:]])),
        ("no key for receiving", "CardError", signed_card([BODY[0], "age1", *BODY[2:]])),
        ("one byte more", "CardError", first.raw + b"\0"),
        ("one byte less", "CardError", first.raw[:-1]),
    ]
    prints = [bytes(32), b"\xff" * 32, bytes(range(32)), first.fingerprint]
    return {
        "valid.json": [told("first", 1, first), told("second", 1, second), told("follows", 2, third)],
        "invalid.json": [{"name": name, "error": error, "raw": raw.hex()} for name, error, raw in bad],
        "words.json": [
            {
                "fingerprint": each.hex(),
                **{language: " ".join(words.words_of(each, language)) for language in ("es", "en")},
                "qr": words.qr_text(each),
            }
            for each in prints
        ],
    }


if __name__ == "__main__":
    for file, content in make().items():
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (Path(sys.argv[1]) / file).write_text(text, encoding="utf-8")
