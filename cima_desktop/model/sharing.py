"""Handing records on: for which purposes, with whose consent, and what was asked of another organization (Y6, C5, C6).

Which field leaves for which purpose is declared with the field (`presets`); what a purpose is, here.
"""

from collections.abc import Mapping

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import fields as f
from cima_desktop.model.fields import NEVER_LEAVES, PEERS_ONLY, Choice, Field, FieldType, Merge, Preset
from cima_desktop.model.kinds import KINDS, Kind, Record, kind

PEER_AND_REFERRAL = frozenset({Preset.PEER, Preset.REFERRAL})


@attrs.frozen(kw_only=True)
class Purpose:
    """What a preset is for. Words are catalogue messages."""

    preset: Preset
    label: str
    what_for: str
    icon: str
    whole: bool = False
    """Whole records leave, with their history; otherwise only what the preset names, as it is now."""
    asks_consent: bool = True
    files: bool = False
    """Attachments may go along when somebody ticks them."""
    only_children: bool = False
    """Of the parts of a plan only those leave that are about one of its children."""


PURPOSES: Mapping[Preset, Purpose] = {
    purpose.preset: purpose
    for purpose in (
        Purpose(
            preset=Preset.PEER,
            label=N_("Another coordinator"),
            what_for=N_("Works with the same families. Receives whole records with their history."),
            icon="users",
            whole=True,
            asks_consent=False,
            files=True,
        ),
        Purpose(
            preset=Preset.LAWYER,
            label=N_("Lawyer"),
            what_for=N_(
                "Advises the family or reads its papers. Receives no health, no code words, no account numbers."
            ),
            icon="scale",
            files=True,
        ),
        Purpose(
            preset=Preset.HOST,
            label=N_("Host family"),
            what_for=N_("Takes a child or a family in for a while. Receives how to care for them, and no address."),
            icon="house",
            only_children=True,
        ),
        Purpose(
            preset=Preset.SCHOOL,
            label=N_("School"),
            what_for=N_("Must know who picks a child up, whom to call, and about allergies. Receives no address."),
            icon="school",
            only_children=True,
        ),
        Purpose(
            preset=Preset.REFERRAL,
            label=N_("Referral"),
            what_for=N_(
                "Another organization is asked to help. Receives how to reach the family safely, and the question."
            ),
            icon="arrow-right",
        ),
    )
}
"""Every purpose for which something may leave, in the order in which they are offered."""

PURPOSE_CHOICES = tuple(Choice(p.preset.value, p.label) for p in PURPOSES.values())
HOW_CONSENTED = (Choice("written", N_("In writing")), Choice("witness", N_("Said before a witness")))
REFERRAL_STATES = (
    Choice("asked", N_("Asked")),
    Choice("accepted", N_("Accepted")),
    Choice("declined", N_("Declined")),
    Choice("withdrawn", N_("Withdrawn")),
)


@kind("consent", label=N_("Consent"), plural=N_("Consents"), icon="shield-check", parent="person")
@attrs.frozen(kw_only=True)
class Consent(Record):
    """Whether a person agrees that something about them is handed on for a purpose (C5)."""

    person: str = f.ref(N_("Person"), "person", required=True, presets=PEERS_ONLY)
    purpose: str = f.choice(N_("For whom"), PURPOSE_CHOICES, required=True, listed=True, presets=PEERS_ONLY)
    agreed: bool | None = f.flag(
        N_("Do they agree?"), required=True, listed=True, merge=Merge.SAFETY, cautious=False, presets=PEERS_ONLY
    )
    how: str = f.choice(N_("How they said so"), HOW_CONSENTED, required=True, listed=True, presets=PEERS_ONLY)
    witness: str = f.text(
        N_("Name of the witness"), help=N_("Needed when it was said, not written."), presets=PEERS_ONLY
    )
    given_on: str = f.day(N_("Said on"), required=True, future=False, listed=True, presets=PEERS_ONLY)
    expires_on: str = f.day(N_("Until"), listed=True, presets=PEERS_ONLY)
    note: str = f.text(N_("Note (only what is needed)"), lines=True, max_length=500, presets=PEERS_ONLY)


@kind("referral", label=N_("Referral"), plural=N_("Referrals"), icon="arrow-right")
@attrs.frozen(kw_only=True)
class Referral(Record):
    """A question to another organization about a record, what it answered (C6), and what came of it (X3)."""

    about: str = f.ref(N_("About"), "", required=True, presets=PEER_AND_REFERRAL)
    question: str = f.text(
        N_("What is asked"), lines=True, required=True, listed=True, max_length=2000, presets=PEER_AND_REFERRAL
    )
    receiver: str = f.text(N_("Asked of"), listed=True, presets=PEER_AND_REFERRAL)
    organization: str = f.ref(N_("Organization of the directory"), "organization", presets=PEERS_ONLY)
    state: str = f.choice(N_("State"), REFERRAL_STATES, listed=True, counted=True, presets=PEER_AND_REFERRAL)
    reason: str = f.text(N_("Why (the answer)"), lines=True, max_length=1000, presets=PEER_AND_REFERRAL)
    asked_on: str = f.day(N_("Asked on"), future=False, listed=True, presets=PEER_AND_REFERRAL)
    answered_on: str = f.day(N_("Answered on"), future=False, presets=PEER_AND_REFERRAL)
    got_there: bool | None = f.flag(N_("Did they get there?"), presets=PEERS_ONLY)
    helped: bool | None = f.flag(N_("Did it help?"), presets=PEERS_ONLY)
    asked_again_on: str = f.day(N_("Asked them on"), future=False, presets=PEERS_ONLY)

    def title(self) -> str:
        """Return the first line of the question."""
        return self.question.split("\n", 1)[0][:80]


def fields_for(of: Kind, preset: Preset) -> tuple[Field, ...]:
    """Return the fields of a kind that leave under a preset; none when the kind as a whole does not.

    What a record cannot be without (its person, its plan) goes along with what it says, and never alone.
    """
    if stays_home(of):
        return ()
    told = [field for field in of.fields if preset in field.presets and field.type is not FieldType.REF]
    needed = of.needs()
    return tuple(field for field in of.fields if preset in field.presets or field.name in needed) if told else ()


def stays_home(of: Kind) -> bool:
    """Tell whether records of a kind never leave: one with a field that never does, and what cannot be without it.

    Whole records leave as the bytes that were signed, out of which nothing can be taken.
    """
    if any(field.presets == NEVER_LEAVES for field in of.fields):
        return True
    needed = (of.field(name).refers_to for name in of.needs())
    return any(stays_home(KINDS[name]) for name in needed if name and name != of.name)
