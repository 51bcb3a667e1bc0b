"""A place made coarse says the road and the town, never the door (L7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.line import Report
from cima_desktop.model.places import known_county, roughly


@pytest.mark.parametrize(
    ("street", "road"),
    [
        ("12 Calle del Manzano", "Calle del Manzano"),
        ("123 5th Ave", "5th Ave"),
        ("5th Ave", "5th Ave"),
        ("1200 US Hwy 70 W", "US Hwy 70 W"),
        ("123 Highway 9", "Highway 9"),
        ("8 Sendero del Río, Apt 4B", "Sendero del Río"),
        ("100-B Main St Apt 2", "Main St"),
        ("12½ Oak Rd", "Oak Rd"),
        ("Main St 14", "Main St"),
        ("Calle 5 23", "Calle 5"),
        ("Calle 5 #23", "Calle 5"),
        ("Av. Juárez 100", "Av. Juárez"),
        ("PO Box 123", ""),
        ("45 US 70", "US 70"),
        ("4410 US 25", "US 25"),
        ("I-40 exit 50", "I-40 exit 50"),
        ("1200 NC-191 S", "NC-191 S"),
        ("I-26 W, salida 44", "I-26 W"),
        ("1 Rd", ""),
        ("9", ""),
        ("", ""),
    ],
)
def test_the_road_without_its_number(street: str, road: str) -> None:
    assert roughly(street, "Asheville") == ", ".join(filter(None, (road, "Asheville")))
    assert roughly(street, "") == road


@given(st.integers(1000, 99_999), st.text(max_size=40), st.text(max_size=20))
def test_no_house_number_is_left(number: int, road: str, town: str) -> None:
    said = roughly(f"{number} {road}", "")
    assert str(number) not in said.split()
    assert roughly(road, town).endswith(" ".join(town.split())[-3:])


@pytest.mark.parametrize(
    ("typed", "county"),
    [
        ("Buncombe", "Buncombe"),
        ("  buncombe county ", "Buncombe"),
        ("condado de Buncombe", "Buncombe"),
        ("McDowell", "McDowell"),
        ("Person", "Person"),
        ("", ""),
        ("Fulton", ""),
        ("La casa de Luz", ""),
    ],
)
def test_a_county_is_known_however_it_is_spelled(typed: str, county: str) -> None:
    assert known_county(typed) == county


def test_a_report_is_told_by_its_road_and_town() -> None:
    assert Report(place="4410 US 25", city="Arden").rough_place() == "US 25, Arden"
