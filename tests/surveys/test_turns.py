"""Processes that write one SQLite file wait for each other in turn."""

import threading

from sqlalchemy import create_engine

from surveys.turns import Turns


def test_one_writes_while_the_others_wait_and_then_at_once(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'voice.db'}")
    first, second = Turns(engine), Turns(engine)  # as two processes would have them
    order = []
    with first.mine():
        waiting = threading.Thread(target=lambda: _take(second, order))
        waiting.start()
        waiting.join(timeout=0.2)
        assert waiting.is_alive()
        order.append("first")
    waiting.join(timeout=10)
    assert order == ["first", "second"]


def _take(turns, order):
    with turns.mine():
        order.append("second")


def test_a_turn_that_ends_in_an_error_is_over(tmp_path):
    turns = Turns(create_engine(f"sqlite:///{tmp_path / 'voice.db'}"))
    for _ in range(2):
        try:
            with turns.mine():
                raise ValueError
        except ValueError:
            pass


def test_without_room_for_the_file_or_on_another_database_nobody_waits(tmp_path):
    for url in (
        f"sqlite:///{tmp_path / 'nowhere' / 'voice.db'}",
        "sqlite://",
        "postgresql+psycopg://localhost/x",
    ):
        turns = Turns(create_engine(url))
        with turns.mine(), turns.mine():
            pass
