"""Reviewing: the least certain answers first, one person’s word on all themes of an answer, and taking it back exactly."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm.exc import StaleDataError

from surveys.codings import Coding, Decision, Proposal, Review, codings_of, decide, store_proposals
from surveys.readings import Outcome, Source, pass_on, read_text
from surveys.responses import Answer
from surveys.reviewing import (
    AS_LIKELY_AS_NOT,
    NEAR_THE_TOP,
    Doubtful,
    Wish,
    answer_to_review,
    left_to_review,
    pick,
    queue,
    standings,
)
from surveys.reviews import NothingToTakeBack, Verdict, review, reviewer_of, take_back
from surveys.themes import Theme, theme_with_code
from surveys.workers import Role
from tests import make

DAY, MONDAY = date(2026, 3, 5), date(2026, 3, 2)
EVERYTHING = Wish()


@pytest.fixture
def lead(record):
    for place, code in enumerate(("BUL", "TRV", "SLP", "FUN")):
        record.add(Theme(code=code, name=code, description=code, position=place, codebook_version=1))
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def wave(record, lead):
    return make.wave(record, schools=2)


@pytest.fixture
def answer(record, wave, lead):
    """Return a function that has a read answer given themes by the machine: codes and chances."""

    def given(words, school=0, **chances):
        make.responses(record, wave.schools[school], words)
        key = make.answer_saying(record, words)
        read_text(record, source=Source.ANSWER, text_id=key, reader=lead, outcome=Outcome.FINE, on=DAY)
        propose(record, key, **chances)
        return key

    return given


def propose(record, key, method="seeds 1", **chances):
    proposals = [Proposal(code, chance, ["late"]) for code, chance in chances.items()]
    store_proposals(record, {(Source.ANSWER, key): proposals}, method=method)


def words(record, wave, wish=EVERYTHING, **more):
    return [text.shown for text in queue(record, wave.id, wish, **{"most": 99, **more})]


def verdict(record, key, *codes, of=None):
    sign = standings(record, [key])[key].sign
    return Verdict(key, frozenset(codes), sign, None if of is None else frozenset(of))


def settle(record, worker, *verdicts):
    return review(record, verdicts=verdicts, worker=worker, on=DAY)


def state(record, key):
    """Return what the record says of an answer’s themes, whatever row says it."""
    record.expire_all()
    return {
        coding.theme.code: (coding.decision, coding.decided_by and coding.decided_by.name, coding.decided_on)
        for coding in codings_of(record, source=Source.ANSWER, text_id=key)
    }


def test_the_least_certain_answer_comes_first(record, wave, answer):
    answer("sure", TRV=0.9)
    answer("one of two is doubtful", TRV=0.95, BUL=0.2)
    answer("doubtful", SLP=0.3)
    answer("nothing found")
    assert words(record, wave) == ["one of two is doubtful", "doubtful", "sure", "nothing found"]
    assert [text.chance for text in queue(record, wave.id, EVERYTHING, most=9)] == [0.2, 0.3, 0.9, None]
    assert words(record, wave, most=2) == ["one of two is doubtful", "doubtful"]
    first = queue(record, wave.id, EVERYTHING, most=1)[0]
    assert words(record, wave, skip=[first.id])[0] == "doubtful"


def test_answers_as_doubtful_as_each_other_come_by_their_random_keys(record, wave, answer):
    keys = [answer(f"the same {number}", TRV=0.4) for number in range(6)]
    assert [text.id for text in queue(record, wave.id, EVERYTHING, most=9)] == sorted(keys)


def test_a_worker_may_ask_for_a_theme_a_school_or_what_nothing_was_found_for(record, wave, lead, answer):
    answer("bus", TRV=0.6)
    key = answer("bus and names", school=1, TRV=0.7, BUL=0.5)
    answer("hm", school=1)
    trv, bul = theme_with_code(record, "TRV"), theme_with_code(record, "BUL")
    urn = wave.schools[1].school.urn
    assert words(record, wave, Wish(theme=trv)) == ["bus and names", "bus"]
    assert words(record, wave, Wish(theme=trv, urn=urn)) == ["bus and names"]
    assert words(record, wave, Wish(nothing_found=True)) == ["hm"]
    decide(
        record,
        source=Source.ANSWER,
        text_id=key,
        theme=bul,
        decision=Decision.CONFIRMED,
        worker=lead,
        on=DAY,
    )
    assert words(record, wave, Wish(theme=bul)) == []


def test_what_no_person_may_see_or_what_is_of_another_wave_is_not_offered(record, wave, lead, answer):
    key = answer("worry", TRV=0.2)
    make.responses(record, wave.schools[0], "unread")
    assert words(record, make.wave(record)) == []
    assert words(record, wave) == ["worry"]
    assert answer_to_review(record, make.wave(record).id, key) is None
    pass_on(record, source=Source.ANSWER, text_id=key, worker=lead, on=DAY)
    assert words(record, wave) == []
    assert settle(record, lead, verdict(record, key, "TRV")).changed == [key]
    assert record.scalars(select(Review)).all() == []


def test_what_a_person_has_decided_is_not_offered_again(record, wave, lead, answer):
    key = answer("bus", TRV=0.6)
    trv = theme_with_code(record, "TRV")
    for decision in (Decision.REMOVED, Decision.CONFIRMED):
        decide(record, source=Source.ANSWER, text_id=key, theme=trv, decision=decision, worker=lead, on=DAY)
        assert words(record, wave) == []


def test_what_is_left_is_told_by_its_chances(record, wave, lead, answer):
    answer("bus and names", TRV=0.25, BUL=0.5)
    answer("nothing")
    settle(record, lead, verdict(record, answer("late", TRV=0.9), "TRV", "SLP"))
    key = answer("merged", TRV=0.7, FUN=0.6)
    theme_with_code(record, "FUN").merged_into = theme_with_code(record, "TRV")
    theme_with_code(record, "SLP").retired_on = DAY
    record.flush()
    left = left_to_review(record, wave.id)
    assert sorted(sorted(scores) for scores in left.waiting) == [[0.25, 0.5], [0.7]]
    assert (left.decided, left.nothing_found) == (1, 1)
    record.scalars(select(Coding).where(Coding.answer_id == key)).first().score = None
    record.flush()
    assert AS_LIKELY_AS_NOT in {
        score for scores in left_to_review(record, wave.id).waiting for score in scores
    }


def test_two_workers_get_different_answers_and_neither_waits_for_the_other(record, wave, lead):
    other = make.worker(record, Role.READER, name="Rita Reader")
    make.worker(record, Role.YOUTH_WORKER)
    everybody = sorted(worker.id for worker in record.scalars(select(type(lead))) if worker.is_a(*READS))
    top = [Doubtful(f"{number:08x}" + "0" * 24, "", "", "", 0.5) for number in range(NEAR_THE_TOP)]
    got = {worker.id: pick(record, top, worker) for worker in (lead, other)}
    assert got[lead.id] == top[everybody.index(lead.id)]
    assert got[other.id] == top[everybody.index(other.id)]
    # Nobody’s share is left near the top: the very first comes, so that none is left behind.
    assert pick(record, [got[other.id]], lead) == got[other.id]
    assert pick(record, [], lead) is None


READS = (Role.LEAD, Role.READER)


def test_one_press_confirms_removes_and_adds_in_a_persons_name(record, wave, lead, answer):
    key = answer("bus and names", TRV=0.7, BUL=0.4)
    done = settle(record, lead, verdict(record, key, "TRV", "SLP"))
    assert (done.settled, done.changed) == ([key], [])
    assert state(record, key) == {
        "TRV": (Decision.CONFIRMED, "Lena Lead", MONDAY),
        "BUL": (Decision.REMOVED, "Lena Lead", MONDAY),
        "SLP": (Decision.ADDED, "Lena Lead", MONDAY),
    }
    assert reviewer_of(record, key) is lead
    assert record.scalars(select(Review.reviewed_on)).one() == MONDAY
    assert words(record, wave) == []


def test_none_of_these_is_kept_and_the_answer_does_not_come_back(record, wave, lead, answer):
    keys = [answer("silly", TRV=0.3), answer("hm")]
    settle(record, lead, *(verdict(record, key) for key in keys))
    assert state(record, keys[0]) == {"TRV": (Decision.REMOVED, "Lena Lead", MONDAY)}
    assert state(record, keys[1]) == {}
    assert words(record, wave) == []
    for key in keys:
        propose(record, key, method="seeds 2", TRV=0.9, BUL=0.9)
    assert words(record, wave) == []
    assert [call for key in keys for call in standings(record, keys)[key].calls] == []


def test_a_theme_that_came_after_the_review_may_be_proposed(record, wave, lead, answer):
    key = answer("scooters")
    settle(record, lead, verdict(record, key))
    record.add(Theme(code="ESC", name="E-scooters", description="", position=9, codebook_version=0))
    propose(record, key, method="seeds 2", ESC=0.6, TRV=0.9)
    assert words(record, wave) == ["scooters"]
    assert [call.theme.code for call in standings(record, [key])[key].calls] == ["ESC"]
    settle(record, lead, verdict(record, key, "ESC"))
    assert words(record, wave) == []


def test_alike_answers_get_one_theme_and_keep_the_rest_as_it_is(record, wave, lead, answer):
    keys = [answer("late bus", TRV=0.7), answer("full bus and names", TRV=0.6, BUL=0.3)]
    done = settle(record, lead, *(verdict(record, key, "TRV", of=["TRV"]) for key in keys))
    assert done.settled == keys
    assert state(record, keys[1])["BUL"] == (None, None, None)
    assert words(record, wave) == ["full bus and names"]
    propose(record, keys[0], method="seeds 2", SLP=0.4)
    assert set(state(record, keys[0])) == {"TRV", "SLP"}
    back = take_back(record, batch=done.batch, worker=lead)
    assert sorted(back.as_before) == sorted(keys)
    assert state(record, keys[0])["TRV"] == (None, None, None)


def test_taking_back_brings_each_coding_to_what_it_was(record, wave, lead, answer):
    other = make.worker(record, Role.READER, name="Rita Reader")
    key = answer("bus and names", TRV=0.7, BUL=0.4)
    decide(
        record,
        source=Source.ANSWER,
        text_id=key,
        theme=theme_with_code(record, "FUN"),
        decision=Decision.ADDED,
        worker=other,
        on=date(2026, 1, 7),
    )
    before, sign = state(record, key), standings(record, [key])[key].sign
    done = settle(record, lead, verdict(record, key, "TRV", "SLP"))
    assert state(record, key)["FUN"] == (Decision.REMOVED, "Lena Lead", MONDAY)
    assert take_back(record, batch=done.batch, worker=lead).as_before == [key]
    assert state(record, key) == before
    assert standings(record, [key])[key].sign != sign  # who saw it before has not seen this
    assert words(record, wave) == ["bus and names"]
    with pytest.raises(NothingToTakeBack):
        take_back(record, batch=done.batch, worker=lead)


def test_a_worker_takes_back_their_own_presses_alone(record, wave, lead, answer):
    done = settle(record, lead, verdict(record, answer("bus", TRV=0.7), "TRV"))
    with pytest.raises(NothingToTakeBack):
        take_back(record, batch=done.batch, worker=make.worker(record, Role.READER))


def test_what_somebody_decided_since_is_not_taken_back(record, wave, lead, answer):
    keys = [answer("bus", TRV=0.7), answer("coach", TRV=0.7)]
    done = settle(record, lead, *(verdict(record, key, "TRV") for key in keys))
    decide(
        record,
        source=Source.ANSWER,
        text_id=keys[0],
        theme=theme_with_code(record, "TRV"),
        decision=Decision.REMOVED,
        worker=make.worker(record, Role.READER, name="Rita Reader"),
        on=DAY,
    )
    back = take_back(record, batch=done.batch, worker=lead)
    assert (back.as_before, back.changed) == ([keys[1]], [keys[0]])
    assert state(record, keys[0])["TRV"][:2] == (Decision.REMOVED, "Rita Reader")


def test_two_people_on_one_answer_the_second_overwrites_nothing(record, wave, lead, answer):
    other = make.worker(record, Role.READER, name="Rita Reader")
    for key, codes in ((answer("bus", TRV=0.7), ["TRV"]), (answer("hm"), [])):
        seen = verdict(record, key, "SLP")
        settle(record, other, verdict(record, key, *codes))
        before = state(record, key)
        assert settle(record, lead, seen).changed == [key]
        assert state(record, key) == before
        assert reviewer_of(record, key) is other


def test_a_new_run_that_says_the_same_disturbs_nobody_and_one_that_says_another_thing_does(
    record, wave, lead, answer
):
    key = answer("bus", TRV=0.7)
    seen = verdict(record, key, "TRV")
    propose(record, key, method="seeds 2", TRV=0.8)
    assert settle(record, lead, seen).settled == [key]
    key = answer("coach", TRV=0.7)
    seen = verdict(record, key, "TRV")
    propose(record, key, method="seeds 2", TRV=0.8, BUL=0.4)
    assert settle(record, lead, seen).changed == [key]
    assert replace(standings(record, [key])[key], calls=[]).sign != seen.sign


def test_a_coding_that_somebody_wrote_meanwhile_is_not_written_over(record, answer):
    key = answer("bus", TRV=0.7)
    coding = codings_of(record, source=Source.ANSWER, text_id=key)[0]
    assert coding.revision == 1
    record.execute(update(Coding).values(revision=2).execution_options(synchronize_session=False))
    coding.because = ["slower"]
    with pytest.raises(StaleDataError):
        record.flush()


def test_merged_themes_are_one_call_and_themes_out_of_use_are_none(record, wave, lead, answer):
    key = answer("bus", TRV=0.7, BUL=0.4, SLP=0.9)
    trv, bul, slp = (theme_with_code(record, code) for code in ("TRV", "BUL", "SLP"))
    bul.merged_into, slp.retired_on = trv, DAY
    record.flush()
    (call,) = standings(record, [key])[key].calls
    assert (call.theme, call.score, call.decided_by) == (trv, 0.7, None)
    assert words(record, wave, Wish(theme=trv)) == ["bus"]
    done = settle(record, lead, verdict(record, key, "TRV"))
    confirmed = (Decision.CONFIRMED, "Lena Lead", MONDAY)
    assert state(record, key) == {"TRV": confirmed, "BUL": confirmed, "SLP": (None, None, None)}
    assert words(record, wave) == []
    take_back(record, batch=done.batch, worker=lead)
    assert state(record, key) == dict.fromkeys(("TRV", "BUL", "SLP"), (None, None, None))


def test_a_theme_that_was_removed_can_be_put_back(record, wave, lead, answer):
    keys = [answer("bus", TRV=0.7, BUL=0.4), answer("coach", BUL=0.4)]
    trv = theme_with_code(record, "TRV")
    said = {"theme": trv, "worker": lead, "on": DAY, "source": Source.ANSWER}
    decide(record, text_id=keys[0], decision=Decision.REMOVED, **said)
    decide(record, text_id=keys[1], decision=Decision.ADDED, **said)
    decide(record, text_id=keys[1], decision=Decision.REMOVED, **said)
    settle(record, lead, *(verdict(record, key, "TRV") for key in keys))
    assert [state(record, key)["TRV"][0] for key in keys] == [Decision.CONFIRMED, Decision.ADDED]


def test_the_top_of_a_long_queue_takes_few_statements(record, wave, lead):
    forms = [f"The bus was late on day {number}" for number in range(2_400)]
    make.responses(record, wave.schools[0], *forms)
    make.read_everything(record, lead)
    keys = record.scalars(select(Answer.id)).all()
    store_proposals(
        record,
        {(Source.ANSWER, key): [Proposal("TRV", (place % 90) / 100, [])] for place, key in enumerate(keys)},
        method="seeds 1",
    )
    asked = []
    event.listen(record.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    waiting = queue(record, wave.id, EVERYTHING, most=NEAR_THE_TOP)
    text = pick(record, waiting, lead)
    standings(record, [text.id])
    assert len(left_to_review(record, wave.id).waiting) == 2_400
    assert len(asked) <= 10
