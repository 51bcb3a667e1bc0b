"""What came, held against the rules that every form here keeps: values, words about status, an attorney's parts (Y8).

A peer's program may be older, or somebody may have written the bundle by other means. Nothing is refused for it,
because a family's record would be lost with it; it takes a tick of its own.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.guarding import NeverKeptError, is_guarded, new_words
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import guard
from cima_desktop.services.arriving_choice import ATTORNEY, VALUES, WORDS
from cima_desktop.services.session import Session
from cima_desktop.store.change import Scalar

_REMEMBERED = 4096


def unfit(
    session: Session, n: int, kinds: Mapping[RecordId, str], tick: Callable[[], None]
) -> dict[RecordId, frozenset[str]]:
    """Return those records of an arrival that would break a rule here, each with what is odd about it.

    Every change counts, also one that a later one replaces: taken in, it stands in the history.

    Args:
        session: the open vault.
        n: the number of the arrival.
        kinds: the records to look at, and what each is; a change that says another kind is judged by this one.
        tick: called before each change; what it raises ends the search.
    """
    judge = _judge(session.store.today())
    found: dict[RecordId, frozenset[str]] = {}
    for given in session.store.given(n):
        tick()
        if (kind := kinds.get(given.id)) in KINDS:
            odd = {judge(kind, name, value) for name, value in given.values} - {""}
            if odd:
                found[given.id] = found.get(given.id, frozenset()) | odd
    return found


def _judge(today: date) -> Callable[[str, str, Scalar], str]:
    """Return the judge of single values; the same answers come again and again."""

    @lru_cache(maxsize=_REMEMBERED, typed=True)
    def judge(kind: str, name: str, value: Scalar) -> str:
        field = KINDS[kind].by_name.get(name)
        if field is None:  # a remark, or a field of a newer program
            return ""
        if guard.is_for_attorney(field, value):
            return ATTORNEY
        return _fault(field, value, today)

    return judge


def _fault(field: Field, value: Scalar, today: date) -> str:
    if value is None or value == "":
        return ""
    given: Value | list[Scalar] = [value] if field.type.is_set else value
    try:
        kept = cleaned(field, given, today=today)
    except NeverKeptError:
        return WORDS
    except InvalidInputError:
        return VALUES
    if is_guarded(field) and new_words(str(value)):
        return WORDS
    return "" if kept == (frozenset({value}) if field.type.is_set else value) else VALUES
