"""A printed code survives the way people copy from paper."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.vault.recovery import ALPHABET, GROUPS, RecoveryCodeError, is_group, parse, render

CODES = st.binary(min_size=32, max_size=32)


@given(CODES)
def test_what_is_printed_is_read_back(code: bytes) -> None:
    text = render(code)
    assert len(text.split("-")) == GROUPS
    assert parse(text) == code


@given(CODES, st.randoms())
def test_case_spaces_dashes_and_look_alikes_do_not_matter(code: bytes, chance: random.Random) -> None:
    swaps = {"0": "0OoQ"[:3], "1": "1IiLl", "V": "VvUu"}
    typed = "".join(chance.choice(swaps.get(c, c + c.lower())) for c in render(code))
    typed = typed.replace("-", chance.choice(["", " ", " - ", "–", "\n"]))
    assert parse(typed) == code


@given(CODES, st.integers(0, GROUPS * 5 - 1), st.integers(1, 31))
def test_any_one_wrong_sign_is_named_by_its_group(code: bytes, place: int, shift: int) -> None:
    signs = list(render(code).replace("-", ""))
    signs[place] = ALPHABET[(ALPHABET.index(signs[place]) + shift) % 32]
    with pytest.raises(RecoveryCodeError) as caught:
        parse("".join(signs))
    assert caught.value.wrong == (place // 5 + 1,)


def test_every_wrong_group_is_named_to_the_person() -> None:
    groups = render(bytes(range(32))).split("-")
    for i in (2, 8):
        groups[i] = groups[i][:-1] + ALPHABET[(ALPHABET.index(groups[i][-1]) + 1) % 32]
    with pytest.raises(RecoveryCodeError) as caught:
        parse("-".join(groups))
    assert "3, 9" in caught.value.sentence("en")


def test_two_groups_in_the_wrong_order_are_named() -> None:
    groups = render(bytes(range(32))).split("-")
    groups[3], groups[4] = groups[4], groups[3]
    with pytest.raises(RecoveryCodeError) as caught:
        parse("-".join(groups))
    assert caught.value.wrong == (4, 5)


def test_groups_of_two_sheets_do_not_belong_together() -> None:
    one, other = render(bytes(32)).split("-"), render(bytes(range(32))).split("-")
    with pytest.raises(RecoveryCodeError) as caught:
        parse("-".join([*one[:7], *other[7:]]))
    assert caught.value.wrong == ()
    assert "belong together" in caught.value.message


@pytest.mark.parametrize("text", ["", "hola", "0" * 69, "0" * 71, "ñ" * 70, "\0" * 10**6, "🙂" * 70])
def test_what_is_not_a_code_is_refused(text: str) -> None:
    with pytest.raises(RecoveryCodeError):
        parse(text)


def test_a_group_can_be_judged_while_it_is_typed() -> None:
    groups = render(bytes(range(32))).split("-")
    assert all(is_group(i, f" {group.lower()} ") for i, group in enumerate(groups))
    assert not is_group(0, groups[1])
    assert not is_group(0, groups[0][:4])


@pytest.mark.parametrize("length", [31, 33])
def test_only_32_bytes_are_rendered(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        render(bytes(length))


def test_all_errors_have_both_sentences() -> None:
    for text in ("", render(bytes(32))[:-1] + "7"):
        with pytest.raises(RecoveryCodeError) as caught:
            parse(text)
        assert "{" not in caught.value.sentence("en") + caught.value.advice("en")
