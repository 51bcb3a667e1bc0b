"""Icons as line drawings, recoloured when they are painted, so that they follow the theme and stay sharp."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cima_desktop import paths
from cima_desktop.gui import theme


@cache
def _source(name: str) -> bytes:
    return (paths.resources() / "icons" / f"{name}.svg").read_bytes()


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, pixels: int) -> QPixmap:
    """Return an icon drawn in `colour`, `pixels` device pixels wide and high.

    Raises:
        FileNotFoundError: no such icon ships with the program.
    """
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return drawn


def paint(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paint an icon centred in `rect`, for delegates and painted widgets."""
    side = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatioF()
    drawn = pixmap(name, QColor(colour).name(), round(side * ratio))
    corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
    painter.drawPixmap(QRect(corner, QSize(side, side)), drawn)


class _Engine(QIconEngine):
    """Draws one icon in the colour its role has at that moment."""

    def __init__(self, name: str, role: str, on_role: str) -> None:
        super().__init__()
        self._name, self._role, self._on_role = name, role, on_role

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role, self._on_role)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return theme.tokens().disabled
        return theme.tokens().colour(self._on_role if state == QIcon.State.On else self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, rect, self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._colour(mode, state), max(1, min(size.width(), size.height())))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        drawn = QPixmap(self.pixmap(size, mode, state))
        drawn.setDevicePixelRatio(scale)
        return drawn


def icon(name: str, role: str = "text", on_role: str = "") -> QIcon:
    """Return an icon that takes the colour of `role` (see `Tokens.colour`) each time it is painted.

    Raises:
        FileNotFoundError: no such icon ships with the program.
    """
    _source(name)  # a misspelt name fails here, not at the first paint
    return QIcon(_Engine(name, role, on_role or role))
