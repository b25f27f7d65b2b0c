"""Settings: everything a deployment may choose, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app
from flask.cli import NoAppException

from surveys.cover_hours import USUAL_HOURS, CoverHours, HoursProblem, read_hours


class SettingMissing(NoAppException):
    """Voice cannot start without this setting; the message says which and why.

    A kind of error that the `flask` command prints as a sentence.
    """


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What differs between deployments. A default here is right for production and safe in public."""

    secret_key: str = field(repr=False)
    """Signs sessions and seals pupils’ forms. At least 32 characters, kept outside the database."""
    data: Path
    """The folder that holds the SQLite files."""
    database_url: str = field(default="", repr=False)
    """Where the record is; empty means SQLite in ``data``."""
    secure_cookies: bool = True
    """Staff sign in over HTTPS only. Off for a demo on this machine."""
    jobs_in_place: bool = False
    """Run long work inside the request that asks for it, for a set-up without a job process."""
    demo: bool = False
    """Say on every page that the borough is made up."""
    address: str = ""
    """Where pupils reach this deployment, as posters print it. Empty: where the request that asks for one came to."""

    cover_hours: CoverHours = USUAL_HOURS
    """When safeguarding leads stand ready; the clock of every time limit runs only then."""
    smtp: str = field(default="", repr=False)
    """The mail server for notices: smtp://user:password@host:587 (STARTTLS), or smtps:// for TLS from the start."""
    mail_from: str = ""
    """The address that notices come from."""
    mail_folder: Path | None = None
    """Notices are written into this folder instead of being sent: for a demo, and for a system that takes them there."""

    @property
    def record_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'voice.db'}"

    @property
    def queue_file(self) -> Path:
        return self.data / "jobs.db"

    @property
    def recordings(self) -> Path:
        """Where sounds are kept in which a person reads a string out."""
        return self.data / "recordings"

    @property
    def sheets(self) -> Path:
        """Where translators’ sheets wait until somebody has looked at what they change."""
        return self.data / "sheets"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; raise ``SettingMissing`` when the secret is absent or too short."""
        secret = environment.get("VOICE_SECRET", "")
        if len(secret) < 32:
            raise SettingMissing(
                "VOICE_SECRET must hold at least 32 random characters. It seals pupils’ forms and signs sessions."
            )
        address = environment.get("VOICE_ADDRESS", "").rstrip("/")
        if address and not address.startswith(("https://", "http://")):
            raise SettingMissing(
                "VOICE_ADDRESS must begin with https://, such as https://voice.example.gov.uk."
            )
        try:
            hours = read_hours(
                environment.get("VOICE_COVER_HOURS", "08:00-17:00"), environment.get("VOICE_CLOSED_DAYS", "")
            )
        except HoursProblem as problem:
            raise SettingMissing(f"VOICE_COVER_HOURS or VOICE_CLOSED_DAYS: {problem}") from problem
        smtp, mail_from = environment.get("VOICE_SMTP", ""), environment.get("VOICE_MAIL_FROM", "")
        if smtp and not smtp.startswith(("smtp://", "smtps://")):
            raise SettingMissing(
                "VOICE_SMTP must begin with smtp:// or smtps://, such as smtp://user:password@mail.example.gov.uk:587."
            )
        if smtp and "@" not in mail_from:
            raise SettingMissing("VOICE_MAIL_FROM must be the e-mail address that notices come from.")
        data = Path(environment.get("VOICE_DATA", "var")).resolve()
        demo = environment.get("VOICE_DEMO", "") == "yes"
        folder = environment.get("VOICE_MAIL_FOLDER", "")
        return cls(
            secret_key=secret,
            data=data,
            database_url=environment.get("VOICE_DATABASE_URL", ""),
            secure_cookies=environment.get("VOICE_INSECURE_COOKIES", "") != "yes",
            demo=demo,
            address=address,
            cover_hours=hours,
            smtp=smtp,
            mail_from=mail_from,
            mail_folder=Path(folder).resolve() if folder else data / "mail" if demo else None,
        )


def cover_hours() -> CoverHours:
    """Return the hours of cover of the deployment that this request came to."""
    settings: Settings = current_app.extensions["voice_settings"]
    return settings.cover_hours
