"""Tables in and lists out without a window: the same doors, the same refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.vault import Cost
from tests import templates

pytestmark = pytest.mark.usefixtures("derived_once")
PASSPHRASE = "siete lluvias verdes sobre el puente viejo"
TABLE = "Nombre,Apellidos,Nacimiento,SSN,Tel\nAna,López Gil,3/4/1990,x,8285550101\nEva,Sol,4 mar 1991,x,12\n"
OUT = ("--for", "Lic. Ejemplo", "--readable")


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    templates.vault(tmp_path / "vault", PASSPHRASE, "Prueba", Cost.FLOOR).vault.close()
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.run([*arguments, "--json"]) == cli.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_from_a_table_to_every_sort_of_file(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(TABLE, encoding="utf-8")
    taking = ["records", "import", str(file), "--without-backup", *options]
    assert cli.run(taking) == cli.FAILED
    assert "Say which number of the dates comes first" in capsys.readouterr().err
    taking += ["--surnames", "apart", "--dates", "month"]
    dry = answer(capsys, *taking, "--dry-run")
    assert dry["columns"] == {
        "Nombre": "given_names",
        "Apellidos": "~surnames",
        "Nacimiento": "birth_date",
        "SSN": "",
        "Tel": "phone",
    }
    assert dry["counts"] == {"new": 1, "like": 0, "twin": 0, "faulty": 1}
    assert "import" not in dry
    done = answer(capsys, *taking, "--rest", str(tmp_path / "rest.csv"))
    assert (done["people"], done["left"], done["rest"]) == (1, 1, 1)
    again = answer(capsys, *taking, "--faulty", "add", "--like", "leave")
    assert (again["people"], again["left"]) == (1, 1)
    csv = answer(capsys, "records", "export", "person", "--out", str(tmp_path / "p.csv"), *OUT, *options)
    assert csv["records"] == 2
    assert "(828) 555-0101" in (tmp_path / "p.csv").read_text(encoding="utf-8")
    sheet = ["records", "export", "person", "--fields", "phone", "--out", str(tmp_path / "p.xlsx"), *OUT, *options]
    assert answer(capsys, *sheet)["records"] == 2
    cards = answer(capsys, "records", "export", "person", "--out", str(tmp_path / "p.vcf"), *OUT, *options)
    assert cards["records"] == 2
    assert cli.run(["records", "export", "plan", "--out", str(tmp_path / "q.vcf"), *OUT, *options]) == cli.FAILED
    assert "Only people" in capsys.readouterr().err
    days = answer(capsys, "agenda", "export", "--out", str(tmp_path / "d.ics"), *OUT, *options)
    assert days["days"] == 0
    all_of_it = answer(capsys, "open-export", "--out", str(tmp_path / "all.zip"), *OUT, *options)
    assert all_of_it["records"] == 2
    assert (tmp_path / "all.zip").exists()


def test_a_place_may_be_named_and_a_wrong_one_is_said(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Quién,Casa\nAna,Familia Sol\nBeto,Familia Sol\n", encoding="utf-8")
    taking = ["records", "import", str(file), "--kind", "person", *options]
    named = [*taking, "--place", "Quién=preferred_name", "--place", "Casa=~home", "--homes", "name"]
    assert cli.run(named) == cli.DONE
    assert "2 records were written" not in capsys.readouterr().out  # and a household
    assert cli.run([*taking, "--place", "Quién=status"]) == cli.FAILED
    assert "There is no such column or field" in capsys.readouterr().err


def test_nothing_leaves_unless_it_is_said_that_this_is_understood(options: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as misused:
        cli.run(["open-export", "--out", str(tmp_path / "all.zip"), "--for", "x", *options])
    assert misused.value.code == cli.MISUSED
    assert not (tmp_path / "all.zip").exists()
