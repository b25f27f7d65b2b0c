"""The seal on a pupil’s form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.seal import Seal, SealBroken

SEAL = Seal("s" * 32)
DAY = date(2026, 3, 2)


def token() -> str:
    return SEAL.new(place_id="p" * 32, version_id="v" * 32, language="en", day=DAY)


def test_a_seal_says_what_it_was_made_with():
    sealed = SEAL.open(token())
    assert sealed[:4] == ("p" * 32, "v" * 32, "en", DAY)


def test_no_two_forms_share_a_nonce():
    assert len({SEAL.open(token()).nonce for _ in range(50)}) == 50


def test_another_secret_opens_nothing():
    with pytest.raises(SealBroken):
        Seal("t" * 32).open(token())


@given(st.integers(min_value=0, max_value=200), st.characters(codec="utf-8"))
def test_one_changed_sign_breaks_the_seal(place, sign):
    whole = token()
    place %= len(whole)
    if whole[place] == sign:
        return
    changed = whole[:place] + sign + whole[place + 1 :]
    # The last sign of the signature holds bits that say nothing; another spelling of the same bits is the same seal.
    if place == len(whole) - 1:
        return
    with pytest.raises(SealBroken):
        SEAL.open(changed)


@given(st.text())
def test_whatever_is_sent_opens_nothing(text):
    with pytest.raises(SealBroken):
        SEAL.open(text)


def test_a_form_counts_on_its_day_and_the_next():
    sealed = SEAL.open(token())
    assert not sealed.is_too_old(DAY)
    assert not sealed.is_too_old(date(2026, 3, 3))
    assert sealed.is_too_old(date(2026, 3, 4))


def test_the_mark_is_the_same_for_the_same_form_and_tells_nothing_of_its_nonce():
    sealed = SEAL.open(token())
    assert SEAL.mark(sealed) == SEAL.mark(sealed._replace(day=date(2026, 3, 4)))
    assert SEAL.mark(sealed) != SEAL.mark(SEAL.open(token()))
    assert sealed.nonce not in SEAL.mark(sealed)
    assert len(SEAL.mark(sealed)) == 64
