"""Everything a vault holds as files that any program reads (K6, docs/formats/open-export.md)."""

import base64
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs

from cima_desktop import __version__, paths
from cima_desktop.exchange.csv_files import write_csv
from cima_desktop.exchange.sheets import Tick
from cima_desktop.i18n import tr
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Value
from cima_desktop.model.kinds import Kind
from cima_desktop.services import attachments, reads
from cima_desktop.services.files.parcels import Put, parcel, sweep
from cima_desktop.services.outside import (
    Going,
    noted,
    refuse_own_folder,
    refuse_to_leave,
    written,
)
from cima_desktop.services.session import Session
from cima_desktop.store.bundles import MAKING, NOT_LEFT, OUT, BundleNote
from cima_desktop.store.change import NO_ACTOR, Change, Op, Raw, read_stored
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.everything import Standing

OPEN = "open"
FORMAT, VERSION = "cima-open-export", 1
_SHIPPED = ("LEEME.txt", "README.txt", "read_changes.py", "change-log.md")
_OPS = {1: "set", 2: "rem", 3: "del", 4: "undel"}
_TICK = 200
_MARK = "mark"


@attrs.frozen(kw_only=True)
class Exported:
    """What was written, in numbers."""

    changes: int
    records: int
    attachments: int
    missing: int
    """Attachments whose bytes this vault does not hold."""


def export(session: Session, target: Path, going: Going, tick: Tick = lambda _done, _total: None) -> Exported:
    """Write everything, into a new folder or a new ZIP archive, after noting for whom and why.

    Args:
        session: the open vault.
        target: what is to be made; an archive when its name ends in ".zip".
        going: for whom and why.
        tick: told now and then how much was written of how much; what it raises stops it, and nothing is left.

    Raises:
        RecordsStayError, HelperCopyReadOnlyError: nothing leaves this vault.
        NotWrittenError, OwnFolderError: the place takes nothing, or has something of that name.
        VaultError: the disk refused; nothing is left.
    """
    refuse_to_leave(session)
    refuse_own_folder(session, target.absolute())
    reads.keep_quietly(session)
    folder = target.absolute().parent
    written(folder, lambda: _sweep_beside(session, folder))
    mark = secrets.token_hex(4)

    def write() -> Exported:
        with parcel(target, mark) as put:
            return _Writer(session, put, tick).write()

    changes, records = session.store.count_everything()
    facts = {"changes": changes, "records": records, _MARK: mark}
    return noted(session, OPEN, going, lambda: written(target.parent, write), records={}, facts=facts)


def interrupted(session: Session) -> list[BundleNote]:
    """Return the lines of exports that a stopped program may have left half written, for anybody to read."""
    return [note for note in session.store.every_bundle(OUT) if note.sort == OPEN and note.state == MAKING]


def _sweep_beside(session: Session, folder: Path) -> None:
    """Remove what earlier exports left in a folder. The register knows their marks and, on purpose, no place."""
    for note in interrupted(session):
        if _MARK in note.facts and sweep(folder, note.facts[_MARK]):
            session.store.set_bundle(note.n, state=NOT_LEFT)


class _Writer:
    """Writes one file after another."""

    def __init__(self, session: Session, put: Put, tick: Tick) -> None:
        self._session, self._put, self._tick = session, put, tick
        changes, records = session.store.count_everything()
        self._total = changes + 2 * records
        self._done = self._told = self._records = self._files = self._missing = 0
        self._disputed = session.store.disputed()

    def write(self) -> Exported:
        """Write everything; return the numbers."""
        shipped = paths.resources() / "open-export"
        for name in _SHIPPED:
            self._put(name, [(shipped / name).read_bytes()])
        self._put("changes.jsonl", _lines(self._changes()))
        self._put("records.jsonl", _lines(self._every_record()))
        for kind in KINDS.values():
            self._put(f"tables/{kind.name}.csv", write_csv(self._table(kind)))
        self._put("fields.csv", write_csv(_fields()))
        self._attachments()
        self._put("devices.jsonl", _lines(self._devices()))
        self._put("register.jsonl", _lines(self._register()))
        done = Exported(changes=self._told, records=self._records, attachments=self._files, missing=self._missing)
        self._put("manifest.json", [json.dumps(_manifest(done), indent=2).encode() + b"\n"])
        self._tick(self._total, self._total)
        return done

    def _step(self) -> None:
        self._done += 1
        if self._done % _TICK == 0:
            self._tick(min(self._done, self._total), self._total)

    def _changes(self) -> Iterator[dict[str, Any]]:
        for raw, why in self._session.store.every_change():
            self._step()
            self._told += 1
            yield _change_line(read_stored(raw), why, self._session)

    def _every_record(self) -> Iterator[dict[str, Any]]:
        for kind in KINDS.values():
            for standing in self._session.store.every_record(kind):
                self._step()
                self._records += 1
                yield self._record_line(kind, standing)

    def _record_line(self, kind: Kind, standing: Standing) -> dict[str, Any]:
        record = standing.record
        line = {
            "id": record.id,
            "kind": kind.name,
            "title": standing.title,
            "in_bin": standing.in_bin,
            "created": standing.created.isoformat(),
            "changed": standing.changed.isoformat(),
            "values": {name: _plain(value) for name, value in kind.values(record).items()},
        }
        if record.id in self._disputed:
            found = self._session.store.snapshot(record.id).conflicts
            line["disputed"] = {name: [_plain(v.value) for v in versions] for name, versions in found.items()}
        return line

    def _table(self, kind: Kind) -> Iterator[list[str]]:
        yield ["id", "in_bin", *kind.names]
        for standing in self._session.store.every_record(kind):
            self._step()
            values = kind.values(standing.record).values()
            yield [standing.record.id, str(standing.in_bin).lower(), *map(_cell, values)]

    def _attachments(self) -> None:
        known: list[dict[str, Any]] = []
        for standing in self._session.store.every_record(KINDS["attachment"]):
            attachment = standing.record
            if isinstance(attachment, Attachment):
                known.append(self._attachment(attachment))
        self._put("attachments.jsonl", _lines(known))

    def _attachment(self, attachment: Attachment) -> dict[str, Any]:
        file = None
        if self._session.store.has_bytes(attachment.digest):
            self._files += 1
            file = f"attachments/{self._files:05}-{attachments.file_name(attachment)}"
            self._put(file, self._pieces(attachment.digest))
        else:
            self._missing += 1
        return {"record": attachment.id, "name": attachment.name, "sha256": attachment.digest, "file": file}

    def _pieces(self, digest: str) -> Iterator[bytes]:
        for piece in self._session.store.read_bytes(digest):
            self._tick(min(self._done, self._total), self._total)
            yield piece

    def _devices(self) -> Iterator[dict[str, Any]]:
        for device in self._session.store.known_devices():
            yield {"id": device.id.hex(), "public": device.public.hex(), "label": device.label}

    def _register(self) -> Iterator[dict[str, Any]]:
        store, before = self._session.store, 0
        while looks := store.looks(before, 500):
            yield from ({"line": "look", **_row(look)} for look in looks)
            before = looks[-1].n
        before = 0
        while deeds := store.deeds(before=before, limit=500):
            yield from ({"line": "deed", **_row(deed)} for deed in deeds)
            before = deeds[-1].n
        for note in store.every_bundle():
            named = {record: list(fields) for record, fields in store.bundle_records(note.n).items()}
            yield {"line": "file", **_row(note), "records": named}
        yield from ({"line": "erased", **_row(stone)} for stone in store.tombstones())
        yield from ({"line": "figure", **_row(figure)} for figure in store.figures())


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _change_line(change: Change, why: str, session: Session) -> dict[str, Any]:
    raw: Raw = change.raw
    line = {
        "id": change.id.hex(),
        "record": change.rec.hex(),
        "kind": change.kind,
        "device": change.dev.hex(),
        "when": moment(milliseconds(change.hlc)).isoformat(),
        "stamp": change.hlc,
        "who": session.store.who(change.actor),
        "actor": "" if change.actor == NO_ACTOR else change.actor.hex(),
        "parents": [parent.hex() for parent in change.parents],
        "ops": [_op_line(op) for op in change.ops],
        "header": _base64(raw.header),
        "signature": _base64(raw.sig),
        "salt": _base64(raw.salt),
        "payload": _base64(raw.payload),
        "counts": not why,
    }
    return {**line, "why": why} if why else line


def _op_line(op: Op) -> dict[str, Any]:
    replaces = [[ref.change.hex(), ref.place] for ref in op.preds]
    return {"op": _OPS[op.code], "field": op.field, "value": op.value, "replaces": replaces}


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _plain(value: object) -> object:
    """Return a value as JSON has it: sets in order, bytes in hexadecimal, moments in ISO 8601."""
    if isinstance(value, frozenset | tuple | set):
        return sorted(map(_plain, value), key=str)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | None) else str(value)


def _cell(value: Value) -> str:
    if isinstance(value, frozenset):
        return "; ".join(sorted(value))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _row(line: Any) -> dict[str, Any]:
    """Return a line of one of the registers by the names of its parts."""
    names = [a.name for a in attrs.fields(type(line))] if attrs.has(type(line)) else list(line.__dataclass_fields__)
    return {name: getattr(line, name) for name in names}


def _fields() -> Iterator[Sequence[str]]:
    yield ["kind", "field", "type", "English", "Español"]
    for kind in KINDS.values():
        yield [kind.name, "", "", tr(kind.label, "en"), tr(kind.label, "es")]
        for field in kind.fields:
            yield [kind.name, field.name, field.type.value, tr(field.label, "en"), tr(field.label, "es")]


def _manifest(done: Exported) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": f"cima-desktop {__version__}",
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "counts": attrs.asdict(done),
    }


def usual_name(today: date) -> str:
    """Return a name for the archive that says nothing of what is in it."""
    return f"cima-{today.isoformat()}.zip"
