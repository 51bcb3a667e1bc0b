"""Backups without a window: make, list, check, bring back, salvage; each tells what a script and a person need."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.services import keys
from cima_desktop.services.session import open_vault
from cima_desktop.vault import Cost, porter
from tests import templates
from tests.unit.services.conftest import as_bytes, family_of_three

pytestmark = pytest.mark.usefixtures("derived_once")
PASSPHRASE = "siete lluvias verdes sobre el puente viejo"


@pytest.fixture
def options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    made = templates.vault(tmp_path / "vault", PASSPHRASE, "Prueba", Cost.FLOOR)
    made.vault.close()
    (tmp_path / "code").write_text(made.recovery_code, encoding="utf-8")
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    (tmp_path / "family.json").write_bytes(as_bytes(family_of_three()))
    found = ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]
    assert cli.run(["family", "import", str(tmp_path / "family.json"), *found]) == cli.DONE
    capsys.readouterr()
    return found


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = cli.DONE) -> dict[str, Any]:
    assert cli.run([*arguments, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_from_a_backup_to_a_vault(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["backup", "list", *options]) == cli.DONE
    assert "no backup yet" in capsys.readouterr().out
    (tmp_path / "stick").mkdir()
    made = answer(capsys, "backup", "make", "--to", str(tmp_path / "stick"), *options)
    assert Path(made["backup"]).is_dir()
    [row] = answer(capsys, "backup", "list", *options)["backups"]
    assert row["places"] == sorted([str(tmp_path / "stick"), str(tmp_path / "vault-backups")])
    assert answer(capsys, "backup", "check", *options) == {"ok": True, "checked": 1, "bad": []}
    backup = str(tmp_path / "stick" / row["name"])
    back = answer(capsys, "backup", "restore", backup, "--into", str(tmp_path / "back"), *options)
    assert (back["difference"], back["records"]["person"]) == ([0] * 5, 5)
    code = ["--recovery-code-file", str(tmp_path / "code"), *options[:2], *options[4:]]
    assert cli.run(["backup", "restore", backup, "--use", *code]) == cli.DONE
    assert "used from now on" in capsys.readouterr().out
    assert [p.name for p in tmp_path.glob("vault-aside-*")]
    assert answer(capsys, "vault", "check", *options)["ok"]


def test_what_is_wrong_is_told(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = answer(capsys, "backup", "make", "--to", str(tmp_path / "gone"), *options, status=cli.FAILED)
    assert made["troubles"] == ["PlaceMissingError"]
    file = Path(made["backup"]) / "vault.db"
    data = bytearray(file.read_bytes())
    data[9000] ^= 1
    file.write_bytes(data)
    assert answer(capsys, "backup", "check", *options, status=cli.FAILED)["bad"] == [file.parent.name]
    assert cli.run(["backup", "restore", str(file.parent), "--into", str(tmp_path / "back"), *options]) == cli.FAILED
    assert "damaged or was changed" in capsys.readouterr().err


def test_salvage(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault = tmp_path / "vault" / "vault.db"
    with open_vault(tmp_path / "vault", passphrase=PASSPHRASE) as session:
        [(page,)] = session.vault.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'k_wish'").fetchall()
    data = bytearray(vault.read_bytes())
    data[(page - 1) * 4096 + 50] ^= 1
    vault.write_bytes(data)
    told = answer(capsys, "vault", "check", *options, status=cli.FAILED)
    assert (told["pages"], told["parts"]) == ([page], ["Wishes"])
    assert cli.run(["vault", "check", *options]) == cli.FAILED
    assert "Keep this vault as it is." in capsys.readouterr().out
    saved = answer(capsys, "vault", "salvage", "--into", str(tmp_path / "saved"), *options)
    assert (saved["bad_pages"], saved["records"]["person"]) == (1, 5)
    assert cli.run(["vault", "salvage", "--into", str(tmp_path / "again"), *options]) == cli.DONE
    assert "could not be read" in capsys.readouterr().out


def test_an_errand_answers_in_lines(tmp_path: Path) -> None:
    def ask(**errand: object) -> dict[str, Any]:
        answers = io.StringIO()
        assert porter.serve(io.StringIO(json.dumps(errand) + "\n"), answers) == 0
        last: dict[str, Any] = json.loads(answers.getvalue().splitlines()[-1])
        return last

    assert ask(verb="look", place=str(tmp_path)) == {"result": []}
    assert ask(verb="look", place=str(tmp_path / "gone"))["error"] == "PlaceMissingError"
    assert ask(verb="drop", place=str(tmp_path), names=["x"], vault="00") == {"result": []}
    (tmp_path / "newer").mkdir()
    head = b"cima-backup 2\n"
    import hashlib

    (tmp_path / "newer" / "backup.cima").write_bytes(head + hashlib.sha256(head).digest()[:8])
    told = ask(verb="carry", source=str(tmp_path / "newer"), target=str(tmp_path / "x"), place=str(tmp_path))
    assert told["error"] == "BackupError"


def test_every_way_of_that_day_brings_it_back(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick, words = tmp_path / "stick.cimakey", "nueve faroles azules bajo la lluvia lenta"
    with open_vault(tmp_path / "vault", passphrase=PASSPHRASE) as session:
        made = keys.new_key_file()
        keys.save_key_file(stick, made)
        keys.add_person(session, "Elena", words, Cost.FLOOR, made)
        sheets = [s.words for s in keys.offer_shares(session, 2, ["Rosa", "Tomás"]).shares]
        assert keys.accept_shares(session, sheets)
    (tmp_path / "shares").write_text("\n".join(sheets), encoding="utf-8")
    (tmp_path / "hers").write_text(words, encoding="utf-8")
    backup = answer(capsys, "backup", "make", *options)["backup"]
    vault = ("--vault", str(tmp_path / "vault"))
    with_file = ("--passphrase-file", str(tmp_path / "hers"), "--key-file", str(stick))
    for number, way in enumerate((("--shares-file", str(tmp_path / "shares")), with_file)):
        back = answer(capsys, "backup", "restore", backup, "--into", str(tmp_path / f"back-{number}"), *vault, *way)
        assert back["difference"] == [0] * 5
        saved = answer(capsys, "vault", "salvage", "--into", str(tmp_path / f"saved-{number}"), *vault, *way)
        assert saved["records"]["person"] == 5
    alone = ("--passphrase-file", str(tmp_path / "hers"))
    assert cli.run(["backup", "restore", backup, "--into", str(tmp_path / "no"), *vault, *alone]) == cli.FAILED
    assert not (tmp_path / "no").exists()
