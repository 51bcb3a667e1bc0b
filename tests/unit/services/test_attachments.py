"""Files beside a record: taken in whole, named, put into the bin, let out on purpose and noted first (R10, V8)."""

import errno
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cima_desktop.documents.received import CannotShowError, Received
from cima_desktop.model.attachments import Attachment, SavedCopy
from cima_desktop.model.errors import InvalidInputError, KnownError, NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import attachments, outside
from cima_desktop.services.attachment_source import BytesSource, FileSource, OwnFileError, SourceChangedError
from cima_desktop.services.session import Session
from cima_desktop.store import BytesMissingError, Edit
from cima_desktop.vault.errors import DiskFullError
from tests import received_files as files

GIVEN = "Elena Ejemplo"


@pytest.fixture
def rosa(session: Session) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit("person", record, {"given_names": "Rosa"})])
    return record


def add(session: Session, about: RecordId, data: bytes = b"%PDF-1.4 acta", name: str = "acta.pdf") -> RecordId:
    return attachments.add(session, about, BytesSource(name, data)).record


def kept(session: Session, record: RecordId) -> bytes:
    return b"".join(session.store.read_bytes(session.store.need(Attachment, record).digest))


def test_a_file_is_taken_in_with_all_that_is_known_of_it(session: Session, rosa: RecordId, tmp_path: Path) -> None:
    file = tmp_path / "foto.pdf"  # its name lies
    file.write_bytes(files.picture("png", (900, 900)))
    ticks: list[tuple[int, int]] = []
    added = attachments.add(session, rosa, FileSource(file), lambda done, total: ticks.append((done, total)))
    (row,) = attachments.of(session, rosa)
    size = file.stat().st_size
    assert row.copies == []
    assert (row.attachment.name, row.attachment.media, row.attachment.size) == ("foto.pdf", "png", size)
    assert row.attachment.added_on == session.today().isoformat()
    assert kept(session, added.record) == file.read_bytes()
    assert ticks[-1] == (size, size)
    assert added.touched.ids == {added.record}
    assert file.exists()


def test_an_empty_file_is_a_file_too(session: Session, rosa: RecordId) -> None:
    record = add(session, rosa, b"", "vacío.txt")
    attachment = session.store.need(Attachment, record)
    assert (attachment.size, attachment.media) == (0, "other")
    assert kept(session, record) == b""
    assert kept(session, add(session, rosa, b"", "otro.txt")) == b""


def test_the_same_file_twice_is_written_once(session: Session, rosa: RecordId) -> None:
    data = b"%PDF-1.4" + bytes(500_000)
    first, second = add(session, rosa, data), add(session, rosa, data, "copia.pdf")
    other = add(session, rosa, b"other!!!" + bytes(500_000), "otra.bin")  # as long, and not the same
    assert session.store.bytes_kept() == 2 * len(data)
    assert kept(session, first) == kept(session, second) == data
    assert [session.store.need(Attachment, each).media for each in (first, second, other)] == ["pdf", "pdf", "other"]


@pytest.mark.parametrize("about", ["", "no id", "0" * 32])
def test_nothing_is_attached_to_nothing(session: Session, about: RecordId) -> None:
    with pytest.raises(attachments.NothingToAttachToError):
        add(session, about)
    assert session.store.bytes_kept() == 0


def test_nothing_is_attached_to_what_is_in_the_bin(session: Session, rosa: RecordId) -> None:
    session.store.delete("Deleted", [rosa])
    with pytest.raises(attachments.NothingToAttachToError):
        add(session, rosa)


def test_a_file_of_the_vault_is_refused_and_the_vault_stays_locked(session: Session, rosa: RecordId) -> None:
    with pytest.raises(OwnFileError):
        attachments.add(session, rosa, FileSource(session.folder / "vault.db"))
    add(session, rosa)  # and saving still works


def test_a_file_that_changes_leaves_nothing(session: Session, rosa: RecordId, tmp_path: Path) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(bytes(2_000_000))

    def meddle(done: int, _total: int) -> None:
        if done:
            file.write_bytes(b"short")

    with pytest.raises(SourceChangedError):
        attachments.add(session, rosa, FileSource(file), meddle)
    assert attachments.of(session, rosa) == []
    assert session.store.bytes_kept() == 0


def test_a_full_vault_says_how_full(session: Session, rosa: RecordId, monkeypatch: pytest.MonkeyPatch) -> None:
    add(session, rosa, bytes(700))
    monkeypatch.setattr(attachments, "MOST_IN_VAULT", 1000)
    add(session, rosa, bytes(300))
    with pytest.raises(attachments.VaultTooFullError) as told:
        add(session, rosa, b"x", "una más.pdf")
    assert told.value.sentence("en") == (
        "“una más.pdf” has 1 B. The attachments of this vault have 1.0 KB already, and 1.0 KB is the most."
    )


def test_a_full_disk_is_noticed_before_anything_is_written(
    session: Session, rosa: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "free_bytes", lambda _folder: 20_000_000)
    with pytest.raises(attachments.NoRoomError) as told:
        add(session, rosa, bytes(5_000_000))
    assert "5.0 MB" in told.value.sentence("en")
    assert "20 MB" in told.value.sentence("es")
    monkeypatch.setattr(attachments, "free_bytes", lambda _folder: None)  # a disk that does not tell
    add(session, rosa, bytes(10))


def test_a_disk_that_fills_up_midway_leaves_nothing(session: Session, rosa: RecordId) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (session.folder / "vault.db").stat().st_size
    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500_000, before[1]))
    try:
        with pytest.raises(KnownError):
            add(session, rosa, os.urandom(4_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, usual)
    assert attachments.of(session, rosa) == []
    assert session.store.bytes_kept() == 0
    assert session.check().ok
    add(session, rosa, os.urandom(4_000_000))


def test_name_and_note_change_and_bytes_do_not(session: Session, rosa: RecordId) -> None:
    record = add(session, rosa)
    attachments.change(session, record, "Acta de Sofía.pdf", "la original la tiene la tía")
    changed = session.store.need(Attachment, record)
    assert (changed.name, changed.note) == ("Acta de Sofía.pdf", "la original la tiene la tía")
    assert kept(session, record) == b"%PDF-1.4 acta"
    with pytest.raises(InvalidInputError):
        attachments.change(session, record, "x" * 201, "")
    assert [entry.act for entry in session.store.history(record)] == [attachments.CHANGE_ACT, attachments.ADD_ACT]
    session.store.undo()
    assert session.store.need(Attachment, record).name == "acta.pdf"


def test_attachments_are_found_by_name_and_note(session: Session, rosa: RecordId) -> None:
    record = add(session, rosa, name="Cartilla de vacunación.pdf")
    attachments.change(session, record, "Cartilla de vacunación.pdf", "de Diego")
    for words in ("vacunacion", "cart", "diego"):
        assert [hit.id for hit in session.store.search(words)] == [record]


def test_the_bin_takes_an_attachment_with_its_copies_and_gives_both_back(
    session: Session, rosa: RecordId, tmp_path: Path
) -> None:
    record = add(session, rosa)
    attachments.save_readable(session, record, tmp_path / "acta.pdf", GIVEN)
    attachments.delete(session, record)
    assert attachments.of(session, rosa) == []
    assert [(entry.id, entry.parts) for entry in session.store.bin()] == [(record, 1)]
    session.store.restore([record])
    (row,) = attachments.of(session, rosa)
    assert [copy.holder for copy in row.copies] == [GIVEN]
    assert kept(session, record) == b"%PDF-1.4 acta"


def copies(session: Session, record: RecordId) -> list[str]:
    return [copy.holder for copy in session.store.children(SavedCopy, attachment=record)]


def test_a_readable_copy_is_noted_and_written(session: Session, rosa: RecordId, tmp_path: Path) -> None:
    data = os.urandom(700_000)
    record, target = add(session, rosa, data), tmp_path / "salida.bin"
    target.write_bytes(b"what was there before")
    touched = attachments.save_readable(session, record, target, GIVEN)
    assert target.read_bytes() == data
    assert target.stat().st_mode & 0o777 == 0o600
    assert touched.kinds == {"saved_copy"}
    assert copies(session, record) == [GIVEN]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["salida.bin", "vault"]
    attachments.save_readable(session, record, target, "")
    assert copies(session, record) == [GIVEN, "Un archivo en esta computadora"]
    session.store.undo()  # a copy that left has left: the step before it is the one taken back
    assert copies(session, record) == [] or session.store.get(Attachment, record) is None


def test_it_is_noted_before_the_first_byte(
    session: Session, rosa: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, seen = add(session, rosa), []

    def watch(path: Path, pieces: Iterator[bytes]) -> None:
        seen.append(copies(session, record))
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(outside, "write_pieces_atomically", watch)
    with pytest.raises(DiskFullError):
        attachments.save_readable(session, record, tmp_path / "acta.pdf", GIVEN)
    assert seen == [[GIVEN]]
    assert copies(session, record) == []  # nothing left, so the note is taken back
    assert session.store.undo_act() == attachments.ADD_ACT


def test_a_note_stays_when_the_file_may_be_there(
    session: Session, rosa: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, target = add(session, rosa), tmp_path / "acta.pdf"

    def written_and_then(path: Path, pieces: Iterator[bytes]) -> None:
        path.write_bytes(b"".join(pieces))
        raise OSError(errno.EIO, "the folder could not be synced")

    monkeypatch.setattr(outside, "write_pieces_atomically", written_and_then)
    with pytest.raises(KnownError):
        attachments.save_readable(session, record, target, GIVEN)
    assert copies(session, record) == [GIVEN]


@pytest.mark.parametrize("place", ["nowhere/acta.pdf", "a-file/acta.pdf", "x" * 300, "a-folder"])
def test_a_place_that_takes_no_file_is_said_plainly(
    session: Session, rosa: RecordId, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a-file").write_bytes(b"x")
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "a-folder" / "full").write_bytes(b"x")
    record = add(session, rosa)
    with pytest.raises(outside.NotWrittenError):
        attachments.save_readable(session, record, tmp_path / place, GIVEN)
    assert copies(session, record) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a-file", "a-folder", "vault"]


def test_an_error_nobody_knows_is_not_hidden(
    session: Session, rosa: RecordId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strange(_path: Path, _pieces: Iterator[bytes]) -> None:
        raise OSError(errno.EXDEV, "strange")

    monkeypatch.setattr(outside, "write_pieces_atomically", strange)
    with pytest.raises(OSError, match="strange"):
        attachments.save_readable(session, add(session, rosa), tmp_path / "acta.pdf", GIVEN)


def test_nothing_is_written_beside_the_vault(session: Session, rosa: RecordId, tmp_path: Path) -> None:
    record, before = add(session, rosa), sorted(session.folder.iterdir())
    (tmp_path / "door").symlink_to(session.folder)
    for folder in (session.folder, tmp_path / "door"):
        with pytest.raises(outside.OwnFolderError):
            attachments.save_readable(session, record, folder / "vault.db", GIVEN)
    assert sorted(session.folder.iterdir()) == before
    assert copies(session, record) == []


def test_bytes_that_are_missing_leave_no_note_and_no_file(session: Session, rosa: RecordId, tmp_path: Path) -> None:
    record = new_id()
    values = {"about": rosa, "name": "acta.pdf", "digest": "ab" * 32, "size": 4}
    session.store.save("Added", [Edit("attachment", record, values)])
    with pytest.raises(BytesMissingError):
        attachments.save_readable(session, record, tmp_path / "acta.pdf", GIVEN)
    with pytest.raises(NotFoundError):
        attachments.save_readable(session, new_id(), tmp_path / "acta.pdf", GIVEN)
    assert not (tmp_path / "acta.pdf").exists()
    assert copies(session, record) == []
    assert not session.check().ok  # and the check tells


@pytest.mark.parametrize(
    ("name", "media", "suggested"),
    [
        ("acta.pdf", "pdf", "acta.pdf"),
        ("Acta de Sofía (2).PDF", "pdf", "Acta de Sofía (2).PDF"),
        ("foto.exe", "jpeg", "foto.exe.jpg"),
        ("foto.jpeg", "jpeg", "foto.jpeg"),
        ("foto", "png", "foto.png"),
        ("lista.docx", "other", "lista.docx"),
        ("lista", "other", "lista"),
        ("../../etc/passwd", "other", "etc_passwd"),
        ("a/b\\c:d*e?.pdf", "pdf", "a_b_c_d_e.pdf"),
        ("CON.pdf", "pdf", "attachment-CON.pdf"),
        ("nul", "other", "attachment-nul"),
        ("...", "other", "attachment"),
        ("😀.png", "png", "attachment.png"),
        ("ñ" * 200 + ".pdf", "pdf", "ñ" * 52 + ".pdf"),
        ("x.", "pdf", "x.pdf"),
        (".pdf", "pdf", "pdf.pdf"),
        ("a." + "b" * 150, "other", "a." + "b" * 106),
        ("lista. ¿b?", "other", "lista. _b"),
    ],
)
def test_a_copy_gets_a_name_that_every_system_takes(name: str, media: str, suggested: str) -> None:
    made = attachments.file_name(Attachment(name=name, media=media))
    assert made == suggested
    assert len(made.encode()) <= 120


def test_a_viewer_is_fed_the_whole_file_and_nothing_else(session: Session, rosa: RecordId) -> None:
    data = files.pdf(2)
    record = add(session, rosa, data)
    seen = Received("pdf", len(data))
    attachments.feed(session, record, seen)
    assert seen.open() == [files.A_PAGE] * 2
    seen.close()
    with pytest.raises(CannotShowError):
        attachments.feed(session, add(session, rosa, b"%PDF" + bytes(900_000)), seen)
    with pytest.raises(NotFoundError):
        attachments.feed(session, new_id(), seen)


def test_the_practice_vault_lets_nothing_out(tmp_path: Path) -> None:
    from cima_desktop.services.session import Session as Opened
    from cima_desktop.store import steps
    from cima_desktop.vault import create_practice_vault

    with Opened(create_practice_vault(tmp_path / "practice", steps())) as practice:
        person = new_id()
        practice.store.save("Added", [Edit("person", person, {"given_names": "Rosa"})])
        record = add(practice, person)
        with pytest.raises(attachments.AttachmentStaysError):
            attachments.save_readable(practice, record, tmp_path / "acta.pdf", GIVEN)
        assert copies(practice, record) == []
    assert not (tmp_path / "acta.pdf").exists()
