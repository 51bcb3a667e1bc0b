"""Whole papers, read back: nothing lost, nothing outside the margins, nothing signed beforehand, nothing told."""

import hashlib
import re
import subprocess
import sys
import time
from itertools import product

import attrs
import pypdfium2
import pytest

from cima_desktop.documents import joining
from cima_desktop.documents.paper import papers_for
from cima_desktop.documents.render import Making, join, make_packet, render, warm_up
from cima_desktop.i18n import tr
from cima_desktop.model.family import Family
from cima_desktop.model.kinds import Record, declared_fields
from tests import builders as b
from tests.papers import APPROVAL, LANGUAGES, PACK, SIGNED, SORTS
from tests.papers import made as _made
from tests.pdf_text import missing_words, outside, pages_of, squeezed, whole


@pytest.mark.parametrize(("sort", "language"), list(product(SORTS, LANGUAGES)))
def test_every_paper_is_made_in_every_language(sort: str, language: str) -> None:
    made = _made(sort, language)
    pages = pages_of(made.pdf)
    assert len(pages) == made.pages > 0
    assert outside(made.pdf) == []
    shown = "en" if language == "en" else "es"
    assert squeezed(PACK.spec(sort).title.get(shown)) in whole(made.pdf)
    for number, text in enumerate(pages, start=1):
        expected = tr("Page {page} of {pages}", shown).format(page=number, pages=len(pages))
        assert squeezed(expected) in squeezed(text)


@pytest.mark.parametrize("sort", ["revoke_child_care_poa", "revoke_child_health", "revoke_money_poa"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_revocation_is_made(sort: str, language: str) -> None:
    from cima_desktop.documents.paper import Revoked, revocation_of
    from cima_desktop.model.papers import Copy, Document, Signing

    family = b.family()
    document = Document(
        id=b.rid("d"),
        sort=sort.removeprefix("revoke_"),
        name="Poder",
        person=family.parent1.id,
        child=family.children[0].person.id,
        agent=b.rid("person", "Elena Ruiz Campos"),
        made_on="2026-01-05",
    )
    revoked = Revoked(document=document, signing=Signing(signed_on="2026-01-06"), copies=(Copy(holder="Clínica"),))
    paper = revocation_of(PACK, revoked)
    assert paper is not None
    made = render(PACK, paper, family, Making(language=language, made_on=b.TODAY))
    assert outside(made.pdf) == []
    assert squeezed("Rosa López Hernández") in whole(made.pdf)


# --- D7: nothing is ever cut ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filled() -> Family:
    return b.filled_family(12)


def _asked(sort: str) -> set[str]:
    """Return the fields of records that a paper prints somewhere without a condition of its own."""
    found: set[str] = set()
    for block in PACK.spec(sort).blocks:
        if not block.when.terms:
            for row in (*block.rows, *block.columns):
                if not row.when.terms:
                    found |= set(re.findall(r"\{([a-z0-9_.]+)\}", row.value))
    return found


def _texts(record: Record, prefix: str, asked: set[str]) -> list[str]:
    names = {name.removeprefix(f"{prefix}.") for name in asked if name.startswith(f"{prefix}.")}
    values = [getattr(record, f.name) for f in declared_fields(type(record)) if f.name in names]
    return [value for value in values if isinstance(value, str) and " fin" in value]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_family_plan_holds_every_word_of_every_field(filled: Family, language: str) -> None:
    made = _made("family_plan", language, filled)
    found, asked = whole(made.pdf), _asked("family_plan")
    records: list[tuple[Record, str]] = [(c.sheet, "sheet") for c in filled.children]
    records += [(filled.plan, "plan"), (filled.contacts[0], "contact"), (filled.medicines[0], "medicine")]
    records += [(filled.assets[0], "asset"), (filled.wishes[0], "wish"), (filled.adult_sheets[0], "adult")]
    texts = [text for record, prefix in records for text in _texts(record, prefix, asked)]
    texts += [c.person.name_as_on_id for c in filled.children]
    assert len(texts) > 12 * 10
    assert [text[:40] for text in texts if missing_words(text, found)] == []
    assert outside(made.pdf) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sort", SIGNED)
def test_law_papers_hold_every_long_name(filled: Family, sort: str, language: str) -> None:
    papers = [p for p in papers_for(PACK, filled) if p.sort == sort]
    for paper in (papers[0], papers[-1]):
        made = render(PACK, paper, filled, Making(language=language, made_on=b.TODAY))
        found = whole(made.pdf)
        people = [p for p in filled.people if p.id in (*paper.signers, *paper.children, paper.carer)]
        assert people
        assert [p.name_as_on_id[:40] for p in people if missing_words(p.name_as_on_id, found)] == []
        assert outside(made.pdf) == []


@pytest.mark.parametrize("sort", ["wallet_card", "rights_card", "first_day", "caregiver_acceptance", "cover_sheet"])
def test_cards_and_sheets_hold_long_texts(filled: Family, sort: str) -> None:
    made = _made(sort, "both", filled)
    assert outside(made.pdf) == []
    if sort == "wallet_card":
        assert not missing_words(filled.plan.lawyer_name, whole(made.pdf))


def test_no_glyph_is_missing_for_names_of_the_community() -> None:
    for name in b.AWKWARD_NAMES[:6]:
        found = whole(_made("wallet_card", "es", b.family(contacts=_contact(name))).pdf)
        assert squeezed(name) in found
        assert "\ufffd" not in found


def _contact(name: str) -> tuple[object, ...]:
    return (attrs.evolve(b.family().contacts[0], name=name),)


# --- S23 to S25, T14 --------------------------------------------------------------------------------------------------

HOSTILE = [
    *b.AWKWARD_NAMES,
    *(
        f"<{tag} x='{n}'>"
        for n, tag in enumerate(("b", "img", "a href", "font", "para", "super", "script", "br/") * 12)
    ),
    *(f"&{name};" for name in ("lt", "amp", "#0", "#x110000", "nbsp", "bogus", "quot") * 10),
    *("\x00\x01\x1b[31m", "\ud800", "\u202e" * 30, "\ufeff", "\u2028", "a\tb", "%s %n {0}", "]]>", "(\\)", "<<>>"),
    *("endstream endobj", "/JavaScript", "\\u0000", "' or 1=1 --", "../../etc/passwd", "file:///etc/passwd"),
    *(f"Bob <b{n}" for n in range(60)),
    *(f"{'W' * n}" for n in range(1, 40)),
]


def test_hostile_names_print_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(HOSTILE) >= 290
    opened: list[str] = []
    _watch_files(opened)
    whole_lists = {
        "children": tuple(b.child(f"N{n} {name}") for n, name in enumerate(HOSTILE)),
        "contacts": tuple(attrs.evolve(b.family().contacts[1], name=name, position=None) for name in HOSTILE),
    }
    family = b.family(**whole_lists)  # type: ignore[arg-type]
    warm_up(PACK)
    _WATCHED.append(opened)
    try:
        made = [_made(sort, "both", family) for sort in ("family_plan", "first_day", "cover_sheet")]
    finally:
        _WATCHED.clear()
    assert opened == []
    found = whole(made[0].pdf)
    assert [name[:30] for name in HOSTILE if missing_words(name, found)] == []


@pytest.mark.parametrize("sort", SORTS)
def test_a_path_in_a_name_is_letters(sort: str) -> None:
    name = '<img src="file:///etc/passwd"> López'
    kids = (b.child(name, carers=(b.carer(name, name),)),)
    family = b.family(children=kids)
    family = attrs.evolve(family, parent1=attrs.evolve(family.parent1, name_as_on_id=name, preferred_name=name))
    opened: list[str] = []
    _watch_files(opened)
    warm_up(PACK)
    _WATCHED.append(opened)
    try:
        made = _made(sort, "both", family)
    finally:
        _WATCHED.clear()
    assert opened == []
    if sort not in ("rights_card", "signing_checklist"):
        assert squeezed('<img src="file:///etc/passwd">') in whole(made.pdf)


_WATCHED: list[list[str]] = []
_hooked: list[bool] = []


def _watch_files(_opened: list[str]) -> None:
    """Note every file that is opened while a list of notes is being kept."""
    import sys

    def note(event: str, args: tuple[object, ...]) -> None:
        if event == "open" and _WATCHED and isinstance(args[0], str) and not args[0].endswith((".mo", ".py", ".pyc")):
            _WATCHED[0].append(args[0])

    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(note)


def test_the_watch_sees_a_file_that_is_opened(tmp_path: object) -> None:
    opened: list[str] = []
    _watch_files(opened)
    _WATCHED.append(opened)
    try:
        with open("/etc/hostname", encoding="utf-8") as file:
            file.read()
    finally:
        _WATCHED.clear()
    assert opened == ["/etc/hostname"]


def test_the_file_tells_nothing_but_the_paper() -> None:
    pdf = _made("child_health").pdf
    document = pypdfium2.PdfDocument(pdf)
    facts = document.get_metadata_dict()
    assert facts["Author"] == facts["Creator"] == facts["Producer"] == "CIMA Desktop"
    assert "Sofía" not in facts["Title"]
    assert facts["CreationDate"].startswith("D:20000101")
    for secret in (b"/home", b"/Users", b"/tmp", b"/root", b"root", b"XMP"):
        assert secret not in pdf
    assert b"/Lang (en)" in pdf


def test_the_same_paper_is_the_same_bytes() -> None:
    assert _made("money_poa").pdf == _made("money_poa").pdf


@pytest.mark.parametrize("language", ["both", "en"])
def test_a_joined_file_tells_no_more_than_its_papers(language: str) -> None:
    family = b.family()
    papers = [p for p in papers_for(PACK, family) if p.sort in ("child_health", "cover_sheet", "wallet_card")]
    making = Making(made_on=b.TODAY, code="K7QA", language=language)
    made, joined = make_packet(PACK, papers, family, making)
    document = pypdfium2.PdfDocument(joined)
    facts = document.get_metadata_dict(skip_empty=True)
    assert facts.pop("Title") == tr("The family’s papers", "en" if language == "en" else "es")
    assert {facts.pop(name) for name in ("Author", "Creator", "Producer")} == {"CIMA Desktop"}
    assert {facts.pop(name) for name in ("CreationDate", "ModDate")} == {"D:20000101000000+00'00'"}
    assert facts == {}
    assert len(document) == sum(r.pages for r in made)
    assert b"PDFium" not in joined
    assert re.search(rb"/Lang *\(" + (b"en" if language == "en" else b"es"), joined)
    for number in (2027, 2026, 2025):
        assert f"D:{number}".encode() not in joined
    for secret in (b"/home", b"/Users", b"/tmp", b"/root", b"root", b"XMP"):
        assert secret not in joined


def test_the_same_packet_is_the_same_bytes_whenever_it_is_joined() -> None:
    parts = [_made(sort).pdf for sort in ("cover_sheet", "wallet_card")]
    first = join(parts)
    time.sleep(1.1)  # the clock of a file counts seconds
    assert join(parts) == first
    assert join(parts[::-1]) != first
    script = (
        "import sys; sys.path.insert(0, '.'); from tests.unit.documents.test_render import joined_hash; joined_hash()"
    )
    said = {subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout for _ in range(2)}
    assert said == {f"{hashlib.sha256(first).hexdigest()}\n".encode()}


def joined_hash() -> None:
    """Say what a packet comes to in a process of its own."""
    print(hashlib.sha256(join([_made(sort).pdf for sort in ("cover_sheet", "wallet_card")])).hexdigest())


def test_a_joiner_that_writes_other_files_is_not_trusted() -> None:
    with pytest.raises(RuntimeError, match="facts"):
        joining._neutral(b"%PDF-2.0\ntrailer\n<<>>", "", "0" * 32)


def test_file_names_name_nobody() -> None:
    family = b.family()
    papers = [p for p in papers_for(PACK, family) if p.sort == "child_health"]
    made, _joined = make_packet(PACK, papers[:2], family, Making(made_on=b.TODAY, code="K7QA"))
    assert [r.file_name for r in made] == [
        "child-health-1-2026-11-21-K7QA.pdf",
        "child-health-2-2026-11-21-K7QA.pdf",
    ]


# --- drafts, approval, practice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
def test_every_page_is_a_draft_until_an_attorney_approves(sort: str) -> None:
    for text in pages_of(_made(sort, "en").pdf):
        assert "DRAFT – not reviewed by an attorney" in text
    for text in pages_of(_made(sort, "en", approval=APPROVAL).pdf):
        assert "DRAFT –" not in text
        assert "Lic. Ana Torres Vega" in text
        assert "NC-55512" in text


@pytest.mark.parametrize("sort", SORTS)
def test_practice_papers_say_so_on_every_page(sort: str) -> None:
    for text in pages_of(_made(sort, "both", practice=True).pdf):
        assert "PRACTICE – made-up people" in text


def test_footers_name_pack_and_dates() -> None:
    text = pages_of(_made("child_care_poa", "en").pdf)[-1]
    assert "us-nc 2026.11" in text
    assert "June 30, 2022" in text
    assert "November 21, 2026" in text
