"""Whole papers, read back: nothing lost, nothing outside the margins, nothing signed beforehand, nothing told."""

import re
from datetime import date
from itertools import product

import attrs
import pypdfium2
import pytest

from cima_desktop.documents import furniture, signing
from cima_desktop.documents.errors import CancelledError
from cima_desktop.documents.loading import load
from cima_desktop.documents.paper import Paper, papers_for
from cima_desktop.documents.preview import PreviewPages
from cima_desktop.documents.render import Approved, Making, Rendered, make_packet, render, warm_up
from cima_desktop.i18n import tr
from cima_desktop.model.family import Family
from cima_desktop.model.kinds import Record, declared_fields
from tests import builders as b
from tests.pdf_text import missing_words, outside, pages_of, placed, squeezed, white, whole

LANGUAGES = ("both", "en", "es")
PACK = load()
SORTS = tuple(s for s in PACK.sorts if PACK.spec(s).one_per != "document")
SIGNED = tuple(s for s in SORTS if PACK.spec(s).signed)
REGISTERED = tuple(s for s in SIGNED if PACK.spec(s).recordable)
APPROVAL = Approved("Lic. Ana Torres Vega", "NC-55512", date(2026, 11, 1))


def _paper(family: Family, sort: str) -> Paper:
    return next(p for p in papers_for(PACK, family) if p.sort == sort)


def _made(sort: str, language: str = "both", family: Family | None = None, **more: object) -> Rendered:
    known = family or b.family()
    approval = more.pop("approval", None)
    making = Making(language=language, made_on=b.TODAY, code="TEST", **more)  # type: ignore[arg-type]
    return render(PACK, _paper(known, sort), known, making, approval=approval)  # type: ignore[arg-type]


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


# --- the law's own rules of layout ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", REGISTERED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_three_inches_are_white_on_what_may_be_recorded(sort: str, language: str) -> None:
    made = _made(sort, language)
    assert white(made.pdf, 0, 0.0, furniture.PAGE_HEIGHT - 3 * 72.0, furniture.PAGE_WIDTH, furniture.PAGE_HEIGHT)


@pytest.mark.parametrize("sort", REGISTERED)
@pytest.mark.parametrize("large", [False, True])
def test_nothing_recordable_is_under_nine_points(sort: str, large: bool) -> None:
    for language in LANGUAGES:
        assert min(_sizes(_made(sort, language, large=large).pdf)) >= 9.0


def _sizes(pdf: bytes) -> list[float]:
    from pypdfium2 import raw

    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        words = page.get_textpage()
        found += [round(raw.FPDFText_GetFontSize(words, n), 2) for n in range(words.count_chars())]
        words.close()
    document.close()
    return [size for size in found if size > 1.0]


@pytest.mark.parametrize("sort", SIGNED)
@pytest.mark.parametrize("language", ["both", "en"])
def test_a_certificate_is_whole_and_has_room_for_the_seal(sort: str, language: str) -> None:
    made = _made(sort, language, approval=APPROVAL)
    pages = pages_of(made.pdf)
    certificates = [n for n, text in enumerate(pages) if "Notary’s certificate" in text]
    paper = _paper(b.family(), sort)
    assert sum(text.count("Notary’s certificate") for text in pages) == max(1, len(paper.signers))
    for number in set(certificates):
        text = squeezed(pages[number])
        for part in (
            "State of",
            "County of",
            "Signature of the notary public",
            "My commission expires",
            "Official seal",
        ):
            assert squeezed(part) in text
        for seal in (p for p in placed(made.pdf) if p.page == number and p.text == "Official seal"):
            middle, above = (seal.left + seal.right) / 2, seal.top + 5
            assert white(made.pdf, number, middle - 98, above, middle + 98, above + 2 * 72.0)
    assert signing.SEAL_WIDTH >= 2.75 * 72.0
    assert signing.SEAL_HEIGHT >= 2.0 * 72.0


@pytest.mark.parametrize("sort", SIGNED)
def test_only_english_can_be_signed(sort: str) -> None:
    found = squeezed("".join(pages_of(_made(sort, "es").pdf)))
    for line in (signing.NOTARY_SIGNATURE, signing.COMMISSION_EXPIRES, signing.SEAL, signing.PRINTED_NAME):
        assert squeezed(tr(line, "es")) not in found
        assert squeezed(line) not in found
    assert squeezed(tr(furniture.READING_COPY, "es")) in found
    both = squeezed("".join(pages_of(_made(sort, "both").pdf)))
    spanish = [tr(line, "es") for line in (signing.NOTARY_SIGNATURE, signing.COMMISSION_EXPIRES)]
    assert all(
        line in (signing.NOTARY_SIGNATURE, signing.COMMISSION_EXPIRES) or squeezed(line) not in both for line in spanish
    )


@pytest.mark.parametrize("sort", SIGNED)
def test_nothing_is_dated_or_initialled_beforehand(sort: str) -> None:
    family = b.family(of_plan=b.plan(signing_day="2026-12-05"))
    found = whole(_made(sort, "both", family).pdf)
    assert squeezed("December 5, 2026") not in found
    assert squeezed("5 de diciembre de 2026") not in found


@pytest.mark.parametrize("mode", ["mark", "designee"])
def test_other_ways_of_signing_have_two_witnesses(mode: str) -> None:
    family = b.family(parents=1)
    family = attrs.evolve(family, parent1=attrs.evolve(family.parent1, signing_mode=mode))
    found = whole(_made("money_poa", "en", family).pdf)
    assert squeezed("Witness 1") in found
    assert squeezed("Witness 2") in found
    assert squeezed("Witness 1") not in whole(_made("money_poa", "en").pdf)


def test_an_interpreter_signs_when_one_is_needed() -> None:
    family = b.family(parents=1)
    family = attrs.evolve(family, parent1=attrs.evolve(family.parent1, interpreter=True))
    assert squeezed("Signature of the interpreter") in whole(_made("money_poa", "en", family).pdf)
    assert squeezed("Signature of the interpreter") not in whole(_made("money_poa", "en").pdf)


def test_both_languages_have_the_same_numbers() -> None:
    left, right = _clause_numbers(_made("child_care_poa", approval=APPROVAL).pdf)
    assert [number for number, _page, _height in left] == list(range(1, len(left) + 1))
    assert left == right
    assert len(left) > 20


def _clause_numbers(pdf: bytes) -> list[list[tuple[int, int, int]]]:
    """Return the numbers at the left edge of each column, with page and height."""
    columns: list[list[tuple[int, int, int]]] = [[], []]
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        words = page.get_textpage()
        text = words.get_text_range()
        for match in re.finditer(r"(\d+)\. ?", text):
            left, bottom, _right, _top = words.get_charbox(match.start(1))
            for column, edge in zip(columns, (furniture.SIDE, furniture.PAGE_WIDTH / 2 + 9), strict=True):
                if abs(left - edge) < 2.0:
                    column.append((int(match[1]), number, round(bottom)))
    document.close()
    return columns


def test_a_signature_is_never_alone_on_its_page() -> None:
    for sort in SIGNED:
        pages = pages_of(_made(sort, "en", approval=APPROVAL).pdf)
        for text in pages:
            if "Printed name\n" in text and "Notary’s certificate" in text:
                assert len(text.split("Printed name")[0]) > 40


def test_papers_read_aloud_are_in_large_type() -> None:
    family = b.family()
    family = attrs.evolve(family, parent1=attrs.evolve(family.parent1, read_aloud=True))
    plain = _made("money_poa", "en", approval=APPROVAL)
    large = _made("money_poa", "en", family, approval=APPROVAL)
    assert max(_sizes(large.pdf)) > max(_sizes(plain.pdf)) * 1.2


def test_the_wallet_card_keeps_private_things_private() -> None:
    family = b.family()
    found = whole(_made("wallet_card", "both", family).pdf)
    for secret in ("12 Calle del Manzano", "28806", "López Hernández", "Consulado en Raleigh", "Girasol", "8 Sendero"):
        assert squeezed(secret) not in found
    for shown in ("Elena Ruiz", "(828) 555-0199", "(828) 555-0130"):
        assert squeezed(shown) in found


def test_no_paper_has_words_of_status() -> None:
    family = b.family()
    for sort in SORTS:
        found = " ".join(pages_of(_made(sort, "both", family).pdf)).lower()
        for word in ("undocumented", "indocumentad", "social security number:"):
            assert word not in found


# --- packets ----------------------------------------------------------------------------------------------------------


def test_a_packet_is_joined_with_its_cover_first() -> None:
    family = b.family()
    told: list[tuple[int, int]] = []
    papers = [p for p in papers_for(PACK, family) if p.sort in ("cover_sheet", "money_poa", "wallet_card")]
    made, joined = make_packet(
        PACK, papers, family, Making(made_on=b.TODAY), progress=lambda done, of: told.append((done, of))
    )
    assert made[0].paper.sort == "cover_sheet"
    assert told[-1] == (len(papers), len(papers))
    with PreviewPages(joined) as pages:
        assert len(pages) == sum(r.pages for r in made)
        assert squeezed(PACK.spec("money_poa").title.en) in squeezed(pages.text(0))
    assert squeezed(PACK.spec("cover_sheet").title.es) in squeezed(pages_of(joined)[0])


def test_making_can_be_stopped() -> None:
    family = b.family()
    with pytest.raises(CancelledError):
        make_packet(PACK, papers_for(PACK, family), family, Making(made_on=b.TODAY, cancelled=lambda: True))


def test_all_papers_of_a_large_family_are_made() -> None:
    kids = tuple(b.child(f"Niña {n} López", carers=(b.carer(f"Niña {n} López"),)) for n in range(12))
    family = b.family(children=kids, parents=1)
    made, joined = make_packet(PACK, papers_for(PACK, family), family, Making(language="en", made_on=b.TODAY))
    assert sum(r.paper.sort == "child_health" for r in made) == 12
    assert joined.startswith(b"%PDF")


def test_preview_pages_are_pictures_in_memory() -> None:
    with PreviewPages(_made("wallet_card").pdf) as pages:
        assert pages.size(0) == (612.0, 792.0)
        picture = pages.page(0, 72.0)
        assert (picture.width, picture.height) == (612, 792)
        assert picture.stride >= picture.width * 4
        assert len(bytes(picture.buffer)) == picture.stride * picture.height
