"""A taste of the spoilt bundles of the torture run (B01, B02, B04): one refusal or another, and never anything else."""

import pytest

from tests.torture.bundles import ROLES, fuzz


@pytest.mark.parametrize("role", ROLES)
def test_a_spoilt_bundle_is_refused_or_is_what_its_sender_signed(role: str) -> None:
    ends = fuzz(role, 300)
    assert sum(n for name, n in ends.items() if name.endswith("Error")) > 150
    assert len(ends) > 5
