"""The headless commands: what they answer, with which status, and what they never take."""

import json
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.__main__ import wants_window
from cima_desktop.vault import Cost
from tests import templates
from tests.unit.services.conftest import as_bytes, family_of_three

pytestmark = pytest.mark.usefixtures("derived_once")
PASSPHRASE = "siete lluvias verdes sobre el puente viejo"


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    templates.vault(tmp_path / "vault", PASSPHRASE, "Prueba", Cost.FLOOR).vault.close()
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    (tmp_path / "family.json").write_bytes(as_bytes(family_of_three()))
    return ["--vault", str(tmp_path / "vault"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.run([*arguments, "--json"]) == cli.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_from_a_family_file_to_papers(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    family = str(tmp_path / "family.json")
    first = answer(capsys, "family", "import", family, *options)
    assert (first["records"] > 15, first["already"]) == (True, False)
    again = answer(capsys, "family", "import", family, *options)
    assert (again["records"], again["already"], again["plan"]) == (0, True, first["plan"])
    made = answer(
        capsys, "packet", "make", "Familia Ejemplo", "--out", str(tmp_path / "out"), "--language", "both", *options
    )
    assert made["stopped"] == []
    assert all(Path(f).read_bytes().startswith(b"%PDF") for f in made["files"])
    hits = answer(capsys, "search", "munoz", *options)["hits"]
    assert hits[0]["title"] == "María Ejemplo Muñoz"
    assert hits[0]["kind"] == "person"
    history = answer(capsys, "history", hits[0]["id"], *options)["history"]
    assert ["Given names", "", "María"] in history[-1]["changes"]
    assert history[-1]["who"] == "Prueba"
    checked = answer(capsys, "vault", "check", *options)
    assert checked == {"ok": True, "findings": [], "pages": [], "parts": [], "records": []}


def test_what_an_import_keeps_is_told(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "family.json"
    assert answer(capsys, "family", "import", str(file), *options)["kept"] == []
    document = family_of_three()
    document["household"]["city"] = "Marshall"
    file.write_bytes(as_bytes(document))
    assert answer(capsys, "family", "import", str(file), *options)["kept"] == ["household.city"]
    document["plan"]["code_word"] = "mariposa"
    file.write_bytes(as_bytes(document))
    assert cli.run(["family", "import", str(file), *options]) == cli.DONE
    assert "household.city" in capsys.readouterr().out.splitlines()[-1]
    document["parents"][0]["suffix"] = "Sr."
    document["household"]["city"] = "Sylva"
    file.write_bytes(as_bytes(document))
    replaced = answer(capsys, "family", "import", str(file), "--replace", *options)
    assert (replaced["kept"], replaced["records"]) == ([], 2)
    document["household"]["city"] = "Canton"
    file.write_bytes(as_bytes(document))
    assert cli.run(["family", "import", str(file), *options]) == cli.DONE
    assert "Nothing new" in capsys.readouterr().out


def test_words_for_people(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["family", "import", str(tmp_path / "family.json"), *options]) == cli.DONE
    assert "imported" in capsys.readouterr().out
    assert cli.run(["search", "nadie", *options]) == cli.DONE
    assert "Nobody" in capsys.readouterr().out


def test_a_stopped_paper_is_said(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = family_of_three()
    document["plan"]["open_case"] = True
    (tmp_path / "family.json").write_bytes(as_bytes(document))
    plan = answer(capsys, "family", "import", str(tmp_path / "family.json"), *options)["plan"]
    made = answer(capsys, "packet", "make", plan, "--out", str(tmp_path / "out"), *options)
    assert any("case open" in why for s in made["stopped"] for why in s["why"])
    assert not any("child-care" in f or "child_care" in f for f in made["files"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["vault", "check"],
        ["search", "x"],
        ["history", "0" * 32],
        ["packet", "make", "x", "--out", "out"],
        ["family", "import", "nothing.json"],
    ],
)
def test_the_worlds_faults_end_with_one_and_a_sentence(
    options: list[str], tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if arguments[0] in ("vault", "search"):
        (tmp_path / "pass").write_text("wrong", encoding="utf-8")
    assert cli.run([*arguments, *options]) == cli.FAILED
    said = capsys.readouterr()
    assert said.err.startswith("cima-desktop: ")
    assert said.out == ""


@pytest.mark.parametrize("arguments", [["nonsense"], ["vault"], ["packet", "make"], ["search"], ["--passphrase", "x"]])
def test_a_misunderstood_command_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.run(arguments)
    assert caught.value.code == cli.MISUSED


def test_without_terminal_or_file_there_is_no_passphrase(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["vault", "check", "--vault", options[1], "--words-in", "en"]) == cli.FAILED
    assert "--passphrase-file" in capsys.readouterr().err


def test_a_vault_is_made_with_a_good_passphrase_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pass").write_text("contraseña123", encoding="utf-8")
    where = ["--vault", str(tmp_path / "new"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]
    assert cli.run(["vault", "create", *where]) == cli.FAILED
    assert "too easy" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    made = answer(capsys, "vault", "create", "--name", "Prueba", *where)
    assert made["recovery_code"].count("-") > 10
    assert answer(capsys, "vault", "info", *where)["slots"][0] == {"kind": "passphrase", "label": "Prueba"}
    assert cli.run(["vault", "create", *where]) == cli.FAILED


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.run(["--help"])
    assert caught.value.code == cli.DONE
    said = capsys.readouterr().out
    assert all(word in said for word in ("practice", "vault", "family", "packet", "search", "history"))


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--vault", "x"], True),
        (["--vault=x"], True),
        (["--screenshot", "x.png"], True),
        (["search", "x"], False),
        (["--vault", "x", "search", "y"], False),
        (["--help"], False),
    ],
)
def test_what_opens_the_window(arguments: list[str], window: bool) -> None:
    assert wants_window(arguments) is window
