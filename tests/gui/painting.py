"""What a widget looks like, read from the picture it paints."""

from PySide6.QtWidgets import QWidget


def painted(widget: QWidget) -> set[str]:
    """Return the colours a widget is painted in."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}
