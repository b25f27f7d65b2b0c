"""Sending: by SMTP to a real server, encrypted or not at all; into a folder; or nowhere, which is said."""

import email

import pytest

from tests.mail import AUTHORITY, MailServer
from tests.surveys.raising import london
from voice.sending import Folder, NotSent, Nowhere, sender_of
from voice.sending import MailServer as OurSender
from voice.settings import SettingMissing, Settings

LETTER = {
    "to": "hana@example.org",
    "subject": "Something waits",
    "text": "Look – now.",
    "at": london(3, "10:00"),
}
SECRET = "s" * 32


@pytest.fixture
def server(monkeypatch):
    started = MailServer()
    with AUTHORITY.cert_pem.tempfile() as trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        yield started
    started.close()


def sender(server, who="user:pass%40word@"):
    return OurSender(f"smtp://{who}localhost:{server.port}", mail_from="voice@example.gov.uk")


def test_a_message_arrives_over_an_encrypted_line(server):
    sender(server).send(**LETTER)
    (message,) = map(email.message_from_bytes, server.messages)
    assert (message["To"], message["From"]) == ("hana@example.org", "voice@example.gov.uk")
    assert message["Subject"] == "Something waits"
    assert message.get_payload(decode=True).decode().strip() == "Look – now."
    assert server.said.index("STARTTLS") < next(
        i for i, line in enumerate(server.said) if line.startswith("AUTH")
    )


def test_without_a_name_nobody_logs_in(server):
    sender(server, who="").send(**LETTER)
    assert not any(line.startswith("AUTH") for line in server.said)
    assert len(server.messages) == 1


def test_a_refused_message_is_not_sent(server):
    server.refuses = True
    with pytest.raises(NotSent):
        sender(server).send(**LETTER)
    assert server.messages == []


def test_a_server_that_cannot_encrypt_or_is_not_trusted_gets_nothing():
    for has_tls in (False, True):  # nobody was told to trust the second one’s certificate
        server = MailServer(has_tls=has_tls)
        with pytest.raises(NotSent):
            sender(server).send(**LETTER)
        assert server.messages == []
        assert not any(line.startswith(("AUTH", "MAIL")) for line in server.said)
        server.close()


def test_a_server_that_is_away_is_tried_again_later():
    with pytest.raises(NotSent):
        OurSender("smtp://localhost:1", mail_from="voice@example.gov.uk").send(**LETTER)


def test_an_address_with_a_line_break_sends_nothing_else(server):
    with pytest.raises(NotSent):
        sender(server).send(**(LETTER | {"to": "a@example.org\r\nBcc: b@example.org"}))
    assert server.messages == []


def test_a_folder_gets_one_whole_file_a_message(tmp_path):
    folder = Folder(tmp_path / "mail")
    for _ in range(2):
        folder.send(**LETTER)
    files = sorted((tmp_path / "mail").iterdir())
    assert len(files) == 2
    assert {file.suffix for file in files} == {".eml"}
    assert email.message_from_bytes(files[0].read_bytes())["To"] == "hana@example.org"
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSent):
        Folder(tmp_path / "file").send(**LETTER)


def test_where_it_goes_is_chosen_by_the_settings(tmp_path):
    given = {"VOICE_SECRET": SECRET, "VOICE_DATA": str(tmp_path)}
    mail = {"VOICE_SMTP": "smtp://mail.example.gov.uk", "VOICE_MAIL_FROM": "voice@example.gov.uk"}
    for environment, kind in (
        (given, Nowhere),
        (given | mail, OurSender),
        (given | {"VOICE_MAIL_FOLDER": str(tmp_path / "out")}, Folder),
        (given | {"VOICE_DEMO": "yes"}, Folder),
    ):
        assert isinstance(sender_of(Settings.from_environment(environment)), kind)
    assert Settings.from_environment(given | {"VOICE_DEMO": "yes"}).mail_folder == tmp_path.resolve() / "mail"
    with pytest.raises(NotSent):
        Nowhere().send(**LETTER)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"VOICE_SMTP": "mail.example.gov.uk"}, "must begin with smtp://"),
        ({"VOICE_SMTP": "smtp://mail.example.gov.uk"}, "VOICE_MAIL_FROM"),
        ({"VOICE_COVER_HOURS": "nine to five"}, "08:00-17:00"),
        ({"VOICE_CLOSED_DAYS": "Christmas"}, "2026-12-25"),
    ],
)
def test_a_setting_that_cannot_be_meant_gets_a_sentence(more, words):
    with pytest.raises(SettingMissing, match=words):
        Settings.from_environment({"VOICE_SECRET": SECRET, **more})


def test_no_password_shows_when_the_settings_are_printed():
    settings = Settings.from_environment(
        {"VOICE_SECRET": SECRET, "VOICE_SMTP": "smtp://u:hunter2@mail", "VOICE_MAIL_FROM": "v@example.org"}
    )
    assert "hunter2" not in repr(settings)
