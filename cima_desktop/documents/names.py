"""The closed list of names that packs may use: entities, their fields, and lists with their rows."""

from cima_desktop.model.kinds import Record, declared_fields
from cima_desktop.model.people import Household
from cima_desktop.model.plans import (
    AdultSheet,
    Asset,
    Caregiver,
    ChildSheet,
    EmergencyContact,
    FirstDayTask,
    Medicine,
    Plan,
    PlanDocument,
    Wish,
)

PERSON = frozenset(
    {
        *("legal_name", "full_name", "title", "first_name", "given_names", "preferred_name", "name"),
        *(
            "address",
            "street",
            "city",
            "county",
            "state",
            "zip",
            "phone",
            "other_phone",
            "birth_date",
            "age",
            "turns_18",
        ),
        *("language", "interpreter", "read_aloud", "signing_mode", "id_kind"),
    }
)
_NOT_PRINTED = {"plan", "household", "parent1", "parent2", "children", "agent", "successor1", "successor2"} | {
    *(
        "joint_agent",
        "accounting_recipient",
        "determiner",
        "left_out",
        "unknowns",
        "step",
        "child",
        "person",
        "position",
    ),
    *("protective_order", "other_parent_disagrees", "serious_question"),
}


def _fields(record: type[Record]) -> frozenset[str]:
    return frozenset(f.name for f in declared_fields(record)) - _NOT_PRINTED


CARER = PERSON | (_fields(Caregiver) - {"rank"}) | {"rank", "children"}
ADULT = PERSON | _fields(AdultSheet) | {"medical_alert"}
_CHOSEN = frozenset({"name", "value"})

ENTITIES: dict[str, frozenset[str]] = {
    "plan": _fields(Plan),
    "household": _fields(Household) | {"address"},
    **dict.fromkeys(("parent", "child", "agent", "successor1", "successor2"), PERSON),
    **dict.fromkeys(("joint_agent", "accounting_recipient", "determiner"), PERSON),
    "other_parent": PERSON | {"status", "explanation"},
    **dict.fromkeys(("carer", "backup1", "backup2"), CARER),
    "adult": ADULT,
    **dict.fromkeys(("contact1", "contact2"), _fields(EmergencyContact)),
    "sheet": _fields(ChildSheet),
    "parents": frozenset({"names", "count"}),
    "children": frozenset({"names", "count"}),
    "carers": frozenset({"names", "count"}),
    "pack": frozenset({"name", "version", "state"}),
    "organization": frozenset({"name"}),
    "reviewer": frozenset({"name", "bar"}),
    "paper": frozenset({"rank", "signers", "title"}),
    "revoked": frozenset({"name", "made_on", "signed_on", "agent", "child", "holders", "registered"}),
}
"""Every entity that is known outside lists, and its fields."""

WORDS = frozenset({"today", "who"})
"""Placeholders of one word; `who` is the signer in signing blocks."""

LISTS: dict[str, dict[str, frozenset[str]]] = {
    "parents": {"parent": PERSON},
    "children": {"child": PERSON, "sheet": ENTITIES["sheet"]},
    "adults": {"adult": ADULT},
    "carers": {"carer": CARER},
    "contacts": {"contact": _fields(EmergencyContact)},
    "medicines": {"medicine": _fields(Medicine) | {"who"}},
    "first_day": {"task": _fields(FirstDayTask)},
    "papers": {"paper_item": _fields(PlanDocument) | {"whose"}},
    "assets": {"asset": _fields(Asset)},
    "wishes": {"wish": _fields(Wish) | {"whose"}},
    "packet": {"inside": frozenset({"title", "pages", "signer", "copies", "notary"})},
    "copies": {"copy": frozenset({"holder", "form", "given_on", "method"})},
    "powers": {"power": _CHOSEN},
    "subjects": {"subject": _CHOSEN},
    "specific": {"power": _CHOSEN},
}
"""Every list, and the entities that one of its entries defines; the first of them may be left out of a name."""

PERSON_LISTS = frozenset({"children", "adults"})
"""Lists of people inside which `carers`, `medicines`, `papers` and `wishes` are that person's own."""

NEVER_ON_CARDS = frozenset({"address", "street", "city", "county", "state", "zip", "birth_date", "age", "turns_18"})
"""Fields that a card in a pocket must not carry, whoever they belong to (D15)."""


def is_known(name: str, within: tuple[str, ...] = ()) -> bool:
    """Tell whether a placeholder (`child.age`, `today`, `name` in a row) exists inside the lists `within`."""
    entity, _, field = name.partition(".")
    for listed in reversed(within):
        defined = LISTS[listed]
        if not field and entity in next(iter(defined.values())):
            return True
        if entity in defined:
            return field in defined[entity]
    return entity in WORDS if not field else field in ENTITIES.get(entity, ())


def is_condition_name(name: str, within: tuple[str, ...] = ()) -> bool:
    """Tell whether a condition may ask about this name: a placeholder, an entity alone or a list."""
    defined = {entity for listed in within for entity in LISTS[listed]}
    return name in LISTS or name in ENTITIES or name in defined or is_known(name, within)


def is_private_on_cards(name: str) -> bool:
    """Tell whether a card must not print this placeholder."""
    entity, _, field = name.partition(".")
    if entity == "household" or name in ("plan.consulate_name", "plan.code_word", "plan.name"):
        return True
    return field in NEVER_ON_CARDS or name in ("adult.legal_name", "adult.full_name", "parent.legal_name")
