"""The text of an alert: ready sentences in two languages, and what must not stand in it, with its place."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.i18n import tr
from cima_desktop.model.alert_text import Facts, Fault, Known, check, compose, words_of
from cima_desktop.model.incident_states import TEXT_MOVES
from cima_desktop.model.line_choices import ACTIVITIES

KNOWN = Known(
    names=words_of(["Juan Pérez de la Cruz", "Rosa Madison Patton", "Luz O’Hara", "Ana", "Li", "B. Martin King"]),
    places=("walmart smoky park 321",),
    towns=words_of(["Madison"]),
)

ROADS = """
US 25 | US-25 | US 25 Business in Arden | I-40 exit 50 | I-40, salida 50 | Exit 50 Hendersonville Road | 5th Avenue
I-26 Airport Road | NC 191 Brevard Road | NC-280 | SR 1503 | HWY 191 | Highway 25 | US Highway 74A | Old US 70
Interstate 40 Exit 50 | I 40 Exit 50 Patton Avenue | Salida 33 Patton Avenue | I-240 West | Business 25 Main Street
Patton Avenue | Calle Patton | Avenida Martin King | Martin King Drive | 12th Street | Calle 5 | Avenida 5 de Mayo
mile marker 55 Blue Ridge Parkway | 200 block of Patton Avenue | la carretera US 70 | US-25/US-70 | Madison County
condado de Madison | Madison | 10 PM Main Street | 9:30 Patton Avenue | 21:30 | a las 9:30 p. m.
26 de noviembre de 2026
2 vehicles on Smoky Park Highway | 3 agents at Patton Avenue | ICE 2026 | HSI 300 | NOV 2026 | una luz roja | la cruz
Sheriff Department | Agente de ICE | Iglesia San Juan | Juan Creek | State Highway Patrol | 12 hours
Main St. and US 25
Agency seen: Sheriff. Everybody | Agencia: Sheriff y ICE | Officer on US 25
"""


@pytest.mark.parametrize("words", [each.strip() for line in ROADS.strip().splitlines() for each in line.split("|")])
def test_a_road_is_no_false_alarm(words: str) -> None:
    assert check(words, KNOWN) == []
    assert check(f"Where: {words}.", KNOWN) == []


@pytest.mark.parametrize(
    ("text", "marked", "fault"),
    [
        ("Ask for Juan there", "Juan", Fault.NAME),
        ("Juan’s house", "Juan", Fault.NAME),
        ("con juan perez ahora", "juan", Fault.NAME),
        ("Rosa Patton", "Rosa", Fault.NAME),
        ("Ana lo vio", "Ana", Fault.NAME),
        ("ROSA", "ROSA", Fault.NAME),
        ("Rosa Madison", "Rosa", Fault.NAME),
        ("la señora Gómez lo vio", "señora Gómez", Fault.NAME),
        ("Mr. Smith saw it", "Mr. Smith", Fault.NAME),
        ("Deputy Jones", "Deputy Jones", Fault.NAME),
        ("call (828) 555-0101", "(828) 555-0101", Fault.NUMBER),
        ("8285550101", "8285550101", Fault.NUMBER),
        ("+1 828.555.0101", "+1 828.555.0101", Fault.NUMBER),
        ("555-0101", "555-0101", Fault.NUMBER),
        ("write to a.b@example.org.", "a.b@example.org", Fault.MAIL),
        ("a gray van ABC-1234", "ABC-1234", Fault.PLATE),
        ("RAB 4521", "RAB 4521", Fault.PLATE),
        ("7KLM234", "7KLM234", Fault.PLATE),
        ("placa abc1234", "abc1234", Fault.PLATE),
        ("license plate: X12 345", "X12 345", Fault.PLATE),
        ("1234 ABC", "1234 ABC", Fault.PLATE),
        ("at 123 Patton Ave", "123", Fault.DOOR),
        ("123B N Main St.", "123B", Fault.DOOR),
        ("12 Calle del Manzano", "12", Fault.DOOR),
        ("calle Principal 123", "123", Fault.DOOR),
        ("Main Street, apt. 4", "apt. 4", Fault.DOOR),
        ("lote 3B", "lote 3B", Fault.DOOR),
        ("#12", "#12", Fault.DOOR),
        ("en Walmart, Smoky-Park 321", "Walmart, Smoky-Park 321", Fault.PLACE),
        ("the road is safe now", "road is safe", Fault.ADVICE),
        ("free to drive", "free to drive", Fault.ADVICE),
        ("Ya pueden manejar por ahí", "pueden manejar", Fault.ADVICE),
        ("el camino libre", "camino libre", Fault.ADVICE),
    ],
)
def test_what_must_not_go_out_is_found_where_it_stands(text: str, marked: str, fault: Fault) -> None:
    first = check(text, KNOWN)[0]
    assert (text[first.start : first.end], first.fault) == (marked, fault)


def test_findings_come_in_order_and_do_not_overlap() -> None:
    found = check("Señor Juan Pérez, 123 Patton Ave, (828) 555-0101, ABC-1234", KNOWN)
    assert [each.fault for each in found] == [Fault.NAME, Fault.NAME, Fault.DOOR, Fault.NUMBER, Fault.PLATE]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


def test_words_of_names_leave_particles_and_initials_out() -> None:
    assert words_of(["María de la Cruz-O’Hara", "J. Li", "Los 3"]) == {"maria", "cruz", "ohara"}


@given(st.text(max_size=400))
def test_any_text_can_be_looked_over(text: str) -> None:
    for each in check(text, KNOWN):
        assert 0 <= each.start < each.end <= len(text)


@given(st.text(st.sampled_from("123 ABCabc-#.()@calleStreetJuan\n"), max_size=1200))
def test_looking_over_takes_no_long_even_when_it_is_hostile(text: str) -> None:
    assert isinstance(check(text, KNOWN), list)


@pytest.mark.parametrize("sort", list(TEXT_MOVES))
@pytest.mark.parametrize("activity", [each.value for each in ACTIVITIES])
def test_a_proposed_text_says_what_where_and_when_and_passes_its_own_check(sort: str, activity: str) -> None:
    for language, time in (("es", "9:30 p.m."), ("en", "9:30 PM")):
        facts = Facts(
            sort=sort,
            activity=activity,
            area="US 25, Arden",
            city="Arden",
            units=frozenset({"ice", "unknown"}),
            time={language: time},
            end={language: time},
        )
        text = compose(facts, language)
        label = next(each.label for each in ACTIVITIES if each.value == activity)
        assert tr(label, language) in text
        assert text.count("Arden") == 1
        assert ".." not in text
        assert "{" not in text
        assert check(text, KNOWN) == []


def test_what_is_not_known_is_left_out() -> None:
    facts = Facts(sort="alert", activity="something new", area="NC 191", city="Mills River")
    text = compose(facts, "en")
    assert "something new" in text
    assert "NC 191, Mills River" in text
    assert "Agency" not in text
    assert "verifier" not in text
    assert "until" not in text


def test_at_a_home_it_says_that_nobody_has_to_open() -> None:
    assert "warrant signed by a judge" in compose(Facts(sort="alert", activity="home", area="Arden"), "en")
    assert "remain silent" in compose(Facts(sort="alert", activity="checkpoint", area="Arden"), "en")
    assert "remain silent" not in compose(Facts(sort="denial", activity="checkpoint", area="Arden"), "en")


def test_every_fault_has_a_sentence() -> None:
    assert all(each.sentence for each in Fault)
