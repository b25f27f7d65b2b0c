"""Samples on their pages: what a coder sees, what nobody sees before the end, and what a lead reads then."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.blind_coding import BlindCoding, give_codes, next_text, progress
from surveys.codings import Coding, Proposal, store_proposals
from surveys.findings import FindingKind, finding, findings, store_findings
from surveys.heard import read_answers, read_notes
from surveys.readings import Source
from surveys.responses import Answer
from surveys.samples import Sample, SampledText, samples
from surveys.themes import UNCLEAR
from surveys.views import View
from surveys.waves import wave_with_id
from surveys.workers import Role, Worker
from tests import make
from voice.database import writing_session
from voice.insight import draw_blind_sample, load_codebook
from voice.insight.finding import seal_of
from voice.insight.trusting import trust_findings

DAY = date(2026, 3, 5)
ABOUT_BUS, ABOUT_BULLIES = "the bus is late again", "they call me names"


pytestmark = pytest.mark.usefixtures("few_lessons")


@pytest.fixture
def wave_id(record):
    """A wave of 60 read texts in two schools: half about the bus, half about bullies, and the machine is half right."""
    load_codebook(record)
    wave = make.wave(record, schools=2)
    for place in wave.schools:
        make.responses(record, place, *(f"{ABOUT_BUS} {n}" for n in range(15)))
        make.responses(record, place, *(f"{ABOUT_BULLIES} {n}" for n in range(15)))
    make.read_everything(record, make.worker(record, Role.READER))
    proposals = {}
    for answer in record.scalars(select(Answer)):
        said = "TRV" if answer.text.startswith(ABOUT_BUS) else "BUL"
        wrong = answer.text.endswith(("3", "7"))
        proposals[Source.ANSWER, answer.id] = [Proposal("SLP" if wrong else said, 0.8, ["x"])]
    store_proposals(record, proposals, method="seeds 1")
    count(record, wave.id)
    record.commit()
    return wave.id


def count(record, wave_id):
    looked_at = seal_of([*read_answers(record, wave_id), *read_notes(record)])
    overview = {"method": "seeds 1", "looked_at": looked_at}
    figures = {(FindingKind.OVERVIEW, "wave"): overview, **trust_findings(record, wave_id)}
    store_findings(record, wave_id=wave_id, figures=figures, on=DAY)


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def reader(signed_in):
    return signed_in(Role.READER)


@pytest.fixture
def sample_id(engine, wave_id, lead):
    page = lead.post(f"/waves/{wave_id}/samples/new", {"size": "tenth"})
    assert page.status == 302
    with Session(engine) as session:
        return session.scalars(select(Sample.id)).one()


def code(visitor, sample_id, **picks):
    """Code the text that comes next and return the page that follows; what is not given is told from the text."""
    page = visitor.get(f"/samples/{sample_id}/code")
    form = page.soup.select_one("form[action*='/code/']")
    if form is None:
        return None
    if not picks:
        words = page.soup.select_one(".voice-text__words").text
        picks = {"theme": "TRV" if words.startswith(ABOUT_BUS) else "BUL"}
    sent = {**picks, "csrf_token": page.field("csrf_token")}
    return visitor.post(form["action"], sent, form_on="")


def code_all(engine, visitor, sample_id):
    """Code every text that is left, telling each from its words, past the pages."""
    with writing_session(engine) as record:
        sample, coder = record.get_one(Sample, sample_id), record.get_one(Worker, visitor.worker_id)
        while text := next_text(record, sample=sample, coder=coder):
            view = View(("TRV" if text.shown.startswith(ABOUT_BUS) else "BUL",))
            give_codes(record, text=text, coder=coder, view=view, live={"TRV", "BUL"})
        record.commit()


def test_a_sample_is_drawn_from_every_school_and_theme(engine, sample_id, lead):
    with Session(engine) as session:
        drawn = session.scalars(select(SampledText)).all()
        assert len(drawn) == 50
        assert sum(text.weight for text in drawn) == pytest.approx(60)
        assert {code for text in drawn for code in text.machine_codes} == {"TRV", "BUL", "SLP"}
    page = lead.get("/samples")
    assert "50 texts; 0 are coded by two people. You have coded 0." in page.text


def test_the_same_texts_are_drawn_whenever_it_is_drawn(record, wave_id):
    drawn = []
    for _ in range(2):
        draw_blind_sample(
            record,
            wave=wave_with_id(record, wave_id),
            share=0.1,
            least=20,
            worker=make.worker(record, Role.LEAD),
            on=DAY,
        )
        drawn.append(sorted(record.scalars(select(SampledText.answer_id))))
        record.rollback()
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 20


@pytest.mark.parametrize("size", ["", "all"])
def test_a_size_that_is_no_choice_is_refused_in_a_sentence(wave_id, lead, size):
    page = lead.post(f"/waves/{wave_id}/samples/new", {"size": size})
    assert page.status == 200
    assert page.soup.select_one(".govuk-error-summary") is not None


def test_nothing_is_drawn_before_themes_were_found_or_after_more_was_read(record, wave_id, lead):
    empty_id = make.wave(record).id
    record.commit()
    page = lead.post(f"/waves/{empty_id}/samples/new", {"size": "tenth"})
    assert "Press “Find themes” first." in page.text
    found = finding(record, wave_id=wave_id, kind=FindingKind.OVERVIEW, subject="wave")
    found.figures = {**found.figures, "looked_at": "another"}
    record.commit()
    page = lead.post(f"/waves/{wave_id}/samples/new", {"size": "tenth"})
    assert "Some texts were read since the last look." in page.text


def test_a_second_sample_is_refused_while_one_is_coded(wave_id, sample_id, lead):
    page = lead.post(f"/waves/{wave_id}/samples/new", {"size": "tenth"})
    assert "being coded already" in page.text


def test_a_coder_sees_the_text_and_the_codebook_and_nothing_that_was_said_of_it(
    engine, sample_id, lead, reader
):
    for _ in range(5):
        code(lead, sample_id, theme=["TRV", "SAF"], first="SAF")
    page = reader.get(f"/samples/{sample_id}/code")
    text = page.soup.select_one("section.voice-text").get_text(" ", strip=True)
    with Session(engine) as session:
        begun = session.scalars(select(BlindCoding.sampled_text_id)).all()
        school = session.scalars(select(Sample)).unique().one().wave.schools[0].school.name
    address = page.soup.select_one("form[action*='/code/']")["action"]
    assert address.rpartition("/")[2] in begun
    assert page.soup.select("input[checked], option[selected]") == []
    assert "machine" not in page.text
    assert "seeds 1" not in page.text
    assert school not in page.text
    assert "Sam Field" not in page.soup.select_one("main").text
    assert ABOUT_BUS in text or ABOUT_BULLIES in text
    themes = {box["value"] for box in page.soup.select("input[name=theme]")}
    assert {"TRV", "BUL"} < themes
    assert UNCLEAR not in themes


@pytest.mark.parametrize(
    ("picks", "codes"),
    [
        ({"theme": ["TRV", "SAF"]}, ["TRV", "SAF"]),
        ({"theme": ["TRV", "SAF"], "first": "SAF"}, ["SAF", "TRV"]),
        ({"theme": "TRV", "first": "SAF"}, ["TRV"]),
        ({"verdict": "fits nothing"}, []),
        ({"verdict": "cannot tell"}, [UNCLEAR]),
    ],
)
def test_what_is_ticked_is_what_is_kept(engine, sample_id, reader, picks, codes):
    assert code(reader, sample_id, **picks).status == 302
    with Session(engine) as session:
        assert session.scalars(select(BlindCoding.codes)).one() == codes


@pytest.mark.parametrize(
    ("picks", "problem"),
    [
        ({"nothing": "at all"}, "Choose a theme, or say that it fits nothing"),
        ({"theme": "TRV", "verdict": "fits nothing"}, "one of the three"),
        ({"verdict": ["fits nothing", "cannot tell"]}, "one of the three"),
        ({"theme": ["TRV", "SAF", "BUL", "SLP"]}, "Choose at most 3 themes"),
        ({"theme": "ZZZ"}, "not in use any more"),
    ],
)
def test_what_cannot_stand_is_refused_and_stays_ticked(engine, sample_id, reader, picks, problem):
    page = code(reader, sample_id, **picks)
    assert page.status == 200
    assert problem in page.soup.select_one(".govuk-error-summary").text
    wanted = picks.get("theme", [])
    ticked = {box["value"] for box in page.soup.select("input[name=theme][checked]")}
    assert ticked == set([wanted] if isinstance(wanted, str) else wanted) - {"ZZZ"}
    with Session(engine) as session:
        assert session.scalars(select(BlindCoding)).all() == []


def test_a_coder_goes_back_to_the_last_text_and_changes_it(engine, sample_id, reader):
    went_on = code(reader, sample_id, theme="TRV").response.location
    last = went_on.rpartition("last=")[2]
    page = reader.get(went_on)
    link = page.soup.find("a", string="Back to the last one")["href"]
    before = reader.get(link)
    assert [box["value"] for box in before.soup.select("input[checked]")] == ["TRV"]
    reader.post(link, {"theme": "BUL"})
    with Session(engine) as session:
        coding = session.scalars(select(BlindCoding)).one()
        assert (coding.sampled_text_id, coding.codes) == (last, ["BUL"])


def test_a_text_that_two_others_have_coded_leads_to_the_next(sample_id, lead, reader, signed_in):
    third = signed_in(Role.READER)
    address = third.get(f"/samples/{sample_id}/code").soup.select_one("form[action*='/code/']")["action"]
    code(lead, sample_id)
    code(reader, sample_id)
    page = third.post(address, {"theme": "TRV"})
    assert page.response.location == f"/samples/{sample_id}/code"
    assert "Two other people have coded that text meanwhile" in third.get(f"/samples/{sample_id}/code").text


def test_nobody_sees_results_before_the_coding_has_ended(engine, sample_id, lead, reader):
    code_all(engine, reader, sample_id)
    page = lead.get(f"/samples/{sample_id}")
    assert "How well they agree" not in page.text
    assert lead.get(f"/samples/{sample_id}/settle").status == 302
    page = lead.post(f"/samples/{sample_id}/measure", form_on=f"/samples/{sample_id}")
    assert "nobody may see it yet" in lead.get(f"/samples/{sample_id}").text
    lead.post(f"/samples/{sample_id}/end", form_on=f"/samples/{sample_id}")
    assert "At least 10 are needed" in lead.get(f"/samples/{sample_id}").text
    assert reader.get(f"/samples/{sample_id}").status == 403
    done = reader.get(f"/samples/{sample_id}/code")
    assert done.heading == "Nothing is left for you to code"
    assert "50 still need a second person, who cannot be you" in done.text


@pytest.fixture
def ended(engine, sample_id, lead, reader):
    """The sample coded by two people who tell the bus from bullies, but for five texts."""
    code_all(engine, reader, sample_id)
    for _ in range(5):
        code(lead, sample_id, theme=["COM"])
    code_all(engine, lead, sample_id)
    lead.post(f"/samples/{sample_id}/end", form_on=f"/samples/{sample_id}")
    return sample_id


def test_a_lead_reads_how_well_people_and_the_machine_agree(ended, lead):
    page = lead.get(f"/samples/{ended}")
    rows = {
        row.th.get_text(strip=True): [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        for row in page.soup.select("[aria-label=Agreement] tbody tr")
    }
    people, machine = rows["Same main theme"]
    assert "%" in people
    assert people != machine
    assert "From 50 texts" in page.text
    pairs = [item.get_text() for item in page.soup.select("main li")]
    assert all("“Community safety and online life”" in pair for pair in pairs)
    assert pairs
    assert "counts under 10 are hidden" in page.text
    assert page.soup.select_one("[aria-label='Agreement by theme'] tbody tr") is not None
    assert "people agree with" in page.text


def test_what_was_measured_is_stored_as_findings(engine, ended, wave_id):
    with Session(engine) as session:
        stored = finding(session, wave_id=wave_id, kind=FindingKind.AGREEMENT, subject=ended).figures
        lines = findings(session, wave_id=wave_id, kind=FindingKind.TRUST)
    assert set(stored) == {"texts", "people", "machine", "themes", "pairs"}
    for name in ("kappa", "micro_f1", "macro_f1", "first_theme", "alpha"):
        for side in ("people", "machine"):
            estimate = stored[side][name]
            assert estimate["low"] <= estimate["value"] <= estimate["high"]
    assert stored["machine"]["first_theme"]["value"] < stored["people"]["first_theme"]["value"]
    assert lines["TRV"]["basis"] == "checked"
    assert lines["HOM"]["basis"] == "nothing"


def test_before_any_sample_the_line_goes_by_the_machines_own_scores(record, wave_id):
    lines = findings(record, wave_id=wave_id, kind=FindingKind.TRUST)
    assert lines["TRV"]["basis"] == "own scores"
    assert lines["TRV"]["sentence"].startswith("Nobody has checked this theme yet. By the machine’s own")
    assert lines["HOM"]["basis"] == "nothing"


@pytest.mark.parametrize("line", [{"sentence": "About 8 in 10."}, None])
def test_the_line_stands_on_any_page_that_has_one(app, line):
    with app.test_request_context():
        template = app.jinja_env.from_string('{% from "samples/trust.html" import trust %}{{ trust(line) }}')
        drawn = template.render(line=line)
    assert "How far to trust this." in drawn
    assert ("About 8 in 10." if line else "not been worked out") in drawn


def test_a_lead_settles_decides_takes_back_and_puts_away(engine, ended, lead):
    address = f"/samples/{ended}"
    page = lead.get(f"{address}/settle")
    assert "5 texts are left to settle" in page.text
    assert "Sam Field" not in page.soup.select_one("main").text
    form = page.soup.select_one("form[action*='/settle/']")["action"]
    refused = lead.post(form, {}, form_on=f"{address}/settle")
    assert "Choose a theme" in refused.soup.select_one(".govuk-error-summary").text
    lead.post(form, {"as": "1"}, form_on=f"{address}/settle")
    again = lead.post(form, {"theme": "HOM"}, form_on=f"{address}/settle")
    assert again.status == 302
    assert "settled already" in lead.get(f"{address}/settle").text
    for _ in range(4):
        form = lead.get(f"{address}/settle").soup.select_one("form[action*='/settle/']")["action"]
        lead.post(form, {"theme": "HOM"}, form_on=f"{address}/settle")
    assert lead.get(f"{address}/settle").heading == "Nothing is left to settle"
    lead.post(f"{address}/decide", form_on=address)
    assert "Decided in your name, texts: 50." in lead.get(address).text
    with Session(engine) as session:
        added = session.scalars(select(Coding).where(Coding.decision == "added")).unique().all()
        assert {coding.theme.code for coding in added} >= {"HOM"}
    lead.post(f"{address}/decide", form_on=address)
    assert "decisions already" in lead.get(address).text
    lead.post(f"{address}/take-back", form_on=address)
    assert "Taken back, texts: 50." in lead.get(address).text
    with Session(engine) as session:
        assert session.scalars(select(Coding).where(Coding.decision.is_not(None))).all() == []
    lead.post(f"{address}/measure", form_on=address)
    assert "Worked out again" in lead.get(address).text
    lead.post(f"{address}/keep", form_on=address)
    page = lead.get(address)
    assert "put this sample away" in page.text
    assert "How well they agree" in page.text
    assert "put away" in lead.get("/samples").text


def test_only_who_decided_takes_it_back(ended, lead, signed_in):
    lead.post(f"/samples/{ended}/decide", form_on=f"/samples/{ended}")
    other = signed_in(Role.LEAD)
    other.post(f"/samples/{ended}/take-back", form_on=f"/samples/{ended}")
    assert "Only who made these decisions" in other.get(f"/samples/{ended}").text


def test_a_text_of_another_sample_is_not_found(sample_id, reader):
    assert reader.get(f"/samples/{sample_id}/code/{'f' * 32}").status == 404


def test_a_sample_that_is_worked_through_says_so(engine, ended, reader, lead):
    assert "has ended. Thank you" in reader.get(f"/samples/{ended}/code").text
    with Session(engine) as session:
        (one,) = samples(session)
        coder = session.scalars(select(BlindCoding)).first().coder_id
        assert next_text(session, sample=one, coder=one.drawn_by) is None
        assert progress(session, sample=one, coder=one.drawn_by).is_done
        assert coder
