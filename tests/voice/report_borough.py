"""A small borough to report on: two schools in a wave that has closed, with pupils’ comments read and cleared."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from surveys.actions import Action, add_action
from surveys.agencies import add_agency
from surveys.base import Base
from surveys.codebook import ThemeEntry, load_themes
from surveys.codings import Decision, decide
from surveys.definitions import BANK, add_survey
from surveys.findings import FindingKind, store_findings
from surveys.quotes import clear_quote, clear_second
from surveys.readings import Outcome, Reading, Source, read_text
from surveys.responses import Answer, Given, Mode, take_responses
from surveys.schools import School
from surveys.subgroups import add_first_subgroups, subgroup_with_slug
from surveys.themes import theme_with_code
from surveys.waves import Wave, WaveSchool, add_wave, wave_named
from surveys.workers import Role, Worker, add_worker, worker_with_email
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines, record_session
from tests import make
from tests.voice.report_figures import THEMES, rich_figures, small_figures
from voice.database import make_engine, writing_session

OPENS, CLOSES = date(2026, 10, 5), date(2026, 10, 23)
LATER = date(2026, 11, 9)
"""A day more than a week after the wave closed."""
WAVE = "Autumn 2026"
LEAD = "lead@example.org"
BROOK, HILL = "900001", "900002"
"""URNs of the school where many answered and the one where few did."""


def school(urn: str, name: str) -> School:
    return School(
        urn=urn,
        laestab=f"999{urn[2:]}",
        name=name,
        la_name="Made-up Borough",
        phase="Secondary",
        status="Open",
        roll=940,
    )


def build(folder: Path) -> Engine:
    """Make the borough in a new database and return its engine."""
    engine = make_engine(f"sqlite:///{folder / 'voice.db'}", make.SECRET)
    Base.metadata.create_all(engine)
    with writing_session(engine) as session:
        entries = [ThemeEntry(code, name, name) for code, name in (*THEMES.items(), ("PER", "Periods"))]
        load_themes(session, entries, version=1)
        add_first_subgroups(session)
        two = [school(BROOK, "Brook Lane High School"), school(HILL, "Hill Top School")]
        session.add_all(two)
        version = add_survey(session, BANK / "secondary.toml", on=OPENS)
        wave = add_wave(
            session, name=WAVE, version=version, schools=two, opens_on=OPENS, closes_on=CLOSES, on=LATER
        )
        lead = add_worker(session, name="Lee", email=LEAD, password_hash="-", roles=[Role.LEAD])
        _hold_workshop(session, two[0], lead)
        for one in two:
            add_worker(
                session,
                name="Head",
                email=f"{one.urn}@example.org",
                password_hash="-",
                roles=[Role.SCHOOL],
                school=one,
            )
        figures = {
            (FindingKind.SCHOOL, BROOK): rich_figures(),
            (FindingKind.SCHOOL, HILL): small_figures(),
            (FindingKind.OVERVIEW, "wave"): {},
        }
        store_findings(session, wave_id=wave.id, figures=figures, on=LATER)
        session.commit()
    return engine


def _hold_workshop(session: Session, at: School, lead: Worker) -> None:
    """Have a school’s workshop say what its figures list."""
    programme = add_programme(session, school=at, starts_on=OPENS)
    first = programme.sessions[0]
    record_session(session, workshop=first, held_on=first.held_on, headcount=24, activity=None)
    for line in rich_figures()["workshops"]["lines"]:
        notes = read_lines(line["text"], kind=NoteKind(line["kind"]))
        for note in add_notes(session, workshop=first, notes=notes):
            said = {"reader": lead, "outcome": Outcome.FINE, "on": CLOSES}
            read_text(session, source=Source.NOTE, text_id=note.id, **said)


@dataclass(frozen=True)
class Borough:
    """Shortcuts to what a test talks about."""

    session: Session

    @property
    def wave(self) -> Wave:
        return wave_named(self.session, WAVE)

    @property
    def lead(self) -> Worker:
        return worker_with_email(self.session, LEAD)

    @property
    def second(self) -> Worker:
        """Who clears the quotes of sensitive themes as well."""
        return worker_with_email(self.session, f"{BROOK}@example.org")

    def place(self, urn: str) -> WaveSchool:
        return next(place for place in self.wave.schools if place.school.urn == urn)

    def quote(self, words: str, *codes: str, urn: str = BROOK) -> str:
        """Have a pupil write, a reader let through, and the lead clear the words for some themes; return the answer."""
        self.write(words, urn=urn)
        answer_id = self.read(words)
        self.clear(answer_id, words, *codes)
        return answer_id

    def read(self, words: str) -> str:
        """Have a reader let through what a pupil wrote, and return the answer."""
        read = select(Reading.answer_id).where(Reading.answer_id.is_not(None))
        unread = select(Answer.id, Answer.text).where(Answer.id.not_in(read))
        (answer_id,) = (key for key, text in self.session.execute(unread) if text == words)
        read_text(
            self.session,
            source=Source.ANSWER,
            text_id=answer_id,
            reader=self.lead,
            outcome=Outcome.FINE,
            on=CLOSES,
        )
        return answer_id

    def clear(self, answer_id: str, words: str, *codes: str) -> None:
        """Have the lead clear a read answer for some themes."""
        for code in codes:
            theme = theme_with_code(self.session, code)
            said = {"theme": theme, "worker": self.lead, "on": CLOSES}
            decide(self.session, source=Source.ANSWER, text_id=answer_id, decision=Decision.CONFIRMED, **said)
            clear_quote(self.session, answer_id=answer_id, **said)
            clear_second(self.session, answer_id=answer_id, theme=theme, worker=self.second, seen=words)

    def write(self, words: str, *, urn: str = BROOK, **more: str) -> None:
        """Have a pupil write something that nobody has read yet, and perhaps more under other questions."""
        given = Given(
            mark=f"{words[:20]}-{self.session.scalar(select(func.count()).select_from(Answer))}",
            place_id=self.place(urn).id,
            day=OPENS,
            mode=Mode.ONLINE,
            language="en",
            picks={},
            texts={"bar_text": words, **more},
        )
        take_responses(self.session.connection(), [given])

    def act(self, title: str, pupil_words: str | None, *, urn: str | None = None) -> Action:
        """Have the transport subgroup promise something, for one school or for all."""
        return add_action(
            self.session,
            subgroup=subgroup_with_slug(self.session, "transport"),
            title=title,
            why="Pupils told us.",
            theme=theme_with_code(self.session, "TRV"),
            wave=self.wave,
            agency=add_agency(self.session, name="Transport team"),
            owner="Ash",
            due_on=date(2027, 1, 31),
            school=None if urn is None else self.place(urn).school,
            pupil_words=pupil_words,
        )
