"""Saying what groups of answers are about: the words and the pairs of words that set each apart from the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from analysis.words import Cleaned, stem

# Words and pairs of words shown for a group.
WORDS, PHRASES = 6, 3
# A word or a pair must be said in this many answers of the group to stand for it.
SAID_BY = 3
# Two words are a pair of their own, not neighbours by accident, from this likelihood ratio on: the value that chance
# passes once in a thousand (χ² with one degree of freedom).
PAIRED_FROM = 10.83
# … and a pair tells of a group that holds at least this share of its sayings.
MOSTLY_HERE = 0.5

# Words that every answer to “what makes it hard to come to school?” may hold, and so name nothing.
_EVERYWHERE = (
    "school come coming came hard harder make makes made making thing things people person really just like get gets "
    "got getting go goes going gone said say says saying tell told dont didnt doesnt cant wont isnt arent wasnt im ive "
    "id ill youre theyre thats its hes shes theres whats every everyone someone anyone one lot lots bit even still "
    "always never time times day days today need needs want wants would could should shouldnt wouldnt couldnt think "
    "know way let lets put also stuff much many because then when dot year schoolyear havent hasnt nothing something "
    "anything ok okay yeah yes good bad better best am not no use used using able look looks makes take takes try "
    "trying start started actually literally kind sort happen happens feel feels feeling felt keep keeps"
)
# Marks that cleaning leaves for what is no topic of its own: faces, and harms that an answer denies.
_MARKS = "laughingface cryface angryface happyface clownface eyeroll fedup deniedproblem solvedproblem idk please brilliant"
STOP = frozenset(ENGLISH_STOP_WORDS) | frozenset(_EVERYWHERE.split()) | frozenset(_MARKS.split())

Terms = dict[str, str]  # stems, or two stems with a space between them, each as the pupil wrote it


@dataclass(frozen=True)
class Label:
    """The words and the pairs of words that tell what a group is about, the most telling first, as pupils wrote them."""

    words: tuple[str, ...]
    phrases: tuple[str, ...]


def describe(
    groups: Sequence[Sequence[Cleaned]], nearness: Sequence[Sequence[float]] | None = None
) -> list[Label]:
    """Return a label for each group of answers.

    `nearness` says for each answer how near it is to its group’s centre, 0 to 1: words said near the centre count more.
    """
    near = nearness or [[1.0] * len(answers) for answers in groups]
    pairs = _pairs_of_their_own(groups)
    words = _telling([[_words(answer) for answer in answers] for answers in groups], near, most=WORDS)
    phrases = _telling(
        [[_pairs(answer, pairs) for answer in answers] for answers in groups],
        near,
        most=PHRASES,
        mostly_here=MOSTLY_HERE,
    )
    return [Label(*both) for both in zip(words, phrases, strict=True)]


def _is_topic(word: str) -> bool:
    return word not in STOP and len(word) > 1 and not word.isdigit()


def _words(answer: Cleaned) -> Terms:
    return {stem(word): answer.as_said(word) for word in answer.words if _is_topic(word)}


def _pairs(answer: Cleaned, wanted: frozenset[str]) -> Terms:
    """Return the words that stand side by side in one sentence, both of them about something."""
    found = {}
    words = answer.text.split()
    for one, other in pairwise(words):
        if _is_topic(one) and _is_topic(other) and (pair := f"{stem(one)} {stem(other)}") in wanted:
            found[pair] = " ".join(dict.fromkeys((answer.as_said(one), answer.as_said(other))))
    return found


def _pairs_of_their_own(groups: Sequence[Sequence[Cleaned]]) -> frozenset[str]:
    """Return the pairs of stems that stand side by side more often than chance would have it."""
    # Imported here: nltk takes over a second to load, and the website starts without it.
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics.association import BigramAssocMeasures

    sentences = [
        [stem(word) for word in sentence.split()]
        for answers in groups
        for answer in answers
        for sentence in answer.text.split(" . ")
    ]
    finder = BigramCollocationFinder.from_documents(sentences)
    finder.apply_freq_filter(SAID_BY)
    scored = finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
    return frozenset(" ".join(pair) for pair, ratio in scored if ratio >= PAIRED_FROM and pair[0] != pair[1])


def _telling(
    groups: Sequence[Sequence[Terms]],
    near: Sequence[Sequence[float]],
    *,
    most: int,
    mostly_here: float = 0.0,
) -> list[tuple[str, ...]]:
    """Return each group’s most telling terms: said often here, seldom elsewhere, and near the centre."""
    said = [Counter(term for terms in answers for term in terms) for answers in groups]
    everywhere = sum(said, Counter[str]())
    usual = everywhere.total() / max(1, len(groups))
    labels = []
    for answers, nearnesses, counts in zip(groups, near, said, strict=True):
        close: defaultdict[str, float] = defaultdict(float)
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for terms, nearness in zip(answers, nearnesses, strict=True):
            for term, written in terms.items():
                close[term] += max(nearness, 0.0)
                forms[term][written] += 1
        # Class TF-IDF, with the sum of nearness where the count would stand. Rounded, so that the order of adding
        # does not decide which of two comes first.
        weights = {
            term: round(close[term] * log(1 + usual / everywhere[term]), 6)
            for term, count in counts.items()
            if count >= SAID_BY and count >= mostly_here * everywhere[term]
        }
        best = sorted(weights, key=lambda term: (-weights[term], term))
        labels.append(_each_once([forms[term] for term in best])[:most])
    return labels


def _each_once(forms: Sequence[Counter[str]]) -> tuple[str, ...]:
    """Return for each term the form that most pupils used; two terms may share one."""
    return tuple(dict.fromkeys(min(form, key=lambda said: (-form[said], said)) for form in forms))
