"""Translations: what each language has of a survey, and putting a string right everywhere at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from surveys.definitions import BANK, add_frame, add_survey, bank_words, drafts
from surveys.editions import copy_version
from surveys.languages import LANGUAGES
from surveys.page_words import page_words
from surveys.questions import Wording, WordingStatus
from surveys.strings import strings_of
from surveys.surveys import Survey, SurveyVersion, Variant
from surveys.translating import (
    DRAFT,
    Check,
    TranslationProblem,
    check_of,
    check_translation,
    placeholders,
    tidy_translation,
)
from surveys.translations import (
    Change,
    drafts_in_use,
    one_translated,
    progress,
    put_one_right,
    put_right,
    set_audio,
    translated,
)
from tests import make

TODAY = date.today()
CHECKED = Check(WordingStatus.CHECKED, "Zofia Nowak", TODAY)
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture
def version(record):
    return make.version(record)


def right(record, version, key, text, check=CHECKED, language="pl"):
    put_one_right(
        record,
        language=language,
        one=one_translated(record, version=version, language=language, key=key),
        text=text,
        check=check,
        on=TODAY,
    )


def test_every_string_a_pupil_reads_stands_once_and_in_the_order_they_meet_it(record, version):
    strings = strings_of(record, version)
    keys = [one.key for one in strings]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(page_words(record, version_id=version.id, language="en"))
    places = {one.key: one.where for one in strings}
    assert places["year_group.hint"] == "Question 1, hint"
    assert places["hot_place.lessons"].endswith(", time")
    assert places["agree.5"] == "Scale of agreeing"
    assert places["help.call"] == "“Get help now”"
    assert "Elsewhere" not in places.values()
    assert keys.index("bar_pick") < keys.index("bar_pick.bullying") < keys.index("page.title")
    assert keys.index("page.title") < keys.index("page.send") < keys.index("start.title")


def test_the_drafts_that_ship_are_all_drafts(record, version):
    for code, done in progress(record, version).items():
        assert done.language is LANGUAGES[code]
        assert done.drafts == len(strings_of(record, version))
        assert (done.missing, done.checked, done.recorded) == (0, 0, 0)
    assert list(drafts_in_use(record, version)) == OTHERS


def test_what_is_checked_is_counted_and_says_by_whom_and_when(record, version):
    right(record, version, "page.send", "Wyślij moje odpowiedzi")
    done = progress(record, version)["pl"]
    assert (done.checked, done.drafts) == (1, len(strings_of(record, version)) - 1)
    one = one_translated(record, version=version, language="pl", key="page.send")
    assert (one.state, one.check) == ("checked", CHECKED)
    assert progress(record, version)["ur"].checked == 0


def test_a_language_that_speakers_have_checked_through_is_no_draft_any_more(record, version):
    changes = [
        Change(one.string.key, one.string.english, one.text, CHECKED)
        for one in translated(record, version=version, language="pl")
    ]
    put_right(record, language="pl", changes=changes, on=TODAY)
    assert progress(record, version)["pl"].is_done
    assert "pl" not in drafts_in_use(record, version)


def test_a_string_without_words_is_missing_and_pupils_read_english(record, version):
    record.execute(delete(Wording).where(Wording.language == "pl", Wording.key == "bar_pick"))
    one = one_translated(record, version=version, language="pl", key="bar_pick")
    assert (one.state, one.text) == ("missing", "")
    assert progress(record, version)["pl"].missing == 1
    assert page_words(record, version_id=version.id, language="pl").said("bar_pick").is_english
    right(record, version, "bar_pick", "Co utrudnia chodzenie do szkoły?", DRAFT)
    said = page_words(record, version_id=version.id, language="pl").said("bar_pick")
    assert (said.text, said.is_english) == ("Co utrudnia chodzenie do szkoły?", False)


def test_a_string_is_put_right_in_every_survey_that_says_the_same(record, version):
    same, reworded = copy_version(version), copy_version(version)
    for number, copy in enumerate((same, reworded), start=2):
        copy.number, copy.made_on, copy.digest = number, TODAY, str(number)
    english = next(w for w in reworded.wordings if (w.key, w.language) == ("bar_pick", "en"))
    english.text = "What else is hard?"
    record.add_all([same, reworded])
    record.flush()
    before = {one.id: one.words_edition for one in (version, same, reworded)}
    right(record, version, "bar_pick", "Co jest trudne?")
    assert one_translated(record, version=same, language="pl", key="bar_pick").text == "Co jest trudne?"
    other = one_translated(record, version=reworded, language="pl", key="bar_pick")
    assert (other.text, other.state) == (drafts()["pl"]["bar_pick"], "draft")
    record.expire_all()
    assert same.words_edition == before[same.id] + 1
    assert version.words_edition == before[version.id] + 1
    assert reworded.words_edition == before[reworded.id]


def test_a_shared_string_has_every_page_drawn_anew(record, version):
    other = add_survey(record, BANK / "secondary.toml", on=TODAY, with_spare=True)
    before = {one.id: one.words_edition for one in (version, other)}
    right(record, version, "start.go", "Zaczynamy")
    record.expire_all()
    assert {one.id: one.words_edition for one in (version, other)} == {
        key: edition + 1 for key, edition in before.items()
    }
    assert page_words(record, version_id=None, language="pl")["start.go"] == "Zaczynamy"


def test_shared_words_are_taken_into_the_record_when_they_are_needed(record, version):
    frame = record.scalars(select(SurveyVersion).join(Survey).where(Survey.variant == Variant.FRAME)).one()
    record.delete(frame)
    record.flush()
    assert one_translated(record, version=version, language="pl", key="start.go").state == "missing"
    right(record, version, "start.go", "Zaczynamy")
    assert page_words(record, version_id=None, language="pl")["start.go"] == "Zaczynamy"
    assert one_translated(record, version=version, language="pl", key="start.title").state == "draft"


def test_english_never_changes_and_a_wave_in_use_may_be_put_right(record):
    version = make.wave(record).version
    before = [(one.key, one.english) for one in strings_of(record, version)]
    right(record, version, "page.send", "Wyślij")
    assert [(one.key, one.english) for one in strings_of(record, version)] == before
    assert page_words(record, version_id=version.id, language="pl")["page.send"] == "Wyślij"


def test_a_recording_goes_with_the_words_it_says(record, version):
    def one():
        return one_translated(record, version=version, language="pl", key="page.send")

    set_audio(record, language="pl", one=one(), file="a.mp3")
    assert one().audio == "a.mp3"
    assert progress(record, version)["pl"].recorded == 1
    right(record, version, "page.send", one().text)
    assert one().audio == "a.mp3"  # checked now, and the words are the same
    right(record, version, "page.send", "Wyślij")
    assert one().audio is None


def test_a_release_with_other_shared_words_keeps_what_people_have_done(record, version):
    right(record, version, "start.go", "Zaczynamy")
    frame = add_frame(record, on=TODAY)
    frame.digest = "of an older release"
    record.flush()
    newer = add_frame(record, on=TODAY)
    assert newer.id != frame.id
    one = one_translated(record, version=version, language="pl", key="start.go")
    assert (one.text, one.check) == ("Zaczynamy", CHECKED)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Pytanie {n}", "Keep {total} as it stands"),
        ("Pytanie {n} z {total} i {m}", "Take out {m}"),
        ("Pytanie {n} z {total} {", "single curly bracket"),
        ("Pytanie {n} z {total} } {", "single curly bracket"),
        ("{n} {total} " + "długie " * 30, "Shorten it"),
        ("Pytanie \u202e{n} z {total}", "nobody can see"),
        ("Pytanie\x07 {n} z {total}", "nobody can see"),
        ("Pytanie {n} z {total}\U000e0041", "nobody can see"),
        ("Pytanie {n} z {total} \ud800", "nobody can see"),
        ("Питання {n} з {total}", "letters of Polish"),
        ("Pyta?ie {n} z {total}", "Letters were lost"),
        ("Pytanie {n} z {total} \ufffd", "Letters were lost"),
        ("#NAME? {n} {total}", "shows an error"),
        ("–", "in words"),
        ("", "in words"),
    ],
)
def test_what_cannot_stand_for_the_english_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(TranslationProblem, match=r"\.$") as refused:
        check_translation(text, english="Question {n} of {total}", language="pl")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(("language", "text"), [("ur", "Wyślij"), ("pa", "Надіслати"), ("uk", "ارسال")])
def test_the_wrong_language_is_told_by_its_letters(language, text):
    with pytest.raises(TranslationProblem, match=LANGUAGES[language].name):
        check_translation(text, english="Send my answers", language=language)


def test_a_name_may_stay_as_it_is():
    for language in OTHERS:
        check_translation("Voice", english="Voice", language=language)


def test_every_draft_that_ships_may_be_typed_in_again():
    english = bank_words()
    for language, texts in drafts().items():
        for key, text in texts.items():
            assert tidy_translation(text) == text
            check_translation(text, english=english[key], language=language)


@given(st.text(max_size=60))
def test_any_text_is_taken_as_it_is_or_refused(text):
    tidied = tidy_translation(text)
    assert tidy_translation(tidied) == tidied
    try:
        check_translation(tidied, english="Which year are you in?", language="ro")
    except TranslationProblem:
        return
    assert not placeholders(tidied)
    assert "\n" not in tidied


@pytest.mark.parametrize(
    ("status", "by", "on", "sentence"),
    [
        ("checked", "", TODAY, "Write who checked it"),
        ("checked", "\u202e 12", TODAY, "Write who checked it"),
        ("checked", "x" * 201, TODAY, "Write who checked it"),
        ("checked", "Zofia Nowak", None, "Write the day"),
        ("checked", "Zofia Nowak", TODAY + timedelta(days=1), "has not come yet"),
    ],
)
def test_a_check_needs_a_name_and_a_day(status, by, on, sentence):
    with pytest.raises(TranslationProblem, match=sentence):
        check_of(status, by, on, today=TODAY)


def test_a_draft_needs_nothing_and_keeps_no_name():
    assert check_of("draft", "Zofia Nowak", TODAY, today=TODAY) == DRAFT
    assert check_of("checked", " Zofia  Nowak ", TODAY, today=TODAY) == CHECKED
