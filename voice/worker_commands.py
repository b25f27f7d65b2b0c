"""Worker commands: staff are added, and stopped, at a terminal."""

import click
from flask.cli import AppGroup
from flask_security import hash_password
from sqlalchemy.exc import NoResultFound

from surveys.agencies import add_agency
from surveys.workers import Role, add_worker, stop_worker, worker_with_email
from voice.terminal import plainly, school_named, writing

SHORTEST_PASSWORD = 12
"""As the sign-in page asks; see ``voice.access``."""

worker = AppGroup("worker", help="The staff who sign in.")


@worker.command("add")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role])
)
@click.option("--urn", help="The school whose reports or concerns they see.")
@click.option("--agency", help="The team or partner they work for.")
@plainly
def add_staff(name: str, email: str, roles: tuple[str, ...], urn: str | None, agency: str | None) -> None:
    """Add a member of staff. Asks for their password."""
    if not all(email.strip().partition("@")) or len(email) > 254 or " " in email.strip():
        raise click.ClickException(f"“{email}” is not an e-mail address.")
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"Choose a password of at least {SHORTEST_PASSWORD} characters.")
    with writing() as record:
        added = add_worker(
            record,
            name=name,
            email=email,
            password_hash=hash_password(password),
            roles=[Role(role) for role in roles],
            school=school_named(record, urn) if urn else None,
            agency=add_agency(record, name=agency) if agency else None,
        )
        record.commit()
        click.echo(f"{added.name} can sign in as {added.email}.")


@worker.command("stop")
@click.argument("email")
@plainly
def stop_one_worker(email: str) -> None:
    """Let a worker sign in no more, and end the sessions they have open."""
    with writing() as record:
        try:
            stop_worker(record, worker=worker_with_email(record, email))
        except NoResultFound as problem:
            raise click.ClickException(f"Nobody signs in as {email}.") from problem
        record.commit()
    click.echo(f"{email} can no longer sign in.")
