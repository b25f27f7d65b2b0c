"""Templates: each compiles, imports only what it uses, and speaks with curly quotes."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from voice.rendering import ROOT

TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
JINJA = Environment()


def parse(text: str) -> nodes.Template:
    return JINJA.parse(text)


def imported(tree: nodes.Template) -> set[str]:
    """Return the names that a template imports from others, as it calls them."""
    names = set()
    for found in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in found.names}
    return names | {found.target for found in tree.find_all(nodes.Import)}


def unused(tree: nodes.Template) -> set[str]:
    used = {found.name for found in tree.find_all(nodes.Name) if found.ctx == "load"}
    return imported(tree) - used


class Prose(HTMLParser):
    """Collects what a person reads: text, and the attributes that are read out or shown."""

    SPOKEN = frozenset({"aria-label", "title", "alt", "placeholder"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def prose(source: str) -> str:
    """Return the words of a template that people read, with its logic taken out."""
    without = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.DOTALL)
    reader = Prose()
    reader.feed(without)
    return " ".join(reader.said)


def spoken_strings(tree: nodes.Template) -> list[str]:
    """Return strings inside a template’s logic that are sentences, not names: they hold a space."""
    return [
        found.value
        for found in tree.find_all(nodes.Const)
        if isinstance(found.value, str) and " " in found.value and "govuk-" not in found.value
    ]


def test_there_are_templates():
    assert len(NAMES) > 30


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles_on_the_site(app, name):
    assert app.jinja_env.get_template(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_it_imports_only_what_it_uses(name):
    assert unused(parse((TEMPLATES / name).read_text(encoding="utf-8"))) == set()


@pytest.mark.parametrize("name", NAMES)
def test_its_prose_has_curly_quotes(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    said = [prose(source), *spoken_strings(parse(source))]
    assert [words for words in said if "'" in words or '"' in words] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_has_no_script_or_style_of_its_own_and_no_address_elsewhere(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"""(?:src|href|action)=["']?https?:""", source)
    assert "|safe" not in source.replace(" ", "")


def test_a_broken_template_an_unused_import_and_a_straight_quote_would_be_found():
    tree = parse('{% from "a.html" import used, idle as lazy %}{% import "b.html" as b %}{{ used() }}')
    assert unused(tree) == {"lazy", "b"}
    assert "'" in prose('<p class="x">It\'s</p>')
    assert '"' in prose('<p>{{ name }} said "no"</p>')
    assert "'" in prose('<b aria-label="It\'s"></b>')
    assert spoken_strings(parse('{{ words or "It\'s late" }}')) == ["It's late"]


PYTHON = sorted(path for folder in ("voice", "surveys") for path in (ROOT / folder).glob("*.py"))


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_people_are_told_from_code_has_curly_quotes_too(path: Path):
    """Forms, notices and problems are written in code: `don't` and `"this"` are as wrong there."""
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    sentences = [text for text in strings if re.search(r"[a-z] [a-z]+ .*[.?!]$", text)]
    assert [text for text in sentences if re.search(r"[a-z]'[a-z]", text)] == []
