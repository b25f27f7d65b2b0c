"""Insight: the one door between the record and the analysis. Rows go over, protected findings come back and are stored.

The statistics libraries are imported inside the functions that need them, so that the web process starts without.
"""

from voice.insight.agreeing import draw_blind_sample, measure_sample
from voice.insight.codebook import live_codebook, load_codebook, phrases_known, refuse_known_phrases
from voice.insight.finding import (
    count_themes,
    find_themes,
    refuse_until_all_is_read,
    with_charts,
    words_of,
)
from voice.insight.schooling import agreement_sentence
from voice.insight.showing import ShownCount, shown_count, shown_line

__all__ = [
    "ShownCount",
    "agreement_sentence",
    "count_themes",
    "draw_blind_sample",
    "find_themes",
    "live_codebook",
    "load_codebook",
    "measure_sample",
    "phrases_known",
    "refuse_known_phrases",
    "refuse_until_all_is_read",
    "shown_count",
    "shown_line",
    "with_charts",
    "words_of",
]
