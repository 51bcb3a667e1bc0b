"""The commands about keys: everything the window does, and no secret as an argument or in a file by itself."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import cli
from cima_desktop.services import session
from cima_desktop.vault import TESTING_COST, Vault, calibrate, open_vault
from tests import templates
from tests.unit.services.conftest import as_bytes, family_of_three

FIRST = "siete lluvias verdes sobre el puente viejo"
HERS = "nueve mapaches tocan la marimba azul"
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    def cheaply(*given: Any, **named: Any) -> Vault:
        return open_vault(*given, **{**named, "floor": TESTING_COST})

    monkeypatch.setattr(session, "open_vault_files", cheaply)
    quick = calibrate.Calibration(TESTING_COST, 0.1, "fast")
    monkeypatch.setattr(calibrate, "calibrate", lambda: quick)
    templates.vault(tmp_path / "vault", FIRST, "Ana").vault.close()
    (tmp_path / "first").write_text(FIRST + "\n", encoding="utf-8")
    (tmp_path / "hers").write_text(HERS, encoding="utf-8")
    return ["--vault", str(tmp_path / "vault"), "--words-in", "en"]


@pytest.fixture
def run(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command as Ana and returns its last answer; `status` is what it must end with."""

    def ran(*arguments: str, way: tuple[str, str] | None = None, status: int = cli.DONE) -> dict[str, Any]:
        way = way or ("--passphrase-file", str(tmp_path / "first"))
        assert cli.run(["keys", *arguments, *options, *way, "--json"]) == status
        said = capsys.readouterr()
        if not said.out:
            return {"error": said.err}
        return json.JSONDecoder().raw_decode(said.out[said.out.index("{\n") :])[0]  # type: ignore[no-any-return]

    return ran


def refused(run: Run, *arguments: str, **way: Any) -> str:
    return str(run(*arguments, status=cli.FAILED, **way)["error"])


class Paper(io.StringIO):
    """A person who types back what the command has just shown."""

    def __init__(self, capsys: pytest.CaptureFixture[str], read: Callable[[dict[str, Any]], list[str]]) -> None:
        super().__init__()
        self._capsys, self._read = capsys, read
        self._lines: list[str] = []
        self.shown: dict[str, Any] = {}

    def readline(self, *_: Any) -> str:  # type: ignore[override]
        if not self.shown:
            self.shown = json.loads(self._capsys.readouterr().out)
            self._lines = self._read(self.shown)
        return self._lines.pop(0) + "\n"


def test_a_person_comes_is_frozen_renamed_changed_and_leaves(run: Run, tmp_path: Path) -> None:
    new = ("--new-passphrase-file", str(tmp_path / "hers"))
    hers = ("--passphrase-file", str(tmp_path / "hers"))
    made = run("add", "Beto", *new)
    assert len(made["id"]) == 16
    rows = run("list", way=hers)["keys"]
    assert [(r["label"], r["kind"], r["mine"]) for r in rows] == [
        ("Ana", "person", False), ("", "code", False), ("Beto", "person", True),
    ]  # fmt: skip
    assert "already" in refused(run, "add", "beto", *new)
    assert run("freeze", "Beto") == {"frozen": True}
    assert "frozen" in refused(run, "list", way=hers)
    assert run("thaw", made["id"]) == {"frozen": False}
    assert run("rename", "Beto", "Roberta") == {"renamed": True}
    assert "not in this vault" in refused(run, "freeze", "Beto")
    assert "opened the vault with" in refused(run, "remove", "Ana")
    assert run("remove", "Roberta") == {"old_backups": [], "copy_left": False}
    assert "does not open" in refused(run, "list", way=hers)
    assert run("change", *new) == {"changed": True}
    assert "does not open" in refused(run, "list")
    assert run("rekey", way=hers)["copy_left"] is False


def test_a_key_file_is_made_asked_for_and_given_up(run: Run, tmp_path: Path) -> None:
    stick, new = tmp_path / "stick", ("--new-passphrase-file", str(tmp_path / "hers"))
    run("add", "Carmen", *new, "--new-key-file", str(stick))
    hers = ("--passphrase-file", str(tmp_path / "hers"))
    assert "alone" in refused(run, "list", way=hers)
    assert run("list", "--key-file", str(stick), way=hers)["keys"][2]["needs_file"]
    weak = tmp_path / "weak"
    weak.write_text("corta", encoding="utf-8")
    refused(run, "add", "Dora", "--new-passphrase-file", str(weak), "--new-key-file", str(tmp_path / "other"))
    assert not (tmp_path / "other").exists()
    refused(run, "add", "Dora", *new, "--new-key-file", str(stick))
    run("change", "--key-file", str(stick), *new, way=hers)
    assert not run("list", way=hers)["keys"][2]["needs_file"]


def test_only_paper_is_left_and_a_person_comes_back_by_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "tried" in refused(run, "only-paper")
    paper = Paper(capsys, lambda shown: [shown["code"]])
    monkeypatch.setattr("sys.stdin", paper)
    assert run("code") == {"ok": True}
    (tmp_path / "code").write_text(paper.shown["code"], encoding="utf-8")
    assert run("only-paper") == {"only_paper": True, "keyring_gone": True}
    assert "does not open" in refused(run, "list")
    by_code = ("--recovery-code-file", str(tmp_path / "code"))
    assert [row["kind"] for row in run("list", way=by_code)["keys"]] == ["code"]
    run("add", "Ana", "--new-passphrase-file", str(tmp_path / "hers"), way=by_code)
    assert len(run("list", way=("--passphrase-file", str(tmp_path / "hers")))["keys"]) == 2


def test_a_code_is_shown_typed_back_and_opens(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Paper(capsys, lambda _shown: ["0" * 70])
    monkeypatch.setattr("sys.stdin", wrong)
    assert "mistyped" in refused(run, "code")
    paper = Paper(capsys, lambda shown: [shown["code"].lower()])
    monkeypatch.setattr("sys.stdin", paper)
    assert run("code") == {"ok": True}
    (tmp_path / "code").write_text(paper.shown["code"], encoding="utf-8")
    by_code = ("--recovery-code-file", str(tmp_path / "code"))
    assert run("list", way=by_code)["rehearsal"]["last"]
    new = ("--new-passphrase-file", str(tmp_path / "hers"))
    assert run("change", "Ana", *new, way=by_code) == {"changed": True}
    monkeypatch.setattr("sys.stdin", io.StringIO(paper.shown["code"]))
    assert run("rehearse", "code", way=("--passphrase-file", str(tmp_path / "hers"))) == {"ok": True}
    monkeypatch.setattr("sys.stdin", io.StringIO(wrong.shown["code"]))
    assert run("rehearse", "code", way=by_code, status=cli.FAILED) == {"ok": False}


def test_shares_are_shown_typed_back_and_open(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = Paper(capsys, lambda shown: [s["words"] for s in shown["shares"][1:]])
    monkeypatch.setattr("sys.stdin", paper)
    assert run("shares", "Rosa", "Tomás", "Lucía", "--needed", "2") == {"ok": True}
    words = [s["words"] for s in paper.shown["shares"]]
    assert [s["holder"] for s in paper.shown["shares"]] == ["Rosa", "Tomás", "Lucía"]
    file = tmp_path / "two"
    file.write_text("\n\n".join(words[:2]), encoding="utf-8")
    assert [r["kind"] for r in run("list", way=("--shares-file", str(file)))["keys"]] == ["person", "code", "shares"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(words[1:])))
    assert run("rehearse", "shares") == {"ok": True}
    for text, said in (
        (words[0], "2 shares are needed"),
        ("", "33 words"),
        (words[0].rsplit(" ", 1)[0], "33 words; words typed: 32"),
    ):
        file.write_text(text, encoding="utf-8")
        assert said in refused(run, "list", way=("--shares-file", str(file)))
    other = Paper(capsys, lambda _shown: words[:2])
    monkeypatch.setattr("sys.stdin", other)
    assert run("shares", "", "", status=cli.FAILED) == {"ok": False}
    assert "2 to 16" in refused(run, "shares", "Rosa")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and words[0].encode() in path.read_bytes()]


def test_people_read_lines_and_old_backups_are_named(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with session.open_vault(tmp_path / "vault", passphrase=FIRST) as opened:
        note = [{"name": "lunes.cima", "at": "2026-11-20", "key": opened.vault.access.key_id}]
        opened.store.meta_set("backups:list", json.dumps(note))
    (tmp_path / "vault" / "before-migration-2.db").mkdir()
    whole = [*options, "--passphrase-file", str(tmp_path / "first")]
    assert cli.run(["keys", "rekey", *whole]) == cli.DONE
    said = capsys.readouterr().out
    assert "lunes.cima" in said
    assert "before an update" in said
    assert cli.run(["keys", "list", *whole]) == cli.DONE
    said = capsys.readouterr().out
    assert "passphrase  Ana  (used now)" in said
    assert "never" in said


def test_one_way_in_at_a_time(options: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.run(["keys", "list", *options, "--passphrase-file", "a", "--shares-file", "b"])
    assert caught.value.code == cli.MISUSED


def test_a_secret_is_never_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("list", "add", "change", "code", "shares", "rehearse"):
        with pytest.raises(SystemExit):
            cli.run(["keys", verb, "--help"])
        said = capsys.readouterr().out
        assert "--passphrase " not in said
        assert "--code " not in said
        assert "--pdf" not in said


def test_without_a_backup_the_key_is_changed_only_when_that_is_said(
    run: Run, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / "one.json", tmp_path / "other.json"]
    for number, file in enumerate(files):
        file.write_bytes(as_bytes({**family_of_three(), "family_id": f"family-{number}"}))
    way = ("--passphrase-file", str(tmp_path / "first"))
    assert cli.run(["family", "import", str(files[0]), *options, *way]) == cli.DONE
    (tmp_path / "vault-backups").write_bytes(b"in the way")
    capsys.readouterr()
    assert "without a backup" in refused(run, "rekey")
    assert run("rekey", "--without-backup")["old_backups"] == []
    assert cli.run(["family", "import", str(files[1]), *options, *way]) == cli.FAILED
    assert cli.run(["family", "import", str(files[1]), "--without-backup", *options, *way]) == cli.DONE
