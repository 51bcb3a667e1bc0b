"""What may leave for which purpose is a closed list that somebody read line by line (Y6, P05)."""

from pathlib import Path

import pytest

from cima_desktop.i18n import tr
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import FieldType, Preset
from cima_desktop.model.sharing import PURPOSES, Consent, Referral, fields_for, stays_home

LIST = Path(__file__).resolve().parents[2] / "snapshots" / "purposes.txt"
PURPOSEFUL = [preset for preset in Preset if not PURPOSES[preset].whole]


def leaving(preset: Preset) -> list[str]:
    """Return every field that leaves under a preset."""
    return sorted(f"{kind.name}.{field.name}" for kind in KINDS.values() for field in fields_for(kind, preset))


def test_what_leaves_for_each_purpose_is_written_down() -> None:
    listed: dict[str, list[str]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            listed[line[:-1]] = []
        elif line and not line.startswith("#"):
            listed[next(reversed(listed))].append(line)
    assert listed == {preset.value: leaving(preset) for preset in PURPOSEFUL}


def test_every_purpose_is_described_in_both_languages() -> None:
    assert set(PURPOSES) == set(Preset)
    for purpose in PURPOSES.values():
        for message in (purpose.label, purpose.what_for):
            assert tr(message, "es") != message
    assert [p.preset for p in PURPOSES.values() if not p.asks_consent] == [Preset.PEER]


@pytest.mark.parametrize("preset", PURPOSEFUL, ids=lambda preset: preset.value)
def test_nobody_but_a_colleague_receives_notes_consents_or_secrets(preset: Preset) -> None:
    fields = set(leaving(preset))
    for never in (
        "note.words",
        "consent.agreed",
        "hold.reason",
        "plan.code_word",
        "child_sheet.pick_up_password",
        "asset.last4",
        "person.aliases",
        "adult_sheet.conditions",
        "reviewer.code_hash",
    ):
        assert never not in fields


@pytest.mark.parametrize("preset", [Preset.HOST, Preset.SCHOOL, Preset.REFERRAL], ids=lambda preset: preset.value)
def test_the_exact_place_and_the_day_of_birth_stay_here(preset: Preset) -> None:
    fields = set(leaving(preset))
    assert {"person.area", "household.area"} <= fields
    assert not {f"{kind}.{name}" for kind in ("person", "household") for name in ("street", "zip", "city")} & fields
    assert "person.birth_date" not in fields


def test_who_has_a_telephone_number_knows_how_to_use_it_safely() -> None:
    for preset in PURPOSEFUL:
        assert {"person.phone", "person.voicemail_ok", "person.text_ok", "person.safe_hours"} <= set(leaving(preset))


def test_a_record_never_leaves_as_mere_references() -> None:
    for preset in PURPOSEFUL:
        for kind in KINDS.values():
            fields = fields_for(kind, preset)
            assert not fields or any(field.type is not FieldType.REF for field in fields)
            assert not fields or set(kind.needs()) <= {field.name for field in fields}


def test_what_has_a_field_that_never_leaves_stays_as_a_whole() -> None:
    assert {kind.name for kind in KINDS.values() if stays_home(kind)} == {
        *("reviewer", "approval", "private_note", "worklist_item", "caller", "report", "volunteer_contact"),
        "locator_card",
    }


def test_what_has_nothing_but_such_fields_is_not_even_named_outside() -> None:
    assert KINDS["report"].is_home_only
    assert not KINDS["reviewer"].is_home_only
    assert not KINDS["person"].is_home_only


def test_a_referral_is_called_by_its_question() -> None:
    assert Referral(question="¿Pueden ayudar?\nEs urgente.").title() == "¿Pueden ayudar?"
    assert Consent().title() == ""
