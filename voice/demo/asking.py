"""The demo’s asking: a survey built from the question bank, and the waves that ask it, each school in its own way."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from surveys.arranging import remove_question
from surveys.authoring import Own, add_own_question
from surveys.building import TITLE, change_page_words, start_survey
from surveys.class_codes import add_class_codes, read_classes
from surveys.cover import confirm_cover
from surveys.definitions import BANK, add_frame, add_survey
from surveys.help_lines import HELP_LINES, verify_help_line
from surveys.local_places import add_place, rename_place
from surveys.places import pause_place
from surveys.questions import Kind
from surveys.schools import School
from surveys.surveys import SurveyVersion, Variant
from surveys.tickets import make_tickets
from surveys.waves import Wave, WaveSchool, add_wave
from surveys.workers import Worker

WITH_CLASSES, WITH_TICKETS, WITH_PLACES, NOT_STARTED, PAUSED, WITH_SYMBOLS = (
    "999002",
    "999003",
    "999004",
    "999012",
    "999013",
    "999014",
)
"""URNs of the schools that show what a school can do. The others type their code and that is all."""
COVER = (
    "Marsha Penhale",
    "Idris Culpan",
    "Bea Ollerton",
    "Suhail Rahmani",
    "Orla Dunmore",
    "Piotr Wasik",
    "Gwen Attley",
)
"""Made-up names: whoever stands ready at each school for what its pupils may tell."""
LOCAL_NAMES = {"yard": "The Top Yard", "canteen": "The Hub", "stairs": "Tower stairs"}
"""What pupils of one school call places of the list, by the list’s codes."""
LOCAL_PLACES = ("The bridge to C Block", "Behind the sports hall")
FORMS = (("A", 29), ("B", 28), ("C", 30), ("D", 27))
CLASSES = "\n".join(f"{year}{letter}, {size}" for year in range(7, 12) for letter, size in FORMS)
TICKETS = 90
MODULES = ("bullying", "transport")
LEFT_OUT = (
    *(
        "gender",
        "help_learning",
        "neurodivergent",
        "good_what",
        "good_text",
        "sch_listen",
        "sch_friend",
        "sch_help",
    ),
    *("sch_fair", "sch_toilet", "sch_change", "hot_fix", "help_pick"),
    *("bul_afraid", "bul_missed", "tr_time", "tr_route", "tr_help"),
)
"""What the built survey does not ask of the core and the modules, so that it stays within 25 questions and 8 minutes."""
OWN = Own(
    kind=Kind.SINGLE,
    text="Have you seen anything change since the last survey?",
    choices=("Yes, a lot", "Yes, a bit", "No, nothing", "I am not sure"),
    after="sch_bully",
)
BUILT_INTRO = "Tell us what has changed at school, and on your way to it. It takes about 8 minutes."


class Opened(NamedTuple):
    """The keys of the demo’s waves, and what pupils need to get in."""

    earlier_id: str
    closed_id: str
    second_id: str
    by_ticket_id: str
    with_symbols_id: str
    code: str
    """What pupils of the first school type, as it is printed."""
    tickets: Sequence[str]


def confirm_every_cover(record: Session, schools: Sequence[School], *, lead: Worker, on: date) -> None:
    """Confirm who stands ready at each school, and check the help lines."""
    for number, school in enumerate(schools):
        safe, deputy = (COVER[(number + step) % len(COVER)] for step in (0, 3))
        confirm_cover(record, school=school, lead_name=safe, deputy_name=deputy, worker=lead, on=on)
    for line in HELP_LINES:
        verify_help_line(record, code=line.code, worker=lead, on=on)


def ask(
    record: Session, schools: Sequence[School], *, mark: Callable[[str], str], on: date, monday: date
) -> Opened:
    """Make the surveys and the waves: two that closed weeks and months ago, and three that opened this ``monday``.

    mark: gives the keyed hash of a ticket that is kept. Waves are open at any hour, so that the demo is too.
    """
    by_urn = {school.urn: school for school in schools}
    add_frame(record, on=on)
    core = add_survey(record, BANK / "secondary.toml", on=on)
    _name_places(record, by_urn[WITH_PLACES], on=on)
    earlier = add_wave(
        record,
        name=f"Summer term {(monday - timedelta(weeks=22)).year}",
        version=core,
        schools=schools,
        opens_on=monday - timedelta(weeks=23),
        closes_on=monday - timedelta(weeks=20, days=3),
        on=on,
    )
    closed = add_wave(
        record,
        name=f"Autumn term {(monday - timedelta(weeks=8)).year}",
        version=core,
        schools=schools,
        opens_on=monday - timedelta(weeks=9),
        closes_on=monday - timedelta(weeks=6, days=3),
        on=on,
    )

    def open_wave(name: str, version: SurveyVersion, *urns: str, uses_tickets: bool = False) -> Wave:
        return add_wave(
            record,
            name=name,
            version=version,
            schools=[by_urn[urn] for urn in urns],
            opens_on=monday,
            closes_on=monday + timedelta(weeks=4, days=4),
            on=on,
            uses_tickets=uses_tickets,
        )

    built = build_survey(record, on=on)
    second = open_wave("Second look", built, *(urn for urn in sorted(by_urn) if urn != WITH_TICKETS))
    by_ticket = open_wave("Second look, by ticket", built, WITH_TICKETS, uses_tickets=True)
    symbols = add_survey(record, BANK / "symbol.toml", on=on)
    with_symbols = open_wave("Second look, with symbols", symbols, WITH_SYMBOLS)
    places = {place.school.urn: place for place in second.schools}
    _set_up(record, places, on=on)
    tickets = make_tickets(record, place=by_ticket.schools[0], count=TICKETS, mark=mark, on=on)
    return Opened(
        earlier_id=earlier.id,
        closed_id=closed.id,
        second_id=second.id,
        by_ticket_id=by_ticket.id,
        with_symbols_id=with_symbols.id,
        code=places[min(places)].printed_code,
        tickets=tickets,
    )


def build_survey(record: Session, *, on: date) -> SurveyVersion:
    """Build a survey as a lead does: the core and two modules, without what is too much, and a question of its own."""
    version = start_survey(
        record,
        name="Second look: bullying and travel",
        variant=Variant.SECONDARY,
        modules=MODULES,
        on=on,
    )
    for code in LEFT_OUT:
        version = remove_question(record, version=version, code=code, on=on)
    version = add_own_question(record, version=version, own=OWN, on=on)
    title = version.words()[TITLE]
    return change_page_words(record, version=version, title=title, intro=BUILT_INTRO, on=on)


def _name_places(record: Session, school: School, *, on: date) -> None:
    for code, name in LOCAL_NAMES.items():
        rename_place(record, school=school, code=code, name=name, on=on)
    for name in LOCAL_PLACES:
        add_place(record, school=school, name=name, on=on)


def _set_up(record: Session, places: Mapping[str, WaveSchool], *, on: date) -> None:
    """Give one school class codes, and pause another."""
    add_class_codes(record, place=places[WITH_CLASSES], classes=read_classes(CLASSES), on=on)
    pause_place(record, place=places[PAUSED])
