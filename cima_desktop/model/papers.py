"""Papers that were made, how they were signed, who holds copies, and which attorney approved their wording."""

from datetime import date

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import choices as c
from cima_desktop.model import fields as f
from cima_desktop.model.fields import PEERS_ONLY, Search
from cima_desktop.model.kinds import Record, kind
from cima_desktop.model.retention import stays


@kind("document", label=N_("Document"), plural=N_("Documents"), icon="file-text")
@attrs.frozen(kw_only=True)
class Document(Record):
    """One paper made for a plan, followed from making to signing to renewal or revocation (E4, E6)."""

    plan: str = f.ref(N_("Plan"), "plan", required=True)
    name: str = f.text(N_("Name of the paper"), search=Search.WORD, required=True, listed=True, max_length=300)
    sort: str = f.text(N_("Kind of paper"), required=True, max_length=60)
    pack: str = f.text(N_("Pack"), max_length=60)
    pack_version: str = f.text(N_("Pack version"), max_length=40)
    wording_hash: str = f.text(N_("Fingerprint of the wording"), max_length=64)
    person: str = f.ref(N_("Signed by"), "person")
    child: str = f.ref(N_("Child"), "person")
    agent: str = f.ref(N_("Caregiver or agent"), "person")
    language: str = f.choice(N_("Language of the paper"), c.DOCUMENT_LANGUAGES, counted=True)
    state: str = f.choice(N_("State"), c.DOCUMENT_STATES, listed=True, counted=True)
    made_on: str = f.day(N_("Made on"), listed=True)
    expires_on: str = f.day(N_("Ends on"), listed=True)
    pages: str = f.text(N_("Pages"), max_length=8)
    file_hash: str = f.text(N_("Fingerprint of the file"), max_length=64)

    def title(self) -> str:
        """Return the name of the paper."""
        return self.name

    def binds_until(self) -> date | None:
        """Return the end of a signed paper that nobody has revoked; one without an end binds until it is revoked."""
        return (f.iso_date(self.expires_on) or date.max) if self.state == "signed" else None


@kind("signing", label=N_("Signing"), plural=N_("Signings"), icon="stamp", parent="document")
@attrs.frozen(kw_only=True)
class Signing(Record):
    """What happened on signing day; nothing of it is ever printed on a paper beforehand."""

    document: str = f.ref(N_("Document"), "document", required=True)
    signed_on: str = f.day(N_("Signed on"), future=False, listed=True)
    notarized: bool | None = f.flag(N_("Notarized"), listed=True)
    notary: str = f.ref(N_("Notary"), "person")
    preparer: str = f.ref(N_("Who prepared the paper"), "person")
    witness1: str = f.text(N_("First witness"))
    witness2: str = f.text(N_("Second witness"))
    original_place: str = f.text(N_("Where the original is"), max_length=300, listed=True)
    registered: str = f.text(N_("Registered: county, book and page"))
    renew_on: str = f.day(N_("Renew on"))
    revoked_on: str = f.day(N_("Revoked on"), future=False)
    note: str = f.text(N_("Note"), lines=True, presets=PEERS_ONLY)


@kind("copy", label=N_("Copy"), plural=N_("Copies"), icon="copy", parent="document")
@attrs.frozen(kw_only=True)
class Copy(Record):
    """Who holds a copy: the distribution log, and the record of every print and saved file (D14)."""

    document: str = f.ref(N_("Document"), "document", required=True)
    form: str = f.choice(N_("Form"), c.COPY_FORMS, listed=True, presets=PEERS_ONLY)
    method: str = f.choice(N_("How it was given"), c.COPY_METHODS, listed=True, counted=True, presets=PEERS_ONLY)
    holder: str = f.text(N_("Who has it"), search=Search.NAME, listed=True, max_length=300, presets=PEERS_ONLY)
    given_on: str = f.day(N_("Given on"), listed=True, presets=PEERS_ONLY)
    returned_on: str = f.day(N_("Returned on"), future=False, presets=PEERS_ONLY)


_APPROVES = stays(N_("It shows who approved the wording of the papers; it stays as long as this vault."))


@kind("reviewer", label=N_("Reviewing attorney"), plural=N_("Reviewing attorneys"), icon="scale", keep=_APPROVES)
@attrs.frozen(kw_only=True)
class Reviewer(Record):
    """An attorney who may approve wording and answer what only an attorney may answer."""

    name: str = f.text(N_("Attorney’s name"), required=True, listed=True, search=Search.NAME)
    bar_number: str = f.text(N_("Bar number"), required=True, max_length=40)
    bar_state: str = f.text(N_("State of the bar"), max_length=40)
    code_salt: str = f.text(N_("Salt of the attorney’s code"), max_length=64, sensitive=True, presets=frozenset())
    code_hash: str = f.text(
        N_("Check value of the attorney’s code"), max_length=64, sensitive=True, presets=frozenset()
    )

    def title(self) -> str:
        """Return the attorney's name."""
        return self.name

    def bar(self) -> str:
        """Return state and number of the bar, as papers print them."""
        return " ".join(p for p in (self.bar_state, self.bar_number) if p)


@kind("approval", label=N_("Approved wording"), plural=N_("Approved wordings"), icon="shield-check", keep=_APPROVES)
@attrs.frozen(kw_only=True)
class Approval(Record):
    """An attorney's approval of one document's wording, bound to the fingerprint of that wording."""

    pack: str = f.text(N_("Pack"), required=True, max_length=60)
    sort: str = f.text(N_("Kind of paper"), required=True, max_length=60, listed=True)
    wording_hash: str = f.text(N_("Fingerprint of the wording"), required=True, max_length=64)
    reviewer: str = f.ref(N_("Reviewing attorney"), "reviewer", required=True)
    approved_on: str = f.day(N_("Approved on"), required=True, future=False, listed=True)
    withdrawn_on: str = f.day(N_("Withdrawn on"), future=False)
    note: str = f.text(N_("Note"), lines=True, presets=PEERS_ONLY)

    def day(self) -> date | None:
        """Return the day of the approval."""
        return f.iso_date(self.approved_on)
