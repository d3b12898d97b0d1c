"""The venue registry says what `facts/venues.md` says, and never sounds surer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
import yaml
from pydantic import ValidationError
from rich.console import Console, RenderableType

from brief.cli.venue_table import listing, page
from brief.model.venue import Attested, Publication, Venue

FOLDER = Path(__file__).parent.parent / "brief" / "venues"

IDS = [
    *("embassy-brief", "report", "factsheet", "upr", "upr-factsheet", "crc-loipr", "crc-report"),
    *(
        "cedaw-session",
        "ccpr",
        "cescr",
        "hrc-statement",
        "special-procedures",
        "special-rapporteur-education",
    ),
]

# id: (unit, single, joint, what counts, for whom, confidence), as the tables of venues.md have them.
LIMITS = {
    # section 1: S; whether notes count: U for NGOs
    "upr": [
        ("words", 2815, 5630, "body", "", "secondary"),
        ("words", 2815, 5630, "body notes", "", "unconfirmed"),
    ],
    # section 2: S, excluding annexes; notes not mentioned. Second stage: limit not seen
    "crc-loipr": [
        ("words", 10000, None, "body", "comprehensive", "secondary"),
        ("words", 3000, None, "body", "thematic", "secondary"),
        ("words", 10000, None, "body notes", "comprehensive", "unconfirmed"),
        ("words", 3000, None, "body notes", "thematic", "unconfirmed"),
    ],
    "crc-report": [],
    # section 3: S, including footnotes; 6,600 for coalitions
    "cedaw-session": [("words", 3300, 6600, "body notes", "", "secondary")],
    # section 4: V; CESCR not seen, and an old "ideally not more than 10 pages" (S, old)
    "ccpr": [
        ("words", 10000, None, "body", "", "official"),
        ("words", 10000, None, "body notes", "", "unconfirmed"),
    ],
    "cescr": [("pages", 10, None, "body notes", "", "unconfirmed")],
    # section 5: limits V; "including footnotes/endnotes" S
    "hrc-statement": [
        ("words", 2000, None, "body", "general", "official"),
        ("words", 1500, None, "body", "special roster", "official"),
        ("words", 2000, None, "body notes", "general", "secondary"),
        ("words", 1500, None, "body notes", "special roster", "secondary"),
    ],
    # section 6: the newest call S; communications: length not seen
    "special-rapporteur-education": [
        ("words", 3000, None, "body", "", "secondary"),
        ("words", 3000, None, "body notes", "", "unconfirmed"),
    ],
    "special-procedures": [],
    # section 10: 1-2 pages S; UPR factsheet 1 page S; the plain factsheet is our own practice
    "embassy-brief": [("pages", 2, None, "body notes", "", "secondary")],
    "upr-factsheet": [("pages", 1, None, "body notes", "", "secondary")],
    "factsheet": [("pages", 1, None, "body notes", "", "unconfirmed")],
    "report": [],
}

# id: what venues.md marks V in its own row, by the name of the rule here.
OFFICIAL = {
    "upr": {"filing", "required"},
    "crc-loipr": {"deadline"},
    "crc-report": {"deadline"},
    "ccpr": {"limits", "languages", "contents", "deadline"},
    "cescr": {"languages", "contents", "deadline"},
    "hrc-statement": {"limits"},
}

# section "For the registry", 4: all of these want Word. Embassies take what is printed.
FILING = {
    "upr": "docx",
    "cedaw-session": "docx",
    "hrc-statement": "docx",
    "special-rapporteur-education": "docx",
    "embassy-brief": "pdf",
}

# EN/FR/ES: sections 1, 4, 5, 6. Not seen for CRC and CEDAW.
THREE_LANGUAGES = {
    "upr",
    "ccpr",
    "cescr",
    "hrc-statement",
    "special-procedures",
    "special-rapporteur-education",
}

# sections 3, 6, 9: (opt-out, confidence). CRC, CCPR: not verified.
PUBLICATION = {
    "upr": (False, "secondary"),
    "cedaw-session": (True, "unconfirmed"),
    "cescr": (False, "unconfirmed"),
    "hrc-statement": (False, "secondary"),
    "special-rapporteur-education": (True, "secondary"),
}


def venue(id: str) -> Venue:
    return Venue.model_validate(yaml.safe_load((FOLDER / f"{id}.yaml").read_text("utf-8")))


def venues() -> dict[str, Venue]:
    return {id: venue(id) for id in IDS}


def attested(found: Venue) -> Iterator[tuple[str, Attested]]:
    """(field, rule) for every rule of a venue."""
    for name in Venue.model_fields:
        value = getattr(found, name)
        for rule in value if isinstance(value, tuple) else (value,):
            if isinstance(rule, Attested):
                yield name, rule


def printed(renderable: RenderableType, width: int = 160) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    console.print(renderable)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_registry_holds_these_venues() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(IDS)
    assert all(path.suffix == ".yaml" for path in FOLDER.iterdir())


@pytest.mark.parametrize("id", IDS)
def test_limits_are_those_of_the_facts(id: str) -> None:
    found = [
        (x.unit, x.single, x.joint, " ".join(x.counts), " ".join(x.applies_to), x.confidence)
        for x in venue(id).limits
    ]
    assert found == LIMITS[id]


@pytest.mark.parametrize("id", IDS)
def test_nothing_is_called_official_that_the_facts_do_not(id: str) -> None:
    official = {name for name, rule in attested(venue(id)) if rule.confidence == "official"}
    assert official == OFFICIAL.get(id, set())


@pytest.mark.parametrize("id", IDS)
def test_house_practice_is_never_firm(id: str) -> None:
    for _, rule in attested(venue(id)):
        assert not (rule.source == "house practice" and rule.firm)


@pytest.mark.parametrize("id", IDS)
def test_other_rules_are_those_of_the_facts(id: str) -> None:
    found = venue(id)
    assert (found.filing.format if found.filing else None) == FILING.get(id)
    accepted = found.languages.accepted if found.languages else ()
    assert accepted == (("en", "fr", "es") if id in THREE_LANGUAGES else ())
    publication = found.publication
    assert (publication and (publication.opt_out, publication.confidence)) == PUBLICATION.get(id)


def test_typography_is_that_of_the_facts() -> None:
    asked = {id: v.typography for id, v in venues().items() if v.typography}
    assert {id: (t.font, t.size, t.emphasis, t.confidence) for id, t in asked.items()} == {
        "hrc-statement": ("Times New Roman", 10, False, "secondary"),
        "upr": ("Times New Roman", 12, True, "unconfirmed"),
    }


def test_required_fields_are_those_of_the_facts() -> None:
    found = {id: [(r.field, r.confidence) for r in v.required] for id, v in venues().items() if v.required}
    assert found == {
        "upr": [("organisations", "official"), ("state", "official")],
        "cedaw-session": [("organisations", "unconfirmed"), ("state", "unconfirmed")],
        "hrc-statement": [("organisations", "secondary")],
        "special-procedures": [("organisations", "secondary")],
        "special-rapporteur-education": [("call", "unconfirmed")],
    }
    assert {id for id, v in venues().items() if v.numbered_paragraphs} == {"upr"}


@pytest.mark.parametrize("id", IDS)
def test_what_is_not_confirmed_at_a_un_body_is_to_be_asked(id: str) -> None:
    found = venue(id)
    assert found.reconfirm or found.audience != "un"


@pytest.mark.parametrize(
    ("id", "publish", "audience"),
    [
        ("upr", False, "public"),
        ("cescr", False, "public"),
        ("special-rapporteur-education", True, "public"),
        ("special-rapporteur-education", False, "un"),
        ("cedaw-session", False, "public"),  # the opt-out is not confirmed: not relied on
        ("ccpr", True, "un"),
        ("embassy-brief", True, "embassy"),
    ],
)
def test_what_a_body_posts_reaches_the_public(id: str, publish: bool, audience: str) -> None:
    assert venue(id).reached(publish=publish) == audience


def test_a_limit_allows_more_to_a_joint_submission_only_where_it_says_so() -> None:
    cedaw, ccpr = venue("cedaw-session").limits[0], venue("ccpr").limits[0]
    assert [cedaw.allows(joint=False), cedaw.allows(joint=True)] == [3300, 6600]
    assert [ccpr.allows(joint=False), ccpr.allows(joint=True)] == [10000, 10000]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Publication.model_validate(
            {"opt-out": True, "source": "s", "date": "n.d.", "confidence": "official", "sure": "very"}
        )


def test_a_rule_without_its_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="source"):
        Publication.model_validate({"opt-out": True, "date": "n.d.", "confidence": "official"})


def test_the_schema_documents_every_key_and_takes_every_file() -> None:
    schema = Venue.model_json_schema(by_alias=True)
    for model in (schema, *schema["$defs"].values()):
        for key, entry in model.get("properties", {}).items():
            assert entry.get("description"), f"{model['title']}.{key}"
    for id in IDS:
        text = (FOLDER / f"{id}.yaml").read_text("utf-8")
        jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(yaml.safe_load(text))))


def test_the_listing_has_a_row_for_each_venue() -> None:
    text = printed(listing(venues()))
    assert text.splitlines()[0].split() == ["id", "body", "limit", "files", "languages", "audience"]
    assert all(any(line.startswith(f"{id} ") for line in text.splitlines()) for id in IDS)
    assert "…" not in printed(listing(venues()), width=80)
    assert "3,300 words (6,600 joint)" in text
    assert "10 pages?" in text
    assert "1,500 words special, roster" in text


@pytest.mark.parametrize("id", IDS)
def test_the_page_shows_every_rule_with_its_provenance(id: str) -> None:
    text = printed(page(id, venue(id)), width=400)
    for _, rule in attested(venue(id)):
        assert f"{rule.confidence}: {rule.source}, {rule.date}" in text
        assert rule.note is None or rule.note in text
    for question in venue(id).reconfirm:
        assert question in text
