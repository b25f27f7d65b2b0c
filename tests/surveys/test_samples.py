"""Samples: drawn from what nobody has decided on, coded by two different people who see nothing, and never deleted."""

from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.blind_coding import (
    BlindCoding,
    BlindText,
    TextTaken,
    blind_text,
    give_codes,
    next_text,
    own_coding,
    progress,
)
from surveys.codings import Coding, Decision, Proposal, decide, store_proposals
from surveys.findings import FindingKind, drop_findings, findings, replace_findings, store_findings
from surveys.merges import merge_themes
from surveys.readings import Source, pass_on
from surveys.responses import Answer
from surveys.samples import (
    SMALLEST,
    Drawn,
    SampledText,
    SampleProblem,
    candidates,
    draw_sample,
    keep_sample,
    machine_scores,
    open_sample,
    sample_with_id,
    samples,
)
from surveys.settling import (
    decide_by_sample,
    end_coding,
    settle_text,
    take_decisions_back,
    twice_coded,
    unsettled,
)
from surveys.themes import UNCLEAR, live_codes, theme_with_code
from surveys.views import Verdict, View
from surveys.workers import Role
from tests import make
from voice.insight import load_codebook

DAY = date(2026, 3, 5)  # a Thursday
MONDAY = date(2026, 3, 2)
TEXTS = [f"text number {number}" for number in range(14)]


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def reader(record):
    return make.worker(record, Role.READER, name="Rita Reader")


@pytest.fixture
def third(record):
    return make.worker(record, Role.READER, name="Theo Third")


@pytest.fixture
def wave(record, reader):
    """A wave of read texts, on each of which the machine has its say: transport, surest on the first."""
    load_codebook(record)
    made = make.wave(record)
    make.responses(record, made.schools[0], *TEXTS)
    make.read_everything(record, reader)
    keys = answer_keys(record)
    proposals = {
        (Source.ANSWER, keys[text]): [Proposal("TRV", 0.9 - place / 50, ["bus"]), Proposal("BUL", 0.2, ["x"])]
        for place, text in enumerate(TEXTS[:-1])
    }
    store_proposals(record, proposals, method="seeds 1")
    return made


def answer_keys(record):
    return {text: key for key, text in record.execute(select(Answer.id, Answer.text))}


def draw(record, wave, lead, *, size=SMALLEST):
    drawn = [Drawn(one.answer_id, 1.4, one.codes, one.scores) for one in candidates(record, wave.id)[:size]]
    return draw_sample(record, wave=wave, method="seeds 1", drawn=drawn, worker=lead, on=DAY)


@pytest.fixture
def sample(record, wave, lead):
    return draw(record, wave, lead)


def say(record, text, coder, *codes):
    return give_codes(record, text=text, coder=coder, view=View(codes), live=live_codes(record).values())


def code_all(record, sample, coder, *codes):
    done = []
    while (text := next_text(record, sample=sample, coder=coder)) is not None:
        say(record, text, coder, *codes)
        done.append(text.id)
    return done


def test_texts_may_be_drawn_with_what_the_machine_said_of_them(record, wave):
    found = {one.shown: one for one in candidates(record, wave.id)}
    assert set(found) == set(TEXTS)
    assert found[TEXTS[0]].codes == ("TRV", "BUL")
    assert found[TEXTS[0]].scores == (0.9, 0.2)
    assert found[TEXTS[-1]].codes == ()
    assert found[TEXTS[0]].school_id == wave.schools[0].school_id


def test_a_text_that_a_person_has_decided_on_is_not_drawn(record, wave, lead):
    keys = answer_keys(record)
    decide(
        record,
        source=Source.ANSWER,
        text_id=keys[TEXTS[3]],
        theme=theme_with_code(record, "TRV"),
        decision=Decision.CONFIRMED,
        worker=lead,
        on=DAY,
    )
    assert TEXTS[3] not in {one.shown for one in candidates(record, wave.id)}


def test_a_text_is_in_one_sample_only(record, wave, lead, sample):
    keep_sample(record, sample=sample, worker=lead, on=DAY)
    assert len(candidates(record, wave.id)) == len(TEXTS) - SMALLEST
    with pytest.raises(SampleProblem, match="Fewer than 10 texts are left"):
        draw(record, wave, lead)


def test_a_wave_has_one_sample_that_is_being_coded(record, wave, lead, sample):
    with pytest.raises(SampleProblem, match="being coded already"):
        draw(record, wave, lead, size=1)
    assert open_sample(record, wave.id) is sample
    assert samples(record) == samples(record, wave_id=wave.id) == [sample]
    assert sample_with_id(record, sample.id) is sample
    assert samples(record, wave_id="0" * 32) == []


def test_what_the_machine_said_is_frozen(record, wave, sample, lead, reader):
    store_proposals(
        record,
        {(Source.ANSWER, key): [Proposal("SLP", 0.9, [])] for key in answer_keys(record).values()},
        method="2",
    )
    for coder in (lead, reader):
        code_all(record, sample, coder, "TRV")
    end_coding(record, sample=sample, worker=lead, on=DAY)
    assert {text.machine.codes for text in twice_coded(record, sample)} <= {("TRV", "BUL"), ()}
    assert {text.weight for text in twice_coded(record, sample)} == {1.4}


def test_a_coder_sees_the_words_and_what_was_asked_and_nothing_else(record, sample, lead):
    text = next_text(record, sample=sample, coder=lead)
    assert text.shown in TEXTS
    assert text.asked == "bar_text"
    assert set(BlindText.__dataclass_fields__) == {"id", "shown", "asked", "answer_id"}
    assert blind_text(record, sample=sample, text_id=text.id) == text


def test_two_people_code_each_text_and_a_third_finds_nothing(record, sample, lead, reader, third):
    first = code_all(record, sample, lead, "TRV")
    assert progress(record, sample=sample, coder=lead).left == 0
    assert not progress(record, sample=sample, coder=lead).is_done
    second = code_all(record, sample, reader, "BUL", "TRV")
    assert sorted(first) == sorted(second)
    assert len(set(first)) == SMALLEST
    assert next_text(record, sample=sample, coder=third) is None
    now = progress(record, sample=sample, coder=third)
    assert (now.texts, now.twice, now.own, now.left, now.is_done) == (SMALLEST, SMALLEST, 0, 0, True)


def test_one_person_cannot_be_both_coders(record, sample, lead):
    text = next_text(record, sample=sample, coder=lead)
    one = say(record, text, lead, "TRV")
    assert say(record, text, lead, "BUL") is one
    assert own_coding(record, text_id=text.id, coder=lead).codes == ["BUL"]
    record.add(BlindCoding(sampled_text_id=text.id, coder_id=lead.id, seat=2, codes=[]))
    with pytest.raises(IntegrityError):
        record.flush()


def test_a_text_that_two_others_have_coded_is_taken(record, sample, lead, reader, third):
    text = next_text(record, sample=sample, coder=third)
    say(record, text, lead, "TRV")
    say(record, text, reader, "TRV")
    with pytest.raises(TextTaken):
        say(record, text, third, "TRV")
    assert own_coding(record, text_id=text.id, coder=third) is None


def test_what_somebody_has_begun_comes_first(record, sample, lead, reader):
    begun = [next_text(record, sample=sample, coder=lead) for _ in range(1)]
    last = code_all(record, sample, lead, "TRV")[-1]
    record.execute(delete(BlindCoding).where(BlindCoding.sampled_text_id != last))
    assert begun[0].id != last
    assert next_text(record, sample=sample, coder=reader).id == last


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        (("TRV", "BUL", "SLP", "FAC"), "at most 3"),
        (("TRV", "TRV"), "not in use any more"),
        (("ZZZ",), "not in use any more"),
        (("TRV", UNCLEAR), "not both"),
    ],
)
def test_codes_that_cannot_stand_together_are_refused(record, sample, lead, codes, problem):
    text = next_text(record, sample=sample, coder=lead)
    with pytest.raises(SampleProblem, match=problem):
        say(record, text, lead, *codes)
    assert own_coding(record, text_id=text.id, coder=lead) is None


@pytest.mark.parametrize(
    ("codes", "verdict"), [((), Verdict.NOTHING), ((UNCLEAR,), Verdict.UNCLEAR), (("TRV",), Verdict.THEMES)]
)
def test_fitting_nothing_is_not_the_same_as_nobody_can_tell(record, sample, lead, codes, verdict):
    text = next_text(record, sample=sample, coder=lead)
    assert View(tuple(say(record, text, lead, *codes).codes)).verdict is verdict


def test_a_text_that_became_a_concern_is_shown_to_no_coder(record, sample, lead, reader):
    text = next_text(record, sample=sample, coder=lead)
    pass_on(record, source=Source.ANSWER, text_id=text.answer_id, worker=lead, on=DAY)
    assert next_text(record, sample=sample, coder=lead).id != text.id
    with pytest.raises(NoResultFound):
        blind_text(record, sample=sample, text_id=text.id)
    assert progress(record, sample=sample, coder=reader).texts == SMALLEST - 1


def test_nobody_sees_both_codings_before_the_coding_has_ended(record, sample, lead):
    code_all(record, sample, lead, "TRV")
    for look in (twice_coded, unsettled):
        with pytest.raises(SampleProblem, match="goes on"):
            look(record, sample)
    with pytest.raises(SampleProblem, match="coded 0 of its texts"):
        end_coding(record, sample=sample, worker=lead, on=DAY)
    assert sample.is_open


@pytest.fixture
def coded(record, sample, lead, reader):
    """The sample coded by two people, who differ on the first two texts."""
    texts = code_all(record, sample, lead, "TRV")
    for place, text_id in enumerate(texts):
        text = blind_text(record, sample=sample, text_id=text_id)
        say(record, text, reader, *(("BUL",) if place < 2 else ("TRV",)))
    end_coding(record, sample=sample, worker=lead, on=DAY)
    return sample


def test_after_the_end_nobody_codes(record, coded, lead, third):
    text = BlindText(unsettled(record, coded)[0].id, "", "", "")
    with pytest.raises(SampleProblem, match="was ended"):
        say(record, text, third, "TRV")
    with pytest.raises(SampleProblem, match="ended before"):
        end_coding(record, sample=coded, worker=lead, on=DAY)


def test_a_lead_settles_what_the_coders_differ_on(record, coded, lead):
    first, second = unsettled(record, coded)
    assert first.views == (View(("BUL",)), View(("TRV",)))
    rule(record, first.id, lead, "TRV", "BUL")
    assert [one.id for one in unsettled(record, coded)] == [second.id]
    finals = {text.id: text.final for text in twice_coded(record, coded)}
    assert finals[first.id] == View(("TRV", "BUL"))
    assert finals[second.id] is None
    stored = record.get_one(SampledText, first.id)
    assert (stored.ruling, stored.settled_by_id, stored.settled_on) == (["TRV", "BUL"], lead.id, MONDAY)


def rule(record, text_id, lead, *codes):
    live = live_codes(record).values()
    settle_text(record, text_id=text_id, view=View(codes), live=live, worker=lead, on=DAY)


def test_a_ruling_that_it_fits_nothing_is_a_ruling(record, coded, lead):
    first, _ = unsettled(record, coded)
    rule(record, first.id, lead)
    assert {text.id: text.final for text in twice_coded(record, coded)}[first.id] == View(())


def test_what_is_settled_becomes_decisions_and_can_be_taken_back(record, coded, lead, reader, wave):
    first, _ = unsettled(record, coded)
    rule(record, first.id, lead, "SLP")
    before = decisions(record)
    done = decide_by_sample(record, sample=coded, worker=lead, on=DAY)
    assert len(done.settled) == SMALLEST - 1
    now = decisions(record)[first.answer_id]
    assert now.pop("SLP") == "added"
    assert set(now.values()) <= {"removed"}
    with pytest.raises(SampleProblem, match="decisions already"):
        decide_by_sample(record, sample=coded, worker=lead, on=DAY)
    with pytest.raises(SampleProblem, match="Only who made these"):
        take_decisions_back(record, sample=coded, worker=reader)
    assert len(take_decisions_back(record, sample=coded, worker=lead).as_before) == SMALLEST - 1
    assert decisions(record) == before
    assert coded.decided_on is None
    with pytest.raises(SampleProblem, match="Only who made these"):
        take_decisions_back(record, sample=coded, worker=lead)


def decisions(record):
    found = {}
    for coding in record.scalars(select(Coding)).unique():
        decision = coding.decision and str(coding.decision)
        found.setdefault(coding.answer_id, {})[coding.theme.code] = decision
    return found


def test_a_decision_that_somebody_made_meanwhile_stands(record, coded, lead, reader):
    agreed = next(text for text in twice_coded(record, coded) if text.final is not None)
    decide(
        record,
        source=Source.ANSWER,
        text_id=agreed.answer_id,
        theme=theme_with_code(record, "HOM"),
        decision=Decision.ADDED,
        worker=reader,
        on=DAY,
    )
    done = decide_by_sample(record, sample=coded, worker=lead, on=DAY)
    assert agreed.answer_id not in done.settled
    assert decisions(record)[agreed.answer_id]["HOM"] == "added"


def test_a_sample_is_put_away_and_stays_as_it_is(record, coded, lead):
    before = twice_coded(record, coded)
    keep_sample(record, sample=coded, worker=lead, on=DAY)
    keep_sample(record, sample=coded, worker=make.worker(record, Role.LEAD), on=date(2027, 1, 1))
    assert (coded.kept_by, coded.kept_on) == (lead, DAY)
    assert twice_coded(record, coded) == before
    assert unsettled(record, coded) == []
    with pytest.raises(SampleProblem, match="not open to rulings"):
        rule(record, before[0].id, lead, "TRV")
    with pytest.raises(SampleProblem, match="was put away"):
        decide_by_sample(record, sample=coded, worker=lead, on=DAY)


def test_a_sample_that_nobody_codes_makes_room_for_another_once_it_is_put_away(record, wave, lead, sample):
    keep_sample(record, sample=sample, worker=lead, on=DAY)
    assert open_sample(record, wave.id) is None
    assert not sample.is_open


def test_themes_that_were_merged_since_are_read_as_they_count_now(record, coded, lead, wave):
    merge_themes(
        record, theme=theme_with_code(record, "BUL"), into=theme_with_code(record, "TRV"), worker=lead
    )
    assert unsettled(record, coded) == []
    assert {text.final for text in twice_coded(record, coded)} == {View(("TRV",))}
    assert "BUL" not in machine_scores(record, wave.id)
    assert len(machine_scores(record, wave.id)["TRV"]) == 2 * (len(TEXTS) - 1)


def test_what_a_sample_measured_outlives_the_next_count(record, wave, sample):
    measured = {(FindingKind.AGREEMENT, sample.id): {"n": 1}, (FindingKind.TRUST, "TRV"): {"n": 2}}
    replace_findings(record, wave_id=wave.id, figures=measured, on=DAY)
    replace_findings(record, wave_id=wave.id, figures={(FindingKind.TRUST, "TRV"): {"n": 3}}, on=DAY)
    assert findings(record, wave_id=wave.id, kind=FindingKind.TRUST) == {"TRV": {"n": 3}}
    store_findings(record, wave_id=wave.id, figures={(FindingKind.THEME, "TRV"): {"n": 4}}, on=DAY)
    assert findings(record, wave_id=wave.id, kind=FindingKind.AGREEMENT) == {sample.id: {"n": 1}}
    assert findings(record, wave_id=wave.id, kind=FindingKind.TRUST) == {}
    drop_findings(record, wave.id)
    assert findings(record, wave_id=wave.id, kind=FindingKind.AGREEMENT) == {sample.id: {"n": 1}}
    assert findings(record, wave_id=wave.id, kind=FindingKind.THEME) == {}
