"""Wrong codes: held back a few at a time, the rest told at once to wait, and right ones never."""

import threading
import time

from tests import make
from voice.wrong_codes import WrongCodes


def test_a_wrong_code_is_held_for_its_moment():
    started = time.monotonic()
    assert WrongCodes(seconds=0.05).hold()
    assert time.monotonic() - started >= 0.05


def test_only_so_many_are_held_and_the_rest_hear_at_once():
    wrong_codes, told = WrongCodes(seconds=0.5, most=2), []
    threads = [threading.Thread(target=lambda: told.append(wrong_codes.hold())) for _ in range(10)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False] * 8 + [True] * 2
    assert time.monotonic() - started < 1.5
    assert WrongCodes(seconds=0, most=1).hold()


def test_a_flood_is_told_to_wait_while_right_codes_open(app, visitor, record):
    code = make.wave(record).schools[0].code
    record.commit()
    app.extensions["voice_wrong_codes"] = WrongCodes(seconds=0, most=0)
    for typed in ("ZZZZ-ZZZZ", "22222-22222", "?"):
        page = visitor.post("/", {"code": typed}, form_on="")
        assert page.status == 429
        assert "Wait a minute" in page.text
        assert page.field("code") == typed
    assert visitor.post("/", {"code": code}, form_on="").status == 200
