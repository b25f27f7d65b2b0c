"""Suspicion: how much a text is like those by which children hint at harm, learnt from examples.

Learnt in the same way as the themes are (`analysis.learning`), from the disclosures and near misses that ship with
Voice and from ordinary phrases and answers; never from what a pupil wrote here. It is learnt once, at set-up, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.alarms import Kind, Level, load_alarms
from analysis.codebook import load_codebook
from analysis.disclosures import Disclosure, load_disclosures
from analysis.examples import load_examples, load_phrases
from analysis.keeping import fetch, keep, name_of
from analysis.kernel import Floats32
from analysis.learned import Learned
from analysis.learning import learn
from analysis.lessons import CODEBOOK, Lessons
from analysis.readable import LONGEST_SCRAP, readable
from analysis.reasons import Reasons
from analysis.space import Placed, read
from analysis.spoken import UNSEEN
from analysis.vectors import MEANING, SPARSE, Backend, choose
from analysis.words import Cleaned, cannot_tell, clean

KINDS = tuple(Kind)
# The columns of what is learnt: whether there is anything, whether it is grave, and one for each kind.
CONCERN, GRAVE, FIRST_KIND = 0, 1, 2
# A disclosure counts as much as two ordinary texts, of which there are many more. From 1 to 4 nothing changes.
DISCLOSURE_WEIGHT = 2.0
# From which score on a text is flagged. Each writer’s texts were scored by what was learnt from the others: here 8 % of
# ordinary phrases and answers were flagged and five in six disclosures, of which half hold no alarming word. Lower finds
# more and flags more for each one found; a queue in which everything is urgent is in no order.
FLAGGED = {MEANING: 0.40, SPARSE: 0.44}
# … and from which score of gravity a flagged text is red. What is red goes to the safeguarding lead at once, before a
# reader: here about one ordinary text in fifty did. More would teach the lead to look away; what stays amber comes
# next in the readers’ queue.
RED = {MEANING: 0.40, SPARSE: 0.45}
# Words. A hint drowns in a longer text, so its parts are also looked at by themselves.
PART = 60
# Texts looked at together; bounds memory.
AT_ONCE = 1_000

_FIRST_WORDS = re.compile(r"\w\S*(?:\s+\S+){0,7}")
_UNSEEN = re.compile(f"[{UNSEEN}]")


@dataclass(frozen=True)
class Suspected:
    """What the model makes of a text."""

    level: Level
    kind: Kind  # the likeliest, if there is anything
    because: tuple[str, ...]  # words of the text, as they stand in it; none where it is not flagged
    score: float  # about 0 for what is like no disclosure, about 1 for what is like many


@dataclass(frozen=True)
class Suspicion:
    """What was learnt, ready to be held against texts."""

    learned: Learned
    backend: Backend

    def __call__(self, texts: Sequence[str]) -> list[Suspected]:
        """Look at texts; what is found in one does not depend on the others."""
        found: list[Suspected] = []
        for start in range(0, len(texts), AT_ONCE):
            found += self._some(texts[start : start + AT_ONCE])
        return found

    def _some(self, texts: Sequence[str]) -> list[Suspected]:
        parts = [(row, part) for row, text in enumerate(texts) for part in _parts(_UNSEEN.sub("", text))]
        cleaned = [clean(part) for _, part in parts]
        placed = self.learned.space.place(read(cleaned))
        scores = self.scores(cleaned, placed)
        best: dict[int, int] = {}
        for number, (row, _) in enumerate(parts):
            if not cannot_tell(cleaned[number]) and (
                row not in best or scores[number, CONCERN] > scores[best[row], CONCERN]
            ):
                best[row] = number
        flagged = [number for number in best.values() if self._level(scores[number]) is not Level.NONE]
        called = [(number, CONCERN) for number in flagged]
        why = Reasons.of(placed, self.learned).why([part for _, part in parts], cleaned, called)
        because = dict(zip(flagged, why, strict=True))
        return [
            self._suspected(text, scores[best[row]], because.get(best[row])) if row in best else _NOTHING
            for row, text in enumerate(texts)
        ]

    def scores(self, cleaned: Sequence[Cleaned], placed: Placed) -> Floats32:
        """Return each text’s score for every column, to three places: the last digits differ between machines."""
        with_meaning = self.backend.name == MEANING
        vectors = self.backend.encode([readable(text) for text in cleaned]) if with_meaning else None
        scores = self.learned.scores(placed, vectors)
        for row, text in enumerate(cleaned):
            # A text worded like one it learnt from is scored as all the others would have it, so that nobody who tries
            # an example is shown more than the machine would find by itself.
            if text.text in self.learned.seen:
                scores[row] = self.learned.seen[text.text]
        return np.round(scores, 3)

    def _level(self, scores: Floats32) -> Level:
        if scores[CONCERN] < FLAGGED[self.backend.name]:
            return Level.NONE
        return Level.RED if scores[GRAVE] >= RED[self.backend.name] else Level.AMBER

    def _suspected(self, text: str, scores: Floats32, because: Sequence[str] | None) -> Suspected:
        words = () if because is None else _as_they_stand(because, text) or _beginning(text)
        kind = KINDS[int(np.argmax(scores[FIRST_KIND:]))]
        return Suspected(self._level(scores), kind, words, float(scores[CONCERN]))


_NOTHING = Suspected(Level.NONE, Kind.OTHER, (), 0.0)


def suspicion(name: str | None = None) -> Suspicion:
    """Return what is learnt from all that ships with Voice, taken from where it was kept if it is there.

    `name` is that of a backend; without one it is the language model where that is installed.
    """
    return _learnt(choose(name))


@lru_cache(maxsize=2)
def _learnt(backend: Backend) -> Suspicion:
    gathered = gather(load_disclosures())
    kept = f"screening-{name_of(gathered, backend.method).partition('-')[2]}"
    learned = fetch(kept)
    if learned is None:
        learned = learn(gathered, backend)
        keep(kept, learned)
    return Suspicion(learned, backend)


def gather(disclosures: Sequence[Disclosure], without: Collection[str] = ()) -> Lessons:
    """Return what to learn from: the disclosures, and ordinary texts but for those of the writers left out.

    Many disclosures stand beside an ordinary complaint (“buses are late. also …”); the codebook’s short phrases teach
    that the complaint alone is harmless. Ordinary texts in which the list of alarms finds something are left out:
    nobody has held them against it.
    """
    alarms = load_alarms()
    themes = load_codebook().themes
    harmless = [
        *((each.text, each.writer) for each in (*load_phrases(), *load_examples())),
        *((said, CODEBOOK) for theme in themes for said in (*theme.phrases, *theme.seeds)),
    ]
    ordinary = [
        (text, writer)
        for text, writer in harmless
        if writer not in without and not alarms(alarms.spoken(text))
    ]
    rows = np.zeros((len(disclosures) + len(ordinary), FIRST_KIND + len(KINDS)), dtype=bool)
    for row, each in enumerate(disclosures):
        rows[row, CONCERN] = each.level is not Level.NONE
        rows[row, GRAVE] = each.level is Level.RED
        if each.kind:
            rows[row, FIRST_KIND + KINDS.index(each.kind)] = True
    return Lessons(
        texts=(*(each.text for each in disclosures), *(text for text, _ in ordinary)),
        themes=rows,
        first=rows,
        weights=np.where(rows[:, CONCERN], DISCLOSURE_WEIGHT, 1.0),
        writers=(
            *(f"disclosures {each.writer}" for each in disclosures),
            *(writer for _, writer in ordinary),
        ),
    )


def _parts(text: str) -> list[str]:
    """Return a text and, where it is long, also its parts, cut between words."""
    words = text.split()
    if len(words) <= PART:
        return [text]
    # Half a part on each time, so that nothing is cut in two everywhere.
    return [
        text,
        *(" ".join(words[start : start + PART]) for start in range(0, len(words) - PART // 2, PART // 2)),
    ]


def _beginning(text: str) -> tuple[str, ...]:
    """Return the first words of a text that no single word explains."""
    first = _FIRST_WORDS.search(text)
    return (first.group(),) if first else ()


def _as_they_stand(because: Sequence[str], text: str) -> tuple[str, ...]:
    """Return words found in a text with the capitals and spaces they have there; none if they are mere “the” and “my”."""
    patterns = (r"\s+".join(map(re.escape, words.split())) for words in because)
    found = (re.search(pattern, text, re.IGNORECASE) for pattern in patterns if pattern)
    said = dict.fromkeys(match.group() for match in found if match)
    return tuple(said) if max(map(len, said), default=0) > LONGEST_SCRAP else ()
