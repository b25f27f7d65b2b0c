"""Subgroups: three from the start, each with the themes it owns."""

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.subgroups import add_first_subgroups, add_subgroup, subgroup_with_slug, subgroups
from surveys.themes import theme_with_code
from voice.insight import load_codebook


def test_bullying_transport_and_periods_are_there_from_the_start(record):
    load_codebook(record)
    add_first_subgroups(record)
    add_first_subgroups(record)
    owned = {group.slug: [theme.code for theme in group.themes] for group in subgroups(record)}
    assert owned == {"bullying": ["BUL"], "periods": ["PER"], "transport": ["TRV"]}


def test_a_subgroup_is_added_once_and_found_by_its_slug(record):
    load_codebook(record)
    theme = theme_with_code(record, "SLP")
    sleep = add_subgroup(record, slug="sleep", name="Sleep", purpose="Rest", themes=[theme])
    assert add_subgroup(record, slug="sleep", name="Other", purpose="", themes=[]) is sleep
    assert subgroup_with_slug(record, "sleep").name == "Sleep"
    with pytest.raises(NoResultFound):
        subgroup_with_slug(record, "nothing")
