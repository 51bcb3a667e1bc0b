"""What came is held against the rules of the forms here: it is shown, and takes a tick of its own (Y8)."""

from pathlib import Path
from typing import Any

import pytest

from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.services import arriving_review, arriving_taking
from cima_desktop.services.arriving_review import Review
from cima_desktop.services.consents import Answer, consent_for
from cima_desktop.services.session import Session
from tests import exchange_pair as pair


def came(folder: Path, ana: Session, beto: Session, kind: str, record: RecordId = "", **values: Any) -> Review:  # type: ignore[assignment]
    raw = pair.raw_of(ana, record or new_id(), kind, values)
    file = pair.bundle_of(ana, beto, folder / "came.cima", [raw])
    return arriving_review.review(beto, pair.receive(beto, file).note.n)


@pytest.mark.parametrize(
    ("kind", "values", "odd"),
    [
        ("note", {"words": "SSN 123-45-6789"}, {"words"}),
        ("note", {"words": "llegó sin papeles; es indocumentado"}, {"words"}),
        ("consent", {"purpose": "lawyer", "agreed": True, "how": "written", "given_on": "2999-01-01"}, {"values"}),
        ("person", {"birth_date": "yesterday"}, {"values"}),
        ("person", {"given_names": 7}, {"values"}),
        ("person", {"given_names": "Rosa \u202e"}, {"values"}),
        ("person", {"aliases": "x" * 5000}, {"values"}),
        ("plan", {"exclusions": "Anything."}, {"attorney"}),
        ("plan", {"effective_mode": "event"}, {"attorney"}),
        ("organization", {"name": "Asylum office", "note": "They take asylum cases."}, set()),
        ("person", {"given_names": "Rosa", "phone": "+18285550101", "birth_date": "1990-02-03"}, set()),
        ("person", {"given_names": "Rosa", "phone": "", "sex": None, "a_newer_field": "x"}, set()),
        ("of_a_newer_version", {"words": "SSN 123-45-6789"}, set()),
    ],
)
def test_what_no_form_would_take_is_odd_and_never_ticked_by_itself(
    tmp_path: Path, ana: Session, beto: Session, kind: str, values: dict[str, Any], odd: set[str]
) -> None:
    review = came(tmp_path, ana, beto, kind, **values)
    (row,) = review.compared.rows
    assert row.odd & {"words", "values", "attorney"} == odd
    assert review.choice.is_ticked(row.id) is not bool(odd)
    review.choice.tick_all(["deleted", "declined", "mass"])
    assert review.choice.count == (0 if odd else 1)
    (detail,) = arriving_review.details(beto, review.arrival.note.n, [row], {})
    assert detail.coming.row.odd == row.odd
    review.choice.tick([row.id], True)
    assert (review.choice.count, review.choice.declined()) == (1, [])


def test_a_change_that_gives_itself_another_kind_is_never_taken_in(tmp_path: Path, ana: Session, beto: Session) -> None:
    record = pair.add(ana, given_names="Rosa")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "first.cima"))
    raw = pair.raw_of(ana, record, "organization", {"birth_date": "2999-01-01"})
    file = pair.bundle_of(ana, beto, tmp_path / "second.cima", [raw])
    n = pair.receive(beto, file).note.n
    assert [row.sort for row in beto.store.compare(n).rows] == ["mixed"]
    arriving_taking.take_in(beto, n, backup=False)
    assert beto.store.need(Person, record).birth_date == ""


def test_a_yes_of_a_day_that_has_not_come_goes_before_no_no(tmp_path: Path, ana: Session, beto: Session) -> None:
    rosa = pair.add(ana, given_names="Rosa")
    pair.take(beto, pair.bundle(ana, [beto], tmp_path / "rosa.cima"))
    yes: dict[str, Any] = {
        "person": rosa,
        "purpose": "lawyer",
        "agreed": True,
        "how": "written",
        "given_on": "2999-01-01",
    }
    review = came(tmp_path, ana, beto, "consent", **yes)
    arriving_taking.take_in(beto, review.arrival.note.n, backup=False)  # somebody ticked it all the same
    assert consent_for(beto, rosa, Preset.LAWYER, beto.today()).answer is Answer.MISSING
    pair.add(beto, "consent", person=rosa, purpose="lawyer", agreed=False, given_on=beto.today().isoformat())
    assert consent_for(beto, rosa, Preset.LAWYER, beto.today()).answer is Answer.NO


def test_what_is_stopped_while_it_is_looked_at_is_only_stopped(tmp_path: Path, ana: Session, beto: Session) -> None:
    file = pair.bundle_of(ana, beto, tmp_path / "one.cima", [pair.raw_of(ana, new_id(), "note", {"words": "x"})])
    n = pair.receive(beto, file).note.n

    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        arriving_review.review(beto, n, stop)
    assert len(arriving_review.review(beto, n).entries) == 1
