"""What a file is, is told by its first bytes; how big it is, as people read it."""

import pytest

from cima_desktop.model.attachments import ENDINGS, MEDIA, OTHER, Attachment, SavedCopy, media_of, size_text


@pytest.mark.parametrize(
    ("head", "media"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"From: somebody\r\n\r\n%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0..", "jpeg"),
        (b"GIF87a..", "gif"),
        (b"GIF89a..", "gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", OTHER),
        (b"II*\x00....", "tiff"),
        (b"MM\x00*....", "tiff"),
        (b"", OTHER),
        (b"MZ\x90\x00", OTHER),
        (b"PK\x03\x04", OTHER),
        (b"x" * 1020 + b"%PDF-1.4", OTHER),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(head: bytes, media: str) -> None:
    assert media_of(head) == media


def test_every_kind_that_is_shown_has_an_ending() -> None:
    assert {choice.value for choice in MEDIA} == {OTHER, *ENDINGS}


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 KB"),
        (12_345, "12 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (1_440_000, "1.4 MB"),
        (200_000_000, "200 MB"),
        (999_600_000, "1.0 GB"),
        (4_000_000_000, "4.0 GB"),
    ],
)
def test_sizes_are_rounded_for_people(size: int, words: str) -> None:
    assert size_text(size) == words


def test_an_attachment_is_named_by_its_file() -> None:
    assert Attachment(name="acta.pdf").title() == "acta.pdf"
    assert SavedCopy(holder="Tía Elena").title() == ""
