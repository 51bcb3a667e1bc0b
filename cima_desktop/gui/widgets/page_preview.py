"""Pages of a document as they will be printed; asked for one by one as they come into sight."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cima_desktop.gui import theme
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.page_column import PageColumn, Spacing
from cima_desktop.i18n import _

_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_KEPT = 12  # pictures of pages in memory: a screenful and its neighbours


class PagePreview(QAbstractScrollArea):
    """Shows pages below one another; `page_wanted(page, width in device pixels)` is answered with `set_page`."""

    page_wanted = Signal(int, int)
    page_shown = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: list[tuple[float, float]] = []
        self._images: dict[int, QImage] = {}
        self._asked: dict[int, int] = {}
        self._zoom = 1.0
        self._current = -1
        self._column = PageColumn((), 0, 1.0, Spacing(0, 0, 0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        bind(self, QWidget.setAccessibleName, self._where)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a document of pages of these sizes (width and height in any one unit)."""
        self._sizes = list(sizes)
        for image in self._images.values():
            image.fill(0)  # nothing of a page stays behind in memory that is given back
        self._images.clear()
        self._asked.clear()
        self._current = -1
        self._layout()
        self.verticalScrollBar().setValue(0)
        self._moved()

    def clear(self) -> None:
        """Show nothing and keep no picture."""
        self.show_pages([])

    def set_page(self, page: int, image: QImage) -> None:
        """Show a page's picture."""
        if page < len(self._sizes):
            self._images[page] = image
            self.viewport().update()

    def current_page(self) -> int:
        """Return the page at the top of the view, from 0; -1 when there is none."""
        return self._current

    def go_to(self, page: int) -> None:
        """Bring a page to the top of the view."""
        if 0 <= page < len(self._sizes):
            self.verticalScrollBar().setValue(self._column.places[page].top - S(12))

    def zoom(self) -> float:
        """Return how big pages are; 1 fills the width."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show pages so big; 1 fills the width."""
        page = max(0, self._current)
        self._zoom = zoom
        self._layout()
        self.go_to(page)

    def zoom_in(self) -> None:
        """Show pages bigger."""
        self.set_zoom(next((z for z in _ZOOMS if z > self._zoom + 0.01), _ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Show pages smaller."""
        self.set_zoom(next((z for z in reversed(_ZOOMS) if z < self._zoom - 0.01), _ZOOMS[0]))

    def fit_width(self) -> None:
        """Show a page as wide as the view."""
        self.set_zoom(1.0)

    def fit_page(self) -> None:
        """Show a whole page at a time."""
        if not self._sizes:
            return
        width, height = self._sizes[max(0, self._current)]
        high = (self.viewport().height() - S(24)) * width / height
        self.set_zoom(min(1.0, high / max(1, self.viewport().width() - S(32))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._asked.clear()
        self._layout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._layout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            self.go_to(self._current + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(len(self._sizes) - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(theme.tokens().page))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        for page in self._column.seen(top, top + self.viewport().height()):
            rect = QRect(*self._column.places[page]).translated(-left, -top)
            painter.fillRect(rect, Qt.GlobalColor.white)  # paper is white in every theme
            if image := self._images.get(page):
                painter.drawImage(rect, image)
            painter.setPen(QColor(theme.tokens().line))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
            self._ask(page, rect.width())
        painter.end()

    def _ask(self, page: int, width: int) -> None:
        pixels = round(width * self.devicePixelRatioF())
        if self._asked.get(page) == pixels:
            return
        self._asked[page] = pixels
        for far in sorted(self._images, key=lambda p: -abs(p - page))[: max(0, len(self._images) - _KEPT)]:
            del self._images[far]
            self._asked.pop(far, None)
        self.page_wanted.emit(page, pixels)

    def _layout(self) -> None:
        view = self.viewport()
        self._column = PageColumn(self._sizes, view.width(), self._zoom, Spacing(S(12), S(16), S(120)))
        self.verticalScrollBar().setRange(0, max(0, self._column.height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(S(40))
        self.horizontalScrollBar().setRange(0, max(0, self._column.width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())
        view.update()

    def _moved(self) -> None:
        top = self.verticalScrollBar().value()
        seen = self._column.seen(top, top + self.viewport().height())
        current = seen[0] if seen else -1
        if len(seen) > 1 and self._column.places[current].bottom - top < S(60):
            current = seen[1]
        self.viewport().update()
        if current != self._current:
            self._current = current
            bind(self, QWidget.setAccessibleName, self._where)
            self.page_shown.emit(current)

    def _where(self) -> str:
        if self._current < 0:
            return _("No page to show")
        return _("Page {n} of {total}").format(n=self._current + 1, total=len(self._sizes))
