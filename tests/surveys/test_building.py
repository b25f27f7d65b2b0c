"""Building: a survey of one’s own from the bank, changed without ever changing what a wave has used."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from surveys import definitions
from surveys.arranging import add_from_bank, move_down, move_question, move_up, offers_left, remove_question
from surveys.authoring import (
    LONGEST_CHOICE,
    LONGEST_QUESTION,
    MOST_CHOICES,
    OWN_KINDS,
    Own,
    add_own_question,
    reword_question,
)
from surveys.building import (
    INTRO,
    TITLE,
    change_modules,
    change_page_words,
    modules_of,
    rename_survey,
    start_survey,
)
from surveys.definitions import BANK, add_survey
from surveys.editions import with_own_questions
from surveys.kinds import prepare
from surveys.offers import modules, needed_by, offers_for, variants
from surveys.questions import Choice, Kind, Question, Wording, WordingStatus
from surveys.revising import BuildingProblem, SurveyChanged, is_fixed, version_to_change, waves_using
from surveys.surveys import Survey, SurveyVersion, Variant, choice_key, newest_version
from surveys.waves import Wave
from tests import make

TODAY = date(2026, 11, 23)
HOSTILE = {
    "control and bidi signs": "Do you\u202e like\x07 your\u2066 scho\u200bol?",
    "markup": "<script>alert(1)</script> Do you like <b>lunch</b>?",
    "emoji": "Do you like lunch? 🍏👩‍🏫",
    "half a sign": "Do you like lunch\ud800?",
    "braces": "Do you like {lunch} {most} %(n)s {{ 7 * 7 }}?",
}


@pytest.fixture(autouse=True)
def one_language(monkeypatch, records_made_beforehand):
    """Translations of one language stand for all: with eight, each survey takes four times as long to build.

    The records that all tests start from must not be made under this; so they are made first.
    """
    polish = {"pl": definitions.drafts()["pl"]}
    monkeypatch.setattr(definitions, "drafts", lambda: polish)


def start(record, *modules, name="Spring survey", variant=Variant.SECONDARY):
    return start_survey(record, name=name, variant=variant, modules=modules, on=TODAY)


def use(record, version):
    """Have a wave ask a version."""
    opens = TODAY + timedelta(days=10)
    wave = Wave(name=f"Wave of {version.id}", version=version, opens_on=opens, closes_on=opens)
    record.add(wave)
    record.flush()
    return wave


def codes(version):
    return [question.code for question in version.questions]


def check_valid(version):
    """A page can be drawn of it and a form of it read: everything has words, and nothing hangs on what is not asked."""
    words = version.words()
    assert [question.position for question in version.questions] == list(range(len(version.questions)))
    assert len(set(codes(version))) == len(codes(version))
    for place, question in enumerate(version.questions):
        assert words[question.code]
        assert words[f"section.{question.section}"]
        assert all(words[choice_key(question, choice)] for choice in question.choices)
        for code in needed_by(question.picks_of, question.only_if):
            assert code in codes(version)[:place]
    keys = [(wording.key, wording.language) for wording in version.wordings]
    assert len(keys) == len(set(keys))
    assert prepare(version.questions).keys() == set(codes(version))


def everything(record):
    """Return all that a survey is made of, to see that nothing was half stored."""
    tables = (Survey, SurveyVersion, Question, Choice, Wording)
    return [record.scalar(select(func.count()).select_from(table)) for table in tables]


@pytest.mark.parametrize("variant", variants())
def test_a_survey_starts_from_each_variant_of_the_bank(record, variant):
    version = start(record, variant=variant)
    check_valid(version)
    own = [row["code"] for row in variants()[variant].questions if not row.get("spare", False)]
    assert codes(version) == own
    assert (version.number, version.survey.variant) == (1, variant)


def test_modules_come_before_what_would_help(record):
    version = start(record, "bullying", "transport")
    check_valid(version)
    sections = list(dict.fromkeys(question.section for question in version.questions))
    assert sections.index("bullying") < sections.index("transport") < sections.index("help")
    assert modules_of(version) == {"bullying", "transport"}


def test_every_module_fits_at_once(record):
    check_valid(start(record, *modules()))


def test_the_address_is_made_from_the_name_and_is_its_own(record):
    assert start(record, name="Being in school, Spring 2027!").survey.slug == "being-in-school-spring-2027"
    assert start(record, name="Being in school: spring 2027").survey.slug == "being-in-school-spring-2027-2"
    assert start(record, name="مدرسة").survey.slug == "survey"
    # The bank’s own address would take this survey’s place when a newer file comes in; “new” is a page.
    assert start(record, name="Secondary").survey.slug == "secondary-2"
    assert start(record, name="New").survey.slug == "new-2"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("  ", "Write the name"),
        ("🎉", "in words"),
        ("x" * 201, "200 letters"),
        ("SPRING survey", "already a survey"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_a_sentence(record, name, says):
    start(record)
    before = everything(record)
    with pytest.raises(BuildingProblem, match=says):
        start(record, name=name)
    assert everything(record) == before


def test_a_variant_or_module_that_is_not_in_the_bank_is_refused(record):
    with pytest.raises(BuildingProblem, match="start from"):
        start(record, variant=Variant.FRAME)
    with pytest.raises(BuildingProblem, match="modules from the list"):
        start(record, "magic")


def test_a_version_that_no_wave_uses_is_changed_in_place(record):
    version = start(record)
    changed = remove_question(record, version=version, code="good_text", on=TODAY)
    assert changed is version
    assert version.number == 1
    assert "good_text" not in codes(version)
    assert "good_text" not in version.words()
    check_valid(version)


def test_a_version_that_a_wave_uses_is_never_changed(record):
    version = start(record, "bullying")
    use(record, version)
    before = [(q.code, q.position, q.section) for q in version.questions], version.words(), version.digest
    second = remove_question(record, version=version, code="good_text", on=TODAY)
    second = move_up(record, version=second, code="help_head", on=TODAY)
    second = change_page_words(record, version=second, title="How is school?", intro="Tell us.", on=TODAY)
    second = change_modules(record, version=second, modules=[], on=TODAY)
    record.expire_all()
    after = [(q.code, q.position, q.section) for q in version.questions], version.words(), version.digest
    assert after == before
    assert (second.number, second.survey) == (2, version.survey)  # one new version, not one for each change
    assert newest_version(record, version.survey.slug) is second
    assert set(codes(second)) < set(codes(version))  # what is asked again keeps its code
    check_valid(second)


@pytest.mark.parametrize("variant", variants())
def test_it_is_still_known_as_built_here_when_it_is_read_again(record, variant):
    version = start(record, variant=variant)
    record.commit()
    record.expire_all()
    assert not is_fixed(record, version)


def test_a_survey_that_came_as_a_file_is_copied_before_it_is_changed(record):
    version = add_survey(record, BANK / "secondary.toml", on=TODAY)
    assert is_fixed(record, version)
    changed = remove_question(record, version=version, code="good_text", on=TODAY)
    assert changed is not version
    assert not is_fixed(record, changed)
    assert add_survey(record, BANK / "secondary.toml", on=TODAY) is version  # the file still finds its own


def test_the_second_of_two_leads_is_told_and_changes_nothing(record):
    version = start(record)
    seen = version.digest
    remove_question(record, version=version, code="good_text", on=TODAY)
    with pytest.raises(SurveyChanged, match="Somebody else changed this survey"):
        version_to_change(record, slug=version.survey.slug, stamp=seen)
    assert version_to_change(record, slug=version.survey.slug, stamp=version.digest) is version


def test_the_waves_of_a_version_are_named(record):
    version = start(record)
    assert waves_using(record, version) == []
    wave = use(record, version)
    assert waves_using(record, version) == [wave.name]


def test_a_question_of_the_bank_comes_with_what_it_needs_and_with_its_translations(record):
    version = start(record)
    for code in ("hot_fix", "hot_place"):
        remove_question(record, version=version, code=code, on=TODAY)
    version, added = add_from_bank(record, version=version, codes=["hot_why"], on=TODAY)
    assert len(added) == 2
    assert codes(version).index("hot_place") < codes(version).index("hot_why")
    check_valid(version)
    languages = {wording.language for wording in version.wordings if wording.key == "hot_place"}
    drafted = {language for language, texts in definitions.drafts().items() if "hot_place" in texts}
    assert languages == {"en"} | drafted


def test_a_question_goes_beside_its_neighbours_in_the_bank(record):
    version, _ = add_from_bank(record, version=start(record), codes=["sch_move"], on=TODAY)
    assert codes(version)[codes(version).index("sch_move") - 1] == "sch_safe"
    assert version.question("sch_move").section == "school"


def test_a_question_of_a_module_comes_alone_with_its_gate(record):
    version, _ = add_from_bank(record, version=start(record), codes=["per_why"], on=TODAY)
    assert [code for code in codes(version) if code.startswith("per_")] == ["per_gate", "per_why"]
    check_valid(version)


def test_everything_the_bank_offers_can_be_added(record):
    version = start(record)
    version, _ = add_from_bank(record, version=version, codes=list(offers_left(version)), on=TODAY)
    check_valid(version)
    assert set(codes(version)) == set(offers_for(Variant.SECONDARY))
    assert not offers_left(version)


@pytest.mark.parametrize("wanted", [[], ["good_text"], ["made_up"]])
def test_what_is_asked_already_or_is_in_no_bank_is_not_added(record, wanted):
    version = start(record)
    with pytest.raises(BuildingProblem, match=r"Choose|choose"):
        add_from_bank(record, version=version, codes=wanted, on=TODAY)


@pytest.mark.parametrize(
    ("code", "says"),
    [("year_group", "the one answer"), ("bar_pick", "depends on"), ("made_up", "does not ask that question")],
)
def test_what_must_stay_is_not_removed(record, code, says):
    version = start(record)
    before = codes(version), version.digest
    with pytest.raises(BuildingProblem, match=says):
        remove_question(record, version=version, code=code, on=TODAY)
    assert (codes(version), version.digest) == before


def test_a_module_goes_whole_and_comes_back(record):
    version = start(record, "periods")
    assert "per_gate" in codes(version)
    version = change_modules(record, version=version, modules=["bullying"], on=TODAY)
    check_valid(version)
    assert modules_of(version) == {"bullying"}
    assert not any(wording.key.startswith(("per_", "section.periods")) for wording in version.wordings)
    version = change_modules(record, version=version, modules=["bullying", "periods"], on=TODAY)
    assert modules_of(version) == {"bullying", "periods"}
    check_valid(version)


def test_a_question_moves_within_its_section_and_into_the_next(record):
    version = start(record)
    first = codes(version)
    at = first.index("good_text")
    move_up(record, version=version, code="good_text", on=TODAY)
    assert codes(version)[at - 1] == "good_text"
    move_down(record, version=version, code="good_text", on=TODAY)
    assert codes(version) == first
    move_down(record, version=version, code="good_text", on=TODAY)
    assert codes(version) == first
    assert version.question("good_text").section == version.questions[at + 1].section
    check_valid(version)


def test_the_first_and_the_last_stay_where_they_are(record):
    version = start(record)
    before = codes(version), version.digest
    move_up(record, version=version, code=codes(version)[0], on=TODAY)
    move_down(record, version=version, code=codes(version)[-1], on=TODAY)
    assert (codes(version), version.digest) == before


def test_a_question_moves_behind_any_other(record):
    version = start(record)
    move_question(record, version=version, code="help_head", after="year_group", on=TODAY)
    assert codes(version)[:2] == ["year_group", "help_head"]
    move_question(record, version=version, code="help_head", after=None, on=TODAY)
    assert codes(version)[0] == "help_head"
    with pytest.raises(BuildingProblem, match="does not ask"):
        move_question(record, version=version, code="help_head", after="made_up", on=TODAY)
    check_valid(version)


def test_a_question_never_comes_before_the_one_it_depends_on(record):
    version = start(record)
    for move in (
        lambda: move_up(record, version=version, code="bar_top", on=TODAY),
        lambda: move_question(record, version=version, code="bar_text", after="year_group", on=TODAY),
        lambda: move_question(record, version=version, code="bar_pick", after="bar_text", on=TODAY),
    ):
        with pytest.raises(BuildingProblem, match="has to come after it"):
            move()
    check_valid(version)


def reword(record, version, code, **changes):
    words = version.words()
    told = {"text": words[code], "hint": words.get(f"{code}.hint", ""), "choices": {}, "same": True} | changes
    return reword_question(record, version=version, code=code, on=TODAY, **told)


def test_new_words_go_back_to_english_and_keep_the_code(record):
    version = start(record)
    version.wordings.append(
        Wording(key="sch_safe", language="cy", text="Rwy’n", status=WordingStatus.CHECKED)
    )
    record.flush()
    edition = version.words_edition
    reword(record, version, "sch_safe", text="I feel safe here.")
    said = {w.language: w.text for w in version.wordings if w.key == "sch_safe"}
    assert said == {"en": "I feel safe here."}
    assert "sch_safe" in codes(version)
    assert version.words_edition > edition
    assert version.words("pl")["sch_safe"] == "I feel safe here."


def test_only_the_words_that_changed_lose_their_translation(record):
    version = start(record)
    languages = {w.language for w in version.wordings if w.key == "good_what.lesson"}
    reword(record, version, "good_what", choices={"friends": "My mates"})
    assert version.words("pl")["good_what.friends"] == "My mates"
    assert {w.language for w in version.wordings if w.key == "good_what.lesson"} == languages


def test_a_recording_of_the_old_words_goes_too(record):
    version = start(record)
    english = next(w for w in version.wordings if w.key == "sch_safe" and w.language == "en")
    english.audio = "sch_safe.ogg"
    reword(record, version, "sch_safe", text="I feel safe here.")
    assert english.audio is None


def test_a_hint_comes_and_goes(record):
    version = start(record)
    reword(record, version, "sch_safe", hint="Think of a whole day.")
    assert version.words()["sch_safe.hint"] == "Think of a whole day."
    reword(record, version, "sch_safe", hint="")
    assert "sch_safe.hint" not in version.words()


def test_the_same_words_change_nothing(record):
    version = start(record)
    use(record, version)
    assert reword(record, version, "good_what") is version
    words = version.words()
    assert (
        change_page_words(record, version=version, title=words[TITLE], intro=words[INTRO], on=TODAY)
        is version
    )


def test_a_question_that_asks_something_else_gets_a_code_of_its_own(record):
    version = start(record)
    place = codes(version).index("good_what")
    reword(record, version, "good_what", text="What is good about lunch?", same=False)
    question = version.questions[place]
    assert question.code == "own_1"
    assert question.theme_code is None
    assert not any(choice.theme_code for choice in question.choices)
    check_valid(version)
    assert "good_what" in offers_left(version)


@pytest.mark.parametrize(
    ("code", "says"), [("year_group", "the one answer"), ("bar_pick", "depends on this")]
)
def test_what_others_depend_on_goes_on_asking_the_same(record, code, says):
    version = start(record)
    with pytest.raises(BuildingProblem, match=says):
        reword(record, version, code, text="What is lunch like?", same=False)
    assert code in codes(version)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": " "}, "Write the question"),
        ({"text": "…"}, "in words"),
        ({"text": "a" * (LONGEST_QUESTION + 1)}, "shorten it"),
        ({"hint": "a" * 100_000}, "100,000"),
        ({"choices": {"friends": ""}}, "Write the words of each choice"),
        ({"choices": {"friends": "b" * (LONGEST_CHOICE + 1)}}, "shorten it"),
        ({"choices": {"friends": "THE food"}}, "stands there twice"),
        ({"text": "What is your full name?"}, r"\w"),
        ({"hint": "Write your date of birth here."}, r"\w"),
        ({"choices": {"friends": "My postcode is …", "other": "My UPN"}, "text": "What is your postcode?"}, r"\w"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_asked_are_refused_and_nothing_is_stored(record, changes, says):
    version = start(record)
    before = version.words(), version.digest, everything(record)
    with pytest.raises(BuildingProblem, match=says):
        reword(record, version, "good_what", **changes)
    assert (version.words(), version.digest, everything(record)) == before


def test_the_banks_own_words_are_never_refused(record):
    version = start(record, *modules())
    use(record, version)
    for code in codes(version):
        assert reword(record, version, code) is version


@pytest.mark.parametrize("kind", OWN_KINDS)
def test_each_kind_of_own_question_can_be_asked(record, kind):
    own = Own(kind=kind, text="How is lunch for you?", choices=["Good", "Bad", "", "Something else"])
    version = add_own_question(record, version=start(record), own=own, on=TODAY)
    check_valid(version)
    question = version.questions[-1]
    assert (question.code, question.kind, question.module) == ("own_1", kind, None)
    assert question.section == version.questions[-2].section
    assert (question.longest is not None) is (kind is Kind.TEXT)
    assert newest_version(record, version.survey.slug) is version  # not taken for an imported form’s edition


def test_own_choices_that_end_a_list_are_known_by_their_words(record):
    lines = ["The food", "The queue", "None of these", "Something else", "Not sure", "I’d rather not say."]
    own = Own(kind=Kind.SEVERAL, text="What is hard at lunch?", choices=lines, most=2, after="year_group")
    version = add_own_question(record, version=start(record), own=own, on=TODAY)
    question = version.questions[1]
    assert [choice.code for choice in question.rows] == ["c1", "c2", "none", "other", "unsure", "unsaid"]
    assert [choice.code for choice in question.rows if choice.alone] == ["none", "unsure", "unsaid"]
    assert (question.most, question.section) == (2, "about")


def test_an_own_code_is_never_used_twice(record):
    first = add_own_question(
        record, version=start(record), own=Own(kind=Kind.TEXT, text="What is lunch like?"), on=TODAY
    )
    use(record, first)
    second = remove_question(record, version=first, code="own_1", on=TODAY)
    second = add_own_question(record, version=second, own=Own(kind=Kind.TEXT, text="And break?"), on=TODAY)
    assert codes(second)[-1] == "own_2"
    other = start(record, name="Another")
    other = add_own_question(record, version=other, own=Own(kind=Kind.TEXT, text="And maths?"), on=TODAY)
    assert codes(other)[-1] == "own_3"
    edition = with_own_questions(record, version=other, titles=["What else?"], on=TODAY)
    assert codes(edition)[-2:] == ["own_3", "own_4"]


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (Own(kind=Kind.GRID, text="Where?"), "Choose how pupils answer"),
        (Own(kind=Kind.TEXT, text=""), "Write the question"),
        (Own(kind=Kind.TEXT, text="x" * 1_000_000), "1,000,000"),
        (Own(kind=Kind.TEXT, text="How is lunch?", longest=10_000), "from 50 to 500"),
        (Own(kind=Kind.SINGLE, text="How is lunch?", choices=["Good"]), "at least two"),
        (Own(kind=Kind.SINGLE, text="How is lunch?", choices=["Good", "good"]), "twice"),
        (Own(kind=Kind.SINGLE, text="How is lunch?", choices=["\u202e", "\x00", "Good"]), "at least two"),
        (Own(kind=Kind.SINGLE, text="How is lunch?", choices=["Good", "x" * 500]), "shorten it"),
        (Own(kind=Kind.SINGLE, text="Lunch?", choices=[str(n) for n in range(10_000)]), "10,000 lines"),
        (Own(kind=Kind.SINGLE, text="Lunch?", choices=["A", *(f"B{n}" for n in range(MOST_CHOICES))]), "at most"),
        (Own(kind=Kind.SEVERAL, text="Lunch?", choices=["A", "B", "C"], most=4), "from 2 to 3"),
        (Own(kind=Kind.SEVERAL, text="Lunch?", choices=["A", "B", "C"], most=-1), "from 2 to 3"),
        (Own(kind=Kind.TEXT, text="How is lunch?", after="made_up"), "does not ask"),
        (Own(kind=Kind.TEXT, text="What is your name?"), r"\w"),
        (Own(kind=Kind.TEXT, text="When were you born? Give your date of birth."), r"\w"),
        (Own(kind=Kind.TEXT, text="Your postcode"), r"\w"),
        (Own(kind=Kind.SINGLE, text="Which tutor group are you in?", choices=["7A", "7B"]), r"\w"),
    ],
)  # fmt: skip
def test_an_own_question_that_cannot_be_asked_is_refused_and_nothing_is_stored(record, own, says):
    version = start(record)
    before = version.words(), version.digest, everything(record)
    with pytest.raises(BuildingProblem, match=says):
        add_own_question(record, version=version, own=own, on=TODAY)
    assert (version.words(), version.digest, everything(record)) == before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_are_kept_as_plain_words(record, text):
    version = add_own_question(record, version=start(record), own=Own(kind=Kind.TEXT, text=text), on=TODAY)
    record.commit()
    said = version.words()["own_1"]
    assert said.endswith("?") or "🍏" in said
    assert not set(said) & set("\u202e\u2066\u200b\x07\ud800")
    check_valid(version)


def test_a_survey_gets_another_name_and_keeps_its_address(record):
    version = start(record)
    rename_survey(record, survey=version.survey, name="  Summer   survey ")
    assert (version.survey.name, version.survey.slug) == ("Summer survey", "spring-survey")
    rename_survey(record, survey=version.survey, name="SUMMER survey")
    start(record, name="Other")
    with pytest.raises(BuildingProblem, match="already a survey"):
        rename_survey(record, survey=version.survey, name="other")


@pytest.mark.parametrize(
    ("title", "intro"),
    [("", "Tell us."), ("x" * 101, "Tell us."), ("School", ""), ("What is your name?", "Tell us.")],
)
def test_first_words_that_cannot_be_are_refused(record, title, intro):
    version = start(record)
    with pytest.raises(BuildingProblem):
        change_page_words(record, version=version, title=title, intro=intro, on=TODAY)


def test_a_promise_of_the_page_cannot_be_worded_away(record):
    version = start(record)
    change_page_words(record, version=version, title="How is school?", intro="Tell us.", on=TODAY)
    own = {key for key in version.words() if key.startswith("page.")}
    assert own == {TITLE, INTRO}


def test_the_world_of_tests_has_a_survey_of_the_bank(record):
    assert make.version(record).survey.slug == "secondary"
