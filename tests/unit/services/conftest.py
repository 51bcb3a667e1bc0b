"""An open vault with cheap keys, and a family file to fill it with."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.services import messenger
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault import TESTING_COST, porter
from tests import exchange_pair, templates

TODAY = date(2026, 11, 21)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = templates.vault(tmp_path / "vault", "a passphrase for tests only", "Prueba")
    with Session(made.vault, today=lambda: TODAY) as opened:
        yield opened


@pytest.fixture
def ana(acquainted: Path, tmp_path: Path) -> Iterator[Session]:
    """Return the open vault of a coordinator who knows Beto."""
    with exchange_pair.opened(acquainted, exchange_pair.ANA, tmp_path) as opened:
        yield opened


@pytest.fixture
def beto(acquainted: Path, tmp_path: Path) -> Iterator[Session]:
    """Return the open vault of a coordinator who knows Ana."""
    with exchange_pair.opened(acquainted, exchange_pair.BETO, tmp_path) as opened:
        yield opened


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do errands in this process: starting another for each would take the suite minutes."""

    def send(errand: dict[str, Any], heard: Any = None, quiet: float = 0) -> Any:
        return porter._do(errand, heard or (lambda _done, _all: None))

    monkeypatch.setattr(messenger, "send", send)


@pytest.fixture
def enter(session: Session) -> Callable[..., Session]:
    """Return a function that closes the vault and opens it again another way."""

    def entered(**way: object) -> Session:
        session.close()
        opened = open_vault(session.folder, floor=TESTING_COST, **way)  # type: ignore[arg-type]
        opened.today = lambda: TODAY
        return opened

    return entered


@pytest.fixture
def family_file() -> dict[str, Any]:
    return family_of_three()


def family_of_three() -> dict[str, Any]:
    """Return a complete family: one parent, two children, two caregivers, ready to sign."""
    carer = {"relation": "aunt_uncle", "known_since": 2015, "agreed": True}
    return {
        "format": "cima-family-intake",
        "version": 1,
        "family_id": "test-family",
        "household": {
            "name": "Familia Ejemplo",
            "street": "12 Calle Inventada",
            "city": "Asheville",
            "county": "Buncombe",
            "state": "NC",
            "zip": "28806",
        },
        "parents": [
            {
                "key": "p1",
                "given_names": "María",
                "paternal_surname": "Ejemplo",
                "maternal_surname": "Muñoz",
                "birth_date": "1990-05-02",
                "phone": "(828) 555-0101",
                "language": "es",
                "id_kind": "foreign_passport",
            }
        ],
        "people": [
            {
                "key": "k1",
                "given_names": "Lucía",
                "paternal_surname": "Muestra",
                "birth_date": "1985-01-01",
                "phone": "828-555-0102",
            },
            {
                "key": "k2",
                "given_names": "Tomás",
                "paternal_surname": "Prueba",
                "birth_date": "1980-01-01",
                "phone": "828.555.0103",
            },
        ],
        "children": [
            {
                "key": "c1",
                "given_names": "Ana",
                "paternal_surname": "Ejemplo",
                "birth_date": "2015-03-04",
                "sheet": {"school": "Escuela Inventada", "allergies": "ninguna", "doctor": "Clínica Inventada"},
                "caregivers": [
                    {"person": "k1", "rank": "first", **carer},
                    {"person": "k2", "rank": "backup1", **carer},
                ],
            },
            {
                "key": "c2",
                "given_names": "Luis",
                "paternal_surname": "Ejemplo",
                "birth_date": "2019-08-09",
                "sheet": {"school": "Escuela Inventada", "allergies": "cacahuate", "doctor": "Clínica Inventada"},
                "caregivers": [
                    {"person": "k1", "rank": "first", **carer},
                    {"person": "k2", "rank": "backup1", **carer},
                ],
            },
        ],
        "plan": {
            "parent2_status": "deceased",
            "parent2_explanation": "Falleció.",
            "open_case": False,
            "custody_order": False,
            "protective_order": False,
            "other_parent_disagrees": False,
            "care_powers": ["daily_care", "school", "health"],
            "effective_mode": "immediate",
            "agent": "k1",
            "successor1": "k2",
            "money_subjects": ["banks", "family"],
            "compensation": "expenses",
            "revokes_prior": "none",
            "hotline_phone": "828-555-0100",
            "review_due": "2027-11-21",
        },
        "contacts": [{"name": "Lucía Muestra", "relation": "tía", "phone": "8285550102", "position": 1}],
        "medicines": [{"person": "c2", "name": "Inhalador", "dose": "2", "times": ["needed"]}],
        "first_day": [{"task": "pick_up", "who": "Lucía", "position": 1}],
        "papers": [{"person": "c1", "sort": "birth_certificate", "have": "yes"}],
        "assets": [{"sort": "bank", "description": "Cuenta", "last4": "1234"}],
        "wishes": [{"topic": "siblings", "words": "Siempre juntos."}],
    }


def as_bytes(document: dict[str, Any]) -> bytes:
    """Return the document as a file holds it."""
    return json.dumps(document, ensure_ascii=False).encode()
