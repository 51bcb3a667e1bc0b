"""Two people release a text, and the clock ends it: what counts of releases, and what time does to an incident."""

from typing import Any

import attrs
import pytest

from cima_desktop.model.incident_marks import alert_mark
from cima_desktop.model.incident_states import Lack, State, Why
from cima_desktop.model.standing import holds, later, moment_of, standing
from cima_desktop.model.volunteers import Training
from tests.builders import rid
from tests.unit.model.incident_of import DAY, OMAR, RITA, TESS, VERA, Making, trainings, why_of

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


def test_what_was_done_before_somebody_left_counts_and_nothing_after() -> None:
    made = Making()
    alert = made.text("alert", made.confirmed())
    made.release(alert, RITA)
    last = made.release(alert, OMAR)
    after, before = f"{DAY} 23:00", f"{DAY} 07:00"
    ends: list[tuple[dict[str, str], State]] = [({RITA: after, VERA: after}, State.ALERTED)]
    for left, state in [*ends, ({str(OMAR): before}, State.CONFIRMED)]:
        assert standing(attrs.evolve(made.story(), left=left), f"{DAY} 09:00").state is state
    stands = standing(attrs.evolve(made.story(), left={str(OMAR): before, str(VERA): before}), f"{DAY} 09:00")
    assert stands.state is State.VERIFYING
    assert why_of(stands, last) is Why.NOT_ON_ROSTER


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
