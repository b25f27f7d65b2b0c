"""Quoting: one voice a pupil, no theme that fills the page, and an order that belongs to one edition."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.quotes import Quoted
from voice.quoting import MOST_QUOTES, chosen_quotes


def quoted(number, *, theme="SEN", pupil=None, words=None):
    return Quoted(f"answer {number}", theme, words or f"words {number}", False, pupil or f"pupil {number}")


MANY = [quoted(number) for number in range(MOST_QUOTES)]
cleared = st.lists(
    st.builds(
        quoted,
        st.integers(0, 50),
        theme=st.sampled_from(("SEN", "SLP", "TRV")),
        pupil=st.sampled_from([f"pupil {number}" for number in range(8)]),
        words=st.sampled_from([None, "it is loud", "the bus is full"]),
    ),
    max_size=25,
)


@given(cleared)
@settings(max_examples=1000)
def test_no_pupil_and_no_words_stand_twice(every):
    chosen = chosen_quotes(every, place="a", edition="1")
    assert len({one.response_id for one in chosen}) == len(chosen) <= MOST_QUOTES
    assert len({one.words for one in chosen}) == len(chosen)
    # Nobody is left out while there is room.
    heard, said = {one.response_id for one in chosen}, {one.words for one in chosen}
    left = [one for one in every if one.response_id not in heard and one.words not in said]
    assert len(chosen) == MOST_QUOTES or not left


@given(st.permutations(MANY))
def test_the_order_tells_nothing_of_the_record(every):
    assert chosen_quotes(every, place="a", edition="1") == chosen_quotes(MANY, place="a", edition="1")


def test_editions_say_the_same_quotes_in_orders_of_their_own():
    every = [*MANY, *(quoted(number) for number in range(100, 120))]
    orders = {tuple(chosen_quotes(every, place="a", edition=str(number))) for number in range(5)}
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1
    assert len({frozenset(chosen_quotes(every, place=place, edition="1")) for place in "abc"}) > 1


def test_themes_take_turns():
    every = [*(quoted(number) for number in range(20)), quoted(99, theme="TRV")]
    assert quoted(99, theme="TRV") in chosen_quotes(every, place="a", edition="1")
