"""`bundle import` and `bundle undo` without a window: the same checks, the same review, the same way back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.exchange.cards import Card
from cima_desktop.model.ids import new_id
from cima_desktop.services import own_card
from cima_desktop.services.session import Session
from cima_desktop.vault import Cost
from tests import exchange_pair as pair
from tests import templates

pytestmark = pytest.mark.usefixtures("derived_once")


@pytest.fixture
def ana(acquainted: Path, tmp_path: Path) -> Iterator[Session]:
    with pair.opened(acquainted, pair.ANA, tmp_path) as opened:
        yield opened


@pytest.fixture
def vault(ana: Session, tmp_path: Path) -> tuple[list[str], Card]:
    """Return the options that open a vault which knows Ana, and its card."""
    made = templates.vault(tmp_path / "mine", pair.PASSPHRASE, "Carla Prueba", Cost.FLOOR)
    with Session(made.vault) as carla:
        pair.acquaint(ana, carla)
        card = own_card.present_card(carla)
    (tmp_path / "pass").write_text(pair.PASSPHRASE, encoding="utf-8")
    options = ["--vault", str(tmp_path / "mine"), "--passphrase-file", str(tmp_path / "pass"), "--words-in", "en"]
    return options, card


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert cli.run([*arguments, "--json"]) == cli.DONE
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_looked_at_taken_in_undone_and_in_again(
    ana: Session, vault: tuple[list[str], Card], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, card = vault
    rosa, luis = pair.add(ana, given_names="Rosa"), pair.add(ana, given_names="Luis")
    file = str(pair.bundle_for([card], ana, tmp_path / "one.cima"))
    seen = answer(capsys, "bundle", "import", file, *options)
    assert (seen["state"], seen["counts"], seen["before"]) == ("waiting", {"new": 2}, "")
    assert {each["id"] for each in seen["changes"]} == {rosa, luis}
    taken = answer(capsys, "bundle", "import", file, "--accept", "all", "--decline", luis, *options)
    assert (taken["state"], taken["records"], taken["declined"]) == ("done", 1, 1)
    again = answer(capsys, "bundle", "import", file, *options)
    assert again["state"] == "done"
    number = str(taken["number"])
    assert answer(capsys, "bundle", "undo", number, *options)["state"] == "undone"
    assert cli.run(["bundle", "undo", number, *options]) == cli.FAILED
    assert answer(capsys, "bundle", "undo", number, "--redo", *options)["state"] == "done"
    assert cli.run(["bundle", "import", file, *options]) == cli.DONE
    assert number in capsys.readouterr().out


def test_nothing_wanted_and_nothing_there(
    ana: Session, vault: tuple[list[str], Card], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, card = vault
    pair.add(ana, given_names="Rosa")
    file = str(pair.bundle_for([card], ana, tmp_path / "one.cima"))
    assert answer(capsys, "bundle", "import", file, "--accept", "none", *options)["state"] == "refused"
    for wrong in (["bundle", "undo", "77"], ["bundle", "import", str(tmp_path / "nothing.cima")]):
        assert cli.run([*wrong, *options]) == cli.FAILED
        assert len(capsys.readouterr().err.split(". ")) >= 2
    with pytest.raises(SystemExit):
        cli.run(["bundle", "import", file, "--accept", "some", *options])


def test_deletions_are_taken_in_only_when_they_are_named(
    ana: Session, vault: tuple[list[str], Card], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, card = vault
    rosa = pair.add(ana, given_names="Rosa")
    first = str(pair.bundle_for([card], ana, tmp_path / "one.cima"))
    assert cli.run(["bundle", "import", first, "--accept", "all", *options]) == cli.DONE
    ana.store.delete("Moved to the bin", [rosa])
    second = str(pair.bundle_for([card], ana, tmp_path / "two.cima"))
    capsys.readouterr()
    assert answer(capsys, "bundle", "import", second, *options)["counts"] == {"deleted": 1}
    taken = answer(capsys, "bundle", "import", second, "--accept", "all", "--also", "deleted", *options)
    assert (taken["records"], taken["declined"]) == (1, 0)


def test_what_breaks_a_rule_is_taken_in_only_by_its_id(
    ana: Session, vault: tuple[list[str], Card], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options, card = vault
    person, note = new_id(), new_id()
    raws = (
        pair.raw_of(ana, person, "person", {"given_names": "Rosa"}),
        pair.raw_of(ana, note, "note", {"about": person, "words": "SSN 123-45-6789"}),
    )
    files = [str(pair.bundle_for([card], ana, tmp_path / f"{i}.cima", raws=raws)) for i in range(2)]
    first = answer(capsys, "bundle", "import", files[0], "--accept", "all", *options)
    assert (first["records"], first["declined"]) == (1, 1)
    assert {each["id"]: each["odd"] for each in first["changes"]}[note] == ["words"]
    second = answer(capsys, "bundle", "import", files[1], "--accept", "all", "--take", note, *options)
    assert (second["records"], second["declined"]) == (1, 0)
