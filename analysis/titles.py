"""Teachers, by their title: “mr t”, “Miss Okafor”, “sir Davies”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.listing import listed
from analysis.marks import Mark, What
from analysis.name_lists import PLAIN, Names, Sort, is_famous
from analysis.name_signs import ACTS, DEEDS, DOINGS, STATES, TO_SOMEBODY

_NAME = r"(?:(?:al|el|de|van|von|der|la|le|o|mac|mc|ibn|bin|abu|ter|st)[ '\-]{1,2}(?:der )?)?[^\W\d_]+(?:['\-][^\W\d_]+)*"
# After these nearly every word is a name …
_TITLED = re.compile(
    rf"(?<![a-z0-9'])(?:(?:mr|mrs|miss|ms)\.? (?:and|&|n) )?(?P<title>mr|mrs|ms|mx|mister|missus|mrz|dr|prof|professor)(?:\.[ \t]{{0,3}}|[ \t]{{1,3}})(?P<name>{_NAME})"
)
_GLUED = re.compile(r"(?<![a-z0-9'])(?:mr|mrs)\.?(?P<name>[a-z]{3,20})(?![a-z])")
# … and after these a name or anything.
_ADDRESSED = re.compile(
    rf"(?<![a-z0-9'])(?P<title>miss|mis|sir|madam|doctor|coach|teacher|head|headteacher|father|fr|rabbi|rev|reverend|imam|sister|ustad|ustadh|maulana|pastor|canon|mme|madame|monsieur|senor|senora|frau|herr|nurse|pani|pan|officer|constable)(?:\.[ \t]{{0,3}}|[ \t]{{1,3}})(?P<name>{_NAME})"
)
# “I miss”, “they would miss”: a longing, or not being there.
_LONGING = re.compile(
    r"\b(?:i|you|u|we|they|he|she|to|will|would|ill|id|dont|don't|didnt|really|always|might|can|cant|could|ever|never|still|also|and i|gonna|just|not|people|kids|who|near|hit and)[ \t]{1,3}\Z"
)
# No names, also after “mr”: the title alone was meant (“mr is”), or nobody’s name is given (“mr whatever”).
_NO_NAME = listed(
    """whatever whoever who and or is was said says told has had does did do just always never never the a an to in on at of for but because cos if when
    so that this he she they we you i it my her his no not with from man nobody someone something anyone everyone teacher teachers head sir
    miss mr mrs ms called keeps shouted shouts gave gives put puts got gets made makes came comes went goes left lets let wont cant
    isnt wasnt doesnt didnt hasnt ur u ok please pls plz whos who's thats what why where how also only even really very all any some
    about out up down over back again now then there here as by one be been will would can could should may might must are were
    like likes liked thinks thought knows knew wants picks picked shouldnt wouldnt couldnt n x tho though too lol our your their its"""
)  # fmt: skip
_WORD = re.compile(r"\s([a-z']+)")
_AFTER = ACTS | DEEDS | DOINGS | STATES | listed("is was has and")
_BEFORE = TO_SOMEBODY | listed("with from and thank thanks like love hate by about called")
_INITIALS = frozenset("bcdefghjklmnopqrstvwyz")


def find_teachers(written: str, plain: str, names: Names) -> Iterator[Mark]:
    """Find titles with a name; `written` is the plain text’s twin with capitals, character for character."""
    for found in _TITLED.finditer(plain):
        if found["name"] not in _NO_NAME and not is_famous((found["title"], found["name"])):
            yield Mark(found.start(), _end(found, plain, written, names), What.TEACHER)
    for found in _GLUED.finditer(plain):
        if names.is_plain(found["name"]):
            yield Mark(*found.span(), What.TEACHER)
    for found in _ADDRESSED.finditer(plain):
        named = _named(found, written, names)
        if named is not None:
            yield Mark(found.start(), _end(found, plain, written, names), What.TEACHER, sure=named)


def _is_spoken_of(found: re.Match[str]) -> bool:
    """Whether the sentence goes on, or began, as it does with a person: “miss wood is …”, “ask miss wood”."""
    after = _WORD.match(found.string, found.end())
    before = found.string[: found.start()].split()[-1:]
    return (after is not None and after[1] in _AFTER) or (before != [] and before[0] in _BEFORE)


def _is_longing(found: re.Match[str]) -> bool:
    start = found.start()
    return found["title"] == "miss" and _LONGING.search(found.string, max(0, start - 24), start) is not None


def _named(found: re.Match[str], written: str, names: Names) -> bool | None:
    """Whether a name follows “miss” or “sir”: surely, perhaps, or (None) not."""
    name = found["name"]
    if name in _NO_NAME or _is_longing(found) or is_famous((found["title"], name)):
        return None
    capital = _is_capital(written, found.start("name"), found.end("name"))
    if len(name) == 1:
        return True if name in _INITIALS and (capital or found["title"] in ("miss", "sir")) else None
    sort = names.sort(name.removesuffix("'s"))
    if sort in PLAIN:
        return True
    if capital:
        return True
    if found["title"] not in ("miss", "mis", "sir"):
        return {Sort.SLIP: True, Sort.UNKNOWN: False}.get(sort)
    if _is_spoken_of(found):
        return {Sort.NEARLY: False, Sort.WORD: None}.get(sort, True)
    return {Sort.NEARLY: None, Sort.WORD: None}.get(sort, False)


def _is_capital(written: str, start: int, end: int) -> bool:
    return written[start].isupper() and not (end - start > 1 and written.isupper())


def _end(found: re.Match[str], plain: str, written: str, names: Names) -> int:
    """Where the name ends, with a second name behind it and without a possessive ending."""
    end = found.end("name")
    if found["name"].endswith("'s"):
        return end - 2
    further = re.compile(r"[ \t](?P<more>[^\W\d_]{2,}(?:['\-][^\W\d_]+)*)").match(plain, end)
    if further:
        more = further["more"].removesuffix("'s")
        if names.sort(more) in PLAIN or (
            names.sort(more) in (Sort.UNKNOWN, Sort.DOUBTFUL, Sort.WORDY)
            and written[further.start("more")].isupper()
            and not written.isupper()
        ):
            return further.start("more") + len(more)
    return end
