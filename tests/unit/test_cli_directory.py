"""`directory` without a window."""

import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.model.ids import new_id
from cima_desktop.store import Edit, Store, steps
from cima_desktop.vault import Cost, create_vault

PASSPHRASE = "siete lluvias verdes sobre el puente viejo"


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    made = create_vault(tmp_path / "vault", PASSPHRASE, "Prueba", Cost.FLOOR, steps=steps())
    store = Store(made.vault)
    for name, services, counties in (("Despensa", {"food"}, {"Madison"}), ("Clínica", {"health"}, {"Buncombe"})):
        values = {"name": name, "services": services, "counties": counties, "languages": {"es"}, "phone": "8285550101"}
        store.save("Added", [Edit("organization", new_id(), values)])
    made.vault.close()
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]


def entries(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert cli.run(["directory", "list", *arguments, "--json"]) == cli.DONE
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["entries"]
    return found


def test_it_lists_what_fits(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert [each["name"] for each in entries(capsys, *options)] == ["Clínica", "Despensa"]
    (food,) = entries(capsys, "--service", "food", *options)
    assert (food["name"], food["counties"], food["checked_on"], food["stale"]) == ("Despensa", ["Madison"], None, True)
    assert [e["name"] for e in entries(capsys, "clinica", "--county", "Buncombe", "--language", "es", *options)] == [
        "Clínica"
    ]
    assert cli.run(["directory", "list", *options]) == cli.DONE
    assert "Clínica  (828) 555-0101  (ask again)" in capsys.readouterr().out
    assert cli.run(["directory", "list", "--language", "mam", *options]) == cli.DONE
    assert "Nothing in the directory fits." in capsys.readouterr().out


def test_a_service_that_does_not_exist_is_not_understood(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        cli.run(["directory", "list", "--service", "magic", *options])
    assert refused.value.code == cli.MISUSED
    assert "magic" in capsys.readouterr().err
