"""Pages of a PDF as pictures and as text, in memory only."""

from types import TracebackType
from typing import Any

import attrs

POINTS = 72.0


@attrs.frozen(kw_only=True)
class Bitmap:
    """A page as pixels, four bytes each: blue, green, red, unused."""

    buffer: Any = attrs.field(repr=False)
    """Bytes-like; alive as long as this object."""
    width: int
    height: int
    stride: int


class PreviewPages:
    """The pages of one PDF; close it when the preview closes."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # lazy: loads a library of its own

        self._document = pypdfium2.PdfDocument(pdf)

    def __len__(self) -> int:
        return len(self._document)

    def __enter__(self) -> "PreviewPages":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page in points."""
        return self._document.get_page_size(page)  # type: ignore[no-any-return]

    def page(self, page: int, dpi: float = 110.0) -> Bitmap:
        """Return the picture of a page."""
        drawn = self._document[page]
        bitmap = drawn.render(scale=dpi / POINTS, prefer_bgrx=True)
        drawn.close()
        return Bitmap(buffer=bitmap.buffer, width=bitmap.width, height=bitmap.height, stride=bitmap.stride)

    def text(self, page: int) -> str:
        """Return the text of a page, lines parted by line breaks."""
        drawn = self._document[page]
        words = drawn.get_textpage()
        found = str(words.get_text_bounded()).replace("\r\n", "\n")
        words.close()
        drawn.close()
        return found

    def close(self) -> None:
        """Free the document."""
        self._document.close()
