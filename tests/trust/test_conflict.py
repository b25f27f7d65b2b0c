"""What names a school’s head or safeguarding lead reaches the authority alone: no page, notice or log says it to others."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from surveys.concerns import Concern
from surveys.cover import confirm_cover
from surveys.workers import Role
from tests import make
from tests.pages import Visitor
from tests.surveys.raising import london
from voice.clock import tick

URN, OTHER = "900001", "900002"
AT_HOME = "my uncle hits me and i dont want to go home"
OF_THE_HEAD = "mr thackeray touched me and told me not to tell anyone"
OF_THE_LEAD = "i told miss penhale i want to kill myself and she laughed"
TEXTS = (AT_HOME, OF_THE_HEAD, OF_THE_LEAD)
WHO = {
    "lead of the school": (Role.SAFEGUARDING_LEAD, URN),
    "deputy of the school": (Role.SAFEGUARDING_LEAD, URN),
    "lead of another school": (Role.SAFEGUARDING_LEAD, OTHER),
    "duty officer": (Role.SAFEGUARDING_LEAD, None),
    "school": (Role.SCHOOL, URN),
    "authority’s lead": (Role.LEAD, None),
    "youth worker": (Role.YOUTH_WORKER, None),
    "subgroup member": (Role.SUBGROUP_MEMBER, None),
}
MAY_SEE = {
    "lead of the school": {AT_HOME},
    "deputy of the school": {AT_HOME},
    "duty officer": set(TEXTS),
}


@pytest.fixture
def people(record):
    """Everybody of ``WHO``, by what they are, and their addresses."""
    school, other = make.school(record, urn=URN, name="Brook Lane"), make.school(record, urn=OTHER)
    school.head = "Mr R Thackeray"
    workers = {who: make.worker(record, role, urn=urn, name=f"The {who}") for who, (role, urn) in WHO.items()}
    wave = make.wave_in(record, school, other)
    confirm_cover(
        record,
        school=school,
        lead_name="Marsha Penhale",
        deputy_name="Suhail Rahmani",
        worker=workers["authority’s lead"],
        on=make.TODAY,
    )
    make.responses(record, wave.schools[0] if wave.schools[0].school is school else wave.schools[1], *TEXTS)
    record.commit()
    return workers


@pytest.fixture
def folder(app, tmp_path):
    before = app.extensions["voice_settings"]
    app.extensions["voice_settings"] = replace(before, mail_folder=tmp_path / "mail")
    yield tmp_path / "mail"
    app.extensions["voice_settings"] = before


@pytest.fixture
def cases(app, people, folder, record):
    """The key of each case by its words, an hour after they came: everything was escalated."""
    for clock in ("10:00", "10:15", "10:30", "11:00"):
        tick(app, at=london(3, clock))
    found = {concern.text: concern.id for concern in record.scalars(select(Concern))}
    assert set(found) == set(TEXTS)
    record.rollback()
    return found


def visitors(app, people, record):
    for who, worker in people.items():
        visitor = Visitor(app)
        visitor.sign_in(worker)
        record.rollback()
        yield who, visitor


def test_each_sees_what_is_theirs_and_nothing_else(app, people, cases, record):
    for who, visitor in visitors(app, people, record):
        seen = set()
        for words, key in cases.items():
            page = visitor.post(f"/concerns/{key}/words", form_on="/privacy")
            if page.status == 200:
                seen.add(page.soup.blockquote.text)
            else:
                assert page.status in (403, 404), (who, words)
                assert words not in page.response.text
        assert seen == MAY_SEE.get(who, set()), who


def test_no_page_that_is_only_looked_at_holds_a_word_of_them(app, people, cases, record):
    for who, visitor in visitors(app, people, record):
        paths = [
            rule.rule
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and not rule.arguments
        ]
        for path in [*paths, *(f"/concerns/{key}" for key in cases.values())]:
            page = visitor.get(path)
            assert not any(words in page.response.text for words in TEXTS), (who, path)


def test_the_school_cannot_tell_that_there_is_a_case_about_its_staff(app, people, cases, record):
    numbers = {concern.text: concern.number for concern in record.scalars(select(Concern))}
    record.rollback()
    for who, visitor in visitors(app, people, record):
        listed = visitor.get("/concerns").response.text
        assert {words for words, number in numbers.items() if number in listed} == MAY_SEE.get(who, set()), (
            who
        )
        if who.endswith("of the school"):
            assert "<strong>1</strong> not yet seen" in visitor.get("/staff").response.text


def test_notices_go_to_those_who_may_see_it_and_hold_nothing(people, cases, folder, record):
    letters = [letter.read_text() for letter in folder.iterdir()]
    for letter in letters:
        assert not any(
            words in letter for words in (*TEXTS, "Brook", "Thackeray", "Penhale", *cases.values())
        )
    count = {who: sum(worker.email in letter for letter in letters) for who, worker in people.items()}
    # Told at once and at 15, 30 and 60 minutes, each time in one letter, whether of one case or of three. The
    # authority’s lead learns of the three escalations.
    assert count == {
        "lead of the school": 4,
        "deputy of the school": 4,
        "lead of another school": 0,
        "duty officer": 4,
        "school": 0,
        "authority’s lead": 3,
        "youth worker": 0,
        "subgroup member": 0,
    }
