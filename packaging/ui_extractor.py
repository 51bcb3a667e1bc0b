"""Finds the words of Qt Designer forms, so that forms, code and documents share one catalogue."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree


def extract_ui(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str | None, str | tuple[str, str], list[str]]]:
    """Yield each translatable <string> of a form in the shape Babel asks of an extractor; no option is needed."""
    for parent in ElementTree.parse(file).iter():  # noqa: S314 - our own forms, read while building
        whole_list_fixed = parent.get("notr") == "true"
        for element in parent.findall("string"):
            text, comment = element.text or "", element.get("comment")
            if not text or whole_list_fixed or element.get("notr") == "true":
                continue
            if comment:
                yield 0, "pgettext", (comment, text), []
            else:
                yield 0, None, text, []
