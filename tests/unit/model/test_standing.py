"""Where an incident stands: every road of the state machine, and none around it."""

import random
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model import line_choices as c
from cima_desktop.model.incident_states import GROUNDS, MOVES, OUTCOME_MOVES, TEXT_MOVES, Lack, State, Why
from cima_desktop.model.incidents import IncidentStep, Release, Verification
from cima_desktop.model.standing import Standing, Story, alert_mark, holds, later, moment_of, outcome_mark, standing
from cima_desktop.model.volunteers import Training
from tests.builders import rid
from tests.unit.model.incident_of import DAY, INCIDENT, OMAR, RITA, ROSTER, TESS, VERA, Making, clock, trainings


def why_of(stands: Standing, record: str) -> Why | None:
    return next(each.why for each in stands.told if each.record.id == record)


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


# two people


def test_one_release_is_not_enough_nor_the_same_person_twice() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    assert made.stands().texts[0].lack is Lack.TWO
    made.release(alert, RITA)
    twice = made.release(alert, RITA)
    stands = made.stands()
    assert stands.texts[0].lack is Lack.ONE
    assert why_of(stands, twice) is Why.SAME_PERSON
    assert why_of(stands, alert) is Why.NOT_RELEASED
    assert stands.state is State.CONFIRMED


def test_one_of_the_two_is_trained_and_not_the_verifier() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    made.release(alert, OMAR)
    made.release(alert, TESS)
    assert made.stands().texts[0].lack is Lack.TRAINED
    made.release(alert, RITA)
    assert made.stands().texts[0].lack is None
    assert made.stands().state is State.ALERTED


def test_a_verifier_who_is_trained_for_releasing_still_needs_another_who_is() -> None:
    made = Making()
    ground = made.confirmed()
    alert = made.text("alert", ground)
    also = Training(id=rid("also"), volunteer=VERA, course="releasing", done_on="2026-01-01")
    made.release(alert, VERA)
    made.release(alert, OMAR)
    story = attrs.evolve(made.story(), trainings=(*trainings(), also))
    assert standing(story, f"{DAY} 09:00").texts[0].lack is Lack.TRAINED


def test_only_one_of_the_two_may_be_by_telephone() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    made.release(alert, RITA, "telephone")
    second = made.release(alert, OMAR, "telephone")
    assert why_of(made.stands(), second) is Why.ONE_TELEPHONE
    made.release(alert, OMAR, "file")
    assert made.stands().is_out(alert)


def test_a_release_is_for_exactly_these_words_and_by_somebody_of_the_roster() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    made.release(alert, OMAR)
    stranger = made.release(alert, rid("stranger"))
    made.alerts[0] = attrs.evolve(made.alerts[0], english="Free to drive.")
    late = made.release(alert, RITA)
    stands = made.stands()
    assert why_of(stands, stranger) is Why.OTHER_WORDS
    assert why_of(stands, late) is None
    assert stands.texts[0].lack is Lack.ONE
    unknown = made.release(alert, rid("stranger"))
    assert why_of(made.stands(), unknown) is Why.NOT_ON_ROSTER


@pytest.mark.parametrize(
    "field", ["spanish", "english", "sort", "verification", "corrects", "expires_on", "expires_at"]
)
def test_the_mark_of_a_text_is_over_its_words_and_its_ground(field: str) -> None:
    made = Making()
    made.text()
    changed: dict[str, Any] = {field: "something else"}
    assert alert_mark(made.alerts[0]) != alert_mark(attrs.evolve(made.alerts[0], **changed))


def test_releases_whose_clock_is_slow_count_all_the_same() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    made.release(alert, OMAR)
    made.release(alert, RITA, at="07:00")
    assert made.stands().is_out(alert)


# the clock


def test_without_an_outcome_for_two_hours_it_could_not_be_verified() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    ground = made.sent()
    assert made.stands(119).state is State.VERIFYING
    late = made.stands(120)
    assert late.state is State.UNCERTAIN
    assert late.by_clock
    assert {"dispatched", "expired", "signed"} <= late.may
    made.minute += 150
    made.signs(ground)
    assert made.stands().state is State.CONFIRMED


def test_what_nobody_could_verify_in_time_is_ended_by_a_person() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    made.sent()
    early = made.step("expired")
    made.minute += 130
    made.step("expired")
    stands = made.stands()
    assert why_of(stands, early) is Why.NOT_NOW
    assert stands.state is State.EXPIRED
    assert not stands.by_clock
    assert stands.may == {"closed"}


def test_an_alert_ends_by_itself() -> None:
    made = Making()
    ground = made.confirmed()
    alert = made.out("alert", ground)
    stands = made.stands()
    assert stands.running == alert
    assert stands.ends == later(f"{DAY} {made.verifications[0].signed_at}", 12)
    over = standing(made.story(), stands.ends)
    assert over.state is State.EXPIRED
    assert over.by_clock
    assert {"all_clear", "closed"} <= over.may
    sooner = Making()
    sooner.out("alert", sooner.confirmed(), expires_on=DAY, expires_at="10:00")
    assert sooner.stands().ends == f"{DAY} 10:00"
    longer = Making()
    longer.out("alert", longer.confirmed(), expires_on="2027-01-01", expires_at="10:00")
    assert longer.stands().ends < "2027"


def test_a_release_that_comes_too_late_does_not_bring_an_old_alert_out() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    made.release(alert, OMAR)
    made.release(alert, RITA, on="2026-11-22", at="23:00")
    stands = standing(made.story(), "2026-11-23 08:00")
    assert why_of(stands, alert) is Why.TOO_LATE


def test_an_outcome_without_a_time_gives_the_alert_its_own_end() -> None:
    made = Making()
    made.steps_of("received", "triaged")
    ground = made.sent()
    made.signs(ground, signed_at="")
    made.out("alert", ground, expires_on="2026-11-30", expires_at="10:00")
    assert made.stands().ends == "2026-11-30 10:00"


def test_hours_later() -> None:
    assert later("2026-12-31 22:30", 2) == "2027-01-01 00:30"
    assert later("2026-12-31", 2) == ""
    assert later("", 2) == ""
    assert later("9999-12-31 23:59", 2) == ""
    assert moment_of("", "10:00") == "10:00"
    assert moment_of(DAY, "") == DAY


def test_a_training_counts_from_its_day_to_its_last() -> None:
    until = [Training(id=rid(n), volunteer=VERA, course=n, done_on=DAY, until=DAY) for n in ("verifying", "agreement")]
    assert holds(until, VERA, "verifying", DAY)
    assert not holds(until, VERA, "verifying", "2026-11-20")
    assert not holds(until, VERA, "verifying", "2026-11-22")
    assert not holds(until[:1], VERA, "verifying", DAY)
    assert not holds(until, RITA, "verifying", DAY)
    assert holds([attrs.evolve(each, until="") for each in until], VERA, "verifying", "2099-01-01")


# whatever order, whatever is written


Deed = Callable[[Making, random.Random], object]


def _sent(made: Making, dice: random.Random) -> None:
    made.sent(dice.choice((VERA, RITA, OMAR)), began=dice.random() < 0.7)


def _signs(made: Making, dice: random.Random) -> None:
    if made.verifications:
        seen = dice.choice(made.verifications)
        facts = {} if dice.random() < 0.8 else {"signed_by": dice.choice((VERA, OMAR, ""))}
        made.signs(seen.id, dice.choice([each.value for each in c.OUTCOMES]), **facts)


def _text(made: Making, dice: random.Random) -> None:
    ground = dice.choice(made.verifications).id if made.verifications else ""
    wrong = dice.choice(made.alerts).id if made.alerts else ""
    made.text(dice.choice(list(TEXT_MOVES)), ground, corrects=wrong)


def _release(made: Making, dice: random.Random) -> None:
    if made.alerts:
        way = dice.choice(("passphrase", "file", "telephone"))
        made.release(dice.choice(made.alerts).id, dice.choice((RITA, OMAR, VERA, TESS)), way)


def _step(made: Making, dice: random.Random) -> None:
    made.step(dice.choice(list(MOVES)), dice.choice(made.verifications).id if made.verifications else "")


def _changed(made: Making, dice: random.Random) -> None:
    if made.verifications:
        place = dice.randrange(len(made.verifications))
        made.verifications[place] = attrs.evolve(made.verifications[place], outcome="confirmed")


DEEDS: tuple[Deed, ...] = (_sent, _signs, _signs, _text, _release, _release, _release, _step, _step, _changed)


def _anything(seed: int) -> Making:
    dice = random.Random(seed)
    made = Making()
    if dice.random() < 0.7:
        made.steps_of("received", "triaged")
    if dice.random() < 0.5:
        made.signs(made.sent())
    for _turn in range(dice.randrange(4, 30)):
        dice.choice(DEEDS)(made, dice)
    return made


@given(st.integers(0, 10**9))
def test_no_road_leads_to_an_alert_without_a_confirmation_and_two_people(seed: int) -> None:
    made = _anything(seed)
    stands = made.stands()
    seen: dict[str, Verification] = {each.id: each for each in made.verifications}
    for alert in made.alerts:
        if not stands.is_out(alert.id):
            continue
        text = next(each for each in stands.texts if each.alert.id == alert.id)
        counted = [each.record for each in text.releases if isinstance(each.record, Release) and each.counts]
        assert len({release.by for release in counted}) >= 2
        assert any(release.by == RITA for release in counted)
        assert sum(release.way == "telephone" for release in counted) <= 1
        if alert.sort in ("alert", "update"):
            ground = seen[alert.verification]
            assert ground.outcome == "confirmed"
            assert ground.signed_by == ground.verifier == VERA
            assert ground.signed_mark == outcome_mark(ground)
            assert ground.id in stands.grounds
        if alert.sort in ("correction", "all_clear"):
            assert any(a.sort in ("alert", "update") and stands.is_out(a.id) for a in made.alerts)
    if stands.state in (State.ALERTED, State.UPDATED):
        assert any(seen[each].outcome == "confirmed" for each in stands.grounds)


@given(st.integers(0, 10**9))
def test_the_order_in_which_records_arrive_changes_nothing(seed: int) -> None:
    story = _anything(seed).story()
    dice = random.Random(seed)
    parts: dict[str, Any] = {
        name: tuple(dice.sample(list(getattr(story, name)), len(getattr(story, name))))
        for name in ("steps", "verifications", "alerts", "releases", "trainings")
    }
    now = f"{DAY} 23:00"
    one, other = standing(story, now), standing(attrs.evolve(story, **parts), now)
    assert attrs.evolve(one, looking=()) == attrs.evolve(other, looking=())
    assert sorted(one.looking) == sorted(other.looking)


@given(st.integers(0, 10**9))
def test_every_deed_that_is_offered_counts_when_it_is_done(seed: int) -> None:
    made = _anything(seed)
    stands = made.stands()
    for deed in sorted(stands.may & {"triaged", "unfounded", "expired", "closed"}):
        done = Making(**{a.name.lstrip("_"): getattr(made, a.name) for a in attrs.fields(Making) if a.name != "steps"})
        done.steps = list(made.steps)
        step = done.step(deed)
        assert why_of(done.stands(0), step) is None
        done.steps.pop()


def test_the_closed_lists_and_the_state_machine_fit() -> None:
    assert {*MOVES, "signed"} == {each.value for each in c.INCIDENT_STEPS}
    assert set(TEXT_MOVES) == {each.value for each in c.ALERT_KINDS}
    assert set(GROUNDS.values()) < {each.value for each in c.OUTCOMES}
    assert all(state.label for state in State)
    assert all(each.sentence for each in (*Why, *Lack))
    assert standing(Story(roster=ROSTER), "").state is State.NEW
    assert clock(65) == "09:05"
