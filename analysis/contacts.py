"""E-mail addresses, links and postcodes, also where they are spelt out or spaced to slip past a filter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.english import is_english
from analysis.handles import find_handles
from analysis.marks import Mark, What
from analysis.phones import find_phones

_AT = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[(\[{<*]\s?(?:at|a)\s?[)\]}>*]\s{0,2}|\s{1,2}at\s{1,2}|[-_.]at[-_.])"
_DOT = r"(?:\s{0,2}[.,]\s{0,2}|\s{0,2}[(\[{<*]\s?(?:dot|d0t|\.)\s?[)\]}>*]\s{0,2}|\s{1,2}(?:dot|d0t)\s{1,2}|[-_]dot[-_])"
_JOIN = r"(?:\.|\s?[(\[{]dot[)\]}]\s?|\sdot\s|\sunderscore\s|\sdash\s|\shyphen\s|\sunder score\s|\s\.\s)"
_PART = r"[a-z0-9_+\-]{1,40}"
_MAIL = r"(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|proton(?:mail)?|aol|btinternet|msn|gmx|talktalk|virginmedia)"
_ENDS = (
    r"(?:com|co|uk|org|net|example|school|sch|edu|ac|gov|io|me|gg|ly|tv|app|link|info|biz|xyz|site|online|club|page|dev|eu|"
    r"ie|pl|ro|de|fr|es|it|us|ca|in|pk|ng|gl|be|to|cc|ai|fm|live|chat|social|invalid|test)"
)
_EMAIL = re.compile(
    rf"(?<![a-z0-9_.+\-]){_PART}(?:{_JOIN}{_PART}){{0,12}}{_AT}[a-z0-9\-]{{1,40}}(?:{_DOT}[a-z0-9\-]{{1,24}}){{0,3}}{_DOT}{_ENDS}(?![a-z0-9])"
    rf"|(?<![a-z0-9_.+\-]){_PART}(?:{_JOIN}{_PART}){{0,12}}{_AT}{_MAIL}(?:[\s.,]{{1,2}}(?:co[\s.,]{{1,2}}uk|com))?(?![a-z0-9])"
    rf"|(?<![a-z0-9_.+\-])[a-z0-9_.+\-]{{1,40}}@[a-z0-9\-]{{2,40}}(?:\.[a-z0-9\-]{{1,24}}){{0,3}}"
)
# “At” in plain words is an address only where a dot is spelt out, a mail service follows, or what stands before it is no word.
_PLAIN_AT = re.compile(r"\sat\s")
_TELLING = re.compile(rf"\bd[o0]t\b|[\d_.+]\S*\s{{1,2}}at\s|\sat\s{{1,2}}{_MAIL}\b")

_URL = re.compile(
    r"(?:h(?:tt|xx)ps?\s{0,2}:\s{0,2}/{1,2}\s{0,2}|www\s{0,2}\.\s{0,2}|www\sdot\s)[^\s<>\"]{1,200}(?:(?:\s\.\s|\sdot\s)[a-z0-9/\-_]{1,40}){0,4}"
    rf"|(?<![a-z0-9@_.\-])[a-z0-9\-]{{1,40}}(?:\.[a-z0-9\-]{{1,40}}){{0,3}}\.{_ENDS}(?![a-z0-9])(?:[/?#:][^\s<>\"]{{0,150}})?"
    rf"|(?<![a-z0-9@_.\-])[a-z0-9\-]{{2,40}}(?:\s?[(\[{{](?:dot|\.)[)\]}}]\s?|\sdot\s|\s\.\s)(?:[a-z0-9\-]{{1,40}}(?:\s?[(\[{{](?:dot|\.)[)\]}}]\s?|\sdot\s|\s\.\s)){{0,2}}{_ENDS}(?![a-z0-9])(?:(?:/|\sslash\s|\s/\s)[^\s<>\"]{{1,100}}){{0,3}}"
)
# A full stop without a space after it is no link: “i hate it.me and jack”.
_NO_LINK = re.compile(
    r"(?P<end>[a-z\-]+)\s?\.\s?(?:in|me|to|be|us|it|is|de|es|live|online|school|club|page|test|site|chat|social|app|co|ai)"
)

_AREAS = (
    "ab|al|b|ba|bb|bd|bf|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|eh|en|ex|fk|fy|g|gl|gu|"
    "gx|gy|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|mk|ml|n|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|"
    "po|pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|w|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze"
)
_POSTCODE = re.compile(
    rf"(?<![a-z0-9])(?:{_AREAS})[\s.\-]?(?:\d[\do]?|\d[a-hjkpstuw])[\s.,\-_*/]{{0,3}}[\do][\s.\-]?[abd-hjlnp-uw-z][.\-]?[abd-hjlnp-uw-z](?![a-z0-9])"
)
# “Lesson P3 4th floor”, “S1 1st day”: counting, not posting.
_COUNTED = re.compile(r"[a-z]\d[\s.,\-_*/]+(?:1st|2nd|3rd|[4-9]th)")
_SPACED_POSTCODE = re.compile(r"(?<![a-z0-9])[a-z](?: [a-z])? \d(?: \d)? \d [a-z] [a-z](?![a-z0-9])")
_PART_POSTCODE = re.compile(
    rf"\bpost ?code(?: is| ends| starts|'?s)?\s?[:=]?\s?(?:in |with )?(?P<code>(?:{_AREAS})\s?\d[\da-z]?(?:\s?\d[a-z]{{0,2}})?)(?![a-z0-9])"
)


def find_contacts(plain: str) -> Iterator[Mark]:
    """Find, in plain text, what a person could be reached or found by."""
    if "@" in plain or "at" in plain:
        yield from _emails(plain)
    if "." in plain or "dot" in plain or ":" in plain:
        yield from _links(plain)
    yield from find_handles(plain)
    for found in _POSTCODE.finditer(plain):
        if not _COUNTED.fullmatch(found[0]):
            yield Mark(*found.span(), What.ADDRESS)
    yield from (Mark(*found.span(), What.ADDRESS) for found in _SPACED_POSTCODE.finditer(plain))
    yield from (Mark(*found.span("code"), What.ADDRESS) for found in _PART_POSTCODE.finditer(plain))
    yield from find_phones(plain)


def _emails(plain: str) -> Iterator[Mark]:
    for found in _EMAIL.finditer(plain):
        if not _PLAIN_AT.search(found[0]) or _TELLING.search(found[0]):
            yield Mark(*found.span(), What.EMAIL)


def _links(plain: str) -> Iterator[Mark]:
    for found in _URL.finditer(plain):
        glued = _NO_LINK.fullmatch(found[0])
        if not (glued and is_english(glued["end"])):
            end = found.start() + len(found[0].rstrip(".,;:!?)'\""))
            yield Mark(found.start(), end, What.URL)
