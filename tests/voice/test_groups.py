"""Groups: followed from wave to wave by the machine, and on their pages: seen by those who read answers, named and confirmed by a lead, and turned into themes."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.codebook import load_codebook as read_codebook
from analysis.vectors import choose
from surveys.codebook import rename_theme, retire_theme
from surveys.groups import Found, FoundGroup, groups_of_wave
from surveys.lineage import (
    GroupLink,
    LinkDecision,
    LinkKind,
    Proposed,
    decide_link,
    links_of_wave,
    store_found,
)
from surveys.responses import Answer
from surveys.themes import Theme, theme_with_code
from surveys.workers import Role
from tests import make
from voice.insight import load_codebook
from voice.insight.following import follow_groups, groups_of

TODAY = date.today()
EXAMPLE = "an e-scooter nearly got me"


@pytest.fixture
def waves(record):
    """The keys of two waves; in the first a group, which was kept in the second beside a new one."""
    load_codebook(record)
    before = make.wave(record, name="Autumn", opens_on=TODAY - timedelta(90), closes_on=TODAY - timedelta(60))
    now = make.wave(record, name="Spring", opens_on=TODAY - timedelta(20), closes_on=TODAY - timedelta(1))
    reader = make.worker(record, Role.READER)
    make.responses(record, now.schools[0], EXAMPLE, on=now.opens_on)
    make.read_everything(record, reader)
    examples = list(record.scalars(select(Answer.id)))

    def found(number, *words):
        return Found(number, words, f"about {words[0]}", "TRV", 25, [1.0, 0.0], examples)

    store_found(record, wave=before, method="m", found=[found(1, "scooter", "road")], links=[])
    links = [Proposed(LinkKind.KEPT, 1, 1, "Nearly all of it."), Proposed(LinkKind.NEW, None, 2, "")]
    both = [found(1, "scooter", "path"), found(2, "lockers", "bags")]
    store_found(record, wave=now, method="m", found=both, links=links)
    record.commit()
    return before.id, now.id


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def reader(signed_in):
    return signed_in(Role.READER)


def group_key(engine, wave_id, number=1):
    with Session(engine) as session:
        query = select(FoundGroup.id).where(FoundGroup.wave_id == wave_id, FoundGroup.number == number)
        return session.scalars(query).one()


def test_a_wave_lists_its_groups_and_what_became_of_the_last_ones(waves, reader):
    page = reader.get(f"/waves/{waves[1]}/groups")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert rows == [
        "about scooter no. 1 scooter, path Near “Transport and the journey” 25",
        "about lockers no. 2 lockers, bags Near “Transport and the journey” 25",
    ]
    assert "What became of the groups of Autumn" in page.text
    assert "about scooter no. 1 is kept. Nearly all of it." in page.text
    assert "about lockers no. 2 is new." in page.text
    assert "nobody has judged it yet" in page.text
    assert page.soup.select("button[name=wish]") == []


def test_a_wave_without_groups_or_a_wave_before_says_so(record, waves, reader):
    page = reader.get(f"/waves/{waves[0]}/groups")
    assert "What became of the groups" not in page.text
    empty = make.wave(record, name="Winter", opens_on=TODAY, closes_on=TODAY).id
    record.commit()
    page = reader.get(f"/waves/{empty}/groups")
    assert "No groups are kept for this wave" in page.text
    assert "There is nothing to tell yet" in page.text


@pytest.mark.parametrize(("wish", "number"), [("confirmed", 1), ("refused", 3)], ids=["confirmed", "refused"])
def test_a_lead_judges_a_link_in_their_name(engine, waves, lead, wish, number):
    page_address = f"/waves/{waves[1]}/groups"
    form = lead.get(page_address).soup.select_one("form[action^='/links/']")["action"]
    lead.post(form, {"wish": wish}, form_on=page_address)
    assert f"{wish.capitalize()} by Sam Field on" in lead.get(page_address).text
    with Session(engine) as session:
        link = links_of_wave(session, waves[1])[0]
        assert (str(link.decision), link.after.number) == (wish, number)


def test_a_judgement_that_is_none_changes_nothing(engine, waves, lead):
    page_address = f"/waves/{waves[1]}/groups"
    form = lead.get(page_address).soup.select_one("form[action^='/links/']")["action"]
    assert lead.post(form, {"wish": "eat it"}, form_on=page_address).status == 302
    with Session(engine) as session:
        assert set(session.scalars(select(GroupLink.decision))) == {None}


def test_a_group_shows_its_words_and_examples_to_those_who_read_answers(engine, waves, reader, signed_in):
    address = f"/groups/{group_key(engine, waves[1])}"
    page = reader.get(address)
    assert "About 25 texts." in page.text
    assert [word.text for word in page.soup.select(".voice-word")] == ["scooter", "path"]
    assert EXAMPLE in page.soup.select_one(".voice-quote").text
    assert page.soup.select("main form") == []
    assert signed_in(Role.SUBGROUP_MEMBER).get(address).status == 403


def test_a_lead_names_a_group(engine, waves, lead):
    address = f"/groups/{group_key(engine, waves[1])}"
    lead.post(f"{address}/name", {"name": "E-scooters"}, form_on=address)
    page = lead.get(address)
    assert page.heading == "E-scooters"
    assert "Named by Sam Field. The machine would call it “about scooter”." in page.text
    refused = lead.post(f"{address}/name", {"name": "x" * 61}, form_on=address)
    assert "Use at most 60" in refused.soup.select_one(".govuk-error-summary").text


def test_a_group_becomes_a_theme_of_the_authoritys_own(engine, waves, lead):
    address = f"/groups/{group_key(engine, waves[1])}"
    page = lead.get(address)
    assert page.field("theme-name") == "about scooter"
    assert page.soup.find(attrs={"name": "theme-phrases"}).text.split() == ["scooter", "path"]
    sent = {"theme-name": "E-scooters", "theme-description": "", "theme-phrases": "nearly hit by a scooter"}
    lead.post(f"{address}/theme", sent, form_on=address)
    page = lead.get(address)
    assert "It is the theme “E-scooters” now." in page.text
    assert "Press “Find themes again” on the wave" in page.text
    assert page.soup.find(attrs={"name": "theme-name"}) is None
    again = lead.post(
        f"{address}/theme", {**sent, "theme-name": "Scooters", "theme-phrases": "on wheels"}, form_on=address
    )
    assert "is the theme “E-scooters” already" in again.text
    with Session(engine) as session:
        made = session.scalars(select(Theme).where(Theme.is_own)).one()
        assert (made.name, made.phrases) == ("E-scooters", ["nearly hit by a scooter"])
    assert "Theme: E-scooters" in lead.get(f"/waves/{waves[1]}/groups").text


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"theme-name": ""}, "Write a name"),
        ({"theme-name": "Bullying"}, "Another theme is called “Bullying”"),
        ({"theme-phrases": " "}, "at least one word or phrase"),
        ({"theme-phrases": "school is fine for me"}, "A phrase belongs to one theme"),
    ],
)
def test_a_theme_that_cannot_be_made_is_refused_and_what_was_typed_stays(
    engine, waves, lead, changed, problem
):
    address = f"/groups/{group_key(engine, waves[1])}"
    sent = {"theme-name": "E-scooters", "theme-description": "mine", "theme-phrases": "scooter", **changed}
    page = lead.post(f"{address}/theme", sent, form_on=address)
    assert problem in page.soup.select_one(".govuk-error-summary").text
    assert "mine" in page.soup.find(attrs={"name": "theme-description"}).text
    with Session(engine) as session:
        assert session.scalars(select(Theme).where(Theme.is_own)).all() == []
        assert groups_of_wave(session, waves[1])[0].theme is None


def test_what_became_of_each_theme_is_told_with_who_changed_it(record, waves, signed_in):
    lead = make.worker(record, Role.LEAD, name="Lena Lead")
    rename_theme(record, theme=theme_with_code(record, "TRV"), name="Getting here", worker=lead)
    retire_theme(record, theme=theme_with_code(record, "SLP"), worker=lead, on=TODAY)
    record.commit()
    visitor = signed_in(Role.SUBGROUP_MEMBER)
    page = visitor.get(f"/waves/{waves[1]}/lineage")
    assert [heading.text for heading in page.soup.select("h2")] == ["Kept", "Renamed", "Gone"]
    assert "Lena Lead renamed “Transport and the journey” to “Getting here”" in page.text
    make.wave(record, name="Summer", opens_on=TODAY, closes_on=TODAY)
    record.commit()  # what was changed after Spring belongs to the wave that is open now
    page = visitor.get(f"/waves/{waves[1]}/lineage")
    assert [heading.text for heading in page.soup.select("h2")] == ["Kept"]
    assert "There is no wave before Autumn" in visitor.get(f"/waves/{waves[0]}/lineage").text


TOPICS = {
    "scooters": ("scooter", "pavement", "riding", "helmet", "crashed", "wheels", "road", "speeding"),
    "vapes": ("vape", "smoke", "toilets", "smell", "cubicle", "alarm", "fumes", "coughing"),
    "lockers": ("lockers", "bags", "heavy", "carrying", "shoulder", "books", "broken", "keys"),
    "prefects": ("prefects", "badge", "bossy", "queue", "shouting", "lunch", "jumper", "corridor"),
}


def about(*topics):
    """Return forty answers about each topic, of three of its words in every order that chance gives."""
    random_ = Random(1)
    return {
        f"{topic}{number:027}": " ".join(random_.sample(TOPICS[topic], 3))
        for topic in topics
        for number in range(40)
    }


@pytest.fixture(scope="module")
def sparse():
    return choose("sparse")


def follow(engine, wave_id, answers, backend):
    follow_groups(engine, wave_id=wave_id, answers=answers, book=read_codebook(), backend=backend)


def stored(engine, wave_id):
    """Return the topic that each group is about, by its number."""
    with Session(engine) as session:
        return {
            group.number: group.examples[0].rstrip("0123456789") for group in groups_of_wave(session, wave_id)
        }


def links(engine, wave_id):
    with Session(engine) as session:
        return [
            (str(link.kind), link.before and link.before.number, link.after and link.after.number)
            for link in links_of_wave(session, wave_id)
        ]


@pytest.fixture
def followed(record, engine, sparse):
    """The keys of two waves: scooters and vapes before, scooters and lockers now."""
    load_codebook(record)
    days = [(TODAY - timedelta(90), TODAY - timedelta(60)), (TODAY - timedelta(20), TODAY - timedelta(1))]
    keys = [make.wave(record, opens_on=first, closes_on=last).id for first, last in days]
    record.commit()
    follow(engine, keys[0], about("scooters", "vapes"), sparse)
    follow(engine, keys[1], about("scooters", "lockers"), sparse)
    return keys


def test_groups_keep_their_numbers_from_wave_to_wave(engine, followed):
    before, now = (stored(engine, key) for key in followed)
    assert sorted(before.values()) == ["scooters", "vapes"]
    assert sorted(now.values()) == ["lockers", "scooters"]
    number = {topic: number for number, topic in {**before, **now}.items()}
    assert number == {"scooters": number["scooters"], "vapes": number["vapes"], "lockers": 3}
    assert before[number["scooters"]] == now[number["scooters"]]
    told = links(engine, followed[1])
    assert told[0] == ("kept", number["scooters"], number["scooters"])
    assert told[1] in (("new", None, 3), ("split", number["scooters"], 3))
    assert told[2:] == [("gone", number["vapes"], None)]


def test_looking_again_finds_the_same_numbers_and_says_the_same(engine, followed, sparse):
    before = stored(engine, followed[1]), links(engine, followed[1])
    follow(engine, followed[1], about("scooters", "lockers"), sparse)
    assert (stored(engine, followed[1]), links(engine, followed[1])) == before


def test_what_is_new_never_takes_a_number_that_was_used(engine, followed, sparse):
    follow(engine, followed[1], about("scooters", "lockers", "prefects"), sparse)
    now = stored(engine, followed[1])
    assert now[3] == "lockers"
    assert now[max(now)] == "prefects"
    assert max(now) > 3
    follow(engine, followed[1], about("scooters", "lockers"), sparse)
    follow(engine, followed[0], about("scooters", "vapes", "prefects"), sparse)
    assert max(stored(engine, followed[0])) >= 4


def test_a_group_that_a_person_said_is_another_keeps_its_own_number(record, engine, followed, sparse):
    lead = make.worker(record, Role.LEAD)
    kept = links_of_wave(record, followed[1])[0]
    decide_link(record, link=kept, decision=LinkDecision.REFUSED, worker=lead, on=TODAY)
    record.commit()
    before = stored(engine, followed[1])
    assert 4 in before
    follow(engine, followed[1], about("scooters", "lockers"), sparse)
    assert stored(engine, followed[1]) == before


def test_what_is_returned_for_the_finding_is_protected(engine, followed, sparse):
    found = groups_of([*about("scooters", "lockers").values()], book=read_codebook(), backend=sparse)
    assert len(found["groups"]) == 2
    assert all(group["size"]["shown"] and group["size"]["count"] % 5 == 0 for group in found["groups"])
    assert "hints" in found["note"]


def test_where_nothing_is_left_over_every_group_is_gone(engine, followed, sparse):
    follow(engine, followed[1], {}, sparse)
    assert groups_of([], book=read_codebook(), backend=sparse)["groups"] == []
    assert stored(engine, followed[1]) == {}
    assert {kind for kind, _, _ in links(engine, followed[1])} == {"gone"}


def test_groups_found_by_another_method_are_not_compared(record, engine, followed, sparse, reader):
    for group in groups_of_wave(record, followed[0]):
        group.method = "another"
    record.commit()
    follow(engine, followed[1], about("scooters", "lockers"), sparse)
    assert {kind for kind, _, _ in links(engine, followed[1])} == set()
    page = reader.get(f"/waves/{followed[1]}/groups")
    assert "by another method" in page.text
