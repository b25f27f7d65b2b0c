"""The demo’s comments: what made-up pupils wrote, and what a careful reader and lead would do with it."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent

Comment = dict[str, str]


def comments() -> list[Comment]:
    """Return the made-up comments, in the order of their file."""
    with (FOLDER / "pupil_comments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def earlier_comments() -> list[Comment]:
    """Return what made-up pupils wrote in the term before. None of it needs hiding, and none tells of harm."""
    with (FOLDER / "earlier_comments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quotable_texts() -> frozenset[str]:
    """Return the comments a careful lead would quote: no illness, no family, no single event, nobody to be known by."""
    with (FOLDER / "quotable_comments.csv").open(encoding="utf-8", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    return frozenset(row["text"] for row in comments() if row["id"] in ids)


def urn_of(school: str) -> str:
    """Return the URN of the demo school that a comment’s school (S01 to S14) stands for."""
    return f"9990{school[1:]}"


def words_to_hide() -> dict[str, list[str]]:
    """Return what a reader would hide in a comment, by the comment’s number."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    with (FOLDER / "hidden_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words[row["id"]].append(row["hide"])
    return dict(words)


def deal_out(own: Sequence[Comment]) -> list[list[Comment]]:
    """Deal a school’s comments out to pupils: one pupil writes at most one answer to a question, all in their own year group."""
    pupils: list[list[Comment]] = []
    for comment in own:
        if comment["question"] != "bar_text":
            for pupil in pupils:
                fits = pupil[0]["year_group"] == comment["year_group"] and len(pupil) < 2
                if fits and all(other["question"] != comment["question"] for other in pupil):
                    pupil.append(comment)
                    break
            else:
                pupils.append([comment])
        else:
            pupils.append([comment])
    return pupils
