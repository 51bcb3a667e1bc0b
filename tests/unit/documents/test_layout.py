"""The law's own rules of layout, privacy on cards, whole packets, and the preview."""

import re

import attrs
import pypdfium2
import pytest

from cima_desktop.documents import furniture, signing
from cima_desktop.documents.errors import CancelledError
from cima_desktop.documents.paper import papers_for
from cima_desktop.documents.preview import PreviewPages
from cima_desktop.documents.render import Making, make_packet
from cima_desktop.i18n import tr
from cima_desktop.model.family import Family
from tests import builders as b
from tests.papers import APPROVAL, LANGUAGES, PACK, REGISTERED, SIGNED, SORTS
from tests.papers import made as _made
from tests.papers import paper_of as _paper
from tests.pdf_text import outside, pages_of, placed, squeezed, white, whole

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


def _signed_by(mode: str, *, interpreter: bool) -> Family:
    family = b.family(parents=1)
    return attrs.evolve(family, parent1=attrs.evolve(family.parent1, signing_mode=mode, interpreter=interpreter))


FITTING = [(mode, "en", large) for mode in ("mark", "designee") for large in (False, True)]
FITTING += [("signature", language, large) for language in ("both", "en") for large in (False, True)]
"""Ways of signing whose signature and certificate one page holds, by their height."""


@pytest.mark.parametrize(("mode", "language", "large"), FITTING)
@pytest.mark.parametrize("interpreter", [False, True])
@pytest.mark.parametrize("sort", ["child_care_poa", "child_health", "money_poa"])
def test_a_signature_and_its_certificate_are_on_one_page(
    sort: str, mode: str, language: str, large: bool, interpreter: bool
) -> None:
    if sort == "child_health" and large and mode != "signature":
        mode = "signature"  # its certificate with an oath is taller than what a page leaves beside two witnesses
    made = _made(sort, language, _signed_by(mode, interpreter=interpreter), large=large, approval=APPROVAL)
    pages = [squeezed(page) for page in pages_of(made.pdf)]
    (certified,) = (page for page in pages if squeezed("Notary’s certificate") in page)
    spec = PACK.spec(sort)
    label = next(block.label.en for block in spec.blocks if block.type == "signature")
    assert squeezed(label) in certified
    assert not interpreter or sum(squeezed("Interpreter’s statement") in page for page in pages) == 1
    assert outside(made.pdf) == []


@pytest.mark.parametrize("large", [False, True])
def test_a_signing_taller_than_a_page_loses_nothing(large: bool) -> None:
    made = _made("child_health", "both", _signed_by("designee", interpreter=True), large=large)
    found = whole(made.pdf)
    for part in ("Witness 2", "Signature of the interpreter", "Official seal"):
        assert squeezed(part) in found
    assert outside(made.pdf) == []


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


@pytest.mark.parametrize("sort", ["wallet_card", "rights_card"])
def test_cards_fill_one_page(sort: str) -> None:
    assert _made(sort, "both").pages == _made(sort, "both", practice=True).pages == 1


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
