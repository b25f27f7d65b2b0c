"""The seal on a pupil’s form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.seal import Seal, SealBroken, Sealed, new_nonce

SEAL = Seal("s" * 32)
DAY = date(2026, 3, 2)


def sealed(**told: object) -> Sealed:
    form = Sealed(place_id="p" * 32, version_id="v" * 32, language="en", day=DAY, nonce=new_nonce())
    return form._replace(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"class_code_id": "c" * 32},
        {"ticket": "a" * 64},
        {"ticket": "a" * 64, "is_link": True},
        {"language": "ckb"},
    ],
)
def test_a_seal_says_what_it_was_made_with(told):
    form = sealed(**told)
    assert SEAL.open(SEAL.close(form)) == form


def test_no_two_forms_share_a_nonce():
    assert len({new_nonce() for _ in range(50)}) == 50


def test_another_secret_opens_nothing():
    with pytest.raises(SealBroken):
        Seal("t" * 32).open(SEAL.close(sealed()))


@given(st.integers(min_value=0, max_value=400), st.characters(codec="utf-8"))
def test_one_changed_sign_breaks_the_seal(place, sign):
    whole = SEAL.close(sealed())
    place %= len(whole)
    if whole[place] == sign:
        return
    with pytest.raises(SealBroken):
        SEAL.open(whole[:place] + sign + whole[place + 1 :])


@given(st.text())
def test_whatever_is_sent_opens_nothing(text):
    with pytest.raises(SealBroken):
        SEAL.open(text)


def test_half_a_sign_opens_nothing():
    with pytest.raises(SealBroken):
        SEAL.open("\ud800 \udfff")


def test_a_form_counts_on_its_day_and_the_next():
    assert not sealed().is_too_old(DAY)
    assert not sealed().is_too_old(date(2026, 3, 3))
    assert sealed().is_too_old(date(2026, 3, 4))


def test_the_mark_is_the_same_for_the_same_form_and_tells_nothing_of_its_nonce():
    form = sealed()
    assert SEAL.mark(form) == SEAL.mark(form._replace(day=date(2026, 3, 4), ticket="a" * 64))
    assert SEAL.mark(form) != SEAL.mark(sealed())
    assert form.nonce not in SEAL.mark(form)
    assert len(SEAL.mark(form)) == 64


def test_a_ticket_is_marked_with_the_secret_and_never_as_a_form_is():
    assert SEAL.mark_of_ticket("ABCDE23456") == SEAL.mark_of_ticket("ABCDE23456")
    assert SEAL.mark_of_ticket("ABCDE23456") != Seal("t" * 32).mark_of_ticket("ABCDE23456")
    assert SEAL.mark_of_ticket("ABCDE23456") != SEAL.mark(sealed(nonce="ABCDE23456"))
    assert len(SEAL.mark_of_ticket("ABCDE23456")) == 64
