"""The tiny language of conditions: `backup1 and plan.care_powers has 'travel' and not parent.interpreter`."""

import re
from collections.abc import Callable

import attrs

from cima_desktop.model.fields import Value

_TERM = re.compile(
    r"""(?P<no>not\s+)?(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)
        (?:\s*(?P<operator>==|!=|\bhas\b)\s*'(?P<value>[a-z0-9_]*)')?""",
    re.VERBOSE,
)
Asked = Callable[[str], Value]


class ConditionError(ValueError):
    """The text is not a condition."""


@attrs.frozen
class Term:
    """One question about one name."""

    name: str
    negated: bool = False
    operator: str = ""
    value: str = ""

    def holds(self, asked: Asked) -> bool:
        """Answer the question with the values that `asked` returns."""
        return self._bare(asked(self.name)) is not self.negated

    def _bare(self, found: Value) -> bool:
        if self.operator in ("==", "!="):
            return (_permanent(found) == self.value) is (self.operator == "==")
        if self.operator == "has":
            return isinstance(found, frozenset) and self.value in found
        return bool(found)


def _permanent(found: Value) -> str:
    """Return a value as conditions write it: answers are `yes`, `no` or empty."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    return "" if found is None else str(found)


def _word(found: Value) -> Value:
    """Return yes and no as words, so that "no" and "not answered" can be told apart."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    return "" if found is None else found


@attrs.frozen
class Condition:
    """Terms that must all hold; none is always true."""

    terms: tuple[Term, ...] = ()

    def holds(self, asked: Asked) -> bool:
        """Tell whether every term holds."""
        return all(term.holds(asked) for term in self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that are asked about."""
        return tuple(term.name for term in self.terms)


ALWAYS = Condition()


def parse(text: str) -> Condition:
    """Return the condition that `text` states.

    Raises:
        ConditionError: it is not written in the language of conditions.
    """
    terms = []
    for part in re.split(r"\s+and\s+", text.strip()):
        match = _TERM.fullmatch(part)
        if match is None or match["name"] in ("not", "and", "has"):
            raise ConditionError(text)
        terms.append(Term(match["name"], bool(match["no"]), match["operator"] or "", match["value"] or ""))
    return Condition(tuple(terms))
