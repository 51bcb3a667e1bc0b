"""Random histories of incidents: no order and no record leads around the state machine."""

import random
from collections.abc import Callable
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model import line_choices as c
from cima_desktop.model.incident_marks import outcome_mark
from cima_desktop.model.incident_states import GROUNDS, MOVES, TEXT_MOVES, Lack, State, Why
from cima_desktop.model.incidents import Release, Verification
from cima_desktop.model.standing import Story, standing
from tests.unit.model.incident_of import DAY, OMAR, RITA, ROSTER, TESS, VERA, Making, clock, why_of

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
