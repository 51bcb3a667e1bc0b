"""The bundles of every format, kept for ever: each is read as it was, or refused as it was."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.exchange import errors
from cima_desktop.exchange.bundle import Section, Standing, open_bundle
from tests.vectors.bundles.make import digest_of

FOLDER = Path(__file__).parents[2] / "vectors" / "bundles"
VECTORS: dict[str, Any] = json.loads((FOLDER / "vectors.json").read_text("utf-8"))


def handed_out(data: bytes) -> str:
    """Return the digest of all that is handed out."""
    standings = {VECTORS["sender"]: Standing.KNOWN, VECTORS["revoked"]: Standing.REVOKED}

    def known(_device: bytes, key: bytes) -> Standing:
        return standings.get(key.hex(), Standing.UNKNOWN)

    got: list[Section] = []
    open_bundle(io.BytesIO(data), [VECTORS["secret"]], [bytes.fromhex(VECTORS["own"])], known).read(got.append)
    return digest_of(got)


@pytest.mark.parametrize("vector", VECTORS["files"], ids=lambda vector: vector["name"])
def test_it_is_read_or_refused_as_ever(vector: dict[str, str]) -> None:
    data = base64.b64decode(vector["file"])
    if vector["error"]:
        with pytest.raises(errors.BundleError) as caught:
            handed_out(data)
        assert caught.type is getattr(errors, vector["error"])
    else:
        assert handed_out(data) == vector["digest"]


def test_what_the_program_wrote_is_read() -> None:
    assert handed_out((FOLDER / "whole.cima").read_bytes()) == VECTORS["whole"]


def test_every_refusal_but_one_has_a_vector() -> None:
    told = {vector["error"] for vector in VECTORS["files"]}
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    between_two_runs = {"ChangedMeanwhileError"}
    assert kinds - told == {"BundleError", "KnownError", "SenderError"} | between_two_runs
