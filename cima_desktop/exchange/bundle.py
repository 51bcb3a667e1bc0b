"""Bundles as the rest of the program sees them: write one, look at one, open one (docs/formats/bundle.md)."""

from cima_desktop.exchange.age import Outline, Sink, Tick, outline
from cima_desktop.exchange.header import (
    ANSWER,
    CHOSEN,
    DELTA,
    MOST_HAVE,
    MOST_NOTE,
    MOST_RECIPIENTS,
    REFERRAL,
    SORTS,
    Header,
)
from cima_desktop.exchange.reading import Bundle, Known, Standing, open_bundle
from cima_desktop.exchange.sections import MOST_OBJECT, MOST_PIECE, Changes, Objects, Piece, Section
from cima_desktop.exchange.writing import Written, save_bundle, write_bundle

__all__ = [
    "ANSWER",
    "CHOSEN",
    "DELTA",
    "MOST_HAVE",
    "MOST_NOTE",
    "MOST_OBJECT",
    "MOST_PIECE",
    "MOST_RECIPIENTS",
    "REFERRAL",
    "SORTS",
    "Bundle",
    "Changes",
    "Header",
    "Known",
    "Objects",
    "Outline",
    "Piece",
    "Section",
    "Sink",
    "Standing",
    "Tick",
    "Written",
    "open_bundle",
    "outline",
    "save_bundle",
    "write_bundle",
]
