"""A browser for tests that looks at every page it opens: what one test forgets to check, this one does not."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from surveys.workers import Worker

STRAIGHT_QUOTE = re.compile(r"\w'\w|\"\w")


class Page:
    """A page that was opened: its status, its headers and its parsed text."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        # What is no text is not read as one: now and then the bytes of a PDF look enough like a page to upset the reader.
        readable = response.mimetype.startswith(("text/", "image/svg", "application/json"))
        self.soup = BeautifulSoup(response.get_data().decode() if readable else "", "html.parser")
        if response.mimetype == "text/html" and response.status_code not in (302, 303):
            self._look_over()

    @property
    def text(self) -> str:
        """What a person reads on it."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def heading(self) -> str:
        return " ".join(self._one("h1").get_text(" ").split())

    def _one(self, name: str) -> Tag:
        found = self.soup.find_all(name)
        assert len(found) == 1, f"{len(found)} <{name}> on {self.response.request.path}"
        return found[0]

    def _look_over(self) -> None:
        path = self.response.request.path
        assert self._one("h1") is not None
        assert self.soup.html is not None, path
        assert self.soup.html.get("lang"), f"no language on {path}"
        ids = [tag["id"] for tag in self.soup.find_all(id=True)]
        assert len(ids) == len(set(ids)), f"an id stands twice on {path}: {sorted(ids)}"
        labelled = {label.get("for") for label in self.soup.find_all("label")}
        for field in self.soup.select("input:not([type=hidden]), select, textarea"):
            named = field.get("id") in labelled or field.get("aria-label") or field.find_parent("label")
            assert named, f"{field} has no label on {path}"
        for tag in self.soup.find_all(True):
            assert not tag.get("style"), f"{tag.name} has a style of its own on {path}: the policy forbids it"
            assert not any(name.startswith("on") for name in tag.attrs), (
                f"{tag.name} has inline script on {path}"
            )
        for script in self.soup.find_all("script"):
            assert script.get("src", "").startswith("/static/"), f"a script that is not ours on {path}"

    def field(self, name: str) -> str:
        """Return the value of a form’s field."""
        found = self.soup.find(attrs={"name": name})
        assert found is not None, f"no field {name}"
        return str(found.get("value", ""))


class Visitor:
    """Somebody with a browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def sign_in(self, worker: Worker) -> None:
        """Sign in as the library does after a right password; the password itself has its own tests."""
        self.worker_id = worker.id
        with self.client.session_transaction() as session:
            session["_user_id"] = worker.fs_uniquifier
            session["_fresh"] = True
            session["fs_cc"] = "set"
            session["fs_paa"] = 0

    def get(self, path: str, **options: Any) -> Page:
        """Open a page."""
        return Page(self.client.get(path, **options))

    def open(self, path: str, *, method: str, data: dict[str, Any] | None = None) -> Page:
        """Ask for an address in any way, as an attacker might."""
        return Page(self.client.open(path, method=method, data=data))

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, form_on: str | None = None, **options: Any
    ) -> Page:
        """Send a form; ``form_on`` is the page it stands on, whose token protects it (by default the same address, and "" sends none."""
        sent = dict(data or {})
        if form_on != "" and "csrf_token" not in sent:
            sent["csrf_token"] = self.get(form_on or path).field("csrf_token")
        return Page(self.client.post(path, data=sent, **options))
