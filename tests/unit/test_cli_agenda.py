"""The agenda without a window: a day, a week or a month as lines or as JSON, page after page."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from cima_desktop import cli
from cima_desktop.model.ids import new_id
from cima_desktop.services.session import Session
from cima_desktop.services.workups.agenda_list import PAGE
from cima_desktop.store import Edit, steps
from cima_desktop.vault import Cost, create_vault

PASSPHRASE = "siete lluvias verdes sobre el puente viejo"


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    made = create_vault(tmp_path / "vault", PASSPHRASE, "Prueba", Cost.FLOOR, steps=steps())
    with Session(made.vault) as session:
        day = date(2026, 12, 1)
        edits = [Edit("appointment", new_id(), {"sort": "office", "what": f"n{n}", "on": day}) for n in range(PAGE + 2)]
        edits.append(Edit("appointment", new_id(), {"sort": "hearing", "what": "Luego", "on": day + timedelta(days=1)}))
        edits.append(Edit("appointment", new_id(), {"sort": "hearing", "what": "Sin fecha", "unknown": True}))
        session.store.save("x", edits)
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]


def test_the_lists_of_the_agenda(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["agenda", "list", "--view", "day", "--on", "2026-12-01", *options, "--json"]) == cli.DONE
    assert len(json.loads(capsys.readouterr().out)["appointments"]) == PAGE + 2
    assert cli.run(["agenda", "list", "--view", "day", "--on", "2026-12-02", *options]) == cli.DONE
    assert "Dec 2, 2026  Luego" in capsys.readouterr().out
    assert cli.run(["agenda", "list", "--view", "unknown", *options]) == cli.DONE
    assert "Date not known yet  Sin fecha" in capsys.readouterr().out
    assert cli.run(["agenda", "list", "--on", "2020-01-01", *options]) == cli.DONE
    assert capsys.readouterr().out.strip() == "No appointment here"
    assert cli.run(["agenda", "list", "--on", "mañana", *options]) == cli.FAILED
