"""What a person is told of the disk and of the clock when a vault is opened (R21)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cima_desktop.model.ids import new_id
from cima_desktop.services import surroundings
from cima_desktop.services.session import Session
from cima_desktop.services.surroundings import ClockBehindError
from cima_desktop.store import Edit, Store, steps
from cima_desktop.vault import TESTING_COST, create_vault, place
from cima_desktop.vault.place import NETWORK, PlainPlaceError
from tests.unit.store.making import NOON, Hands

DAY = 24 * 3600


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = create_vault(tmp_path / "vault", "una frase de prueba", "Ana", TESTING_COST, steps=steps())
    with Session(made.vault) as session:
        yield session


def with_clock(session: Session, hands: Hands) -> Store:
    """Look at the vault through another wall clock, as after a restart."""
    session.store = Store(session.vault, hands.now)
    return session.store


@pytest.mark.parametrize(
    ("hours", "is_behind"), [(0, False), (-23, False), (24, False), (-25, True), (-24 * 365 * 50, True), (9e4, False)]
)
def test_a_clock_that_is_behind_what_was_written_is_told(session: Session, hours: float, is_behind: bool) -> None:
    hands = Hands()
    with_clock(session, hands).save("Added", [Edit("person", new_id(), {"given_names": "Ana"})])
    today = session.store.today()
    hands.seconds = NOON + hours * 3600
    store = with_clock(session, hands)
    assert [type(caution) for caution in surroundings.of_session(session)] == [ClockBehindError] * is_behind
    assert store.today() >= today if hours <= 0 else store.today() > today
    store.save("Added", [Edit("person", new_id(), {"given_names": "Beto"})])
    assert store.count("person") == 2


def test_a_clock_before_the_release_is_told_even_in_an_empty_vault(session: Session) -> None:
    with_clock(session, Hands(0.0))
    assert [type(caution) for caution in surroundings.of_session(session)] == [ClockBehindError]


def test_the_disk_is_told_before_and_after(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert surroundings.of_session(session) == []
    monkeypatch.setattr(place, "caution", lambda _folder: PlainPlaceError())
    assert [type(caution) for caution in surroundings.of_folder(session.folder)] == [PlainPlaceError]
    assert [type(caution) for caution in surroundings.of_session(session)] == [PlainPlaceError]


def test_every_caution_speaks_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(place, "kind_of", lambda _folder: NETWORK)
    for caution in (*surroundings.of_folder(tmp_path), ClockBehindError(), PlainPlaceError()):
        assert caution.sentence("es") != caution.sentence("en")
        assert caution.advice("es") != caution.advice("en")
