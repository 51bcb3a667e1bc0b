"""Where an incident stands: every road of the state machine, and none around it."""

from typing import Any

import attrs
import pytest

from cima_desktop.model import line_choices as c
from cima_desktop.model.incident_marks import outcome_mark
from cima_desktop.model.incident_states import OUTCOME_MOVES, State, Why
from cima_desktop.model.incidents import IncidentStep, Verification
from cima_desktop.model.standing import Standing, standing
from tests.builders import rid
from tests.unit.model.incident_of import DAY, INCIDENT, RITA, VERA, Making, why_of


def test_the_usual_road_leads_from_a_report_to_the_all_clear() -> None:
    made = Making()
    assert made.stands().state is State.NEW
    seen: list[State] = []
    for step in ("received", "triaged"):
        made.step(step)
        seen.append(made.stands().state)
    ground = made.sent(began=False)
    seen.append(made.stands().state)
    made.step("on_scene", ground)
    seen.append(made.stands().state)
    made.signs(ground)
    seen.append(made.stands().state)
    first = made.out("alert", ground)
    seen.append(made.stands().state)
    assert made.stands().running == first
    second = made.out("update", ground)
    seen.append(made.stands().state)
    assert made.stands().running == second
    made.out("all_clear")
    seen.append(made.stands().state)
    made.step("closed")
    seen.append(made.stands().state)
    assert [state.value for state in seen] == [
        *("received", "triaged", "dispatched", "verifying", "confirmed", "alerted", "updated", "cleared", "closed")
    ]
    stands = made.stands()
    assert all(each.counts for each in stands.told)
    assert stands.is_out(first)
    assert stands.is_out(second)
    assert stands.state.is_over
    assert not stands.running
    assert stands.may == frozenset()


def test_nothing_in_it_to_verify_closes_it() -> None:
    made = Making()
    made.steps_of("received", "triaged", "unfounded")
    late = made.step("dispatched", rid("none"))
    stands = made.stands()
    assert stands.state is State.UNFOUNDED
    assert stands.state.is_over
    assert why_of(stands, late) is Why.NO_VERIFICATION


def test_a_step_that_is_not_allowed_does_not_count_and_says_why() -> None:
    made = Making()
    early = made.step("triaged")
    made.step("received")
    closed = made.step("closed")
    stands = made.stands()
    assert why_of(stands, early) is Why.NOT_NOW
    assert why_of(stands, closed) is Why.NOT_NOW
    assert stands.state is State.RECEIVED
    assert "triaged" in stands.may


def test_an_unknown_step_of_a_newer_program_does_not_count() -> None:
    made = Making()
    made.step("received")
    unknown = made.step("teleported")
    assert why_of(made.stands(), unknown) is Why.NOT_NOW


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("confirmed", State.CONFIRMED), ("not_confirmed", State.NOT_CONFIRMED), ("uncertain", State.UNCERTAIN)],
)
def test_there_are_three_outcomes(outcome: str, state: State) -> None:
    made = Making()
    made.steps_of("received", "triaged")
    made.signs(made.sent(), outcome)
    assert made.stands().state is state
    assert set(OUTCOME_MOVES) == {each.value for each in c.OUTCOMES}


def test_after_an_uncertain_outcome_another_verifier_is_sent_or_it_ends() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    made.signs(made.sent(), "uncertain")
    assert {"dispatched", "expired"} <= made.stands().may
    again = made.sent(began=False)
    assert made.stands().state is State.DISPATCHED
    assert made.stands().looking == (again,)


def test_whoever_signs_must_be_sent_have_begun_and_sign_once() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    ground = made.sent(began=False)
    early = made.signs(ground)
    assert why_of(made.stands(), early) is Why.NOT_BEGUN
    made.step("on_scene", ground)
    made.signs(ground)
    again = made.signs(ground)
    late = made.step("on_scene", ground)
    stands = made.stands()
    assert stands.state is State.CONFIRMED
    assert why_of(stands, again) is Why.SIGNED_BEFORE
    assert why_of(stands, late) is Why.SIGNED_BEFORE
    stranger = Verification(id=rid("stranger"), incident=INCIDENT, verifier=VERA)
    made.verifications.append(stranger)
    assert why_of(_with_step(made, "on_scene", stranger.id), rid("extra")) is Why.NOT_SENT


def _with_step(made: Making, what: str, verification: str) -> Standing:
    extra = IncidentStep(id=rid("extra"), incident=INCIDENT, step=what, verification=verification, on=DAY, at="11:59")
    return standing(attrs.evolve(made.story(), steps=(*made.steps, extra)), f"{DAY} 12:00")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"signed_by": ""}, Why.NOT_SIGNED),
        ({"signed_on": ""}, Why.NOT_SIGNED),
        ({"signed_by": RITA}, Why.OTHERS_NAME),
        ({"signed_on": "2030-01-01"}, Why.UNTRAINED),
        ({"signed_on": "2025-12-31"}, Why.UNTRAINED),
    ],
)
def test_only_the_trained_verifiers_own_signature_counts(facts: dict[str, str], why: Why) -> None:
    made = Making()
    made.steps_of("received", "triaged")
    signed = made.signs(made.sent(), **facts)
    assert why_of(made.stands(), signed) is why


def test_an_outcome_that_nobody_chose_is_not_signed() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    signed = made.signs(made.sent(), "")
    assert why_of(made.stands(), signed) is Why.NOT_SIGNED


def test_what_is_changed_after_the_signature_does_not_count_any_more() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    ground = made.sent()
    signed = made.signs(ground, "not_confirmed")
    made.verifications[0] = attrs.evolve(made.verifications[0], outcome="confirmed")
    stands = made.stands()
    assert why_of(stands, signed) is Why.CHANGED
    assert stands.state is State.VERIFYING
    assert not stands.grounds


@pytest.mark.parametrize("field", ["outcome", "words", "signed_way", "verifier"])
def test_the_mark_is_over_all_that_is_signed(field: str) -> None:
    seen = Verification(id=rid("v"), incident=INCIDENT, verifier=VERA, outcome="confirmed", signed_by=VERA)
    changed: dict[str, Any] = {field: "something else"}
    assert outcome_mark(seen) != outcome_mark(attrs.evolve(seen, **changed))


def test_who_took_the_report_down_cannot_verify_it() -> None:
    made = Making()
    made.step("received", by=VERA)
    made.step("triaged")
    made.verifications.append(Verification(id=rid("v"), incident=INCIDENT, verifier=VERA))
    sent = made.step("dispatched", rid("v"))
    stands = made.stands()
    assert why_of(stands, sent) is Why.REPORTER
    assert stands.state is State.TRIAGED
    others = Making()
    others.reporters[VERA] = f"{DAY} 07:00"
    others.steps_of("received", "triaged")
    others.sent()
    assert others.stands().state is State.TRIAGED


def test_a_verifier_may_take_a_second_report_down_later() -> None:
    made = Making()
    made.confirmed()
    made.step("received", by=VERA)
    made.step("received", by=VERA)
    assert made.stands().state is State.CONFIRMED
    assert all(each.counts for each in made.stands().told)


def test_two_verifiers_who_see_different_things() -> None:
    for first, second, state in (
        ("not_confirmed", "confirmed", State.CONFIRMED),
        ("confirmed", "not_confirmed", State.NOT_CONFIRMED),
        ("confirmed", "uncertain", State.CONFIRMED),
        ("uncertain", "not_confirmed", State.NOT_CONFIRMED),
    ):
        made = Making()
        made.steps_of("received", "triaged")
        one, other = made.sent(), made.sent()
        made.signs(one, first)
        made.signs(other, second)
        assert made.stands().state is state


def test_an_alert_needs_a_confirmation_that_counts() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    ground = made.sent()
    early = made.out("alert", ground)
    made.signs(ground, "not_confirmed")
    denied = made.out("alert", ground)
    nothing = made.out("alert")
    stands = made.stands()
    for alert in (early, denied, nothing):
        assert why_of(stands, alert) is Why.NO_GROUND
        assert not stands.is_out(alert)
    assert stands.state is State.NOT_CONFIRMED
    assert "alert" not in stands.may
    assert {"denial", "closed"} <= stands.may


def test_a_denial_rests_on_a_false_alarm_and_nothing_else() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    ground = made.sent()
    made.signs(ground, "not_confirmed")
    denial = made.out("denial", ground)
    assert made.stands().is_out(denial)
    assert made.stands().state is State.NOT_CONFIRMED
    confirmed = Making()
    other = confirmed.out("denial", confirmed.confirmed())
    assert why_of(confirmed.stands(), other) is Why.NO_GROUND


def test_a_second_alert_is_an_update() -> None:
    made = Making()
    ground = made.confirmed()
    made.out("alert", ground)
    again = made.out("alert", ground)
    assert why_of(made.stands(), again) is Why.NOT_NOW
    assert {"update", "correction", "all_clear"} <= made.stands().may


def test_a_correction_names_a_text_that_went_out_and_ends_it() -> None:
    made = Making()
    ground = made.confirmed()
    early = made.out("correction", corrects=rid("none"))
    wrong = made.out("alert", ground)
    right = made.out("correction", corrects=wrong)
    stands = made.stands()
    assert why_of(stands, early) is Why.NOTHING_TO_CORRECT
    assert stands.is_out(right)
    assert stands.state is State.UPDATED
    assert not stands.running
    assert "correction" in stands.may  # the correction itself may be wrong
    twice = made.out("correction", corrects=wrong)
    assert why_of(made.stands(), twice) is Why.NOTHING_TO_CORRECT
    made.out("all_clear")
    made.out("correction", corrects=right)
    assert made.stands().state is State.CLEARED


def test_an_all_clear_comes_only_after_a_text_that_went_out() -> None:
    made = Making()
    made.confirmed()
    early = made.out("all_clear")
    assert why_of(made.stands(), early) is Why.NO_GROUND
    assert "all_clear" not in made.stands().may


def test_a_text_of_an_unknown_kind_does_not_count() -> None:
    made = Making()
    ground = made.confirmed()
    odd = made.out("siren", ground)
    assert why_of(made.stands(), odd) is Why.NOT_NOW
