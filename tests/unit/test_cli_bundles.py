"""`bundle export` and `bundle inspect` without a window: the same preview, the same refusals (Y1, Y6)."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from cima_desktop import cli
from cima_desktop.model.ids import RecordId
from cima_desktop.services.session import Session
from cima_desktop.vault import Cost
from tests import templates
from tests.unit.services.exchanging import a_peer, meet, put

pytestmark = pytest.mark.usefixtures("derived_once")
PASSPHRASE = "siete lluvias verdes sobre el puente viejo"


@attrs.define
class Shell:
    """Two vaults as the shell sees them."""

    here: list[str]
    there: list[str]
    rosa: RecordId
    folder: Path


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    sessions = {}
    for name in ("Ana", "Beto"):
        made = templates.vault(tmp_path / name, PASSPHRASE, name, Cost.FLOOR)
        sessions[name] = Session(made.vault)
    meet(sessions["Ana"], sessions["Beto"])
    meet(sessions["Beto"], sessions["Ana"])
    a_peer(sessions["Ana"], "Dora", compared=False)
    rosa = put(sessions["Ana"], "person", given_names="Rosa", phone="8285550101", birth_date="1988-05-02")
    for session in sessions.values():
        session.close()
    common = ["--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]
    return Shell(
        ["--vault", str(tmp_path / "Ana"), *common], ["--vault", str(tmp_path / "Beto"), *common], rosa, tmp_path
    )


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    cli.run([*arguments, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_shown_written_and_inspected(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["bundle", "export", shell.rosa, "--to", "beto", "--for", "host", *shell.here]
    assert cli.run(wanted) == cli.FAILED  # nobody was asked
    shown = capsys.readouterr().out
    assert "Given names: Rosa" in shown
    assert "1988" not in shown
    assert "! The consent of one person or more is missing or over." in shown
    file = shell.folder / "one.cima"
    done = answer(capsys, *wanted, "--without-consent", "urgent", "--out", str(file), "--note", "Hola")
    assert (done["ok"], done["written"], done["file"]) == (True, True, str(file))
    assert [each["fields"] for each in done["leaves"]] == [["given_names", "phone"]]
    assert done["consents"] == [{"person": shell.rosa, "answer": "missing"}]
    bare = answer(capsys, "bundle", "inspect", str(file))
    assert bare["size"] == file.stat().st_size
    assert "note" not in bare
    known = answer(capsys, "bundle", "inspect", str(file), *shell.there)
    assert (known["note"], known["purpose"], known["changes"]) == ("Hola", "host", 1)
    assert cli.run(["bundle", "inspect", str(file), *shell.here]) == cli.FAILED  # not for oneself
    assert cli.run([*wanted, "--without-consent", "urgent", "--out", str(file)]) == cli.FAILED
    assert "already" in capsys.readouterr().err


def test_what_is_wrong_is_said(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    to_dora = ["bundle", "export", "--to", "Dora", "--lacking", *shell.here]
    assert answer(capsys, *to_dora)["problems"] == ["not_compared"]
    assert answer(capsys, *to_dora, "--not-compared")["ok"]
    no_referral = ["bundle", "export", "--to", "beto", "--answers", shell.rosa, *shell.here]
    assert answer(capsys, *no_referral)["problems"] == ["not_asked_by"]
    assert cli.run([*no_referral, "--out", str(shell.folder / "answer.cima")]) == cli.FAILED
    assert not (shell.folder / "answer.cima").exists()
    assert cli.run(["bundle", "export", "--to", "Nadie", *shell.here]) == cli.FAILED
    assert "“Nadie” is not the one" in capsys.readouterr().err
    referred = ["bundle", "export", shell.rosa, "--to", "Beto", "--for", "referral", *shell.here]
    assert "no_question" in answer(capsys, *referred)["problems"]
    assert cli.run(["bundle", "inspect", str(shell.folder / "none.cima")]) == cli.FAILED
    (shell.folder / "text.cima").write_text("no", encoding="utf-8")
    assert cli.run(["bundle", "inspect", str(shell.folder / "text.cima"), "--words-in", "en"]) == cli.FAILED
    assert "not a bundle" in capsys.readouterr().err
