"""Access: signing in, and who may open which page. Every page is closed until it says whom it is for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_security import RoleMixin, Security, UserDatastore, UserMixin, current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from surveys.workers import Role, Worker
from voice.database import session

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = frozenset[Role]()
ANY_STAFF = frozenset(Role)

LIBRARY_PAGES = {
    "security.login": PUBLIC,
    "security.logout": ANY_STAFF,
}
"""Pages that come with a library cannot carry a rule themselves; theirs stands here."""


def allow(*roles: Role) -> Callable[[View], View]:
    """Open a view to workers with any of these roles."""
    return _rule(frozenset(roles))


def public(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    return _rule(PUBLIC)(view)


def any_staff(view: View) -> View:
    """Open a view to every signed-in worker."""
    return _rule(ANY_STAFF)(view)


def _rule(roles: frozenset[Role]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_rule = roles  # type: ignore[attr-defined]
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """Return who may open an endpoint; ``None`` when nobody has said, which means nobody may."""
    if endpoint in LIBRARY_PAGES:
        return LIBRARY_PAGES[endpoint]
    return getattr(app.view_functions[endpoint], "access_rule", None)


class Account(UserMixin):
    """A worker as the sign-in library sees them; it reads and writes through to the record."""

    worker: Worker

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    @property
    def id(self) -> str:
        return self.worker.id

    @property
    def email(self) -> str:
        return self.worker.email

    @property
    def active(self) -> bool:
        return self.worker.active

    @property
    def password(self) -> str:
        return self.worker.password

    @password.setter
    def password(self, hashed: str) -> None:
        # Signing in only reads; a hash that is made anew, with a newer library’s settings, asks for the write lock first.
        session().rollback()
        session().connection(execution_options={"writes": True})
        self.worker.password = hashed

    @property
    def fs_uniquifier(self) -> str:
        return self.worker.fs_uniquifier

    @fs_uniquifier.setter
    def fs_uniquifier(self, value: str) -> None:
        self.worker.fs_uniquifier = value

    @property
    def roles(self) -> list[RoleMixin]:
        return []  # pages ask the record, in one place (`rule_of`)


class Accounts(UserDatastore):
    """Where the sign-in library finds workers."""

    def __init__(self) -> None:
        super().__init__(user_model=Account, role_model=RoleMixin)

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """Return the one account with these column values, or ``None``."""
        if "email" in wanted:
            wanted["email"] = wanted["email"].strip().lower()
        worker = session().scalars(select(Worker).filter_by(**wanted)).one_or_none()
        return None if worker is None else Account(worker)

    def put(self, account: Account) -> Account:
        session().add(account.worker)
        return account

    def commit(self) -> None:
        session().commit()


def signed_in() -> Worker | None:
    """Return the worker of this request, or ``None``."""
    return current_user.worker if current_user.is_authenticated else None


def worker() -> Worker:
    """Return the worker of this request; only for views that are not public."""
    found = signed_in()
    if found is None:
        abort(401)
    return found


def init_app(app: Flask, *, secure_cookies: bool) -> None:
    """Set up sign-in, and close every page that does not say whom it is for."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SINGLE_HASH=True,  # argon2 salts by itself; the library’s own extra HMAC is not needed
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/staff",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_LOGIN_USER_TEMPLATE="access/sign_in.html",
        # One answer for a wrong password and an unknown address: nobody learns who works here.
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # none of our pages asks for the password again
        SECURITY_STATIC_FOLDER=None,  # its own pages’ styles; ours use none of them
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_CLI_USERS_NAME=False,  # workers are added by `flask worker add`, which knows the record’s rules
        SECURITY_CLI_ROLES_NAME=False,
        SESSION_COOKIE_NAME="voice-staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    security = Security(app, Accounts(), register_blueprint=True)
    # Pages ask `rule_of`, not the library’s identities; looking one up would open a session on pupils’ pages too.
    security.principal.identity_loaders.clear()
    app.before_request(close_unless_allowed)


def close_unless_allowed() -> AnyResponse | Response | None:
    """Let a request through only when its page’s rule says so."""
    if request.endpoint is None:
        return None  # no such page: the not-found page says so
    roles = rule_of(current_app, request.endpoint)
    if roles is None:
        abort(403)
    if not roles:
        return None
    who = signed_in()
    if who is None:
        return redirect(url_for("security.login", next=request.path))
    if not who.is_a(*roles):
        abort(403)
    return None


NAVIGATION: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Surveys", "surveys.list_surveys", frozenset({Role.LEAD})),
    ("Waves", "waves.list_waves", frozenset({Role.LEAD})),
    ("Your survey", "places.list_places", frozenset({Role.SCHOOL, Role.SAFEGUARDING_LEAD})),
    ("Links", "links.make_link", frozenset({Role.LEAD, Role.YOUTH_WORKER})),
    ("Paper answers", "keying.list_places", frozenset({Role.LEAD, Role.YOUTH_WORKER, Role.SCHOOL})),
    ("Cover", "cover.list_cover", frozenset({Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD})),
    ("Reading", "readings.next_text", frozenset({Role.READER, Role.LEAD})),
    ("Readers", "tallies.list_readers", frozenset({Role.LEAD})),
    ("Raw words", "retention.choose_days", frozenset({Role.LEAD})),
    ("Concerns", "concerns.list_concerns", frozenset({Role.SAFEGUARDING_LEAD})),
    ("Asking to talk", "talks.list_talks", frozenset({Role.SAFEGUARDING_LEAD})),
    ("Themes", "themes.list_themes", frozenset({Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER})),
    ("Samples", "samples.list_samples", frozenset({Role.LEAD, Role.READER})),
    ("Workshops", "workshops.list_programmes", frozenset({Role.YOUTH_WORKER, Role.LEAD})),
    ("Subgroups", "subgroups.list_subgroups", frozenset({Role.SUBGROUP_MEMBER, Role.LEAD})),
    ("Reports", "reports.list_reports", frozenset({Role.SCHOOL, Role.LEAD})),
    ("Papers", "wave_papers.list_papers", frozenset({Role.LEAD, Role.SUBGROUP_MEMBER})),
    ("Attendance", "attendance.show_figures", frozenset({Role.LEAD, Role.SUBGROUP_MEMBER, Role.SCHOOL})),
    ("Local places", "local_places.show_own", frozenset({Role.SCHOOL})),
    ("Staff names", "staff_names.list_schools", frozenset({Role.LEAD, Role.SCHOOL})),
    ("Schools", "schools.list_schools", frozenset({Role.LEAD})),
)
"""The staff menu: name, page, and whose it is."""


def navigation() -> list[tuple[str, str, bool]]:
    """Return the menu of the signed-in worker: name, address, and whether they are there now."""
    who = signed_in()
    if who is None:
        return []
    here = (request.endpoint or "").partition(".")[0]
    return [
        (name, url_for(endpoint), endpoint.partition(".")[0] == here)
        for name, endpoint, roles in NAVIGATION
        if who.is_a(*roles)
    ]
