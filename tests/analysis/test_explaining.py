"""An explanation is of what decided: its parts add up to the score, and nothing else is told."""

import numpy as np
import pytest

from analysis.codebook import load_codebook
from analysis.coding import coder_for
from analysis.explaining import AS_A_WHOLE, USUAL, Explainer
from analysis.readable import readable
from analysis.space import read
from analysis.vectors import choose
from analysis.words import clean

BOOK = load_codebook()


@pytest.fixture(scope="module", params=["sparse", "meaning"])
def explainer(request):
    return Explainer(coder_for(BOOK, (), choose(request.param)), BOOK)


def score(coder, text):
    cleaned = clean(text)
    vectors = coder.backend.encode([readable(cleaned)]) if coder.backend.name == "meaning" else None
    return coder.learned.scores(coder.learned.space.place(read([cleaned])), vectors)[0]


@pytest.mark.parametrize(
    "text",
    [
        "the bus was late so I got a detention. Again!",
        "bullies, bullied and bullying, bullied again",
        "P3 to P4 is a crush innit",
        "xylophone gherkin",
        "",
    ],
)
def test_the_parts_add_up_to_the_score(explainer, text):
    found = explainer.explain(text)
    together = np.sum([part.added for part in found.parts], axis=0)
    assert together == pytest.approx(score(explainer.coder, text), abs=0.0006 * len(found.parts))


def test_the_chances_are_those_of_the_coding(explainer):
    found = explainer.explain("the bus was late so I got a detention")
    chances = dict(zip(BOOK.codes, found.chances, strict=True))
    assert [call.score for call in found.coded.calls] == [chances[call.code] for call in found.coded.calls]


def test_words_are_shown_as_the_pupil_wrote_them(explainer):
    words = [part.words for part in explainer.explain("locked in iso all day").parts]
    assert "iso" in words
    assert words[-1] == USUAL
    assert (AS_A_WHOLE in words) == (explainer.coder.backend.name == "meaning")


def test_the_nearest_lessons_are_on_the_same_theme(explainer):
    found = explainer.explain("my bus never turns up")
    assert len(found.nearest) == 3
    assert all("TRV" in lesson.themes for lesson in found.nearest)
    assert [lesson.likeness for lesson in found.nearest] == sorted(
        (lesson.likeness for lesson in found.nearest), reverse=True
    )
