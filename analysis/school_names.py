"""Names of schools: those the survey knows, and any that say of themselves that they are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.english import is_english
from analysis.listing import listed
from analysis.marks import Mark, What
from analysis.name_lists import PERHAPS, Names, Sort
from analysis.not_names import PLACES

_KIND = r"(?:high school|primary school|high|academy|acad|college|primary|grammar|grammar school|community school|secondary school|secondary|infants|juniors|junior school|infant school|rc|c of e|catholic high|catholic primary|sixth form|school|prep|studio school|free school|comp|pru)"
# Kinds that are everyday words as well: “prices are high”, “my school”.
_EVERYDAY_KINDS = listed("high school college primary comp secondary prep infants juniors")
_WORDED = r"[a-z][a-z'\-]{1,24}"
_WITH_KIND = re.compile(
    rf"(?<![a-z0-9'])(?P<name>(?:{_WORDED}[ \t]){{1,5}}?)(?P<kind>{_KIND})(?:[ \t](?:school|academy|college|high|primary|rc))?\b(?![ \t](?:five|fives|street|five))"
)
_SAINT = re.compile(
    r"(?<![a-z0-9'])(?:st|saint|sts)\.?[ \t](?P<saint>[a-z]{3,20}(?:'s)?)(?: and st [a-z]{3,20}| of [a-z]{3,12})?(?:[ \t](?:rc|ce|catholic|high|primary|school|academy|college|church|of|england|school|grammar)){0,4}\b(?! (?:day|square|road|street|lane|park))"
)
_OUR_LADY = re.compile(
    r"(?<![a-z0-9'])(?:our lady|holy (?:cross|family|trinity|rosary|name)|sacred heart|all saints|all souls|corpus christi|beis yaakov|beth [a-z]{3,12}|yesoiday hatorah|king david|queen of [a-z]{3,12})(?:'?s)?(?:[ \t]of[ \t](?:the )?[a-z]{3,15})?(?:[ \t](?:rc|ce|catholic|high|primary|school|academy|college|grammar)){0,4}\b"
)
_ATTENDED = re.compile(
    r"\b(?:go to|goes to|went to|go|moved from|moved to|came from|from|at|played|play|against|left|attend|attends|attended|joined|transfer(?:red)? (?:to|from)|started at|starting at|in|to|than|like|is|called|vs|beat|my school is|near)(?: the)?[ \t]\Z"
)
# What stands before “high” or “school” without being its name.
_NO_NAME = listed(
    """a an the my our your their his her this that old new last first next every any some no primary secondary high middle junior infant
    special big small other another whole local same after before to from at in of for off on and or is it was i we you they he she
    hate love like miss skip leave finish start school schools too so very really as not out into with about good bad best worst better nice
    different mainstream private public boarding boys girls faith catholic muslim jewish grammar comprehensive sixth form all my
    drama dance summer sunday saturday mosque free home online which what when if because cos bc but than then until till
    left go going goes went come came get got getting walk walking stand hold pretty jump fly aim get up sky feel knee prices score scores its
    be been being being make makes made attend do does did missed missing during outside inside through around whose per
    entire normal ordinary rubbish great lovely stupid dumb boring strict safe proper current previous nearest posh rival one two
    today tomorrow yesterday day back down over more most much state art sports science maths english faith village hating liking why how
    where changed change moved move joined joining people kids pupils students teachers teacher mum dad sister brother friends mates
    me him them us her can could would should will may might must have has had want wants need needs quit by near since ever never always
    cousins cousin cousin's friends friend friend's mates mate's sisters brothers brother's sister's mums dads nans after-school
    junior's senior dont that's thats year language welsh irish sen send alternative forest law medical art film night trade"""
)  # fmt: skip


def find_schools(written: str, plain: str, names: Names, own: tuple[str, ...]) -> Iterator[Mark]:
    """Find names of schools; `own` are plain names the survey knows, `written` the plain text’s twin with capitals."""
    yield from _own(plain, own)
    for found in _OUR_LADY.finditer(plain):
        yield Mark(*found.span(), What.SCHOOL)
    if "st" in plain or "saint" in plain:
        yield from _saints(plain, names)
    for found in _WITH_KIND.finditer(plain):
        start = _start(found["name"], found.start())
        if start is not None:
            yield from _with_kind(found, start, written, names)


def _with_kind(found: re.Match[str], start: int, written: str, names: Names) -> Iterator[Mark]:
    """Mark a name with “High”, “Academy” … behind it, if the name tells enough or the sentence speaks of going there."""
    plain = found.string
    words = plain[start : found.end("name")].split()
    if not written.isupper() and all(
        written[place].isupper() for place in _starts(plain, start, found.end())
    ):
        yield Mark(start, found.end(), What.SCHOOL)
        return
    telling = sum(_tells(word, names) for word in words)
    attended = _ATTENDED.search(plain, max(0, start - 24), start) is not None
    everyday = found["kind"] in _EVERYDAY_KINDS
    if telling and (attended or not everyday):
        yield Mark(start, found.end(), What.SCHOOL)
    elif found["kind"] != "school" and (telling or attended or not everyday):
        yield Mark(start, found.end(), What.SCHOOL, sure=False)


def _tells(word: str, names: Names) -> bool:
    """Whether a word is none of everyday’s: a place, a name, or in no list."""
    return word in PLACES or not is_english(word) or names.sort(word) is not Sort.WORD


def _own(plain: str, own: Iterable[str]) -> Iterator[Mark]:
    for name in own:
        for found in re.finditer(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", plain):
            yield Mark(*found.span(), What.SCHOOL)


def _saints(plain: str, names: Names) -> Iterator[Mark]:
    for found in _SAINT.finditer(plain):
        saint = found["saint"].removesuffix("'s")
        sorts = {names.sort(saint), names.sort(saint.removesuffix("s")), names.sort(saint.removesuffix("es"))}
        attended = _ATTENDED.search(plain, max(0, found.start() - 24), found.start())
        if sorts & set(PERHAPS) or (attended and Sort.WORD not in sorts):
            yield Mark(*found.span(), What.SCHOOL)


def _start(name: str, start: int) -> int | None:
    """Where the name begins: behind the last word that cannot belong to one; None if nothing is left."""
    for found in reversed(list(re.finditer(r"\S+", name))):
        if found[0].strip(".'") in _NO_NAME:
            rest = name[found.end() :]
            return start + found.end() + 1 if rest.strip() else None
    return start


def _starts(plain: str, start: int, end: int) -> list[int]:
    return [start + found.start() for found in re.finditer(r"\S+", plain[start:end])]


def own_names(schools: Iterable[str]) -> tuple[str, ...]:
    """The survey’s schools as they may be written: whole, and without “High School” where what is left tells enough."""
    kept: set[str] = set()
    for school in schools:
        name = " ".join(school.split())
        short = re.sub(rf"(?:[ ,]+(?:{_KIND}|the|for girls|for boys|of england|church))+\Z", "", name)
        kept.add(name)
        if short and (len(short.split()) > 1 or not is_english(short)):
            kept.add(short)
    return tuple(sorted(filter(None, kept), key=len, reverse=True))
