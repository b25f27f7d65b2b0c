"""English words, for telling names from words: a general list, and the words of school and home that ship with Voice.

The general list is the frequency list of symspellpy (MIT; Google n-grams met with SCOWL, 82,765 words), read as a file: the
package itself is not loaded.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from analysis.not_names import NEVER
from analysis.school_words import KNOWN
from analysis.short_forms import SHORT_FORMS

# Words of the general list, most frequent first, that pupils may be thought to use. Judged: beyond lie “mendel”, “esperanza”.
FAMILIAR = 25_000
LIST = "frequency_dictionary_en_82_765.txt"


def is_english(word: str) -> bool:
    """Whether a plain word stands in a list of English words or of ours, or is the plural or participle of one."""
    if stands_in_a_list(word):
        return True
    if word[-1:] == "s" and len(word) > 3:
        return stands_in_a_list(word[:-1])
    return word.endswith("in") and stands_in_a_list(word + "g")


def stands_in_a_list(word: str) -> bool:
    """Whether just this plain word stands in a list of English words or of ours."""
    return word in _general()[1] or word in KNOWN or word in NEVER or word in SHORT_FORMS


def is_rare(word: str) -> bool:
    """Whether a word stands in the general list alone, and there among the rare ones."""
    ours = word in KNOWN or word in NEVER or word in SHORT_FORMS
    return not ours and word[-1] != "s" and word in _general()[1] and word not in _familiar()


def most_common(number: int) -> frozenset[str]:
    """So many words of the general list, most frequent first."""
    return frozenset(_general()[0][:number])


def one_letter_away(word: str) -> set[str]:
    """All that a word could be with a letter left out, changed round, wrong, or too many."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    letters = "abcdefghijklmnopqrstuvwxyz"
    near = {left + right[1:] for left, right in halves if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    near |= {left + letter + right[1:] for left, right in halves if right for letter in letters}
    near |= {left + letter + right for left, right in halves for letter in letters}
    near.discard(word)
    return near


@lru_cache(maxsize=1)
def _familiar() -> frozenset[str]:
    return most_common(FAMILIAR)


@lru_cache(maxsize=1)
def _general() -> tuple[list[str], frozenset[str]]:
    spec = find_spec("symspellpy")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("symspellpy is missing; requirements/app.txt names it.")
    words = (Path(spec.origin).parent / LIST).read_text(encoding="utf-8-sig").split()[::2]
    return words, frozenset(words)
