"""Insight: the one door between the record and the analysis. Rows go over, protected findings come back and are stored.

The statistics libraries are imported inside the functions that need them, so that the web process starts without.
"""

from voice.insight.finding import count_themes, find_themes, load_codebook, with_charts, words_of
from voice.insight.showing import ShownCount, shown_count, shown_line

__all__ = [
    "ShownCount",
    "count_themes",
    "find_themes",
    "load_codebook",
    "shown_count",
    "shown_line",
    "with_charts",
    "words_of",
]
