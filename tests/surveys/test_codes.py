"""Codes: hard to misread, and read whichever way they are copied."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.codes import ALPHABET, CODE_LENGTH, new_code, tidy_code


def test_a_code_has_no_signs_that_look_alike():
    assert not set(ALPHABET) & set("0O1ILU")
    assert len(ALPHABET) ** CODE_LENGTH > 2**39


@given(st.text())
def test_anything_may_be_typed_as_a_code(typed):
    tidied = tidy_code(typed)
    assert tidied == tidy_code(tidied)
    assert "-" not in tidied
    assert " " not in tidied


def test_a_code_is_read_whichever_way_it_is_copied():
    code = new_code()
    assert tidy_code(code) == code
    assert tidy_code("ab2v-9x yz") == tidy_code("AB2U9XYZ") == "AB2V9XYZ"
