"""Everything as open files: all of it, nothing outside, nothing half, and a stranger can read it (K6)."""

import base64
import csv
import errno
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import paths
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Field, FieldType
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import attachments
from cima_desktop.services.attachment_source import BytesSource
from cima_desktop.services.files import open_export, parcels
from cima_desktop.services.files.open_export import export
from cima_desktop.services.files.parcels import NameTakenError
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.outside import Going, NotWrittenError, OwnFolderError, RecordsStayError
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import Edit
from cima_desktop.vault.errors import DiskFullError

FOR = Going(holder="Archivo bajo llave")
REPOSITORY = Path(__file__).resolve().parents[3]


def put(session: Session, kind: str, **values: Any) -> RecordId:
    made = new_id()
    session.store.save("Added", [Edit(kind, made, values)])
    return made


def value_for(field: Field, ids: dict[str, RecordId]) -> Any:
    """Return something that the field can hold."""
    fixed: dict[FieldType, Any] = {
        FieldType.DATE: "2020-02-03",
        FieldType.FLAG: True,
        FieldType.NUMBER: field.low,
        FieldType.MONEY: 125_050,
        FieldType.HOURS: 450,
        FieldType.TIME: "21:30",
        FieldType.PHONE: "+18285550101",
        FieldType.CHOICE: next((choice.value for choice in field.choices), ""),
        FieldType.CHOICES: [choice.value for choice in field.choices[:2]],
        FieldType.REF: ids.get(field.refers_to or "person"),
        FieldType.WORDS: [f"{field.name} ñ"[: field.max_length]],
    }
    return fixed.get(field.type, f"={field.name} ñ"[: field.max_length])


def fill(session: Session) -> dict[str, RecordId]:
    """Put a record of every kind into the vault, with every field."""
    ids: dict[str, RecordId] = {name: new_id() for name in KINDS}
    for name, kind in KINDS.items():
        values = {f.name: value_for(f, ids) for f in kind.fields if f.name not in ("digest", "size", "same_as")}
        session.store.save("Added", [Edit(name, ids[name], values)])
    return ids


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").split("\n") if line]


def test_everything_is_in_it(session: Session, tmp_path: Path) -> None:
    ids = fill(session)
    erased, binned = put(session, "person", given_names="Borrada"), put(session, "person", given_names="En la papelera")
    session.store.save("Changed", [Edit("person", ids["person"], {"preferred_name": "Anita"})])
    session.store.delete("To the bin", [binned])
    session.store.erase([erased], "asked")
    session.store.note_deed("one_person", ids["person"])
    session.store.saw(ids["person"], "opened")
    target = tmp_path / "todo"
    done = export(session, target, FOR)
    changes, records = lines(target, "changes.jsonl"), {r["id"]: r for r in lines(target, "records.jsonl")}
    assert (done.changes, done.records) == (len(changes), len(records)) == session.store.count_everything()
    for name, kind in KINDS.items():
        values = records[ids[name]]["values"]
        wanted = kind.values(session.store.snapshot(ids[name]).record)
        assert values.keys() == wanted.keys()
        assert values == {n: sorted(v) if isinstance(v, frozenset) else v for n, v in wanted.items()}
        with (target / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        row = next(row for row in table if row["id"] == ids[name])
        assert list(row) == ["id", "in_bin", *kind.names]
        assert not any(cell.startswith("=") for cell in row.values())
    assert records[binned]["in_bin"] is True
    assert erased not in records
    assert [c["kind"] for c in changes if c["record"] == erased] == [""]
    sorts = {line["line"] for line in lines(target, "register.jsonl")}
    assert sorts == {"look", "deed", "file", "erased"} | ({"figure"} if session.store.figures() else set())
    assert {d["label"] for d in lines(target, "devices.jsonl")} == {""}
    described = (target / "fields.csv").read_text(encoding="utf-8-sig")
    assert "birth_date,date,Date of birth,Fecha de nacimiento" in described
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["format"], manifest["version"]) == ("cima-open-export", 1)
    assert manifest["counts"]["changes"] == done.changes


def test_changes_are_the_signed_bytes(session: Session, tmp_path: Path) -> None:
    put(session, "person", given_names="Ana", aliases=["Anita"])
    export(session, tmp_path / "todo", FOR)
    raws = list(session.store.gather(None))
    for raw, line in zip(raws, lines(tmp_path / "todo", "changes.jsonl"), strict=True):
        assert base64.b64decode(line["header"]) == raw.header
        assert base64.b64decode(line["signature"]) == raw.sig
        assert base64.b64decode(line["payload"]) == raw.payload
        assert base64.b64decode(line["salt"]) == raw.salt
        assert hashlib.sha256(b"change\0" + raw.header).hexdigest() == line["id"]
        assert (line["who"], line["counts"]) == ("Prueba", True)
        assert "why" not in line


def test_changes_that_do_not_count_are_marked(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, "person", given_names="Ana")
    (raw,) = session.store.gather(None)
    monkeypatch.setattr(session.store, "every_change", lambda: iter([(raw, "declined")]))
    export(session, tmp_path / "todo", FOR)
    (line,) = lines(tmp_path / "todo", "changes.jsonl")
    assert (line["counts"], line["why"]) == (False, "declined")
    assert run_example(tmp_path / "todo") == []


def run_example(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "read_changes.py"), *arguments], capture_output=True, check=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_stranger_reads_it_with_forty_lines_of_python(session: Session, tmp_path: Path) -> None:
    ids = fill(session)
    session.store.save("Changed", [Edit("person", ids["person"], {"given_names": "Eva", "aliases": ["Vita"]})])
    binned = put(session, "person", given_names="Leo")
    session.store.delete("To the bin", [binned])
    back = put(session, "person", given_names="Sol")
    session.store.delete("To the bin", [back])
    session.store.restore([back])
    target = tmp_path / "todo"
    export(session, target, FOR)
    found = {line["id"]: line for line in run_example(target)}
    kept = {r["id"]: r for r in lines(target, "records.jsonl")}
    assert found.keys() == kept.keys()
    for record, line in found.items():
        assert (line["kind"], line["in_bin"]) == (kept[record]["kind"], kept[record]["in_bin"])
        wanted = {n: v for n, v in kept[record]["values"].items() if v not in ("", None, [])}
        assert {n: sorted(v, key=str) for n, v in line["values"].items()} == {
            n: v if isinstance(v, list) else [v] for n, v in wanted.items()
        }
    assert {line["kind"] for line in run_example(target, "person")} == {"person"}
    assert len((target / "read_changes.py").read_text(encoding="utf-8").splitlines()) <= 45
    altered = (target / "changes.jsonl").read_text(encoding="utf-8").replace('"id":"', '"id":"0', 1)
    (target / "changes.jsonl").write_text(altered, encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        run_example(target)


def test_what_two_people_left_different_is_there_twice(session: Session, tmp_path: Path) -> None:
    record = put(session, "person", given_names="Ana")
    seen = session.store.snapshot(record).seen
    session.store.save("One", [Edit("person", record, {"given_names": "Anna"}, seen)])
    session.store.save("Two", [Edit("person", record, {"given_names": "Hana"}, seen)])
    export(session, tmp_path / "todo", FOR)
    (line,) = lines(tmp_path / "todo", "records.jsonl")
    assert sorted(line["disputed"]["given_names"]) == ["Anna", "Hana"]


HOSTILE = ("../../etc/passwd", "CON.pdf", "a:b?c*d|e.pdf", "x" * 190 + ".pdf", "\u202egpj.exe", "....", "ñ 😀.pdf")


def test_attachments_are_files_and_no_name_leads_outside(session: Session, tmp_path: Path) -> None:
    person = put(session, "person", given_names="Ana")
    for number, name in enumerate(HOSTILE):
        source = BytesSource("x", f"content {number}".encode())
        source.name = name
        attachments.add(session, person, source)
    target = tmp_path / "outer" / "todo"
    target.parent.mkdir()
    done = export(session, target, FOR)
    assert (done.attachments, done.missing) == (len(HOSTILE), 0)
    for line in lines(target, "attachments.jsonl"):
        file = (target / line["file"]).resolve()
        assert file.parent == (target / "attachments").resolve()
        assert hashlib.sha256(file.read_bytes()).hexdigest() == line["sha256"]
        assert len(file.name.encode()) <= 130
        assert set('/\\:*?"<>|').isdisjoint(file.name)
    assert [p.name for p in target.parent.iterdir()] == ["todo"]


def test_bytes_that_are_not_here_are_told(session: Session, tmp_path: Path) -> None:
    person = put(session, "person", given_names="Ana")
    put(session, "attachment", about=person, name="acta.pdf", digest="ab" * 32, size=3, media="pdf")
    done = export(session, tmp_path / "todo", FOR)
    assert (done.attachments, done.missing) == (0, 1)
    assert lines(tmp_path / "todo", "attachments.jsonl")[0]["file"] is None


def test_a_zip_holds_the_same(session: Session, tmp_path: Path) -> None:
    fill(session)
    export(session, tmp_path / "todo", FOR)
    export(session, tmp_path / "todo.zip", FOR)
    with zipfile.ZipFile(tmp_path / "todo.zip") as archive:
        assert archive.testzip() is None
        files = {str(p.relative_to(tmp_path / "todo")) for p in (tmp_path / "todo").rglob("*") if p.is_file()}
        assert set(archive.namelist()) == files
        for name in ("records.jsonl", "changes.jsonl", "tables/person.csv", "LEEME.txt"):
            assert archive.read(name) == (tmp_path / "todo" / name).read_bytes()
    assert (tmp_path / "todo.zip").stat().st_mode & 0o077 == 0
    assert (tmp_path / "todo").stat().st_mode & 0o077 == 0


def test_it_is_noted_before_it_is_written(session: Session, tmp_path: Path) -> None:
    put(session, "person", given_names="Ana")
    export(session, tmp_path / "todo", Going(holder="Archivo", why="cierre"))
    (line,) = session.store.bundles()
    assert (line.way, line.sort, line.reason) == ("out", "open", "Archivo – cierre")
    assert {"changes": 1, "records": 1}.items() <= line.facts.items()
    assert "todo" not in str(line.facts)  # a place can tell whose papers lie there


@pytest.mark.parametrize("name", ["todo", "todo.zip"])
def test_nothing_is_replaced_and_nothing_half_is_left(
    session: Session, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, "person", given_names="Ana")
    target = tmp_path / "place" / name
    target.parent.mkdir()
    monkeypatch.setattr(open_export, "_TICK", 1)

    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        export(session, target, FOR, stop)
    assert list(target.parent.iterdir()) == []

    def full(_out: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(parcels, "_last", full)
        with pytest.raises(DiskFullError):
            export(session, target, FOR)
    assert list(target.parent.iterdir()) == []

    real = parcels._last

    def rival(out: Any) -> None:
        real(out)
        target.touch()

    with monkeypatch.context() as patch:
        patch.setattr(parcels, "_last", rival)
        with pytest.raises(NameTakenError):
            export(session, target, FOR)
    assert target.read_bytes() == b""
    with pytest.raises(NameTakenError):
        export(session, target, FOR)
    assert target.read_bytes() == b""
    assert {line.state for line in session.store.bundles()} == {"not_left"}
    with pytest.raises(NotWrittenError):
        export(session, tmp_path / "not there" / name, FOR)


def test_nothing_leaves_practice_helper_copies_or_into_the_vault(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OwnFolderError):
        export(session, session.folder / "todo", FOR)
    monkeypatch.setattr(session, "ending", object())
    with pytest.raises(HelperCopyReadOnlyError):
        export(session, tmp_path / "todo", FOR)
    with open_practice(tmp_path / "practice") as practice, pytest.raises(RecordsStayError):
        export(practice, tmp_path / "todo", FOR)


def test_progress_is_told_to_the_end(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_export, "_TICK", 1)
    person = put(session, "person", given_names="Ana")
    attachments.add(session, person, BytesSource("a.txt", b"abc"))
    told: list[tuple[int, int]] = []
    export(session, tmp_path / "todo", FOR, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert all(done <= total for done, total in told)
    assert [done for done, _total in told] == sorted(done for done, _total in told)


def test_one_batch_is_in_memory_at_a_time(session: Session, tmp_path: Path) -> None:
    pulled: list[str] = []

    def rows(name: str) -> Iterator[bytes]:
        for number in range(3):
            pulled.append(f"{name}{number}")
            yield b"x"

    with parcels.parcel(tmp_path / "todo", "0a1b2c3d") as put_file:
        put_file("a", rows("a"))
        assert pulled == ["a0", "a1", "a2"]
        assert not (tmp_path / "todo").exists()
    assert (tmp_path / "todo" / "a").read_bytes() == b"xxx"


def test_the_note_that_ships_is_the_page_of_the_format() -> None:
    shipped = paths.resources() / "open-export" / "change-log.md"
    page = REPOSITORY / "docs" / "formats" / "change-log.md"
    assert shipped.read_text(encoding="utf-8") == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["todo", "todo.zip"])
def test_what_a_killed_program_left_is_removed_beside_the_next_one(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(session, "person", given_names="Ana")
    with monkeypatch.context() as killed:  # a killed program neither cleans up nor notes anything
        killed.setattr(parcels, "_remove", lambda _build: None)
        killed.setattr(session.store, "set_bundle", lambda *_line, **_facts: None)
        with pytest.raises(KeyboardInterrupt):
            export(session, tmp_path / name, FOR, tick=kill)
    (left,) = tmp_path.glob(".*.cima-part")
    strange = tmp_path / ".otro.0a1b2c3d.cima-part"
    strange.write_bytes(b"somebody else is writing this")
    (line,) = open_export.interrupted(session)
    (tmp_path / "aside").mkdir()
    export(session, tmp_path / "aside" / name, FOR)
    assert left.exists()
    assert open_export.interrupted(session) == [line]
    export(session, tmp_path / name, FOR)
    assert list(tmp_path.glob(".*.cima-part")) == [strange]
    assert open_export.interrupted(session) == []
    assert session.store.bundle(line.n).state == "not_left"


def kill(_done: int, _total: int) -> None:
    raise KeyboardInterrupt
