"""The demo’s pupils tick what the survey asks, and nothing else."""

import random

from surveys.definitions import BANK, read_definition
from surveys.questions import Kind
from voice.demo.comments import comments
from voice.demo.drawing import draw_picks, draw_year, tendency


def _asked_in(file):
    return {
        question["code"]: question
        for question in read_definition(BANK / file).questions
        if not question.get("spare")
    }


def test_every_tick_and_text_answers_a_question_the_survey_asks():
    core = _asked_in("secondary.toml")
    asked = core | _asked_in("modules/bullying.toml") | _asked_in("modules/transport.toml")
    random_ = random.Random(7)
    school = tendency(random_, frozenset({"bus"}))
    seen = set()
    for _ in range(300):
        picks = draw_picks(random_, school, year=draw_year(random_), wrote=frozenset())
        for name, codes in picks.items():
            code, _, place = name.partition(".")
            question = asked[code]
            listed = question.get("columns" if place else "choices") or asked["bar_pick"]["choices"]
            assert set(codes) <= set(listed), name
            seen.add(code)
    closed = {code for code, question in core.items() if question["kind"] != Kind.TEXT}
    assert seen >= closed
    assert {comment["question"] for comment in comments()} <= core.keys() - closed
