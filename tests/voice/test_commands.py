"""The terminal: what people are told, what is stored, and that a wrong file never leaves a trace."""

import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from surveys.base import Base
from surveys.known_names import KnownName
from surveys.responses import Response
from surveys.schools import School
from surveys.waves import Wave
from surveys.workers import Worker
from voice import create_app
from voice.database import engine_of
from voice.settings import Settings

SAMPLES = Path(__file__).parents[1] / "samples"
FORMS = (
    "wave", "import-forms", SAMPLES / "forms.csv", "--survey", "short", "--wave", "Autumn",
    "--school-column", "Which school do you go to?",
)  # fmt: skip


class Terminal:
    """Runs commands on an empty database of its own."""

    def __init__(self, folder: Path) -> None:
        self.app = create_app(Settings(secret_key="s" * 40, data=folder, secure_cookies=False))

    def run(self, *words, expect=0, typed=None):
        done = self.app.test_cli_runner().invoke(args=[str(word) for word in words], input=typed)
        assert done.exit_code == expect, done.output
        assert "Traceback" not in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.output

    def count(self, table):
        with Session(engine_of(self.app)) as session:
            return session.scalar(select(func.count()).select_from(table))

    def everything(self):
        with engine_of(self.app).connect() as connection:
            return {
                table.name: connection.execute(select(table)).all() for table in Base.metadata.sorted_tables
            }


@pytest.fixture
def bare(tmp_path):
    made = Terminal(tmp_path / "data")
    yield made
    engine_of(made.app).dispose()


@pytest.fixture
def terminal(bare, upgraded_record, tmp_path):
    """A database that was set up; that `database upgrade` sets it up is a test of its own."""
    shutil.copy(upgraded_record, tmp_path / "data" / "voice.db")
    return bare


@pytest.fixture
def filled(terminal):
    terminal.run("school", "import", SAMPLES / "register.csv")
    terminal.run("survey", "add", SAMPLES / "survey.toml")
    return terminal


def test_a_database_that_was_never_set_up(bare):
    assert "flask database upgrade" in bare.run("survey", "add", "secondary", expect=1)
    assert "differ" in bare.run("database", "check", expect=1)


def test_upgrade_and_check(bare):
    bare.run("database", "upgrade")
    assert "what the record needs" in bare.run("database", "check")


def test_importing_schools_tells_what_was_done(terminal):
    told = terminal.run("school", "import", SAMPLES / "register.csv")
    assert "Schools added: 5." in told
    assert "Rows left out: 6." in told
    assert "Row 7, column URN: this is empty, and it is needed." in told
    assert "Unchanged: 5." in terminal.run("school", "import", SAMPLES / "register.csv")


def test_all_or_nothing(terminal):
    told = terminal.run("school", "import", SAMPLES / "register.csv", "--all-or-nothing", expect=1)
    assert "Nothing was taken in." in told
    assert "Row 12, column URN" in told
    assert terminal.count(School) == 0


def test_a_survey_of_the_bank_or_of_a_file(terminal):
    assert "version 1" in terminal.run("survey", "add", "secondary")
    assert "version 1" in terminal.run("survey", "add", "secondary")
    assert "version 1, 6 questions" in terminal.run("survey", "add", SAMPLES / "survey.toml")
    for wrong in ("nothing", SAMPLES / "forms.csv", SAMPLES):
        assert "not a survey" in terminal.run("survey", "add", wrong, expect=1)


@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("pulse", 7),
        ("not-in-school", 8),
        ("not_in_school", 8),
        ("Not in school", 8),
        ("primary", 14),
        ("symbol", 10),
    ],
)
def test_every_survey_of_the_bank_goes_by_its_name(terminal, name, questions):
    assert f"version 1, {questions} questions" in terminal.run("survey", "add", name)


def test_a_survey_in_full_and_what_is_no_survey(terminal):
    assert "in full: version 1, 37 questions" in terminal.run("survey", "add", "secondary", "--in-full")
    for wrong in ("frame", "bullying", "modules", ""):
        told = terminal.run("survey", "add", wrong, expect=1)
        assert "It has: not-in-school, primary, pulse, secondary, symbol." in told


def test_a_wave_prints_a_code_for_each_school(filled):
    wave = ("wave", "add", "--survey", "short", "--opens", "2025-09-01", "--closes", "2025-09-19", "--name")
    told = filled.run(*wave, "Autumn", "--all-secondary").splitlines()
    assert [line.split("  ")[0] for line in told] == ["900005", "900001"]
    assert len(told[0].split("  ")[1]) == 9
    assert "900002" in filled.run(*wave, "Special", "--urn", "900002")
    assert "already a wave" in filled.run(*wave, "Autumn", "--urn", "900001", expect=1)
    assert "no school with URN 1" in filled.run(*wave, "B", "--urn", "1", expect=1)
    assert "has closed" in filled.run(*wave, "C", "--urn", "900003", expect=1)
    assert "at least one school" in filled.run(*wave, "D", expect=1)
    assert "no survey" in filled.run(
        *[w if w != "short" else "long" for w in wave], "E", "--urn", "900001", expect=1
    )


def test_a_wave_of_today_is_refused_without_cover_and_takes_hours_and_tickets(filled):
    today, later = date.today(), date.today() + timedelta(days=30)
    wave = ("wave", "add", "--survey", "short", "--urn", "900001", "--closes", later + timedelta(days=9))
    told = filled.run(*wave, "--opens", today, "--name", "Now", expect=1)
    assert "The wave cannot open yet." in told
    assert "Not every help line was checked" in told
    assert filled.count(Wave) == 0
    hours = ("--from", "08:30", "--until", "15:30", "--tickets")
    assert "900001" in filled.run(*wave, "--opens", later, "--name", "Later", *hours)
    wrong = ("--from", "15:30", "--until", "08:30")
    assert "close before it opens" in filled.run(*wave, "--opens", later, "--name", "Odd", *wrong, expect=1)
    assert "half past" in filled.run(
        *wave, "--opens", later, "--name", "Odd", "--from", "half past", expect=2
    )


def test_a_worker_is_added_with_a_hashed_password(filled):
    words = (
        "worker",
        "add",
        "--name",
        "Ada",
        "--email",
        "Ada@made.example",
        "--role",
        "lead",
        "--role",
        "reader",
    )
    secret = "a long enough phrase"
    assert "at least 12" in filled.run(*words, typed="short\nshort\n", expect=1)
    told = filled.run(*words, typed=f"{secret}\n{secret}\n")
    assert secret not in told
    with Session(engine_of(filled.app)) as session:
        ada = session.scalars(select(Worker)).one()
        assert ada.email == "ada@made.example"
        assert ada.password.startswith("$argon2id$")
        assert {role.value for role in ada.role_names} == {"lead", "reader"}
    assert "already" in filled.run(*words, typed=f"{secret}\n{secret}\n", expect=1)
    school = ("worker", "add", "--name", "Bo", "--role", "school", "--email")
    assert "--urn" in filled.run(*school, "bo@made.example", typed=f"{secret}\n{secret}\n", expect=1)
    assert "Bo" in filled.run(
        *school, "bo@made.example", "--urn", "900001", "--agency", "St Enid’s", typed=f"{secret}\n{secret}\n"
    )
    assert "not an e-mail address" in filled.run(*school, "bo", expect=1)


def test_themes_then_subgroups(terminal):
    assert "flask theme load" in terminal.run("subgroup", "add-first", expect=1)
    assert "Themes: " in terminal.run("theme", "load")
    assert terminal.run("subgroup", "add-first").splitlines() == ["Bullying", "Transport", "Periods"]


def test_forms_are_previewed_without_a_trace(filled):
    before = filled.everything()
    told = filled.run(*FORMS, "--skip-unknown", "--dry-run")
    assert filled.everything() == before
    assert (
        "  1. Which year are you in?\n    → year_group (99% sure)" in told
        or "→ year_group (100% sure)" in told
    )
    assert "  Your full name\n    → dropped" in told
    assert "Answers would be added to “Autumn”: 4." in told
    for dropped in ("Wilf", "anonymous", "9:05"):
        assert dropped not in told
    assert "St Enid’s High → St Enid’s High School (900001)" in told


def test_forms_are_taken_in_once(filled):
    told = filled.run(*FORMS, "--skip-unknown")
    assert "Answers added to “Autumn”: 4." in told
    assert "Dropped, and kept nowhere: Id; Start time; Completion time; Email; Name; Your full name;" in told
    assert "“Somewhere Nobody Knows” is no school we know: row 7." in told
    assert "Kept as open questions: " in told
    assert "Dates were read month first" in told
    again = filled.run(*FORMS, "--skip-unknown")
    assert "Answers added to “Autumn”: 0." in again
    assert "Taken in before, and not again: 4." in again
    assert filled.count(Response) == 4


def test_an_unknown_school_stops_the_import_until_it_is_explained(filled, tmp_path):
    told = filled.run(*FORMS, expect=1)
    assert "“Somewhere Nobody Knows”: row 7" in told
    assert (filled.count(Response), filled.count(Wave)) == (0, 0)
    explained = tmp_path / "map.csv"
    explained.write_text("answer,URN\nSomewhere Nobody Knows,900004\n")
    assert "added to “Autumn”: 5." in filled.run(*FORMS, "--school-map", explained)
    explained.write_text("answer,URN\nSomewhere,1\n")
    assert "map.csv, row 2" in filled.run(*FORMS, "--school-map", explained, expect=1)


def test_words_that_name_no_column_survey_or_question(filled):
    column = [*FORMS[:-1], "Academy"]
    assert "There is no column “Academy”" in filled.run(*column, expect=1)
    survey = [word if word != "short" else "long" for word in FORMS]
    assert "There is no survey “long”" in filled.run(*survey, expect=1)
    assert "no question “what”" in filled.run(*FORMS, "--match", "Spare", "what", expect=1)


def wrong_files(folder):
    folder.mkdir()
    files = {
        "table.csv": b"name,score\nAda,3\n",
        "picture.csv": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 50,
        "empty.csv": b"",
        "unicode.csv": "URN,b\n1,2\n".encode("utf-16"),
        "nonsense.csv": random.Random(2).randbytes(1_000_000) * 51,
        "zip.xlsx": b"PK\x03\x04 nothing",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder, folder / "gone.csv", *(folder / name for name in files)]


def test_wrong_files_leave_no_trace(filled, tmp_path):
    before = filled.everything()
    for file in wrong_files(tmp_path / "sent"):
        for words in (("school", "import", file), (*FORMS[:2], file, *FORMS[3:])):
            told = filled.run(*words, expect=1)
            assert told.startswith("Error: "), told
            assert len(told.strip().splitlines()) == 1, told
    assert filled.everything() == before


def test_a_first_wave_of_a_whole_authority_fits_in_one_import(filled, tmp_path):
    """2,400 rows with 30 columns, in under 20 seconds of one processor (it takes about four)."""
    draw = random.Random(3)
    titles = ["Id", "Completion time", "Email", "School", "Which year are you in?", "I feel safe at school",
              "What makes school hard for you this term?", "Tell us more about what makes it hard"]  # fmt: skip
    titles += [f"A question of their own {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUV"]
    lines = ["\t".join(titles)]
    for number in range(2_400):
        own = [draw.choice(["", f"words {number} {letter}"]) for letter in "ABCDEFGHIJKLMNOPQRSTUV"]
        hard = ";".join(
            draw.sample(["Buses, trams or the way here", "Lessons that feel boring", f"mine {number}"], 2)
        )
        lines.append("\t".join([str(number), "9/30/2024 9:00", "x@y.example", draw.choice(["900001", "900005"]),
                                f"Year {draw.choice('789')}", "Agree", f"{hard};", f"text {number}", *own]))  # fmt: skip
    file = tmp_path / "big.csv"
    file.write_text("\n".join(lines))
    began = process_time()
    told = filled.run(
        "wave", "import-forms", file, "--survey", "short", "--wave", "Big", "--school-column", "School"
    )
    assert process_time() - began < 20
    assert "Answers added to “Big”: 2,400." in told
    assert filled.count(Response) == 2_400


def test_names_are_taken_in_once_and_what_came_of_it_is_told(bare, tmp_path):
    bare.run("database", "upgrade")
    file = tmp_path / "names.csv"
    file.write_text("Rank,Name,Count\n1,Ada,40\n2,Zoë,25\n3,Bo,2\n", encoding="utf-8")
    told = bare.run("names", "import", file)
    assert "Names taken in: 2, from “names”. Known before: 0." in told
    assert "Left out because fewer than 20 babies got them: 1." in told
    assert "Names taken in: 0, from “names”. Known before: 2." in bare.run("names", "import", file)
    assert "Names taken in: 1" in bare.run("names", "import", file, "--least", 2)
    assert "Names taken in: 3" in bare.run("names", "import", file, "--least", 1, "--surnames")
    assert bare.count(KnownName) == 6


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Rank,Count\n1,2\n", "names.csv has no column titled “Name”."),
        ("Name,Count\nAda,many\n", "sheet “names”, row 2: “many” is not a number of births."),
        ("Name,Count\nAda,2\n", "names.csv has no name that 20 babies or more got. Nothing was taken in."),
        ("", "names.csv is empty."),
    ],
)
def test_a_file_without_names_is_refused_in_a_sentence(bare, tmp_path, text, sentence):
    file = tmp_path / "names.csv"
    file.write_text(text, encoding="utf-8")
    assert sentence in bare.run("names", "import", file, expect=1)
    assert "There is no file" in bare.run("names", "import", tmp_path / "none.csv", expect=1)
