"""What a paper prints beside the words of its pack, so that it counts as wording when an attorney approves it.

Labels of answers and the renderer's own sentences live in the catalogue; changing one of them, or its translation,
changes what people sign.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from cima_desktop.documents import cards, entities, furniture, rows, signing, slots, template, voice
from cima_desktop.documents.pack import PaperSpec, Text
from cima_desktop.i18n import tr
from cima_desktop.model import choices
from cima_desktop.model.fields import Choice
from cima_desktop.model.kinds import KINDS

MESSAGES = (
    *(cards.CUT_AND_FOLD, entities.KEPT_PRIVATE, entities.SEE_SHEET, rows.WHOLE_FAMILY, rows.PAGES_NOTARY),
    *(slots.YES, slots.NO, slots.BOTH_GIVEN, voice.PAGE),
    *(furniture.DRAFT, furniture.DRAFT_SHORT, furniture.PRACTICE, furniture.PRACTICE_SHORT, furniture.READING_COPY),
    *(furniture.VERSION, furniture.APPROVED_BY, furniture.OPERATIVE, furniture.READING, furniture.RECORDER),
    *(signing.SIGNATURE, signing.DATE, signing.PRINTED_NAME, signing.MARK, signing.DESIGNEE_SIGNS),
    *(signing.WITNESS, signing.WITNESS_SIGNATURE, signing.ADDRESS, signing.INTERPRETER, signing.LANGUAGE),
    *(signing.INTERPRETER_SIGNATURE, signing.CERTIFICATE, signing.SPANISH_CERTIFICATE, signing.READING_COPY_NOTE),
    *(signing.STATE_OF, signing.COUNTY_OF, signing.NOTARY_SIGNATURE, signing.NOTARY_NAME),
    *(signing.COMMISSION_EXPIRES, signing.SEAL),
)
"""Every sentence of the renderer's own."""

_OTHER_NAMES = {"status": "parent2_status"}
"""Placeholders that print a field of another name."""
_LISTED: dict[str, tuple[Choice, ...]] = {
    "powers": choices.CARE_POWERS,
    "subjects": choices.MONEY_SUBJECTS,
    "specific": choices.SPECIFIC_POWERS,
}
"""Lists whose entries are answers of a closed list."""


def with_printed(spec: PaperSpec, pack_words: Mapping[str, Text]) -> PaperSpec:
    """Return the paper with everything it may print that is in none of its own blocks.

    Args:
        spec: the paper.
        pack_words: what placeholders of the pack itself stand for: `pack.name`, `pack.state`.
    """
    asked = set(_placeholders(attrs.asdict(spec, filter=_may_ask)))
    said = {f"message:{message}": _both(message) for message in MESSAGES}
    said |= {name: words for name, words in pack_words.items() if name in asked}
    for name, options in (*_fields(asked), *((n, c) for n, c in _LISTED.items() if n in spec.lists)):
        said |= {f"{name}={option.value}": _both(option.label) for option in options}
    return attrs.evolve(spec, printed=said)


def _may_ask(attribute: "attrs.Attribute[object]", _value: object) -> bool:
    return attribute.name not in ("printed", "when", "sources", "cite")


def _both(message: str) -> Text:
    return Text(tr(message, "en"), tr(message, "es"))


def _fields(asked: set[str]) -> Iterator[tuple[str, Sequence[Choice]]]:
    """Yield every field with a closed list that one of the placeholders may print, whichever kind it belongs to."""
    fields = {name.rpartition(".")[2] for name in asked}
    fields |= {_OTHER_NAMES[name] for name in fields & _OTHER_NAMES.keys()}
    for kind in KINDS.values():
        for field in kind.fields:
            if field.choices and field.name in fields:
                yield f"{kind.name}.{field.name}", field.choices


def _placeholders(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if "{" in value:
            yield from template.placeholders(value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _placeholders(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _placeholders(inner)
