"""Rules about wordings, tried only where a word of the answer calls for them.

Looking for a wording costs a hundred times what looking for a word costs, and hardly any of our rules
concerns a given answer. So each rule names the word without which its wording cannot stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

# How many different words a rule book remembers. Ten million answers hold fewer; a slip of spelling is a word too.
REMEMBERED = 200_000


@dataclass(frozen=True)
class Rule:
    """A wording, what it means, and the word (whole, lower-case) without which it cannot stand."""

    needs: re.Pattern[str]
    wording: re.Pattern[str]
    meaning: str


class _Woken(dict[str, tuple[int, ...]]):
    """For each word the numbers of the rules that need it, worked out when it is first asked for."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, word: str) -> tuple[int, ...]:
        numbers = tuple(number for number, rule in enumerate(self._rules) if rule.needs.fullmatch(word))
        if len(self) < REMEMBERED:
            self[word] = numbers
        return numbers


class RuleBook:
    """Rules in the order they apply."""

    def __init__(self, rules: Iterable[tuple[str, str, str]]) -> None:
        """Each rule as the word it needs, its wording (both regular expressions) and its meaning."""
        self.rules = tuple(
            Rule(re.compile(needs), re.compile(wording), meaning) for needs, wording, meaning in rules
        )
        self._woken = _Woken(self.rules)

    def woken(self, words: Iterable[str]) -> list[int]:
        """The numbers of the rules that these words could be part of, in order."""
        found = set(map(self._woken.__getitem__, words))
        found.discard(())  # most words wake none
        return sorted(set(chain.from_iterable(found))) if found else []

    def found(self, text: str) -> dict[str, re.Match[str]]:
        """What the text says: each meaning whose wording stands in it, in order, and where it stands."""
        said: dict[str, re.Match[str]] = {}
        for number in self.woken(text.split()):
            rule = self.rules[number]
            if rule.meaning not in said and (match := rule.wording.search(text)):
                said[rule.meaning] = match
        return said
