"""What pupils wrote and people confirmed teaches the machine, and is written to no file of its own."""

import pytest

from analysis.codebook import load_codebook
from analysis.coding import Example, code
from analysis.vectors import choose

CANARY = "zanzibarquux"


@pytest.mark.usefixtures("few_lessons")
def test_no_word_of_a_confirmed_answer_is_kept_with_what_was_learnt(tmp_path, monkeypatch):
    monkeypatch.setenv("VOICE_CACHE", str(tmp_path))
    book = load_codebook()
    confirmed = [Example(f"the {CANARY} is always late and {CANARY} never stops", ("TRV",))]
    found = code([f"that {CANARY} again"], book, confirmed=confirmed, backend=choose("sparse"))
    assert found[0].calls[0].code == "TRV"
    assert not any(CANARY.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
