"""A small borough with one of everything, so that every page has something to show. Built by the record’s own verbs."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.actions import Status, add_action, update_action
from surveys.agencies import add_agency
from surveys.base import monday_of
from surveys.codings import Decision, Proposal, decide, store_proposals
from surveys.concerns import Concern
from surveys.findings import FindingKind, store_findings
from surveys.groups import Found, groups_of_wave
from surveys.jobs import JobKind, ask_for_job, end_job, start_job
from surveys.lineage import LinkKind, Proposed, links_of_wave, store_found
from surveys.quotes import clear_quote
from surveys.readings import Outcome, Source, read_text
from surveys.reports import store_draft
from surveys.responses import Answer
from surveys.samples import Sample, SampledText
from surveys.second_readings import SecondReading
from surveys.subgroups import add_first_subgroups
from surveys.talk_keys import TalkKeys
from surveys.talks import Note as TalkNote
from surveys.talks import TalkRequest, ask_for_talk
from surveys.targets import TargetWanted, Unit, add_target
from surveys.themes import theme_with_code
from surveys.wave_papers import PaperKind, WavePaper, store_paper
from surveys.waves import Wave
from surveys.workers import Role, Worker
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines
from tests import make
from tests.sounds import MP3_NAME
from tests.voice.report_figures import content, rich_figures

SCHOOL_URN, OTHER_URN = "900001", "900002"
FINE, RAW, NAME, UNREAD, WORRY = (
    "The bus is always late and full",
    "Kayden Marsh calls me names on the bus",
    "Kayden Marsh",
    "Nobody has read this one yet",
    "Something at home that not everybody may know",
)
NOTE, RAW_NOTE, UNREAD_NOTE = (
    "Buses do not come",
    "Ask Kayden Marsh to stop",
    "A note that nobody has read",
)
THEME = "TRV"
PDF = b"%PDF-1.7 made for tests"


@dataclass(frozen=True)
class Borough:
    """The keys of what stands in it, by the name that addresses give them."""

    wave_id: str
    place_id: str
    version_id: str
    job_id: str
    text_id: str
    """An answer that was read, let through, and is under the theme."""
    unread_id: str
    second_id: str
    """What a second reader said of the answer that was let through."""
    note_id: str
    concern_id: str
    other_concern_id: str
    """A concern at the other school."""
    talk_id: str
    programme_id: str
    session_id: str
    action_id: str
    target_id: str
    report_id: str
    paper_id: str
    """The summary of the wave, which is released."""
    address: str
    sample_id: str
    """A sample of which one text was drawn; its coding has ended."""
    sampled_id: str
    group_id: str
    link_id: str
    code: str = THEME
    slug: str = "transport"
    urn: str = SCHOOL_URN
    source: str = "answer"
    name: str = "barriers"
    survey_slug: str = "secondary"
    question_code: str = "sch_safe"
    language: str = "ur"
    key: str = "page.send"
    file: str = MP3_NAME
    download: str = "all.zip"

    @property
    def answer_id(self) -> str:
        return self.text_id


def build(record: Session) -> Borough:
    """Put the borough into an empty record."""
    from voice.insight import load_codebook

    today = date.today()
    load_codebook(record)
    groups = {group.slug: group for group in add_first_subgroups(record)}
    theme = theme_with_code(record, THEME)
    school = make.school(record, urn=SCHOOL_URN, name="Brook Lane High School")
    other = make.school(record, urn=OTHER_URN, name="Hill Top School")
    # Closed for longer than its quotes have to wait.
    opened, closed = today - timedelta(days=60), today - timedelta(days=20)
    wave = make.wave_in(record, school, other, name="Autumn wave", opens_on=opened, closes_on=closed)
    places = {place.school.urn: place for place in wave.schools}
    lead = make.worker(record, Role.LEAD, name="Lena Lead")
    reader = make.worker(record, Role.READER, name="Rita Reader")
    make.responses(record, places[SCHOOL_URN], FINE, RAW, WORRY)
    # In a wave of its own: nothing may be made of one until all of it is read.
    later = make.wave_in(record, school, name="Later wave", opens_on=opened, closes_on=closed)
    make.responses(record, later.schools[0], UNREAD)
    make.responses(record, places[SCHOOL_URN], count=20, picks={"bar_pick": ["bus"]})
    make.responses(record, places[OTHER_URN], f"{WORRY} too")
    ids = {text: key for key, text in record.execute(select(Answer.id, Answer.text))}

    programme = add_programme(record, school=school, starts_on=today - timedelta(days=30), led_by=lead)
    lines = read_lines(f"{NOTE} | 7\n{RAW_NOTE}\n{UNREAD_NOTE}", kind=NoteKind.BARRIER)
    notes = {note.text: note.id for note in add_notes(record, workshop=programme.sessions[0], notes=lines)}

    def read(source: Source, text_id: str, outcome: Outcome, *hide: str) -> None:
        read_text(record, source=source, text_id=text_id, reader=reader, outcome=outcome, on=today, hide=hide)

    read(Source.ANSWER, ids[FINE], Outcome.FINE)
    read(Source.ANSWER, ids[RAW], Outcome.HIDDEN, NAME)
    read(Source.ANSWER, ids[WORRY], Outcome.CONCERN)
    read(Source.ANSWER, ids[f"{WORRY} too"], Outcome.CONCERN)
    again = SecondReading(answer_id=ids[FINE], reader=lead, outcome=Outcome.HIDDEN, read_on=monday_of(today))
    record.add(again)
    read(Source.NOTE, notes[NOTE], Outcome.FINE)
    read(Source.NOTE, notes[RAW_NOTE], Outcome.HIDDEN, NAME)
    proposals = {
        (Source.ANSWER, ids[FINE]): [Proposal(THEME, 0.9, ["bus"])],
        (Source.ANSWER, ids[RAW]): [Proposal(THEME, 0.6, ["bus"]), Proposal("BUL", 0.7, ["names"])],
        (Source.NOTE, notes[NOTE]): [Proposal(THEME, 0.8, ["buses"])],
        (Source.NOTE, notes[RAW_NOTE]): [Proposal(THEME, 0.3, ["stop"])],
    }
    store_proposals(record, proposals, method="seeds 1")
    decided = {"theme": theme, "worker": lead, "on": today}
    decide(record, source=Source.ANSWER, text_id=ids[FINE], decision=Decision.CONFIRMED, **decided)
    clear_quote(record, answer_id=ids[FINE], **decided)

    action = add_action(
        record,
        subgroup=groups["transport"],
        title="Run one more bus",
        why="Pupils are left standing.",
        theme=theme,
        wave=wave,
        agency=add_agency(record, name="Transport team"),
        owner="Ash Owner",
        due_on=today - timedelta(days=3),
        pupil_words="We are asking for one more bus.",
    )
    update_action(
        record, action=action, status=Status.IN_PROGRESS, note="Wrote to them", worker=lead, on=today
    )
    target = add_target(record, wanted=_wanted(today))
    store_findings(record, wave_id=wave.id, figures=_figures(), on=today)
    place = next(place for place in wave.schools if place.school.urn == SCHOOL_URN)
    report = store_draft(record, place=place, content=content(), pdf=PDF, on=today)
    make.release(record, report, by=lead, on=today)  # what it says stands nowhere else in this record
    sample = Sample(
        wave=wave,
        number=1,
        method="seeds 1",
        drawn_on=today,
        drawn_by=lead,
        ended_on=today,
        ended_by_id=lead.id,
    )
    record.add(sample)
    record.flush()
    sampled = SampledText(
        sample_id=sample.id, answer_id=ids[RAW], weight=1.0, machine_codes=[THEME], machine_scores=[0.6]
    )
    record.add(sampled)
    found = Found(1, ["lockers", "bags"], "lockers, bags", None, 20, [1.0], [ids[FINE]])
    store_found(
        record, wave=wave, method="sparse 1", found=[found], links=[Proposed(LinkKind.NEW, None, 1, "")]
    )
    # Sealed with the secret of the tests’ site.
    asking = TalkNote(NAME, "8B", "Somebody to talk to")
    ask_for_talk(record, school=school, note=asking, keys=TalkKeys("t" * 32))
    job, _ = ask_for_job(record, kind=JobKind.FIND_THEMES, wave=wave, worker=lead)
    start_job(record, job)
    end_job(record, job, step="Looked at 4 texts.")
    concerns = {concern.school.urn: concern.id for concern in record.scalars(select(Concern))}
    return Borough(
        wave_id=wave.id,
        place_id=places[SCHOOL_URN].id,
        version_id=wave.version_id,
        job_id=job.id,
        text_id=ids[FINE],
        unread_id=ids[UNREAD],
        second_id=again.id,
        note_id=notes[NOTE],
        concern_id=concerns[SCHOOL_URN],
        other_concern_id=concerns[OTHER_URN],
        talk_id=record.scalars(select(TalkRequest.id)).one(),
        programme_id=programme.id,
        session_id=programme.sessions[0].id,
        action_id=action.id,
        target_id=target.id,
        report_id=report.id,
        paper_id=_summary(record, wave, lead).id,
        address=report.address,
        sample_id=sample.id,
        sampled_id=sampled.id,
        group_id=groups_of_wave(record, wave.id)[0].id,
        link_id=links_of_wave(record, wave.id)[0].id,
    )


def _wanted(today: date) -> TargetWanted:
    return TargetWanted(
        title="Attendance in secondary schools",
        unit=Unit.PERCENT,
        baseline="91.93",
        baseline_on=today - timedelta(days=400),
        goal="93.5",
        due_on=today + timedelta(days=400),
        owner="Attendance team",
        source="DfE",
    )


def _summary(record: Session, wave: Wave, lead: Worker) -> WavePaper:
    """Return the wave’s summary, released, with a picture called as the report’s is."""
    said = {
        "title": "What pupils told us",
        "reader": "For everybody.",
        "intro": "Pupils told us what is hard.",
        "authority": "Ashenbrook",
        "wave": {"name": wave.name, "opened": "one day", "closed": "another"},
        "made_on": date.today().isoformat(),
        "made": "a third",
        "sections": [],
        "charts": {"barriers": {"svg": "<svg></svg>", "words": "Bars."}},
        "quotes": [],
    }
    today = date.today()
    paper = store_paper(
        record, wave=wave, kind=PaperKind.SUMMARY, subject="", content=said, pdf=PDF, on=today
    )
    paper.released_on, paper.released_by = today, lead
    record.flush()
    return paper


def _figures() -> dict[tuple[FindingKind, str], dict[str, object]]:
    from analysis.protection import TOTAL, protect_count, protect_rows

    line = {
        school: figure.as_json()
        for school, figure in protect_rows({SCHOOL_URN: (60, 300), OTHER_URN: (80, 250)}).items()
    }
    assert line[TOTAL]["shown"]
    enough = protect_count(140).as_json()
    theme = {
        "name": "Getting to school",
        "written": line,
        "ticked": line,
        "workshops": {"said_in": 5, "of": 8},
        "words": ["bus", "late"],
        "decided": enough,
    }
    overview = {
        "answered": enough,
        "schools": {SCHOOL_URN: enough, OTHER_URN: enough},
        "writers": enough,
        "decided": enough,
        "method": "seeds 1",
    }
    groups = {
        "groups": [{"words": ["lockers", "bags"], "near": None, "size": enough}],
        "note": "Two groups.",
        "texts": enough,
    }
    return {
        (FindingKind.THEME, THEME): theme,
        (FindingKind.OVERVIEW, "wave"): overview,
        (FindingKind.GROUPS, "leftovers"): groups,
        (FindingKind.SCHOOL, SCHOOL_URN): rich_figures(),
    }
