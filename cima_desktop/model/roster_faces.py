"""Whether two records of the roster are one person: two who release a text must not be one of them twice."""

from collections.abc import Iterable, Mapping

from cima_desktop.model.text import fold
from cima_desktop.model.volunteers import Volunteer


def faces(volunteers: Iterable[Volunteer]) -> Mapping[str, str]:
    """Return, for each record, the first record of the same person.

    They are one person if they have the same name, or open the vault with the same one: rather one person too few than
    one who says yes for two. Two people of one name are told apart by what is added to it.
    """
    found: dict[str, str] = {}
    whose: dict[tuple[str, str], str] = {}
    for each in sorted(volunteers, key=lambda volunteer: volunteer.id):
        marks = [(sort, mark) for sort, mark in (("name", fold(each.name)), ("key", fold(each.opens_as))) if mark]
        found[each.id] = each.id
        for other in [whose[mark] for mark in marks if mark in whose]:
            kept, gone = sorted((found[each.id], found[other]))
            found = {record: kept if face == gone else face for record, face in found.items()}
        whose |= dict.fromkeys(marks, each.id)
    return found
