"""The habits of the house that import-linter cannot express: sizes, names, directions, who may open which door."""

from __future__ import annotations

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from django.apps import apps

SRC = Path(__file__).resolve().parents[1] / "src" / "anju"
DOMAINS = (
    "regions",
    "access",
    "people",
    "places",
    "employers",
    "register",
    "housing",
    "permits",
    "health",
    "casework",
    "groups",
    "linkage",
    "fieldwork",
    "exchange",
    "assessment",
    "statistics",
)
"""From below upwards; people, places and employers are strangers to each other."""
STOREY = {
    "regions": 0,
    "access": 1,
    "people": 2,
    "places": 2,
    "employers": 2,
    "register": 3,
    "housing": 4,
    "permits": 5,
    "health": 5,
    "casework": 6,
    "groups": 7,
    "linkage": 8,
    "fieldwork": 9,
    "exchange": 9,
    "assessment": 10,
    "statistics": 11,
}
MODULES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted(SRC.rglob("*.html"))
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "misc",
    "common",
    "services",
    "service",
    "shared",
    "tools",
    "lib",
}
LONGEST = 400
TABLES = re.compile(r"interfaces/texts/|domains/.*/data/")
"""Tables of words and codes, one entry a line: as long as what they hold."""


def named(path: Path) -> str:
    return str(path.relative_to(SRC))


def calls(path: Path, name: str) -> bool:
    """True when the module names `name` other than in a docstring."""
    return any(
        (isinstance(n, ast.Name) and n.id == name)
        or (isinstance(n, ast.Attribute) and n.attr == name)
        or (isinstance(n, ast.alias) and n.name == name)
        for n in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def imported(path: Path) -> set[str]:
    """Dotted names the module imports, at whatever depth."""
    out: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            out |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return out


def test_every_file_can_be_read_in_one_sitting():
    long = {
        named(p): n
        for p in MODULES
        if (n := len(p.read_text("utf-8").splitlines())) > LONGEST and not TABLES.match(named(p))
    }
    assert not long


def test_there_are_no_drawers():
    assert not [
        named(p)
        for p in SRC.rglob("*")
        if p.stem.lower() in DRAWERS and "node_modules" not in p.parts
    ]


def test_the_list_of_domains_is_the_one_on_disk():
    on_disk = {
        p.name for p in (SRC / "domains").iterdir() if p.is_dir() and p.name != "__pycache__"
    }
    assert on_disk == set(DOMAINS) == set(STOREY)


def test_every_domain_has_its_wall():
    walls = (SRC.parents[1] / ".importlinter").read_text("utf-8")
    for domain in DOMAINS:
        contract = walls.split(f"[importlinter:contract:private-{domain}]", 1)[1].split(
            "[importlinter:", 1
        )[0]
        inside = {
            p.stem
            for p in (SRC / "domains" / domain).iterdir()
            if p.stem
            not in {
                "__init__",
                "__pycache__",
                "api",
                "apps",
                "handlers",
                "migrations",
                "references",
                "encrypted_columns",
            }
        }
        missing = {r for r in inside if f"anju.domains.{domain}.{r}\n" not in contract}
        assert not missing, (domain, missing)


def test_foreign_keys_point_downwards():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("anju.domains."):
            continue
        here = model.__module__.split(".")[2]
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if (
                target is None
                or field.auto_created
                or not target.__module__.startswith("anju.domains.")
            ):
                continue
            there = target.__module__.split(".")[2]
            if here != there and STOREY[there] >= STOREY[here]:
                wrong.append(f"{model.__name__}.{field.name} → {there}")
    assert not wrong


def test_every_constraint_and_index_has_a_name_of_ours():
    models = [m for m in apps.get_models() if m.__module__.startswith("anju.")]
    names = [c.name for m in models for c in (*m._meta.constraints, *m._meta.indexes)]
    assert len(names) == len(set(names))
    assert not [n for n in names if re.search(r"_[0-9a-f]{6,8}_(idx|uniq|fk)$", n)]


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_a_domain_hands_out_is_described_and_is_no_row(domain):
    api = import_module(f"anju.domains.{domain}.api")
    public = {name: getattr(api, name) for name in api.__all__}
    mute = [
        n
        for n, v in public.items()
        if (inspect.isfunction(v) or inspect.isclass(v)) and not (v.__doc__ or "").strip()
    ]
    assert not mute
    assert not [n for n, v in public.items() if inspect.isclass(v) and hasattr(v, "_meta")]


READS_AS_INTAKE_ROLE = {
    "domains/statistics/sums/operations/keeping.py": "sums of all the register, which nobody else writes",
    "domains/statistics/sums/queries/kept.py": "which sums are kept, and how many differ from a count",
    "domains/statistics/sums/queries/answering.py": (
        "figures, after the caller required the right to these places, as foundation/facts.py"
    ),
    "domains/statistics/publishing/operations/publishing.py": "an edition: append-only, written by nobody else",
    "domains/health/doses/queries/figures.py": (
        "counts of children of a place, for those who answer for vaccination and see no child"
    ),
    "domains/assessment/sampling/queries/audits.py": (
        "counts and rates of samples of areas that concern the actor; units and findings are read under their rights"
    ),
    "domains/register/population/queries/staffed.py": (
        "head counts, after requiring the actor's permission in every region asked for"
    ),
    "foundation/facts.py": "figures, and the keys behind them, after the caller required the right to these places",
    "domains/permits/credentials/queries.py": (
        "one of three states of a place in a public status list, named by a signed permit"
    ),
    "domains/permits/eligibility/queries/assessing.py": (
        "facts of people in sight, from parts of the city that are not: the answer must not depend on who asks"
    ),
    "foundation/keystore/queries.py": "what two persons asked and decided about keys, after requiring their permission",
    "domains/access/queries/party_areas.py": (
        "the regions in which a party lies: whoever hands it on must reach all of them, also those out of sight"
    ),
    "domains/exchange/answers/operations/asking.py": (
        "yes or no about one person under an agreement: policies would take time for those who are on file alone"
    ),
    "domains/people/queries/current.py": (
        "whether the actor's right holds where a person lives or works now: the answer must not depend on what they see"
    ),
    "domains/people/queries/merges.py": (
        "the kinds of facts in which two records in sight contradict each other, counting the records merged into them"
    ),
    "domains/linkage/queries/candidates.py": (
        "numbers of records that share a keyed hash; those out of the caller's sight are dropped by the next query"
    ),
    "domains/linkage/queries/parameter_sets.py": "how frequent the values that the caller brings are",
    "domains/register/declarations/queries/person_records.py": (
        "the trail of a person, after asking whether the person is in sight"
    ),
    "domains/register/population/queries/figures.py": "figures of the actor's own area, for leaders who see no person",
    "domains/fieldwork/tasks/queries/on_map.py": "figures of the actor's own area, for leaders who see no person",
    "domains/register/population/queries/by_area.py": "figures of the actor's own area, for leaders who see no person",
    "domains/register/population/queries/population.py": (
        "figures of the actor's own area, for leaders who see no person"
    ),
    "domains/register/arrivals/queries/finding.py": (
        "names and sexes of people whose stays and jobs the caller sees, and an invitation by its secret and its party"
    ),
    "domains/register/arrivals/queries/gone.py": (
        "the last day of a stay in a home for which the caller answers, and nothing of whose it was"
    ),
    "domains/register/population/queries/workforce.py": (
        "names of those whose jobs the caller sees and has declared, found under the caller's rights"
    ),
    "domains/register/rosters/queries.py": (
        "dates and counts of employers, after requiring the actor's permission for each of them"
    ),
    "domains/register/population/queries/lists.py": (
        "lists and counts, after requiring the actor's permission in every region asked for"
    ),
}
"""Reads that pass row-level security, each for its reason; a new one must be written down here."""


def test_only_the_writes_of_the_register_and_of_permits_open_the_door():
    allowed = re.compile(
        r"domains/(register|permits|casework|groups|health)/(\w+/operations\b|handlers\b)|domains/linkage/operations/|"
        r"domains/assessment/quality/operations/|"
        r"foundation/db/scope.py|"
        r"foundation/keystore/(operations|using).py"
    )
    openers = {
        named(p) for p in MODULES if calls(p, "as_intake_role") and not allowed.match(named(p))
    }
    assert openers == set(READS_AS_INTAKE_ROLE)


RAW = re.compile(r"""["'(]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s+[\w("*%,. ]+""")
SQL_WITH_REASON = {
    "interfaces/jobs/schedule.py": "leases of the schedule: advisory locks, no table",
    "interfaces/jobs/parts.py": "leases of the parts: advisory locks, no table",
    "interfaces/cli/setup/keyring.py": "asks the catalogue whether ciphertext exists, before the site stands",
}


def test_interfaces_know_no_tables():
    """No models and no SQL where it faces outwards; setting an installation up is the one exception."""
    wrong = []
    for path in MODULES:
        name = named(path)
        if not name.startswith(("interfaces/", "demo/")) or name in SQL_WITH_REASON:
            continue
        rooms = {
            m
            for m in imported(path)
            if re.match(r"anju\.(domains\.\w+(\.\w+)?|foundation\.\w+)\.models\b", m)
        }
        tables = {"anju.foundation.db.statements", "django.db.models"} & imported(path)
        operating = name.startswith(("interfaces/cli/", "demo/"))
        raw = None if operating else RAW.search(path.read_text("utf-8"))
        if rooms or tables or raw:
            wrong.append((name, rooms, tables, raw and raw[0]))
    assert not wrong


SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json[\"'])[^>]*>", re.IGNORECASE
)
INLINE = re.compile(r"<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)


def test_templates_hold_no_script_and_no_style():
    """The Content-Security-Policy forbids them; a page that needs one would silently break."""
    wrong = {
        named(p): found[0]
        for p in TEMPLATES
        if (found := (SCRIPT.search(t := p.read_text("utf-8")) or INLINE.search(t)))
    }
    assert not wrong


_WHOLE = re.compile(
    r"\{% *blocktrans.*?endblocktrans(?:late)? *%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
)
"""What a template cannot break: a tag, a message, a comment of one line."""


def test_no_line_of_a_page_is_longer_than_120():
    """A line of a template may be, where no blank stands at which it could be broken: a line end inside a tag is not
    allowed, and one between two pieces of text would show."""
    long = []
    for path in sorted(SRC.rglob("*")):
        if path.suffix not in {".html", ".css", ".js"}:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            wide = sum(2 if east_asian_width(c) in "WF" else 1 for c in line)
            bare = re.sub('"[^"]*"', '""', _WHOLE.sub("x", line.strip()))
            fixed = path.suffix == ".html" and not re.search(r"(?<![·/]) (?![·/])", bare)
            if wide > 120 and not fixed:
                long.append(f"{path.relative_to(SRC)}:{number}")
    assert not long, long


def test_no_tag_of_a_template_is_torn():
    """A line end behind ``<`` makes a text of the tag, one within ``/>`` leaves the element of a drawing open."""
    torn = re.compile(r"</?\s|/\s+>")
    assert not [named(p) for p in TEMPLATES if torn.search(p.read_text("utf-8"))]


def test_templates_ask_nothing_of_other_sites():
    assert not [
        named(p)
        for p in TEMPLATES
        if re.search(r"(src|href|action)=[\"'](https?:)?//(?!www\.w3\.org)", p.read_text("utf-8"))
    ]


def test_templates_trust_nothing_a_person_typed():
    assert not [
        named(p)
        for p in TEMPLATES
        if re.search(r"\|\s*safe\b|autoescape off", p.read_text("utf-8"))
    ]


def test_rules_read_no_clock():
    reading = re.compile(r"\b(datetime\.now|date\.today|time\.time|timezone\.now|clock\.now)\(")
    pure = [p for p in MODULES if re.match(r"domains/\w+(/\w+)?/(rules|data)\b", named(p))]
    assert pure
    assert not [named(p) for p in pure if reading.search(p.read_text("utf-8"))]


def test_nobody_asks_the_database_which_day_it_is():
    """Its day is that of UTC: for the first eight hours of every day in China it is still yesterday there."""
    asking = re.compile(r"\bcurrent_date\b|\blocaltimestamp\b|\bnow\(\)::date\b", re.IGNORECASE)
    texts = [
        p for p in SRC.rglob("*") if p.suffix in {".py", ".sql"} and "migrations" not in p.parts
    ]
    assert not [named(p) for p in texts if asking.search(p.read_text("utf-8"))]


def test_nobody_takes_the_day_of_a_moment_in_utc():
    """Moments are in UTC; their day in China is `local_date`. What is local already is named so."""
    taking = re.compile(r"\bat\.date\(\)|_at\.date\(\)")
    local = {"domains/fieldwork/tasks/queries/experience.py"}
    assert {named(p) for p in MODULES if taking.search(p.read_text("utf-8"))} == local


def test_nothing_rates_people_and_nothing_searches_by_ethnicity_or_belief():
    """DESIGN §5: no score, tier, watch-list or prediction about a person; no field, filter or figure by ethnicity."""
    forbidden = re.compile(
        r"\b(risk_score|credit_score|watch_?list|blacklist|religion|ethnicity|pregnan\w*|"
        r"fingerprint_image|face_template)\b",
        re.IGNORECASE,
    )
    columns = [
        (m.__name__, f.name)
        for m in apps.get_models()
        if m.__module__.startswith("anju.")
        for f in m._meta.get_fields()
        if forbidden.search(f.name)
    ]
    assert not columns
    assert not [
        named(p)
        for p in MODULES
        if "/queries" in named(p) and forbidden.search(p.read_text("utf-8"))
    ]
