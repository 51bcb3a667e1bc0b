"""The papers that open a vault: all words on one page each, in both languages, in memory alone."""

import secrets
import sys
from datetime import date

import pytest

from cima_desktop.documents.key_sheets import Sheet, code_sheet, share_sheets
from cima_desktop.services import keys
from cima_desktop.services.keys import ShareSheet, SharesOffer
from cima_desktop.vault import recovery, shares
from tests.builders import AWKWARD_NAMES
from tests.pdf_text import pages_of, placed, squeezed, whole

TODAY = date(2026, 11, 21)
WORDS = [" ".join(words) for words in shares.split(bytes(range(32)), 2, 3)]
opened_to_write: list[object] = []


def _note_writing(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wxa+"):
        opened_to_write.append(args[0])


def test_each_holder_gets_one_page_with_their_own_words_alone() -> None:
    offer = SharesOffer("mi-bóveda", 2, tuple(ShareSheet(f"Rosa {n}", n, WORDS[n - 1]) for n in (1, 2, 3)))
    pages = pages_of(keys.shares_pdf(offer, TODAY))
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        found = squeezed(page)
        for place, word in enumerate(WORDS[number - 1].split(), 1):
            assert f"{place}" in found
            assert word in found
        assert f"Rosa{number}" in found
        assert f"Rosa{number % 3 + 1}" not in found
        assert f"Partederecuperación{number}de3" in found
        assert f"Recoveryshare{number}of3" in found
        assert "mi-bóveda" in found
        assert "21nov2026" in found
        assert "Con2delas3partes" in found
        assert "Any2ofthe3shares" in found
        own = WORDS[number - 1].split()
        other = next(word for word in WORDS[number % 3].split() if word not in own)
        assert other not in page.split()


@pytest.mark.parametrize("name", ["", *AWKWARD_NAMES, "W" * 80])
def test_a_sheet_holds_any_name_and_stays_one_page(name: str) -> None:
    pdf = share_sheets([Sheet(name[:80], 16, 16, 16, WORDS[0], "Ñ" * 60)], TODAY)
    assert len(pages_of(pdf)) == 1
    low = min(piece.bottom for piece in placed(pdf))
    assert low > 40.0  # all of it on the paper, above what printers leave white
    assert "inthesettings." in whole(pdf)


def test_the_code_is_on_its_sheet_in_groups() -> None:
    code = recovery.render(secrets.token_bytes(32))
    found = whole(keys.code_pdf(code))
    assert all(group in found for group in code.split("-"))
    assert "Códigoderecuperacióndeunabóveda" in found
    assert "Usarelcódigoderecuperaciónimpreso" in found
    assert "Usetheprintedrecoverycode" in found


def test_nothing_is_written_and_nothing_says_whose_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    sys.addaudithook(_note_writing)
    opened_to_write.clear()
    pdf = share_sheets([Sheet("Rosa", 1, 3, 2, WORDS[0], "v")], TODAY) + code_sheet(recovery.render(bytes(32)))
    assert opened_to_write == []
    for private in (b"Rosa", WORDS[0].split()[0].encode()):
        assert private not in pdf  # neither in its title nor anywhere else in clear
    assert "".join(capsys.readouterr()) == ""
    assert WORDS[0].split()[0] not in repr(Sheet("Rosa", 1, 3, 2, WORDS[0], "v"))
