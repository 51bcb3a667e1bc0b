"""What the program and the process that looks at received files say to each other, and the bounds of both.

Fixed binary forms, nothing that could be run. The program believes no number of the other side.
"""

import struct
from enum import IntEnum

ARGUMENT = "look-at-received-file"
"""The only argument with which the program becomes that process (`__main__`)."""

START = struct.Struct("<8sQ")
"""To the child: what the file is (`model.attachments.MEDIA`, padded with zeros) and its length; then its bytes."""
ASK = struct.Struct("<IIB")
"""To the child: page, width in pixels as it will be seen, quarter turns to the right."""
OPENED = struct.Struct("<BI")
"""From the child: an answer and how many pages; then a size for each."""
SIZE = struct.Struct("<ff")
DRAWN = struct.Struct("<BII")
"""From the child: an answer, width, height; then four bytes a pixel: blue, green, red, unused."""


class Answer(IntEnum):
    """How it went."""

    WELL = 0
    BROKEN = 1
    LOCKED = 2
    TOO_BIG = 3


MOST_PAGES = 5_000
MOST_PIXELS = 24_000_000
"""Of a page as it is drawn."""
MOST_SOURCE_PIXELS = 120_000_000
"""Of a picture as it was received, before anything of it is unpacked."""
MOST_SIDE, LEAST_SIDE = 20_000.0, 1.0
PIXEL_BYTES = 4
TURNS = 4
