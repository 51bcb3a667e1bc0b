"""`peer` without a window: two vaults get to know each other, compare words, and one of them is lost."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.exchange import cards
from cima_desktop.services import revoking
from cima_desktop.services.session import open_vault
from cima_desktop.vault import Cost
from tests import templates
from tests.unit.exchange.card_making import card, revocation

pytestmark = pytest.mark.usefixtures("derived_once")
PASSPHRASE = "siete lluvias verdes sobre el puente viejo"
Options = list[str]


@pytest.fixture
def vaults(tmp_path: Path) -> tuple[Options, Options]:
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    made = []
    for name in ("Rosa Prueba", "Beto Ejemplo"):
        templates.vault(tmp_path / name, PASSPHRASE, name, Cost.FLOOR).vault.close()
        made.append(["--vault", str(tmp_path / name), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"])
    return made[0], made[1]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = cli.DONE) -> dict[str, Any]:
    assert cli.run([*arguments, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def say(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_two_vaults_get_to_know_each_other(
    vaults: tuple[Options, Options],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rosa, beto = vaults
    file = str(tmp_path / "beto.cima-card")
    shown = answer(capsys, "peer", "card", "--out", file, "--name", "Beto E.", "--place", "Casa", *beto)
    assert (shown["person"], shown["label"], len(shown["words"]["es"])) == ("Beto E.", "Casa", 13)
    added = answer(capsys, "peer", "add", file, *rosa)
    assert (added["id"], added["trust"], added["new"]) == (shown["id"], "seen", True)
    say(monkeypatch, " ".join(shown["words"]["es"][::-1]))
    wrong = answer(capsys, "peer", "verify", "Beto E.", "--how", "voice", *rosa, status=cli.FAILED)
    assert wrong["ok"] is False
    assert wrong["differing"]
    say(monkeypatch, " ".join(shown["words"]["en"]))
    assert answer(capsys, "peer", "verify", shown["id"][:6], "--how", "words", *rosa) == {"ok": True, "differing": []}
    (known,) = answer(capsys, "peer", "list", *rosa)["peers"]
    assert (known["trust"], known["checked"]["how"], known["checked"]["by"]) == ("checked", "words", "Rosa Prueba")
    renewed = answer(capsys, "peer", "card", "--new-key", *beto)
    assert (renewed["words"], renewed["person"]) == (shown["words"], "Beto E.")
    assert renewed["box"] != shown["box"]
    (tmp_path / "again").write_text(renewed["card"], encoding="ascii")
    assert answer(capsys, "peer", "add", str(tmp_path / "again"), *rosa)["new_key"]


def test_a_lost_vault(vaults: tuple[Options, Options], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rosa, beto = vaults
    assert cli.run(["peer", "list", *rosa]) == cli.DONE
    assert cli.run(["peer", "card", "--place", "Casa", *beto]) == cli.DONE
    lines = capsys.readouterr().out
    assert "Beto Ejemplo · Casa" in lines
    (tmp_path / "text").write_text(lines, encoding="utf-8")
    assert cli.run(["peer", "add", str(tmp_path / "text"), *rosa]) == cli.DONE
    assert "Not compared yet" in capsys.readouterr().out
    for who in ("", "Nobody"):
        assert cli.run(["peer", "revoke", who, "--reason", "lost", *rosa]) == cli.FAILED
        assert "No card" in capsys.readouterr().err
    assert cli.run(["peer", "revoke", "Beto Ejemplo", "--reason", "lost", *rosa]) == cli.DONE
    assert "no longer trusted" in capsys.readouterr().out
    assert cli.run(["peer", "list", *rosa]) == cli.DONE
    assert "No longer trusted" in capsys.readouterr().out
    assert answer(capsys, "peer", "list", *rosa)["peers"][0]["revoked_on"]
    assert cli.run(["peer", "add", str(tmp_path / "text"), *rosa]) == cli.FAILED
    assert "no longer trusted here" in capsys.readouterr().err


def test_what_a_colleague_says_is_listed(
    vaults: tuple[Options, Options], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa, _beto = vaults
    for number, person in ((2, "Carmen Prueba"), (3, "Luz Prueba")):
        made = card(number, person=person, label="")
        (tmp_path / "card").write_text(cards.as_text(made), encoding="ascii")
        answer(capsys, "peer", "add", str(tmp_path / "card"), *rosa)
    say(monkeypatch, cards.as_text(made))
    assert cli.run(["peer", "verify", "Carmen Prueba", "--how", "qr", *rosa]) == cli.FAILED
    say(monkeypatch, words_text(2))
    assert cli.run(["peer", "verify", "Carmen Prueba", "--how", "qr", *rosa]) == cli.DONE
    assert "the same" in capsys.readouterr().out
    with open_vault(Path(rosa[1]), passphrase=PASSPHRASE) as session:
        revoking.hear(session, [revocation(2, card(3).device).raw])
    assert cli.run(["peer", "list", *rosa]) == cli.DONE
    assert "Carmen Prueba no longer trusts Luz Prueba" in capsys.readouterr().out
    asked = answer(capsys, "peer", "list", *rosa)["asked"]
    assert asked == [{"about": card(3).device.hex(), "by": card(2).device.hex(), "reason": "lost"}]


def words_text(number: int) -> str:
    from cima_desktop.exchange.words import qr_text

    return qr_text(card(number).fingerprint)
