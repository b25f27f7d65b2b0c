"""Alarms: wordings by which a text may tell of harm, read from `alarms.toml`.

The list is short of nothing that a child might say outright and knows nothing of hints; for those there is the model
of `analysis.suspicion`. It works with the standard library alone and costs a fraction of a millisecond.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.rules import RuleBook
from analysis.spoken import Listener, Spoken

FILE = Path(__file__).with_name("alarms.toml")


class Level(StrEnum):
    """How soon a person should read a text."""

    RED = "red"
    AMBER = "amber"
    NONE = "none"


class Kind(StrEnum):
    """What a text may tell of."""

    SELF_HARM = "self-harm"
    HARM_AT_HOME = "harm at home"
    SEXUAL_HARM = "sexual harm"
    EXPLOITATION = "exploitation"
    WEAPON_OR_THREAT = "weapon or threat"
    NEGLECT = "neglect"
    STAFF = "staff member named"
    OTHER = "other"


@dataclass(frozen=True)
class Alarm:
    """A wording that was found: how grave, of what, and the words of the text as they stand in it."""

    level: Level
    kind: Kind
    words: str


# Words within the sentence before an alarm that deny it: “nobody here carries knives”.
_DENYING = """
no not never dont doesnt didnt isnt wasnt arent werent havent hasnt wont wouldnt aint without none zero hardly
"""
_DENIALS = frozenset(_DENYING.split())
# … unless one of these stands between: “I don’t know why my dad hits me”, “don’t tell anyone but he hits me”.
_BREAKING = """
but because when if that why who where what and so until till know knows like want tell say told says said believe
believes care cares listen listens ask asks understand understands stop only just think even yet anymore home safe
just help helps feel
"""
_BREAKS = frozenset(_BREAKING.split())
# How many words before an alarm a denial still reaches it.
REACH = 4
# “I don’t cut myself any more”: it was so, and a person should know.
_BEFORE_NOW = re.compile(
    r" (?:\S+ ){0,3}(?:anymore|any more|no more|yet|this week|today|as much|lately|right now) "
)
_FIRST_PERSON = re.compile(r" (?:i|me|my|mine|myself|we|us|our|im) ")


@dataclass(frozen=True)
class _Sort:
    """What all wordings under one heading share."""

    level: Level
    kind: Kind
    stands: bool
    topic: bool


class Alarms:
    """The whole list, ready to be held against texts."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        """`source` is what `alarms.toml` says."""
        lists = {name: "|".join(words) for name, words in source["words"].items()}
        self._sorts: dict[str, _Sort] = {}
        rules: list[tuple[str, str, str]] = []
        for number, group in enumerate(source["alarm"]):
            self._sorts[str(number)] = _Sort(
                Level(group["level"]),
                Kind(group["kind"]),
                group.get("stands", False),
                group.get("topic", False),
            )
            rules += [_rule(wording, lists, str(number)) for wording in group["wordings"]]
        self._rules = RuleBook(rules)
        self._own_words = [frozenset(_WORD.findall(wording)) for _, wording, _ in rules]
        self._harmless = RuleBook(_rule(wording, lists, "") for wording in source["harmless"]["wordings"])
        self._wishes = RuleBook(_rule(wording, lists, "") for wording in source["wish"]["wordings"])
        self._talk = frozenset(source["talk"]["words"])
        vocabulary = {
            word for wording in _all_wordings(source) for word in _WORD.findall(_with(wording, lists))
        }
        self._listener = Listener(source["short"], vocabulary | self._talk)

    def spoken(self, text: str) -> Spoken:
        """Return a text as the list reads it."""
        return self._listener(text)

    def __call__(self, said: Spoken) -> list[Alarm]:
        """Return the alarms in a text, gravest first, otherwise in the order they are said."""
        flat = self._without_harmless(said.flat)
        found: list[tuple[bool, int, Alarm]] = []
        for number in self._rules.woken(flat.split()):
            rule = self._rules.rules[number]
            sort = self._sorts[rule.meaning]
            for match in rule.wording.finditer(flat):
                level = self._level(sort, flat, match, self._own_words[number])
                if level is not Level.NONE:
                    words = said.as_written(match.start(), match.end())
                    found.append((level is not Level.RED, match.start(), Alarm(level, sort.kind, words)))
                    break
        return [alarm for _, _, alarm in sorted(found, key=lambda each: each[:2])]

    def _level(self, sort: _Sort, flat: str, match: re.Match[str], own: frozenset[str]) -> Level:
        """Return how grave a find is where it stands. `own` are the words of its wording."""
        before, after = _sentence(flat, match)
        if sort.topic and not self._talk.isdisjoint(f"{before} {match.group()} {after}".split()):
            return Level.NONE
        told_of_someone = _FIRST_PERSON.search(f" {match.group()} {after} ") or _FIRST_PERSON.search(
            f" {before} "
        )
        if not told_of_someone and self._wished(before):
            return Level.NONE
        if not sort.stands and (_denied(before) or not _DENIALS.isdisjoint({*match.group().split()} - own)):
            return Level.AMBER if _BEFORE_NOW.match(f" {after} ") else Level.NONE
        return sort.level

    def _wished(self, before: str) -> bool:
        padded = f" {before} "
        return any(
            self._wishes.rules[number].wording.search(padded) for number in self._wishes.woken(before.split())
        )

    def _without_harmless(self, flat: str) -> str:
        """Blot out figures of speech; every other word keeps its place."""
        for number in self._harmless.woken(flat.split()):
            flat = self._harmless.rules[number].wording.sub(_blotted, flat)
        return flat


@lru_cache(maxsize=1)
def load_alarms() -> Alarms:
    """Return the list that ships with Voice."""
    return Alarms(tomllib.loads(FILE.read_text(encoding="utf-8")))


def _denied(before: str) -> bool:
    """Whether what comes after these words of the sentence is denied by them."""
    for word in reversed(before.split()[-REACH:]):
        if word in _DENIALS:
            return True
        if word in _BREAKS:
            return False
    return False


def _sentence(flat: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the words of the sentence before and after a find."""
    start = flat.rfind(" . ", 0, match.start() + 1) + 1
    end = flat.find(" . ", match.end())
    return flat[start : match.start()].strip(" ."), flat[match.end() : None if end < 0 else end].strip()


def _blotted(match: re.Match[str]) -> str:
    return _LETTER.sub("_", match.group())


# ------------------------------------------------------------------------------------------- reading the wordings

_LETTER = re.compile(r"[^ ]")
_WORD = re.compile(r"[a-z0-9]+")
_OPTIONAL = re.compile(r"\([^()]*\)\?")
_GROUP = re.compile(r"\(([^()]*)\)")
_PART = re.compile(r"\(([^()]*)\)|([a-z0-9]+)")
_LIST = re.compile(r"\{(\w+)\}")
_GAP = " (?:[^ .]+ ){0,3}"
# Words in nearly every text: a wording must not be tried whenever one of them is said.
_COMMON_WORDS = """
i a am an and are at be but do for get go got had has have he her him his in is it just like me my no not of on or
out she so that the them they this to up us was we what when who with you people school someone one really
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def _all_wordings(source: Mapping[str, Any]) -> Iterable[str]:
    for group in (*source["alarm"], source["harmless"], source["wish"]):
        yield from group["wordings"]


def _with(wording: str, lists: Mapping[str, str]) -> str:
    """Return a wording with its lists written out."""
    return _LIST.sub(lambda name: f"({lists[name[1]]})" if _alone(name) else lists[name[1]], wording)


def _alone(name: re.Match[str]) -> bool:
    """Whether a list stands by itself and not inside brackets."""
    before = name.string[: name.start()]
    return before.count("(") == before.count(")")


def _rule(wording: str, lists: Mapping[str, str], meaning: str) -> tuple[str, str, str]:
    """Return a wording as a rule: the words one of which it needs, its pattern and its meaning."""
    whole = _with(wording, lists)
    pattern = _GROUP.sub(r"(?:\1)", whole).replace(" ~ ", _GAP)
    return "|".join(sorted(_needs(whole))), f"(?<= ){pattern}(?= )", meaning


def _needs(whole: str) -> set[str]:
    """Return the words of the wording’s most telling part: without one of them it cannot stand."""
    parts = []
    for group, word in _PART.findall(_OPTIONAL.sub("", whole)):
        ways = [_WORD.findall(way) for way in (group or word).split("|")]
        if all(ways):
            parts.append({min(way, key=lambda each: (each in _COMMON, -len(each), each)) for way in ways})
    return min(parts, key=lambda words: (len(words & _COMMON), len(words)))
