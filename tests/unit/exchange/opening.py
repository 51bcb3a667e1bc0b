"""Opening bundles in tests."""

import io
from collections.abc import Collection
from typing import Any

import pytest

from cima_desktop.exchange.bundle import Section, Standing, open_bundle
from cima_desktop.exchange.errors import BundleError
from tests.bundles import BETO


def opened(
    data: bytes,
    secrets: Collection[str] = (BETO.secret,),
    own: Collection[bytes] = (BETO.fingerprint,),
    standing: Standing = Standing.KNOWN,
) -> list[Section]:
    """Open a file and read all of it."""
    got: list[Section] = []
    open_bundle(io.BytesIO(data), list(secrets), own, lambda *_: standing).read(got.append)
    return got


def refused(data: bytes, **facts: Any) -> type[BaseException]:
    """Return how a file is refused; what is handed out before that must have been signed."""
    with pytest.raises(BundleError) as caught:
        opened(data, **facts)
    return caught.type
