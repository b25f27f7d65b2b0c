"""Vectors: the same text has the same vector in any company, on either backend."""

import numpy as np
import pytest

from analysis import meaning as model
from analysis.vectors import BackendMissing, choose, distinct

TEXTS = [
    "the bus never comes",
    "toilets",
    "",
    "  ",
    "😭",
    "I can’t face it on a Sunday night",
    "الحافلة متأخرة",
    "toilets",
]


@pytest.fixture(params=["meaning", "sparse"])
def backend(request):
    return choose(request.param)


def test_every_text_gets_a_row_of_length_one_or_of_nothing(backend):
    rows = backend.encode(TEXTS)
    assert rows.shape[0] == len(TEXTS)
    assert rows.dtype == np.float32
    lengths = np.linalg.norm(rows, axis=1).round(4)
    assert set(lengths.tolist()) <= {0.0, 1.0}
    assert lengths[2] == lengths[3] == 0


def test_a_vector_does_not_depend_on_the_texts_beside_it(backend):
    together = backend.encode(TEXTS)
    alone = np.vstack([backend.encode([text]) for text in TEXTS])
    backwards = backend.encode(TEXTS[::-1])[::-1]
    assert together.tobytes() == alone.tobytes() == backwards.tobytes()


def test_alike_answers_are_near_each_other(backend):
    late, full, test = backend.encode(["the bus is late", "bus was late again", "I hate maths tests"])
    assert late @ full > late @ test + 0.2


def test_meaning_sees_what_words_do_not_share():
    beaten, battered, lunch = choose("meaning").encode(
        ["they battered me", "I got beaten up", "lunch is cold"]
    )
    assert beaten @ battered > beaten @ lunch + 0.2


def test_without_the_model_words_and_letters_are_compared(monkeypatch):
    monkeypatch.setattr(model, "_WEIGHTS", ("no_such_package", "model.onnx"))
    model.meaning.cache_clear()
    assert choose().name == "sparse"
    with pytest.raises(BackendMissing, match=r"not installed; see requirements/model\.txt"):
        choose("meaning")
    model.meaning.cache_clear()


def test_a_model_that_is_not_the_measured_one_is_not_used(monkeypatch):
    monkeypatch.setattr(model, "MODEL_SHA256", "0" * 64)
    model.meaning.cache_clear()
    with pytest.raises(BackendMissing, match=r"model\.onnx is not the file that was measured"):
        choose("meaning")
    model.meaning.cache_clear()


def test_an_authority_may_point_to_a_model_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setenv("VOICE_MODEL", str(tmp_path))
    model.meaning.cache_clear()
    with pytest.raises(BackendMissing, match=r"there is no model\.onnx in it"):
        choose("meaning")
    weights, tokens = model._packaged(*model._WEIGHTS), model._packaged(*model._TOKENS)
    (tmp_path / "model.onnx").symlink_to(weights)
    (tmp_path / "tokenizer.json").symlink_to(tokens)
    assert choose("meaning").method == "MiniLM 8199be6f"
    model.meaning.cache_clear()


def test_a_backend_nobody_knows_is_refused_in_words():
    with pytest.raises(BackendMissing, match="There is no backend called “cloud”"):
        choose("cloud")


def test_duplicates_are_worked_on_once():
    once, rows = distinct(["a", "b", "a", "a"])
    assert once == ["a", "b"]
    assert rows.tolist() == [0, 1, 0, 0]
    assert distinct([])[0] == []
