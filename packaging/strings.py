"""Keeps the catalogues true: re-extracts every message and looks for missing or broken translations.

`make strings` runs it. It rewrites translations/<language>/LC_MESSAGES/cima_desktop.po and exits 1 when that changed
anything (commit the result), or when an entry is empty, fuzzy or does not keep its placeholders. English is the
language of the code, so the English catalogue is filled by this script and never by hand. Nothing is guessed from a
similar message, and no line carries a date, a file name or a line number: running it twice changes nothing.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import _parse_mapping_toml
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "en")
KEYWORDS = {
    "_": None,
    "N_": None,
    "tr": None,
    "ntr": (1, 2),
    "ngettext": (1, 2),
    "ptr": ((1, "c"), 2),
    "pgettext": ((1, "c"), 2),
}
HEADER = """\
# CIMA Desktop: the words a person reads. Rewritten by `make strings`; edit only the msgstr lines.
msgid ""
msgstr ""
"Project-Id-Version: CIMA Desktop\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_PLACEHOLDER = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}")


def po_file(root: Path, language: str) -> Path:
    """Return the path of a language's catalogue."""
    return root / "translations" / language / "LC_MESSAGES" / "cima_desktop.po"


def read(root: Path, language: str) -> Catalog:
    """Return a language's catalogue as it is on disk, empty when there is none."""
    path = po_file(root, language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract(root: Path = ROOT) -> Catalog:
    """Return every message of the code and the forms, as pyproject.toml maps them."""
    with (root / "pyproject.toml").open("rb") as file:
        methods, options = _parse_mapping_toml(file, style="pyproject.toml")
    found = Catalog()
    for _file, _line, message, comments, context in extract_from_dir(
        root, methods, options, KEYWORDS, comment_tags=("TRANSLATORS:",), strip_comment_tags=True
    ):
        found.add(message, auto_comments=comments, context=context)
    return found


def _texts(value: object) -> tuple[str, ...]:
    """Return a message's id or string, singular or plural, always as a tuple."""
    return tuple(value) if isinstance(value, list | tuple) else (str(value or ""),)


def _translation(message: Message, known: Catalog, language: str) -> tuple[tuple[str, ...], bool]:
    """Return what a message says in `language`, and whether a person marked that as fuzzy."""
    if language == "en":
        return _texts(message.id), False
    forms = len(_texts(message.id))
    old = known.get(message.id, message.context)
    if old is None or len(_texts(old.string)) != forms:
        return ("",) * forms, False
    return _texts(old.string), old.fuzzy


def refreshed(found: Catalog, known: Catalog, language: str) -> str:
    """Return the text of a catalogue with exactly the messages of `found` and what `known` says of them."""
    made = Catalog(locale=language)
    for message in found:
        if not message.id:
            continue
        texts, fuzzy = _translation(message, known, language)
        string = texts if message.pluralizable else texts[0]
        flags = {"fuzzy"} if fuzzy else set()
        entry = made.add(message.id, string, auto_comments=message.auto_comments, context=message.context, flags=flags)
        if entry is not None:
            entry.flags -= {"python-format", "python-brace-format"}  # Babel's guess; our own check is stricter
    buffer = BytesIO()
    write_po(buffer, made, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEADER.format(language=language) + buffer.getvalue().decode("utf-8").strip() + "\n"


def _names(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _faults(message: Message) -> Iterator[str]:
    ids, strings = _texts(message.id), _texts(message.string)
    if message.fuzzy:
        yield "is marked fuzzy"
    if len(strings) != len(ids) or not all(strings):
        yield "has no translation"
        return
    allowed = set().union(*(_names(text) for text in ids))
    for source, text in zip(ids, strings, strict=True):
        # "one person" may say the number in words; every other form keeps each placeholder
        same = _names(text) <= allowed if text is not strings[-1] else _names(text) == _names(source)
        if not same:
            yield f"does not keep its placeholders {sorted(allowed)}: {text!r}"
        if _edges(source) != _edges(text):
            yield f"begins or ends with other spaces: {text!r}"


def problems(catalogue: Catalog, language: str) -> list[str]:
    """Return a sentence for each entry that cannot be shown to a person."""
    return [f"{language}: {message.id!r} {fault}" for message in catalogue if message.id for fault in _faults(message)]


def main() -> int:
    """Rewrite the catalogues; return 1 when they were out of date or have a fault."""
    found = extract()
    faults = []
    for language in LANGUAGES:
        path, known = po_file(ROOT, language), read(ROOT, language)
        text = refreshed(found, known, language)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            faults.append(f"{language}: {path.relative_to(ROOT)} was out of date and has been rewritten; commit it")
        faults += problems(read(ROOT, language), language)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"strings: {len(found)} messages, {len(faults)} problems")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
