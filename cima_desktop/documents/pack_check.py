"""From the tables of a TOML file to the classes of a pack; every name and key is checked, nothing is guessed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs

from cima_desktop.documents import conditions, names, template
from cima_desktop.documents.errors import PackBlockError
from cima_desktop.documents.pack import FORMAT, Block, Face, Item, PaperSpec, Row, Text
from cima_desktop.i18n import N_
from cima_desktop.model.findings import Scope

Phrases = Mapping[str, Text]
_HEAD = {
    *("format", "sort", "version", "title", "scope", "signed", "layout", "recordable", "one_per", "order"),
    *("law_checked_on", "law_note", "sources", "block"),
}
LAYOUTS = {"facing", "sheet", "checklist", "card"}
ONE_PER = {"plan", "parent", "parents", "child", "child+parent+carer", "carer", "adult", "document"}
_ACTS = {"acknowledgment": "acknowledgment", "acknowledgment+oath": "acknowledgment_oath", "jurat": "jurat"}
_SIGNING_PHRASES = ("mark", "designee")
_COMMON = {"id", "type", "when", "each", "repeat", "cite", "new_page"}
_WORDS = {"en", "es"}
_LISTED = _WORDS | {"items"}
_KEYS: dict[str, set[str]] = {
    **dict.fromkeys(("heading", "text"), _WORDS),
    **dict.fromkeys(("clause", "notice"), _WORDS | {"title"}),
    **dict.fromkeys(("bullets", "checks", "initials"), _LISTED),
    "fields": _WORDS | {"rows"},
    "table": _WORDS | {"columns", "empty", "spare"},
    "lines": _WORDS | {"count"},
    "signature": {"who", "label"},
    "interpreter": _WORDS | {"who"},
    "witnesses": _WORDS | {"count"},
    "notary": _WORDS | {"act", "who"},
    "page": set(),
    "card": {"faces"},
}
_ROW_LISTS = {"table", "bullets", "checks", "initials"}
"""Blocks whose `repeat` makes rows; for all others it repeats the block itself."""
_NEED_WORDS = {"heading", "text", "clause", "notice", "lines"}

MISSING_LANGUAGE = N_("In “{file}”, the part “{block}” lacks its words in English or in Spanish.")
UNKNOWN_KEY = N_("In “{file}”, the part “{block}” has a key the program does not know: “{key}”.")
WRONG_VALUE = N_("In “{file}”, the part “{block}” has a value that cannot be used for “{key}”.")
UNKNOWN_NAME = N_("In “{file}”, the part “{block}” asks for something the program does not know: “{key}”.")
BAD_CONDITION = N_("In “{file}”, the part “{block}” has a condition that cannot be understood: “{key}”.")
BAD_TEXT = N_("In “{file}”, the part “{block}” has a brace or two stars that are never closed.")
PRIVATE_ON_CARD = N_("In “{file}”, the part “{block}” would put “{key}” on a card people carry with them.")
TOO_LONG = N_("In “{file}”, the part “{block}” is longer than any clause.")
SAME_ID = N_("In “{file}”, two parts have the same name: “{block}”.")

LONGEST_CLAUSE = 20_000
"""Characters of one own clause in one language: some six pages."""
_SHOWN = 80
"""So much of a wrong name is enough to find it."""


@attrs.frozen(kw_only=True)
class Head:
    """What pack.toml says."""

    version: str
    name: Text
    state: Text
    phrases: Phrases


@attrs.frozen
class _Place:
    """Where in a pack something stands, for the sentence of an error; and what may be named there."""

    file: str
    block: str = "-"
    within: tuple[str, ...] = ()
    card: bool = False
    signed: bool = False

    def error(self, problem: str, key: object = "") -> PackBlockError:
        return PackBlockError(problem, file=self.file, block=self.block, key=str(key)[:_SHOWN])

    def only(self, table: Mapping[str, Any], known: set[str]) -> None:
        for key in table:
            if key not in known:
                raise self.error(UNKNOWN_KEY, key)

    def get(self, table: Mapping[str, Any], key: str, kind: type, default: Any = None) -> Any:
        value = table.get(key, default)
        if type(value) is not kind:
            raise self.error(WRONG_VALUE, key)
        return value

    def words(self, table: Mapping[str, Any], *, needed: bool = True) -> Text:
        if not needed and "en" not in table and "es" not in table:
            return Text()
        en, es = table.get("en"), table.get("es")
        if not isinstance(en, str) or not isinstance(es, str) or not en.strip() or not es.strip():
            raise self.error(MISSING_LANGUAGE)
        self.check_text(en)
        self.check_text(es)
        return Text(en, es)

    def text(self, table: Mapping[str, Any], key: str, *, needed: bool = True) -> Text:
        if key not in table and not needed:
            return Text()
        value = table.get(key)
        if not isinstance(value, dict):
            raise self.error(MISSING_LANGUAGE)
        self.only(value, _WORDS)
        return self.words(value)

    def check_text(self, text: str) -> str:
        try:
            asked = template.placeholders(text)
        except template.TemplateError as error:
            raise self.error(BAD_TEXT) from error
        for name in asked:
            self._check_name(name)
        return text

    def _check_name(self, name: str) -> None:
        if not names.is_known(name, self.within):
            raise self.error(UNKNOWN_NAME, name)
        if self.card and names.is_private_on_cards(name):
            raise self.error(PRIVATE_ON_CARD, name)
        if self.signed and name == "plan.signing_day":
            raise self.error(WRONG_VALUE, name)

    def value(self, table: Mapping[str, Any], key: str = "value") -> str:
        return self.check_text(self.get(table, key, str))

    def when(self, table: Mapping[str, Any]) -> conditions.Condition:
        if "when" not in table:
            return conditions.ALWAYS
        text = self.get(table, "when", str)
        try:
            condition = conditions.parse(text)
        except conditions.ConditionError as error:
            raise self.error(BAD_CONDITION, text) from error
        for name in condition.names:
            if not names.is_condition_name(name, self.within):
                raise self.error(UNKNOWN_NAME, name)
        return condition

    def tables(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = self.get(table, key, list, [])
        if not all(isinstance(entry, dict) for entry in found):
            raise self.error(WRONG_VALUE, key)
        return list(found)


def read_head(table: Mapping[str, Any], pack: str) -> Head:
    """Check pack.toml.

    Raises:
        PackBlockError: a key is unknown, missing or of the wrong shape.
    """
    place = _Place("pack.toml")
    place.only(table, {"format", "id", "version", "name", "state", "phrases"})
    if table.get("format") != FORMAT or table.get("id") != pack:
        raise place.error(WRONG_VALUE, "format" if table.get("format") != FORMAT else "id")
    phrases = place.get(table, "phrases", dict, {})
    within = ("parents", "carers")
    texts = {key: _Place("pack.toml", key, within).text(phrases, key) for key in phrases}
    return Head(
        version=place.get(table, "version", str),
        name=place.text(table, "name"),
        state=place.text(table, "state"),
        phrases=texts,
    )


def read_paper(table: Mapping[str, Any], sort: str, phrases: Phrases) -> PaperSpec:
    """Check the file of one kind of paper.

    Raises:
        PackBlockError: something in it may not be so; the sentence names the block.
    """
    place = _Place(f"{sort}.toml")
    place.only(table, _HEAD)
    _one_of(place, table, "format", {FORMAT})
    _one_of(place, table, "sort", {sort})
    layout = _one_of(place, table, "layout", LAYOUTS)
    signed = place.get(table, "signed", bool)
    place = attrs.evolve(place, card=layout == "card", signed=signed)
    blocks = tuple(_block(place, entry, phrases) for entry in place.tables(table, "block"))
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            raise attrs.evolve(place, block=block.id).error(SAME_ID)
        seen.add(block.id)
    return PaperSpec(
        sort=sort,
        version=place.get(table, "version", str),
        title=place.text(table, "title"),
        scope=Scope(_one_of(place, table, "scope", {s.value for s in Scope})),
        signed=signed,
        layout=layout,
        recordable=place.get(table, "recordable", bool, False),
        one_per=_one_of(place, table, "one_per", ONE_PER),
        order=place.get(table, "order", int),
        law_checked_on=_date(place, table, "law_checked_on"),
        law_note=place.text(table, "law_note", needed=False),
        sources=tuple(str(source) for source in place.get(table, "sources", list, [])),
        blocks=blocks,
        phrases=_used_phrases(blocks, phrases),
    )


def _one_of(place: _Place, table: Mapping[str, Any], key: str, allowed: set[Any]) -> Any:
    value = table.get(key)
    if not isinstance(value, str | int) or value not in allowed:
        raise place.error(WRONG_VALUE, key)
    return value


def _date(place: _Place, table: Mapping[str, Any], key: str) -> date:
    value = table.get(key)
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise place.error(WRONG_VALUE, key) from error


def _used_phrases(blocks: tuple[Block, ...], phrases: Phrases) -> dict[str, Text]:
    """Return the phrases that the renderer adds by itself, so that they count as wording."""
    if not any(block.type == "signature" for block in blocks):
        return {}
    return {key: phrases[key] for key in _SIGNING_PHRASES if key in phrases}


def _block(place: _Place, table: Mapping[str, Any], phrases: Phrases) -> Block:
    block_id = table.get("id")
    if not isinstance(block_id, str) or not block_id:
        raise place.error(WRONG_VALUE, "id")
    place = attrs.evolve(place, block=block_id)
    kind = _one_of(place, table, "type", set(_KEYS))
    place.only(table, _COMMON | _KEYS[kind])
    each, repeat = _lists(place, table, kind)
    outer = attrs.evolve(place, within=(each,) if each else ())
    inner = attrs.evolve(place, within=(*outer.within, repeat) if repeat else outer.within)
    block = Block(
        id=block_id,
        type=kind,
        text=outer.words(table, needed=kind in _NEED_WORDS),
        when=outer.when(table),
        each=each,
        repeat=repeat,
        new_page=place.get(table, "new_page", bool, False),
        cite=place.get(table, "cite", str, ""),
    )
    return attrs.evolve(block, **_READERS.get(kind, _nothing)(outer, inner, table, phrases))


def _lists(place: _Place, table: Mapping[str, Any], kind: str) -> tuple[str, str]:
    each, repeat = place.get(table, "each", str, ""), place.get(table, "repeat", str, "")
    for name in (each, repeat):
        if name and name not in names.LISTS:
            raise place.error(UNKNOWN_NAME, name)
    if kind in _ROW_LISTS:
        return each, repeat
    return each or repeat, ""


_Reader = Callable[[_Place, _Place, Mapping[str, Any], Mapping[str, Text]], dict[str, Any]]


def _nothing(_outer: _Place, _inner: _Place, _table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {}


def _titled(outer: _Place, _inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {"title": outer.text(table, "title", needed=False)}


def _items(_outer: _Place, inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {"items": tuple(_item(inner, entry) for entry in inner.tables(table, "items"))}


def _item(place: _Place, table: Mapping[str, Any]) -> Item:
    place.only(table, _WORDS | {"when", "style"})
    return Item(text=place.words(table), when=place.when(table), style=place.get(table, "style", str, ""))


def _rows(outer: _Place, _inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {"rows": tuple(_row(outer, entry) for entry in outer.tables(table, "rows"))}


def _row(place: _Place, table: Mapping[str, Any]) -> Row:
    place.only(table, {"label", "value", "when", "blank", "width"})
    return Row(
        label=place.text(table, "label"),
        value=place.value(table),
        when=place.when(table),
        blank=place.get(table, "blank", bool, False),
        width=place.get(table, "width", int, 1),
    )


def _table(outer: _Place, inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    columns = tuple(_row(inner, entry) for entry in inner.tables(table, "columns"))
    if not columns:
        raise outer.error(WRONG_VALUE, "columns")
    return {
        "columns": columns,
        "empty": outer.text(table, "empty", needed=False),
        "spare": outer.get(table, "spare", int, 0),
    }


def _count(outer: _Place, _inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {"count": outer.get(table, "count", int, 1)}


def _signature(outer: _Place, _inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {"who": outer.check_text(outer.get(table, "who", str, "")), "label": outer.text(table, "label")}


def _interpreter(outer: _Place, _inner: _Place, table: Mapping[str, Any], phrases: Phrases) -> dict[str, Any]:
    words = outer.words(table, needed="interpreter" not in phrases) or phrases["interpreter"]
    return {"text": words, "who": outer.check_text(outer.get(table, "who", str, ""))}


def _notary(outer: _Place, _inner: _Place, table: Mapping[str, Any], phrases: Phrases) -> dict[str, Any]:
    act = _one_of(outer, table, "act", set(_ACTS))
    key = _ACTS[act]
    text = outer.words(table, needed=key not in phrases) or phrases[key]
    return {"act": act, "text": text, "who": outer.check_text(outer.get(table, "who", str, "{parent.legal_name}"))}


def _faces(outer: _Place, _inner: _Place, table: Mapping[str, Any], _phrases: Phrases) -> dict[str, Any]:
    return {"faces": tuple(_face(outer, entry) for entry in outer.tables(table, "faces"))}


def _face(place: _Place, table: Mapping[str, Any]) -> Face:
    place.only(table, {"title", "lines", "for"})
    language = place.get(table, "for", str, "")
    if language not in ("", "en", "es"):
        raise place.error(WRONG_VALUE, "for")
    lines = tuple(_item(place, entry) for entry in place.tables(table, "lines"))
    return Face(title=place.text(table, "title", needed=False), lines=lines, language=language)


_READERS: dict[str, _Reader] = {
    **dict.fromkeys(("clause", "notice"), _titled),
    **dict.fromkeys(("bullets", "checks", "initials"), _items),
    "fields": _rows,
    "table": _table,
    **dict.fromkeys(("lines", "witnesses"), _count),
    "signature": _signature,
    "interpreter": _interpreter,
    "notary": _notary,
    "card": _faces,
}


def with_own_clauses(spec: PaperSpec, table: Mapping[str, Any], file: str) -> PaperSpec:
    """Return the paper with the organization's own words laid over it, if there are any.

    Raises:
        PackBlockError: an own clause names no block, or asks for something unknown.
    """
    place = _Place(file, card=spec.layout == "card", signed=spec.signed)
    own = own_texts(table, file)
    for block_id, text in own.items():
        block = spec.block(block_id)
        here = attrs.evolve(place, block=block_id)
        if block is None or not block.text:
            raise here.error(UNKNOWN_NAME, block_id)
        here = attrs.evolve(here, within=(block.each,) if block.each else ())
        here.words({"en": text.en, "es": text.es})
    blocks = tuple(attrs.evolve(b, text=own[b.id]) if b.id in own else b for b in spec.blocks)
    return attrs.evolve(spec, blocks=blocks, own_blocks=frozenset(own))


def own_texts(table: Mapping[str, Any], file: str) -> dict[str, Text]:
    """Return the words in a file of own clauses by block id; which blocks a paper has is not asked.

    Raises:
        PackBlockError: the file is not of this shape, or replaces one block twice.
    """
    place = _Place(file)
    place.only(table, {"format", "block"})
    _one_of(place, table, "format", {FORMAT})
    own: dict[str, Text] = {}
    for entry in place.tables(table, "block"):
        block_id = place.get(entry, "id", str)
        here = attrs.evolve(place, block=block_id[:_SHOWN])
        here.only(entry, {"id"} | _WORDS)
        if block_id in own:
            raise here.error(SAME_ID)
        own[block_id] = Text(here.get(entry, "en", str, ""), here.get(entry, "es", str, ""))
        if max(len(own[block_id].en), len(own[block_id].es)) > LONGEST_CLAUSE:
            raise here.error(TOO_LONG)
    return own
