"""Identifying: telling by their wording the questions that a survey without names must never ask.

Whoever writes a survey means well and asks for a name out of habit. So a question is refused with its reason and with
what to ask instead. A person who wants to get round it can; looking at a survey before it opens is for that.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from surveys.refusals import FAITHS, LOVES, REFUSALS, SELF_HARM, WHO

OF_A_LIST = re.compile(rf"(?:{FAITHS})|(?:{LOVES})")
TUTOR_GROUP = re.compile(
    r"(?:year |yr |y)?(?:[1-9]|1[0-3]) ?(?!(?:am|pm|st|nd|rd|th|km|hr?s?|mins?|m|p|x|plus)$)[a-z]{1,3}\d?"
)
POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}")
POST_AREA = re.compile(r"[a-z]{1,2}\d[a-z\d]?")
NEAR_HOME = re.compile(r"\b(?:live|area|home|post ?code|from)\b")
BIRTH_YEAR = re.compile(r"(?:19|20)\d\d")
YES_OR_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had)\b(?! you (?:want|mind|wish|agree|like) to?\b)"
)
LOOKS_LIKE = str.maketrans("аеіјорсухһѕԁ", "aeijopcyxhsd") | {ord("@"): " handle "}
"""Cyrillic letters that nobody can tell from ours; and the sign that means a handle."""
HIDDEN = ("Cc", "Cf", "Mn")
"""Signs that show as nothing: control signs, zero-width ones, accents on their own."""
INITIALS = re.compile(r"\b(?:[a-z][.\s\-‑/]){1,5}[a-z]\b\.?(?!\w)")
"""“d.o.b.” and “u p n”."""


def identifying(text: str, choices: Sequence[str] = ()) -> str | None:
    """Return why a survey must not ask this, in sentences for staff, or ``None`` when it may.

    text: the question or one of its hints. choices: the words of its answers; none for a question in pupils’ own words.
    """
    parts = list(_parts(text))
    answers = [" ".join(_parts(choice)) for choice in choices]
    if any(SELF_HARM.pattern.search(part) for part in (*parts, *answers)):
        return SELF_HARM.why
    for part in parts:
        is_closed = bool(choices) and YES_OR_NO.match(part) is not None
        for refusal in REFUSALS:
            # People to choose from are roles (“a teacher”), so asking who is fine then; naming them never is.
            listed = refusal is WHO and bool(choices) and not re.search(r"\bnames?\b", part)
            if not listed and not (is_closed and refusal.asks_for_a_fact) and refusal.pattern.search(part):
                return refusal.why
    return _why_not_these(answers, parts)


def _why_not_these(answers: Sequence[str], parts: Sequence[str]) -> str | None:
    """Return why nobody should choose among these answers: tutor groups, postcodes, years of birth, faiths."""
    if _are_several(TUTOR_GROUP, answers):
        return "These answers look like forms or tutor groups. A group of 30 with a gender and a need is often one pupil."
    # “B12” is a bus as well as a part of Birmingham: only a question about home makes it a postcode.
    is_about_home = any(NEAR_HOME.search(part) for part in parts)
    if _are_several(POSTCODE, answers) or (is_about_home and _are_several(POST_AREA, answers)):
        return "These answers look like postcodes. With the year group, one can be enough to find one pupil."
    if _are_several(BIRTH_YEAR, answers) and any("born" in part for part in parts):
        return "These answers are years of birth. The year group tells what you need."
    if _are_several(OF_A_LIST, answers):
        return "These answers ask about faith or who a pupil loves. The law protects both closely: leave them out."
    return None


def _are_several(pattern: re.Pattern[str], answers: Sequence[str]) -> bool:
    """Say whether at least two answers are of a kind. One alone may be chance: “10b” is also a room."""
    return sum(pattern.fullmatch(answer) is not None for answer in answers) >= 2


def _parts(text: str) -> Iterator[str]:
    """Yield a text’s sentences in small plain letters, single spaces between words, and nothing that hides one."""
    spelt = unicodedata.normalize("NFKD", text)
    shown = "".join(sign for sign in spelt if unicodedata.category(sign) not in HIDDEN or sign in "\n\r\t")
    shown = re.sub(r"['’‘`´ʼ]", "", shown.casefold().translate(LOOKS_LIKE))
    shown = INITIALS.sub(lambda found: re.sub(r"[.\s\-‑/]", "", found[0]), shown)
    for sentence in re.split(r"[.?!:;…()\[\]\n\r]+", shown):
        # “Name, form, year” is three labels; of a sentence with commas the first piece tells enough.
        pieces = re.split(r"[,/]", sentence)
        for part in dict.fromkeys((sentence, pieces[0])):
            if words := re.findall(r"\w+", part.replace("_", " ")):
                yield " ".join(words)
