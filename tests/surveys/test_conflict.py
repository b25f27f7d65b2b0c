"""Conflict: what names a school’s staff goes to the authority, however a pupil writes it."""

import pytest

from surveys.conflict import points_at_staff

STAFF = ["Mrs Fátima Okafor-Bell", "Adam O’Neill", "Jo Li", "Sir John Young"]


@pytest.mark.parametrize(
    "text",
    [
        "mr oneill grabbed me",
        "Mr O'Neill shouts in my face",
        "okafor-bell said it was my fault",
        "OKAFOR-BELL",
        "it was ms li",
        "Young’s lesson is where it happens",
        "the head told me to keep quiet",
        "our headteacher knows",
        "the deputy head laughed",
        "I told the safeguarding lead and she did nothing",
        "mr t grabs me",
        "Mrs. Nobody-we-know hits me",
        "i told mr smith and he helped",
        "miss hit me",
        "it was miss",
        "madam locks me in",
        "dr who shouts at us",
        "coach rubs my back",
        "SIR pushed him",
        "my teacher hit me",
        "[teacher] grabbed me",
        "head of year locks us in",
        "my form tutor calls me fat",
        "a TA dragged me out",
        "teaching assistants laugh when i cry",
        "the caretaker waits for me",
        "a dinner lady smacked me",
        "the school nurse touched me",
    ],
)
def test_it_points_at_staff(text):
    assert points_at_staff(text, STAFF)


@pytest.mark.parametrize(
    "text",
    [
        "my uncle hits me",
        "li is my friend",
        "they hit my head",
        "younger kids get pushed",
        "my brother neill",
        "i miss my nan so much it hurts",
        "the nurse at the hospital asked who hit me",
        "drama makes me cry",
        "",
        "🙂",
    ],
)
def test_it_does_not(text):
    assert not points_at_staff(text, STAFF)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("smith hit me", "Mrs Jane Smith (DSL)"),
        ("SMITH hit me", "Mrs Jane Smith – DSL"),
        ("smiths lesson", "Smith J."),
        ("mr jones grabbed me", "Sam Jones, DSL"),
        ("jones grabbed me", "Sam Jones, DSL"),
        ("okafor touches me", "Dr P. Okafor MBE"),
        ("okafor touches me", "Dr P.Okafor, B.A. (Hons), PhD"),
        ("okafor touches me", "P. Okafor BA MA Ph.D. QTS"),
        ("miss khan locks me in", "Mary Anne O'Neill-Khan"),
        ("khan locks me in", "Mary Anne O'Neill-Khan"),
        ("oneill khan shouted", "Mary Anne O’Neill-Khan"),
        ("oneillkhan shouted", "Mary Anne O’Neill-Khan"),
    ],
)
def test_what_stands_around_a_surname_does_not_hide_it(text, name):
    assert points_at_staff(text, [name])


@pytest.mark.parametrize("text", ["dsl", "mbe and qts", "jane hit me", "mary anne hit me", "p"])
def test_only_the_surname_counts(text):
    names = ["Mrs Jane Smith (Deputy)", "Dr P. Okafor MBE", "Mary Anne O'Neill-Khan", "Miss"]
    assert points_at_staff(text, names) is (text == "dsl")  # a role, whatever the names


def test_no_name_is_a_pattern():
    assert not points_at_staff("anything", ["", " ", ".*", "((", "(DSL)", ", ,", "-"])


def test_a_long_text_takes_no_longer_for_each_of_its_words():
    # Every piece begins what never ends; were it looked at again from each place, this would take minutes.
    for piece in ("mr. ", "mr.", "the head ", "head ", "miss ", ". ", "dinner "):
        points_at_staff(piece * 20_000, STAFF)
