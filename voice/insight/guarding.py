"""Guarding: the rule that keeps words from becoming formulas, for the files that pages hand out."""

from analysis.sheets import guarded

__all__ = ["guarded"]
