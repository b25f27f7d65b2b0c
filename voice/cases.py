"""Cases: the command that says whether the log of concerns is as it was written."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from surveys.cases import check_chain
from voice.database import engine_of
from voice.terminal import plainly

cases = AppGroup("cases", help="The log of what became of each concern.")


@cases.command("check")
@plainly
def check() -> None:
    """Say whether an entry of the case log was changed, moved, put in or taken out."""
    with Session(engine_of(current_app)) as record:
        broken = check_chain(record)
    if broken:
        numbers = ", ".join(map(str, broken[:20])) + (" and more" if len(broken) > 20 else "")
        raise click.ClickException(
            f"The case log is not as it was written. Look at the entries with these numbers: {numbers}. Keep this "
            "database and its last backups as they are, and tell the authority’s safeguarding lead."
        )
    click.echo("The case log is as it was written.")
