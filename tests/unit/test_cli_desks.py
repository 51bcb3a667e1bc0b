"""`rota` and `roster` without a window: gaps, who is on call now, who helps, and nobody's number."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cima_desktop import cli
from cima_desktop.services.roster import duties
from cima_desktop.services.session import open_vault
from cima_desktop.store import steps
from cima_desktop.vault import Cost, create_vault
from tests.unit.services.roster_of import shift, volunteer

PASSPHRASE = "siete lluvias verdes sobre el puente viejo"
Options = list[str]


@pytest.fixture
def vault(tmp_path: Path) -> Options:
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    create_vault(tmp_path / "vault", PASSPHRASE, "Mesa", Cost.FLOOR, steps=steps()).vault.close()
    return ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]


def fill(options: Options) -> None:
    """Put two volunteers into the vault; one is on call at the hotline around the clock."""
    with open_vault(Path(options[1]), passphrase=PASSPHRASE) as session:
        ana = volunteer(session, "ana", roles=["operator"], languages=["es"], counties=["Buncombe"])
        volunteer(session, "beto", active=False)
        duties.note_reach(session, ana, {"phone": "+18285550151"})
        for n in range(-1, 9):
            day = (session.today() + timedelta(days=n)).isoformat()
            shift(session, "ana", day, "00:00", "00:00", order=1)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.run(arguments) == cli.DONE
    return capsys.readouterr().out


def test_an_empty_rota_has_a_gap_a_desk(vault: Options, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "rota", "gaps", *vault, "--json"))["gaps"]

    assert [each["desk"] for each in found] == ["linea", "verifiers"]
    begin, end = (datetime.fromisoformat(found[0][name]) for name in ("from", "to"))
    assert end - begin == timedelta(days=7)
    assert "Nobody answers the community line from" in told(capsys, "rota", "gaps", *vault)
    assert told(capsys, "rota", "now", "linea", *vault) == "Nobody is on call now.\n"
    assert told(capsys, "roster", *vault) == "There is nobody on the roster yet\n"


def test_who_is_on_call_and_who_helps_is_told_without_a_number(
    vault: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(vault)

    gaps = json.loads(told(capsys, "rota", "gaps", *vault, "--json"))["gaps"]
    now = json.loads(told(capsys, "rota", "now", "linea", *vault, "--json"))["on_call"]
    roster = json.loads(told(capsys, "roster", *vault, "--json"))["volunteers"]

    assert [each["desk"] for each in gaps] == ["verifiers"]
    assert [(each["name"], each["order"]) for each in now] == [("Ana de Práctica", 1)]
    assert [(each["name"], each["roles"], each["counties"]) for each in roster] == [
        ("Ana de Práctica", ["operator"], ["Buncombe"])
    ]
    words = "".join(told(capsys, *verb, *vault) for verb in (("rota", "now", "linea"), ("roster",)))
    assert "1. Ana de Práctica" in words
    assert "Answers the community line" in words
    assert "555" not in words + json.dumps([gaps, now, roster])


def test_a_desk_that_is_none_is_not_understood(vault: Options) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.run(["rota", "now", "kitchen", *vault])
    assert ended.value.code == cli.MISUSED
