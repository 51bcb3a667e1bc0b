"""The bytes of a family intake file, and what can be wrong with them (docs/formats/family-intake.md)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.text import clean

FORMAT, VERSION = "cima-family-intake", 1
LIMIT_BYTES = 4 * 1024 * 1024
MOST = 200
"""Entries in a section, characters of a key."""
_SHOWN = 60


class IntakeError(KnownError):
    """The file cannot be imported; `faults` lists every field that is wrong, with its path. Nothing was imported."""

    message = N_("Nothing was imported. Mistakes in this family file: {count}.\n{list}")
    remedy = N_("Correct the places named above and import the file again.")

    def __init__(self, faults: list[tuple[str, KnownError]]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(faults))

    def sentence(self, language: str | None = None) -> str:
        """Return what is wrong, one line a field."""
        lines = (f"  {path or '.'}: {fault.sentence(language)} {fault.advice(language)}" for path, fault in self.faults)
        return tr(self.message, language).format(count=len(self.faults), list="\n".join(lines))


class Faults:
    """Gathers every fault of a file, each place once for each reason."""

    def __init__(self) -> None:
        self.found: list[tuple[str, KnownError]] = []

    def add(self, path: str, message: str, remedy: str = "", **facts: object) -> None:
        """Note that something is wrong at a path of the file."""
        self.take(InvalidInputError(message, remedy or N_("Correct it in the file."), path=path, **facts))

    def take(self, fault: InvalidInputError) -> None:
        """Note a fault that names its own path."""
        if all((path, known.message) != (fault.path, fault.message) for path, known in self.found):
            self.found.append((fault.path, fault))


def shown(name: str) -> str:
    """Return a name from the file as a sentence can show it: short, without hidden characters."""
    return clean(name[: 4 * _SHOWN])[:_SHOWN]


def is_sound(key: object) -> bool:
    """Tell whether something can be a key: text as the program keeps it, neither empty nor long."""
    return isinstance(key, str) and 0 < len(key) <= MOST and clean(key) == key


def parsed(data: bytes) -> dict[str, Any]:
    """Return the object in the file, known to be of this format and version.

    Raises:
        IntakeError: it is no such file.
    """
    document = _json(data)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _single(
            "format", N_("This is not a family intake file."), N_('The file must say "format": "{name}".'), name=FORMAT
        )
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version != VERSION:
        raise _single(
            "version",
            N_("This version of the format is not known here."),
            N_("Update the program, or save as version 1."),
        )
    return document


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_no_twins)
    except UnicodeDecodeError as error:
        raise _single("", N_("The file is not UTF-8 text."), N_("Save it as UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise _single(
            "",
            N_("Line {line} is not valid JSON."),
            N_("Look for a missing comma, quote or bracket near there."),
            line=error.lineno,
        ) from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise _single("", N_("There is a number with thousands of digits in the file.")) from error
    except RecursionError as error:
        raise _single("", N_("The file is nested too deeply.")) from error


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _single(shown(key), N_("This name is written twice in the same place."))
        found[key] = value
    return found


def too_large() -> IntakeError:
    """Return the fault of a file that is larger than a family file ever is."""
    return _single("", N_("The file is larger than 4 MB; a family file never is."))


def _single(path: str, message: str, remedy: str = "", **facts: object) -> IntakeError:
    return IntakeError([(path, InvalidInputError(message, remedy, path=path, **facts))])


def digest(document: Mapping[str, Any]) -> str:
    """Return a fingerprint of what a file says, whatever its order and white space."""
    plain = json.dumps(document, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()
