"""What every work-up of a case has in common: it is begun with one deed, when it is needed."""

from collections.abc import Mapping

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

BEGIN_ACT = N_("Began a part of a case")


@attrs.frozen(kw_only=True)
class Begun:
    """A record that was made, and what that touched."""

    record: RecordId
    touched: Touched


def begin(session: Session, kind: str, case: RecordId, values: Mapping[str, Value] | None = None) -> Begun:
    """Make an empty work-up of a case, or one with some values.

    Raises:
        NotFoundError: there is no such case.
        InvalidInputError: a value cannot be kept; nothing was saved.
    """
    session.store.need(Case, case)
    made = new_id()
    touched = guard.save(session, BEGIN_ACT, [Edit(kind, made, {"case": case, **(values or {})})])
    return Begun(record=made, touched=touched)
