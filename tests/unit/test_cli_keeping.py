"""`keeping` without a window: the same doors, the same refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.store import Store
from cima_desktop.vault import Cost
from tests import templates
from tests.unit.store.making import person

pytestmark = pytest.mark.usefixtures("derived_once")
PASSPHRASE = "siete lluvias verdes sobre el puente viejo"


@pytest.fixture
def vault(tmp_path: Path) -> tuple[list[str], str]:
    made = templates.vault(tmp_path / "vault", PASSPHRASE, "Prueba", Cost.FLOOR)
    record = person(Store(made.vault, lambda: 1_600_000_000.0), "Rosa", "Ejemplo")
    made.vault.close()
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    options = ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]
    return options, record


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.run([*arguments, "--json"]) == cli.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_from_due_to_erased(vault: tuple[list[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    options, record = vault
    due = answer(capsys, "keeping", "due", *options)["due"]
    assert [(d["id"], d["title"], d["why"]) for d in due] == [(record, "Rosa Ejemplo", "time")]
    assert answer(capsys, "keeping", "until", record, *options) == {"until": "2021-09-13", "rule": "clock"}
    asked = answer(capsys, "keeping", "erase", record, "--reason", "time", *options)
    assert asked == {"erased": 0, "parts": {}, "held": False}
    wrong = ["keeping", "erase", record, "--reason", "time", "--name", "Rosa", *options]
    assert cli.run(wrong) == cli.FAILED
    assert "nothing was erased" in capsys.readouterr().err
    done = answer(capsys, "keeping", "erase", record, "--reason", "time", "--name", "rosa ejemplo", *options)
    assert done["erased"] == 1
    assert answer(capsys, "keeping", "due", *options)["due"] == []
    assert cli.run(["keeping", "until", record, *options]) == cli.FAILED
    assert "not in this vault" in capsys.readouterr().err


def test_a_hold_from_placing_to_release(vault: tuple[list[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    options, record = vault
    assert cli.run(["keeping", "holds", *options]) == cli.DONE
    assert "no legal hold" in capsys.readouterr().out
    hold = answer(capsys, "keeping", "hold", record, "--reason", "served", *options)["hold"]
    assert answer(capsys, "keeping", "due", *options)["due"] == []
    assert answer(capsys, "keeping", "until", record, *options) == {"until": None, "rule": "held"}
    assert answer(capsys, "keeping", "erase", record, "--reason", "time", *options)["held"]
    refused = ["keeping", "erase", record, "--reason", "time", "--name", "Rosa Ejemplo", *options]
    assert cli.run(refused) == cli.FAILED
    assert "legal hold" in capsys.readouterr().err
    released = ["keeping", "release", hold, "--why", "La abogada", *options]
    assert answer(capsys, *released) == {"hold": hold}
    assert answer(capsys, "keeping", "holds", *options)["holds"] == [
        {"id": hold, "about": record, "reason": "served", "in_force": False}
    ]
    assert cli.run(released) == cli.FAILED
