"""The demo’s lead and subgroups: themes looked for and confirmed in part, actions agreed, reports released."""

import csv
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveys.actions import Status, add_action, update_action
from surveys.agencies import add_agency
from surveys.base import now
from surveys.case_steps import decide_case, see_concern
from surveys.codings import Decision, decide
from surveys.concerns import concerns_for
from surveys.evidence import texts_under
from surveys.jobs import JobKind, ask_for_job, job_with_id
from surveys.paper_life import release_paper
from surveys.quotes import CannotQuote, clear_quote, clear_second, is_sensitive, quotes_under, words_of
from surveys.readings import Source
from surveys.report_life import Said, answer_report, check_report, release_report, tell_pupils
from surveys.report_steps import Verdict
from surveys.reports import Report, reports_of_wave
from surveys.schools import school_with_urn
from surveys.subgroups import subgroup_with_slug
from surveys.themes import theme_with_code, themes
from surveys.wave_papers import FOR_MEMBERS, papers_of_wave
from surveys.waves import wave_with_id
from surveys.workers import Worker
from voice import jobs
from voice.database import engine_of, writing_session
from voice.demo.comments import comments, quotable_texts

CHECKED_PER_THEME = 24
"""The lead looked at the surest answers of each theme and went no further: most codings are still the machine’s."""
LEFT_AS_DRAFTS = 2
"""Reports not released yet, so that a visitor can check and release one."""
ANSWERED = 4
"""Reports that schools have answered, by telephone to the lead. The first school’s waits for a visitor to open it."""
TOLD = 2
"""… and of which their pupils were told."""
FOLDER = Path(__file__).parent

NOT_YET_SEEN = 3
"""Concerns left for a visitor to see as safeguarding lead."""
SEEN = (
    "Rang the school’s own lead the same day; they are looking into it.",
    "Asked the school to check the place and the time, and to have an adult there.",
    "Passed to children’s social care with the words and the school.",
    "Asked the school to speak to the whole year group and say where to find help.",
)
"""What the safeguarding lead did, one line each."""

ACTIONS = (
    ("bullying", "BUL", "Reply to every pupil who reports bullying within two school days",
     "Pupils say they told someone and heard nothing.", "Schools", "Heads of year", 35, Status.IN_PROGRESS, None,
     "When you tell us about bullying, you will hear back within two school days."),
    ("bullying", "BUL", "Open a lunch room with a youth worker in every school",
     "Pupils name lunch as the time when it happens.", "Ashenbrook Youth Service", "Tamsin Okoro", -12,
     Status.NOT_STARTED, None, None),
    ("transport", "TRV", "Give no late mark when the school bus is late",
     "Pupils get detentions because of a bus they cannot hurry.", "Schools", "Attendance leads", -20, Status.DONE,
     None, "If your school bus is late, you get no late mark."),
    ("transport", "TRV", "Ask the operator for a second bus on route 88 at 3.15",
     "Full buses drive past; two workshops counted them.", "Ashenbrook Transport", "Dev Pardoe", 48,
     Status.IN_PROGRESS, "999001", "We have asked for a second bus after school on the 88. We will tell you what they say."),
    ("transport", "TRV", "Run a late bus for after-school clubs",
     "Pupils leave clubs early for the last bus.", "Ashenbrook Transport", "Dev Pardoe", 60, Status.STOPPED, None,
     "We can’t run a late bus for clubs yet. It costs too much this year. We will ask again in April."),
    ("periods", "PER", "Put free products in every toilet, with no need to ask",
     "Pupils go home rather than ask a teacher.", "School nursing", "Marie Lund", 20, Status.IN_PROGRESS, None,
     "Free pads and tampons are going into every toilet. You will not need to ask."),
    ("periods", "PER", "Agree a toilet pass that needs no reason",
     "Locked toilets in lesson time come up in six schools.", "Schools", "Pastoral leads", -5, Status.IN_PROGRESS,
     None, "We are making a toilet pass. You will not have to say why."),
)  # fmt: skip
"""Subgroup, theme, title, why, agency, owner, days until due, status, school (or every school), words for pupils."""


class DemoFailed(Exception):
    """A job of the demo failed; what it says is in the log above."""


def _do(app: Flask, kind: JobKind, *, wave_id: str, lead: str) -> None:
    with writing_session(engine_of(app)) as record:
        wave = wave_with_id(record, wave_id)
        job, _ = ask_for_job(record, kind=kind, wave=wave, worker=record.get_one(Worker, lead))
        record.commit()
        job_id = job.id
    jobs.run(app, job_id)
    with Session(engine_of(app)) as record:
        if problem := job_with_id(record, job_id).problem:
            raise DemoFailed(f"{kind}: {problem}")


def find_themes(app: Flask, *, wave_id: str, lead: str) -> None:
    """Run the theming job, as the lead’s button would."""
    _do(app, JobKind.FIND_THEMES, wave_id=wave_id, lead=lead)


def count_themes(app: Flask, *, wave_id: str, lead: str) -> None:
    """Count again with the lead’s decisions, as their button would."""
    _do(app, JobKind.COUNT_THEMES, wave_id=wave_id, lead=lead)


def confirm_some(engine: Engine, *, wave_id: str, lead: str, second: str) -> None:
    """Go through the surest answers of each theme as a lead would, and clear quotes among those that are right.

    ``second``: who clears those of sensitive themes as well, and leaves one of each for a visitor.
    """
    written_about = {row["text"]: frozenset(row["themes"].split(";")) for row in comments()}
    quotable = quotable_texts()
    with writing_session(engine) as record:
        worker, other = record.get_one(Worker, lead), record.get_one(Worker, second)
        for theme in themes(record):
            if theme.code == "OTH":
                continue
            for text in texts_under(record, theme=theme, wave_id=wave_id, most=CHECKED_PER_THEME):
                about = written_about.get(text.shown)
                if about is None:
                    continue  # words were hidden in it; left for another day
                is_right = theme.code in about
                decision = Decision.CONFIRMED if is_right else Decision.REMOVED
                decide(
                    record,
                    source=Source.ANSWER,
                    text_id=text.id,
                    theme=theme,
                    decision=decision,
                    worker=worker,
                    on=date.today(),
                )
                if is_right and text.shown in quotable:
                    with suppress(CannotQuote):  # it may tell of harm
                        clear_quote(record, answer_id=text.id, theme=theme, worker=worker, on=date.today())
            if is_sensitive(theme):
                for quote in [*quotes_under(record, theme).values()][1:]:
                    seen = words_of(record, quote)
                    clear_second(record, answer_id=quote.answer_id, theme=theme, worker=other, seen=seen)
        record.commit()


def see_concerns(engine: Engine, *, safeguarding_lead: str) -> None:
    """See all concerns but the newest of the closed waves, which wait for a visitor, and say in a line what was done."""
    with writing_session(engine) as record:
        worker, today = record.get_one(Worker, safeguarding_lead), now().date()
        waiting = [one for one in concerns_for(record, worker) if not one.is_seen]
        # One that nobody sees would pause the wave that a visitor’s pupils are to answer.
        closed = [
            one
            for one in waiting
            if one.wave_id is None or not wave_with_id(record, one.wave_id).is_open(today)
        ]
        left = closed[-NOT_YET_SEEN:]
        for number, concern in enumerate(one for one in waiting if one not in left):
            came = concern.came_at or now()
            seen = min(came + timedelta(minutes=2 + number * 11 % 37), now())
            see_concern(record, concern=concern, worker=worker, at=seen)
            decided = min(seen + timedelta(minutes=9), now())
            decide_case(record, concern=concern, worker=worker, words=SEEN[number % len(SEEN)], at=decided)
        record.commit()


def act(engine: Engine, *, wave_id: str, member: str) -> None:
    """Agree the subgroups’ first actions on the evidence of a wave."""
    today = date.today()
    with writing_session(engine) as record:
        wave, worker = wave_with_id(record, wave_id), record.get_one(Worker, member)
        for slug, theme, title, why, agency, owner, days, status, urn, told in ACTIONS:
            action = add_action(
                record,
                subgroup=subgroup_with_slug(record, slug),
                title=title,
                why=why,
                theme=theme_with_code(record, theme),
                wave=wave,
                agency=add_agency(record, name=agency),
                owner=owner,
                due_on=today + timedelta(days=days),
                school=school_with_urn(record, urn) if urn else None,
                pupil_words=told,
            )
            if status is not Status.NOT_STARTED:
                note = "Agreed at the subgroup’s meeting."
                update_action(
                    record,
                    action=action,
                    status=status,
                    note=note,
                    worker=worker,
                    on=today - timedelta(days=9),
                )
        record.commit()


def report(app: Flask, *, wave_id: str, lead: str) -> None:
    """Draft every school’s report, release most of them, and note how some schools answered."""
    _do(app, JobKind.DRAFT_REPORTS, wave_id=wave_id, lead=lead)
    with writing_session(engine_of(app)) as record:
        drafts = reports_of_wave(record, wave_with_id(record, wave_id)).values()
        in_order = sorted(drafts, key=lambda draft: draft.place.school.urn)
        worker, today = record.get_one(Worker, lead), now().date()
        released = in_order[:-LEFT_AS_DRAFTS]
        for draft in released:
            check_report(record, report=draft, worker=worker, seen=draft.mark, on=today)
            release_report(record, report=draft, worker=worker, seen=draft.mark, at=now())
        for number, one in enumerate(released[1 : 1 + ANSWERED]):
            _answer(record, one, worker, on=today, is_told=number < TOLD)
        record.commit()


def write_papers(app: Flask, *, wave_id: str, lead: str) -> None:
    """Make the papers on a wave, and release what members of the subgroups and everybody may read."""
    _do(app, JobKind.WAVE_PAPERS, wave_id=wave_id, lead=lead)
    with writing_session(engine_of(app)) as record:
        worker = record.get_one(Worker, lead)
        for paper in papers_of_wave(record, wave_with_id(record, wave_id)):
            if paper.kind in FOR_MEMBERS:
                release_paper(record, paper=paper, worker=worker, seen=paper.mark, on=now().date())
        record.commit()


def _answer(record: Session, one: Report, worker: Worker, *, on: date, is_told: bool) -> None:
    replies = _replies()
    said = {line.key: replies[line.text] for line in one.recommendations}
    note = "The school council talks about it next week."
    answer_report(record, report=one, worker=worker, said=said, note=note, on=on)
    if is_told:
        tell_pupils(record, report=one, worker=worker, told_on=on, how="In tutor time.", on=on)


def _replies() -> dict[str, Said]:
    """Return what the schools that have answered say, by what their pupils recommend."""
    with (FOLDER / "replies.csv").open(encoding="utf-8", newline="") as file:
        return {row["text"]: Said(Verdict(row["verdict"]), row["words"]) for row in csv.DictReader(file)}
