"""A Microsoft Forms export on its way into a wave: what is matched, what is dropped, what is kept, and only once."""

import csv
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.columns import FormsProblem, Use
from surveys.definitions import BANK, add_survey
from surveys.editions import own_questions
from surveys.form_versions import match_for_import, version_for_import
from surveys.gias import import_schools, read_schools
from surveys.imports import WaveWanted, import_form
from surveys.migrations import upgrade
from surveys.msforms import match_form
from surveys.responses import Answer, Mode, Receipt, Response
from surveys.school_names import SchoolNames
from surveys.schools import schools
from surveys.sheets import Row, Sheet, read_sheet
from surveys.surveys import Survey, SurveyVersion, newest_version
from surveys.waves import Wave, add_wave, wave_named
from tests import make
from tests.databases import postgresql_database
from voice.database import make_engine, writing_session

SAMPLES = Path(__file__).parents[1] / "samples"
FORMS = SAMPLES / "forms.csv"
TODAY = date(2025, 1, 15)
SCHOOL = "Which school do you go to?"
FREE = "What makes school hard for you this term? – choose up to five – in pupils’ own words"


@pytest.fixture
def session(tmp_path, upgraded_record):
    path = tmp_path / "voice.db"
    shutil.copy(upgraded_record, path)
    yield from filled(f"sqlite:///{path}")


@pytest.fixture
def on_postgresql():
    with postgresql_database() as url:
        yield from filled(url)


def filled(url):
    engine = make_engine(url, make.SECRET)
    upgrade(engine)
    with writing_session(engine) as opened:
        import_schools(opened, read_schools(SAMPLES / "register.csv").rows)
        add_survey(opened, SAMPLES / "survey.toml", on=TODAY)
        opened.commit()
        yield opened
    engine.dispose()


def take(session: Session, file=FORMS, *, wave="Autumn", told=None, on=TODAY, skip_unknown=True, **wanted):
    version = version_for_import(session, slug="short", wave=wave)
    form = match_form(read_sheet(file), version, school_column=SCHOOL, told=told)
    names = SchoolNames(schools(session, with_closed=True))
    taken = import_form(
        session,
        form=form,
        names=names,
        wave=WaveWanted(name=wave, **wanted),
        secret="s" * 32,
        on=on,
        skip_unknown=skip_unknown,
    )
    session.commit()
    return form, taken


def changed(tmp_path, *, titles=None, rows=None, name="changed.csv"):
    """Write the sample again with other titles or rows."""
    with FORMS.open(encoding="cp1252", newline="") as source:
        lines = list(csv.reader(source))
    lines = [(titles or list)(lines[0]), *(rows or list)(lines[1:])]
    file = tmp_path / name
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    return file


def stored(session, code):
    return sorted(session.scalars(select(Answer.text).where(Answer.question_code == code)))


def test_columns_find_their_questions_and_the_rest_is_dropped_or_kept(session):
    form, _ = take(session)
    assert {column.title: column.target or column.use for column in form.columns} == {
        "Id": Use.NUMBER,
        "Start time": Use.DROPPED,
        "Completion time": Use.TIME,
        "Email": Use.DROPPED,
        "Name": Use.DROPPED,
        SCHOOL: Use.SCHOOL,
        "1. Which year are you in?": "year_group",
        "Your full name": Use.DROPPED,
        "I feel safe at school": "safe",
        "What makes school hard for you this term? – choose up to five": "hard",
        "Which of those matter most to you?": "top",
        "Corridors": "place.corridors",
        "Tell us more about what makes it hard": "more",
        "Tell us more about what makes it hard2": Use.OWN,
        "Which bus do you get?": Use.OWN,
        "Spare": Use.EMPTY,
        "Total points": Use.DROPPED,
        "Points - Which bus do you get?": Use.DROPPED,
    }


def test_rows_become_responses(session):
    _, taken = take(session)
    assert (taken.added, taken.empty, taken.unknown, taken.too_long) == (
        4,
        1,
        {"Somewhere Nobody Knows": [7]},
        1,
    )
    rows = session.execute(select(Response.week, Response.mode, Response.language)).all()
    assert set(map(tuple, rows)) == {(date(2024, 9, 30), Mode.IMPORTED, "en")}


def test_every_pick_is_read(session):
    take(session)
    picks = session.scalars(select(Response.picks)).all()
    assert {"year_group": ["Y8"], "safe": ["4"], "hard": ["none"]} in picks
    assert {"year_group": ["Y9"], "safe": ["3"], "hard": ["other", "bus"]} in picks
    assert {"year_group": ["Y8"]} in picks
    assert {
        "year_group": ["Y7"],
        "safe": ["5"],
        "hard": ["bus", "toilets"],
        "top": ["toilets", "bus"],
        "place.corridors": ["break", "lunch"],
        "place": ["corridors"],
    } in picks


def test_texts_are_kept_whole_and_unknown_questions_with_their_words(session):
    _, taken = take(session)
    version = wave_named(session, "Autumn").version
    assert own_questions(version) == {
        FREE: "own_1",
        "Tell us more about what makes it hard2": "own_2",
        "Which bus do you get?": "own_3",
    }
    assert stored(session, "own_1") == ["my rabbit died; it was sad"]
    assert stored(session, "own_2") == ["=1+1"]
    assert stored(session, "own_3") == ["471", "98"]
    assert stored(session, "more") == [
        "the 471 is always late",
        "“it’s ok”\nmostly, but this goes on for more than forty letters",
    ]
    assert taken.own == (FREE, "Tell us more about what makes it hard2", "Which bus do you get?")


def test_nothing_that_was_dropped_is_anywhere(session):
    take(session)
    everything = repr(session.execute(select(Response.picks, Response.week)).all()) + repr(
        session.scalars(select(Answer.text)).all()
    )
    for word in ("Wilf", "anonymous", "9:05", "9/30"):
        assert word not in everything
    assert {receipt.forget_on for receipt in session.scalars(select(Receipt))} == {date(2027, 1, 15)}


def test_the_same_file_again_adds_nothing(session, tmp_path):
    take(session)
    versions = session.scalar(select(func.count()).select_from(SurveyVersion))
    _, again = take(session)
    assert (again.added, again.repeated) == (0, 4)
    book = openpyxl.Workbook()
    for row in (read_sheet(FORMS).titles, *(row.cells for row in read_sheet(FORMS).rows)):
        book.active.append(row)
    for cell in book.active["N"]:
        cell.data_type = "s"
    book.save(tmp_path / "forms.xlsx")
    _, as_workbook = take(session, tmp_path / "forms.xlsx")
    assert (as_workbook.added, as_workbook.repeated) == (0, 4)
    assert session.scalar(select(func.count()).select_from(SurveyVersion)) == versions
    assert session.scalar(select(func.count()).select_from(Response)) == 4


@pytest.mark.postgresql
def test_postgresql_takes_a_file_once_as_well(on_postgresql):
    assert take(on_postgresql)[1].added == 4
    _, again = take(on_postgresql)
    assert (again.added, again.repeated) == (0, 4)
    assert stored(on_postgresql, "own_2") == ["=1+1"]


def test_a_later_export_adds_only_what_is_new(session, tmp_path):
    take(session)
    file = changed(
        tmp_path,
        rows=lambda rows: [*rows, ["7", "", "1/8/2025 9:00", "", "", "900001", "Year 7", *[""] * 11]],
    )
    _, later = take(session, file)
    assert (later.added, later.repeated) == (1, 4)


def test_rows_without_numbers_are_told_apart_by_what_they_say(session, tmp_path):
    file = changed(tmp_path, rows=lambda rows: [["", *row[1:]] for row in rows])
    assert take(session, file)[1].added == 4
    assert take(session, file)[1].added == 0


def test_files_of_several_forms_put_together_lose_nothing(session, tmp_path):
    file = changed(tmp_path, rows=lambda rows: [*rows[:5], ["1", *rows[1][1:]], ["2", *rows[2][1:]]])
    assert take(session, file)[1].added == 6
    assert take(session, file)[1].repeated == 6


def test_an_unknown_school_stops_everything(session):
    with pytest.raises(FormsProblem, match="“Somewhere Nobody Knows”: row 7"):
        take(session, skip_unknown=False)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Response)) == 0
    assert session.scalar(select(func.count()).select_from(Wave)) == 0


def test_a_wave_is_made_from_the_weeks_or_the_dates_given(session):
    take(session)
    made = wave_named(session, "Autumn")
    assert (made.opens_on, made.closes_on, made.is_open(TODAY)) == (
        date(2024, 9, 30),
        date(2024, 10, 6),
        False,
    )
    assert {place.school.urn for place in made.schools} == {"900001", "900005"}
    take(session, wave="Dated", opens_on=date(2024, 9, 2), closes_on=date(2024, 12, 20))
    assert wave_named(session, "Dated").closes_on == date(2024, 12, 20)
    with pytest.raises(FormsProblem, match="its dates stay"):
        take(session, wave="Dated", opens_on=date(2024, 9, 2))


def test_a_wave_of_this_week_is_closed_to_pupils(session):
    take(session, on=date(2024, 10, 2))
    assert not wave_named(session, "Autumn").is_open(date(2024, 10, 2))


def test_an_open_wave_is_not_given_questions_that_its_pupils_are_not_asked(session):
    every = schools(session)
    version = newest_version(session, "short")
    add_wave(
        session,
        name="Open",
        version=version,
        schools=every,
        opens_on=date(2025, 1, 1),
        closes_on=date(2025, 2, 1),
        on=date(2024, 12, 1),
    )
    with pytest.raises(FormsProblem, match="is not over"):
        take(session, wave="Open")


def test_editions_are_not_asked_of_pupils(session):
    before = newest_version(session, "short")
    take(session)
    assert newest_version(session, "short").id == before.id
    edition = wave_named(session, "Autumn").version
    assert edition.survey_id == before.survey_id
    assert edition.id != before.id
    assert edition.words()["hard.bus"] == before.words()["hard.bus"]
    assert [choice.code for choice in edition.question("hard").choices] == [
        choice.code for choice in before.question("hard").choices
    ]


def test_a_person_may_say_which_question_a_column_answers(session):
    form, _ = take(session, told={"Which bus do you get?": "more"})
    targets = {column.title: column.target for column in form.columns}
    assert targets["Which bus do you get?"] == "more"
    assert targets["Tell us more about what makes it hard"] is None
    for told, words in (
        ({"Nothing": "more"}, "There is no column"),
        ({"Spare": "nothing"}, "has no question"),
    ):
        with pytest.raises(FormsProblem, match=words):
            take(session, told=told)


def test_columns_may_be_kept_or_left(session):
    version = newest_version(session, "short")
    form = match_form(
        read_sheet(FORMS),
        version,
        school_column=SCHOOL,
        keep=["Your full name"],
        leave=["Which bus do you get?"],
    )
    uses = {column.title: column.use for column in form.columns}
    assert uses["Your full name"] is Use.OWN
    assert uses["Which bus do you get?"] is Use.LEFT


def test_a_statement_turned_round_is_not_the_same_question(session, tmp_path):
    file = changed(
        tmp_path, titles=lambda titles: [t.replace("I feel safe", "I do not feel safe") for t in titles]
    )
    form, _ = take(session, file)
    assert {column.title: column.use for column in form.columns}["I do not feel safe at school"] is Use.TICKS


def test_a_second_name_or_address_column_is_dropped_as_well(session, tmp_path):
    file = changed(
        tmp_path,
        titles=lambda titles: [{"Spare": "Name", "Which bus do you get?": "Email"}.get(t, t) for t in titles],
        rows=lambda rows: [[*row[:15], "Wilf", *row[16:]] for row in rows],
    )
    form, _ = take(session, file)
    uses = {column.title: column.use for column in form.columns}
    assert (uses["Name2"], uses["Email2"]) == (Use.DROPPED, Use.DROPPED)


def test_a_planned_wave_is_not_given_other_questions_either(session):
    version = newest_version(session, "short")
    later = {"opens_on": date(2025, 3, 1), "closes_on": date(2025, 4, 1)}
    add_wave(session, name="Later", version=version, schools=schools(session), on=date(2025, 2, 1), **later)
    with pytest.raises(FormsProblem, match="is not over"):
        take(session, wave="Later")


def test_addresses_are_dropped_whatever_their_column_is_called(session, tmp_path):
    file = changed(tmp_path, rows=lambda rows: [[*row[:15], "wilf@made.example", *row[16:]] for row in rows])
    form, _ = take(session, file)
    assert {column.title: column.use for column in form.columns}["Spare"] is Use.DROPPED


def test_a_row_with_too_many_cells_stops_everything(session, tmp_path):
    file = changed(tmp_path, rows=lambda rows: [*rows[:2], [*rows[2], "more"], *rows[3:]])
    with pytest.raises(FormsProblem, match="Row 4 has more cells"):
        take(session, file)


def test_a_file_without_known_schools_or_dates(session, tmp_path):
    nobody = changed(tmp_path, rows=lambda rows: rows[5:])
    with pytest.raises(FormsProblem, match="No row"):
        take(session, nobody)
    undated = changed(tmp_path, rows=lambda rows: [[row[0], "", "", *row[3:]] for row in rows])
    with pytest.raises(FormsProblem, match="--opens"):
        take(session, undated)
    _, taken = take(session, undated, opens_on=date(2024, 9, 4))
    assert (taken.undated, taken.added) == (4, 4)
    assert set(session.scalars(select(Response.week))) == {date(2024, 9, 2)}


def test_a_wave_of_another_survey_is_refused(session):
    take(session)
    with pytest.raises(FormsProblem, match="asks the survey “short”"):
        version_for_import(session, slug="other", wave="Autumn")
    with pytest.raises(FormsProblem, match="no survey “other”"):
        version_for_import(session, slug="other", wave="New")


def asked_elsewhere(tmp_path, *titles):
    """Write an export with two pupils’ answers to these questions of the bank."""
    answers = {
        "Which year are you in?": ("Year 8", "Year 9"),
        "I feel safe at school.": ("Agree a bit", "Disagree a lot"),
        "My lessons are the right level for me.": ("Agree a lot", "Disagree a bit"),
        "How often do you get to school late?": ("Never", "Often"),
        "What does your school do well?": ("the art room", "nothing much"),
    }
    file = tmp_path / "elsewhere.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Id", "Completion time", SCHOOL, *titles])
        for number in (0, 1):
            answered = (answers[title][number] for title in titles)
            writer.writerow([str(number + 1), "10/2/2024 9:05", "900001", *answered])
    return file


def take_elsewhere(session, file, **how):
    form = match_for_import(
        session, read_sheet(file), slug="secondary", wave="Elsewhere", on=TODAY, school_column=SCHOOL, **how
    )
    taken = import_form(
        session,
        form=form,
        names=SchoolNames(schools(session, with_closed=True)),
        wave=WaveWanted(name="Elsewhere"),
        secret="s" * 32,
        on=TODAY,
    )
    session.commit()
    return form, taken


def slugs(session):
    return set(session.scalars(select(Survey.slug)))


def test_answers_to_spare_questions_are_kept_under_the_survey_in_full(session, tmp_path):
    core = add_survey(session, BANK / "secondary.toml", on=TODAY)
    file = asked_elsewhere(
        tmp_path,
        "Which year are you in?",
        "I feel safe at school.",
        "My lessons are the right level for me.",
        "How often do you get to school late?",
    )
    form, taken = take_elsewhere(session, file)
    assert form.version.survey.slug == "secondary-full"
    assert taken.wave.version.survey.slug == "secondary-full"
    picks = session.scalars(select(Response.picks)).all()
    assert {"year_group": ["Y9"], "sch_safe": ["1"], "sch_level": ["2"], "att_late": ["4"]} in picks
    assert newest_version(session, "secondary").id == core.id
    _, again = take_elsewhere(session, file)
    assert (again.added, again.repeated) == (0, 2)


def test_a_form_without_spare_questions_makes_no_survey_in_full(session, tmp_path):
    add_survey(session, BANK / "secondary.toml", on=TODAY)
    before = slugs(session)
    file = asked_elsewhere(
        tmp_path, "Which year are you in?", "I feel safe at school.", "What does your school do well?"
    )
    form, taken = take_elsewhere(session, file)
    assert form.version.survey.slug == "secondary"
    assert taken.added == 2
    assert slugs(session) == before


def test_a_person_may_name_a_spare_question(session, tmp_path):
    add_survey(session, BANK / "secondary.toml", on=TODAY)
    file = asked_elsewhere(tmp_path, "Which year are you in?", "I feel safe at school.")
    form, _ = take_elsewhere(session, file, told={"I feel safe at school.": "sch_move"})
    assert form.version.survey.slug == "secondary-full"
    assert "sch_move" in {column.target for column in form.columns}


def test_a_survey_that_was_changed_since_has_no_spare_questions(session, tmp_path):
    version = add_survey(session, BANK / "secondary.toml", on=TODAY)
    version.digest = "0" * 64
    session.flush()
    file = asked_elsewhere(tmp_path, "Which year are you in?", "My lessons are the right level for me.")
    form, _ = take_elsewhere(session, file)
    assert form.version is version


@pytest.mark.parametrize("with_spare", [False, True])
def test_our_own_survey_is_matched_to_itself_word_for_word(session, with_spare):
    version = add_survey(session, BANK / "secondary.toml", on=TODAY, with_spare=with_spare)
    words = version.words()
    titles = ("School", *(words[question.code] for question in version.questions))
    form = match_form(
        Sheet(titles, (Row(2, ("x",) * len(titles)),)),
        version,
        school_column="School",
        told={
            words[question.code]: question.code for question in version.questions if question.kind != "text"
        },
    )
    assert [column.target for column in form.columns[1:]] == [question.code for question in version.questions]
