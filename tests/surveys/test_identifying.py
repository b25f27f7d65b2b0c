"""Which questions a survey without names refuses, and which only sound like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.identifying import identifying

ASKS_FOR_A_NAME = [
    "What is your name?", "Name", "Name:", "Your name (optional)", "NAME _______", "Please write your full name",
    "What’s your name?", "whats ur name", "What are you called?", "What do your friends call you?", "Initials",
    "What are your initials?", "First name", "Surname", "Who are you?", "Name and form", "Pupil name", "Name of pupil",
    "Could you tell us your name and year?", "If you want, tell us your name", "Do you like school? What is your name?",
    "Let us know your name", "Please give us your name so we can help", "Sign here",
    "Name, form, year", "Name / year", "Which name do you go by?", "Tell us who you are", "Your first name only", "What do you like to be called?",
]  # fmt: skip
ASKS_WHEN_BORN = [
    "D.O.B.", "d o b", "DOB", "Date of birth", "When is your birthday?", "When were you born?", "Your birthday",
    "What month were you born?", "What year were you born?",
    "D-O-B", "Age and date of birth", "Day you were born", "On what date were you born?",
]  # fmt: skip
ASKS_WHERE = [
    "Postcode", "What is your post code?", "Home address", "Your address", "Where do you live?",
    "Which street do you live on?", "Whereabouts do you live?", "House number and street",
    "First part of your postcode", "Where in town do you live?", "What estate are you from?",
]  # fmt: skip
ASKS_WHICH_GROUP = [
    "Tutor group", "What is your tutor group?", "Which form are you in?", "What form are you in", "Your form", "Form:",
    "which class are you in?", "Registration group", "Which form group are you in?", "What is your form?",
    "Which tutor group do you belong to?",
    "Tutor", "Class", "Tutor group name", "Form group (e.g. 8B)",
]  # fmt: skip
ASKS_FOR_A_NUMBER = [
    "UPN", "U.P.N.", "What is your pupil number?", "Candidate number", "student number", "Student ID",
    "Enter your exam number", "Please enter your unique pupil number (UPN)",
    "Student no.", "Unique learner number", "What number is on your school card?",
]  # fmt: skip
ASKS_HOW_TO_REACH = [
    "E-mail", "Email address", "What is your e‑mail?", "Phone number", "Your mobile number", "Contact details",
    "Can we have your phone number?", "What is your username?", "Your Snapchat", "What’s your insta?",
    "Instagram handle", "How can we contact you?",
    "Mobile", "What is your @?", "Parent’s email address", "What is your Instagram called?",
]  # fmt: skip
ASKS_WHO = [
    "Who did it?", "Who bullied you?", "Who is bullying you?", "Name the person who hurt you", "Name the bully",
    "Write the names of the people who did it", "What is the bully’s name?", "Which pupils bully you?",
    "Who makes you feel unsafe?", "Who is your form tutor?", "Which teacher is unfair?", "Who is your best friend?",
    "What is your best friend’s name?", "Your teacher’s name",
    "Who has hurt you?", "Who do you not like?", "Which member of staff was it?", "List the people who bully you", "Who is your head of year?",
]  # fmt: skip
ASKS_ABOUT_FAITH_OR_LOVE = [
    "What is your religion?", "Religion", "What religion are you?", "Which faith do you follow?", "Are you gay?",
    "Are you Muslim?", "What is your sexuality?", "Sexual orientation", "How would you describe your sexuality?",
    "Are you straight or gay?", "Religious belief", "Which church do you go to?", "Do you identify as gay or bisexual?",
]  # fmt: skip
ASKS_ABOUT_SELF_HARM = [
    "Do you self-harm?", "Have you ever hurt yourself on purpose?", "Do you think about suicide?",
    "Have you cut yourself?", "Do you ever want to die?",
    "Have you felt suicidal?", "Have you ever felt life is not worth living?",
]  # fmt: skip
ASKS_ABOUT_CARE = [
    "Are you in care?",
    "Do you have a social worker?",
    "Are you a looked-after child?",
    "Are you fostered?",
]
REFUSED = {
    "asks for a name": ASKS_FOR_A_NAME,
    "date of birth": ASKS_WHEN_BORN,
    "where a pupil lives": ASKS_WHERE,
    "form or tutor group": ASKS_WHICH_GROUP,
    "a number that stands": ASKS_FOR_A_NUMBER,
    "how to reach": ASKS_HOW_TO_REACH,
    "to name somebody": ASKS_WHO,
    "faith or who a pupil loves": ASKS_ABOUT_FAITH_OR_LOVE,
    "self-harm": ASKS_ABOUT_SELF_HARM,
    "care or a social worker": ASKS_ABOUT_CARE,
}
EVERY_REFUSED = [(text, why) for why, texts in REFUSED.items() for text in texts]

FINE = [
    "What would you name the new library?", "How can adults address this problem?", "Do you like form time?",
    "Is your form room calm?", "Is your form tutor kind?", "What do you like about your form?",
    "Do teachers say your name right?", "Do people call you names?", "How often do people call you nasty names?",
    "Have people made fun of your name?", "Which year are you in?", "Who would you most like to help you?",
    "Is there a place to pray at school?", "Do you feel safe where you live?", "How far do you live from school?",
    "Do you feel safe on your street?", "Can you use your phone at lunch?", "Do you hear from school by e-mail?",
    "Please do not use names.", "Please leave out names.", "Name one thing that teachers do well.",
    "Name a place you like in school.", "Name three things you would change", "Fill in this form",
    "What form of transport do you use?", "Which class do you like most?", "How many pupils are in your class?",
    "Nasty words about my race, faith, gender, disability or who I am", "I have faith in my teachers",
    "Are birthdays fun at school?", "What would you call the new club?", "Have you hurt yourself in PE?",
    "Are you straight into lessons after lunch?", "Which bus or stop? Write numbers or names of stops only.",
    "Where does bullying happen?", "Have you been bullied?", "Who can you talk to at school?",
    "Who do you sit with at lunch?", "Do you feel well looked after at school?", "Which number bus do you take?",
    "What name would you give the buddy scheme?", "What is the best name for our club?",
    "What could your form tutor do to help?", "Do you take care of someone at home?", "Is the street outside safe?",
    "What apps, like Snapchat, do people use to be nasty?", "Does anyone spread rumours on Instagram?",
    "Do you feel safe in your tutor group?", "Who helps you most at school?", "What class of problem is this?",
    "When people call me names, adults help", "What is good about form time?",
    "What would you like to tell your tutor?", "Can you wear what your faith asks?", "Which friends make school better?", "Which adults make you feel safe?", "Do you feel you can be who you are?", "People at school know my name.", "Should we name the club after a pupil?", "What is it like where you live?", "Do adults know your name?",
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), EVERY_REFUSED, ids=lambda value: value)
def test_what_may_identify_is_refused_and_why(text, why):
    assert why in (identifying(text) or "")


@pytest.mark.parametrize("text", FINE)
def test_what_sounds_like_it_is_not(text):
    assert identifying(text) is None


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Pick one", ["7A", "7B", "7C"]),
        ("Pick one", ["Year 8 XB", "Year 8 YC"]),
        ("Where is home?", ["BL9", "M25"]),
        ("Area", ["BL9 0AA", "M25 1AB"]),
        ("Which year were you born?", ["2010", "2011"]),
        ("What fits you best?", ["Christian", "Muslim", "None"]),
        ("I am", ["Gay", "Straight", "Something else"]),
        ("What have you done?", ["Gone home", "I have hurt myself"]),
        ("Name the person who did it", ["Yes", "No"]),
    ],
)
def test_answers_to_choose_from_may_identify_as_well(text, choices):
    assert identifying(text, choices) is not None


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Do you know the name of an adult you could go to?", ["Yes", "No"]),
        ("Do people share your phone number?", ["Yes", "No"]),
        ("Who is nasty to you?", ["Older pupils", "Pupils in my year"]),
        ("How long is your journey?", ["5 min", "10m", "30 min"]),
        ("When?", ["9am", "3pm"]),
        ("How well did you do?", ["1st", "2nd", "3rd"]),
        ("Which year?", ["Y7", "Y8"]),
        ("Which bus do you take?", ["X1", "B12", "98"]),
        ("Where do you feel at ease?", ["Form room", "Library"]),
    ],
)
def test_answers_that_only_look_like_it_are_fine(text, choices):
    assert identifying(text, choices) is None


HIDDEN = st.sampled_from(["\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u202e"])


@given(st.sampled_from([text for text, _ in EVERY_REFUSED]), st.data())
def test_signs_that_show_as_nothing_and_the_size_of_letters_hide_nothing(text, data):
    shown = []
    for sign in text:
        shown.append(data.draw(st.sampled_from([sign.upper(), sign.lower()])))
        if data.draw(st.booleans()):
            shown.append(data.draw(HIDDEN))
    assert identifying("".join(shown)) is not None


@given(
    st.sampled_from([text for text, _ in EVERY_REFUSED]),
    st.sampled_from(["", " ", "  ", "\t", "\u00a0", "* "]),
    st.sampled_from(["", "?", " ?", "!", " *", "…", " "]),
)
def test_marks_around_a_question_hide_nothing(text, before, after):
    assert identifying(f"{before}{text}{after}".replace(" ", "\u2003")) is not None
    assert identifying(f"Thank you. {before}{text}{after}") is not None


@given(st.text(max_size=400), st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_judged_without_failing_and_alike_each_time(text, choices):
    assert identifying(text, choices) == identifying(text, choices)


@given(st.sampled_from(FINE), st.sampled_from(FINE))
def test_fine_questions_stay_fine_one_after_the_other(one, other):
    assert identifying(f"{one}\n{other}") is None


@pytest.mark.parametrize("sign", ["a", "your ", "what ", "name the ", "d.", "who is your ", "\u200b"])
def test_a_huge_text_is_judged_in_a_moment(sign):
    identifying(sign * 5_000)
