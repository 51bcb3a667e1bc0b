"""Files that belong to a record: what is kept about each; the bytes lie beside, named by their fingerprint (R10)."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import fields as f
from cima_desktop.model.fields import PEER_AND_LAWYER, PEERS_ONLY, Choice, Search
from cima_desktop.model.kinds import Record, kind

MOST_IN_FILE = 200_000_000
"""Bytes of one attachment: a long scan or a few minutes of video; more than that belongs on a stick."""

MOST_IN_VAULT = 4_000_000_000
"""Bytes of all attachments together, so that the vault and its backups still fit on what people have."""

OTHER = "other"
MEDIA = (
    Choice("pdf", N_("PDF file")),
    Choice("png", N_("PNG picture")),
    Choice("jpeg", N_("JPEG picture")),
    Choice("gif", N_("GIF picture")),
    Choice("webp", N_("WebP picture")),
    Choice("tiff", N_("TIFF picture")),
    Choice(OTHER, N_("Another kind of file")),
)
"""What the program can show, and everything else. Permanent values."""

ENDINGS = {
    "pdf": (".pdf",),
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "gif": (".gif",),
    "webp": (".webp",),
    "tiff": (".tif", ".tiff"),
}
"""How names of these files end, the usual ending first."""

HEAD_BYTES = 1024
"""How much of a file's beginning tells what it is."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)


def media_of(head: bytes) -> str:
    """Return which of `MEDIA` a file is by its first bytes; its name is never believed."""
    for magic, media in _MAGIC:
        if head.startswith(magic):
            return media
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return "pdf" if b"%PDF-" in head[:HEAD_BYTES] else OTHER  # other programs' PDFs may begin with a line of mail


def size_text(size: int) -> str:
    """Return a number of bytes as people read it ("640 B", "12 KB", "1.4 MB"); the same in both languages."""
    if size < 1000:
        return f"{size} B"
    for unit in ("KB", "MB"):
        size_in = size / (1000 if unit == "KB" else 1_000_000)
        if size_in < 999.5:
            return f"{size_in:.1f} {unit}" if size_in < 9.95 else f"{size_in:.0f} {unit}"
    return f"{size / 1_000_000_000:.1f} GB"


@kind("attachment", label=N_("Attachment"), plural=N_("Attachments"), icon="paperclip")
@attrs.frozen(kw_only=True)
class Attachment(Record):
    """A file somebody put beside a record: a scan, a photo of a paper, a letter."""

    about: str = f.ref(N_("About"), "", required=True)
    name: str = f.text(N_("Name of the file"), required=True, search=Search.WORD, listed=True)
    media: str = f.choice(N_("Kind of file"), MEDIA, listed=True)
    size: int | None = f.number(N_("Size in bytes"), 0, MOST_IN_VAULT)
    digest: str = f.text(N_("Fingerprint of the file"), max_length=64, presets=PEER_AND_LAWYER)
    added_on: str = f.day(N_("Added on"), listed=True)
    note: str = f.text(N_("Note"), search=Search.WORD, max_length=300, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the name of the file."""
        return self.name


@kind("saved_copy", label=N_("Readable copy"), plural=N_("Readable copies"), icon="copy", parent="attachment")
@attrs.frozen(kw_only=True)
class SavedCopy(Record):
    """That an attachment was saved as an ordinary file, for whom and when; noted before the file is written (V8)."""

    attachment: str = f.ref(N_("Attachment"), "attachment", required=True)
    holder: str = f.text(N_("Who has it"), search=Search.NAME, listed=True, max_length=300, presets=PEERS_ONLY)
    given_on: str = f.day(N_("Given on"), listed=True, presets=PEERS_ONLY)
