"""QR codes: they hold the address and the code, and say in words what they are."""

import re

import pytest
import segno

from voice.qr import pupils_address, qr_svg
from voice.settings import SettingMissing, Settings

LINK = "https://voice.example.gov.uk/#4K7M9PQT"


def dark_squares(svg):
    """Return which squares of a drawn QR code are dark, by walking its lines as a browser does."""
    dark, x, y = set(), 0.0, 0.0
    [path] = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if step == "h":
            dark |= {(int(y), int(x) + more) for more in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
    return dark


@pytest.mark.parametrize("text", [LINK, "http://127.0.0.1:8000/", "https://a.b/#" + "Z" * 10])
def test_a_code_holds_its_text(text):
    wanted = {
        (row, column)
        for row, squares in enumerate(segno.make_qr(text, error="q").matrix_iter(border=4))
        for column, is_dark in enumerate(squares)
        if is_dark
    }
    assert dark_squares(qr_svg(text, told="A square")) == wanted


def test_a_code_can_stand_in_a_page_under_our_policy():
    svg = qr_svg(LINK, told="Opens the survey <&>")
    assert svg.startswith('<svg role="img"')
    assert "<title>Opens the survey &lt;&amp;&gt;</title>" in svg
    assert "style=" not in svg
    assert "<script" not in svg


def test_the_address_is_the_one_of_the_settings_or_of_the_request(app):
    with app.test_request_context("/anything", base_url="https://council.example"):
        assert pupils_address() == "https://council.example/"
        assert pupils_address("4K7M9PQT") == "https://council.example/#4K7M9PQT"
    before = app.extensions["voice_settings"]
    app.extensions["voice_settings"] = Settings(
        secret_key="t" * 32, data=before.data, address="https://voice.example.gov.uk"
    )
    with app.test_request_context("/anything", base_url="http://10.0.0.1"):
        assert pupils_address("4K7M9PQT") == LINK


def test_an_address_is_read_from_the_environment_and_must_be_one():
    secret = {"VOICE_SECRET": "s" * 32}
    assert Settings.from_environment(secret).address == ""
    told = Settings.from_environment({**secret, "VOICE_ADDRESS": "https://voice.example.gov.uk/"})
    assert told.address == "https://voice.example.gov.uk"
    with pytest.raises(SettingMissing, match="must begin with https://"):
        Settings.from_environment({**secret, "VOICE_ADDRESS": "voice.example.gov.uk"})
