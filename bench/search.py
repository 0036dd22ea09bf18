"""Every kind of look-up of the one box, with a region grant, 8 clients: in the database (as the serving role, under
row-level security, decryption included; the count is capped and part of every answer) and over HTTP
with its line in the read log; warm, and cold after the database was started anew with the system's
file cache of its tables dropped.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from bench import cold, province, separate_forms, site
from bench.harness import Report, arguments, clients, ready, show, spread


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words,
        __doc__ or "",
        lambda p: p.add_argument(
            "--plans", action="store_true", help="add the plan of one query of each kind"
        ),
    )
    with ready(args) as found:
        province.fill(found, args)
        report = measure(found, args)
    cold.after_restart(args, report, questions(args.people))
    _judge(report)
    return show(report, as_json=args.json)


def _judge(report: Report) -> None:
    """The goals of the box, kind by kind, in the database and over HTTP."""
    for place in ("county", "province"):
        for kind, found in report.figures[f"database_{place}"].items():
            report.at_most(f"{kind}, {place} grant, in the database: p95 ms", found["p95_ms"], 20)
    for kind, found in report.figures["http_county"].items():
        report.at_most(f"{kind}, county grant, over HTTP: p95 ms", found["p95_ms"], 60)
    for kind, found in report.figures["after_restart"].items():
        report.at_most(f"{kind}, county grant, after restart: p95 ms", found["p95_ms"], 20)


def questions(people: int, count: int = 300) -> dict[str, list[str]]:
    """What is typed, by kind: taken from people of the register."""
    from anju.domains.people.rules.readings import readings

    chance, out = random.Random(7), {}
    block = chance.randrange(max(1, people // province.CHUNK)) * province.CHUNK
    frame = province.people_slice(block, min(block + province.CHUNK, people))
    rows = (
        frame.sample(min(count, frame.height), seed=7).select("name", "doc_number", "phone").rows()
    )
    for name, number, phone in rows:
        full, initials, _ = readings(name)
        said = {
            "name": name,
            "name_two_characters": name[:2],
            "given_name": name[1:],
            "pinyin": full,
            "pinyin_begun": full[:4],
            "initials": initials,
            "document": number,
            "document_last_4": number[-4:],
            "document_last_6": number[-6:],
            "phone": phone,
            "phone_last_4": phone[-4:],
        }
        for kind, text in said.items():
            out.setdefault(kind, []).append(text)
    return out


def measure(found: Any, args: Any) -> Report:
    asked = questions(args.people)
    grants = {"county": "430181", "province": "43"}
    report = Report("search")
    each = max(1.0, args.seconds / len(asked))
    with separate_forms.callers(found, args.clients) as pool:
        for place, region in grants.items():
            by_kind = {}
            for kind, texts in asked.items():
                taken, seconds = separate_forms.together(pool, args.clients, each, texts, region)
                by_kind[kind] = {**spread(taken), "per_second": round(len(taken) / seconds, 1)}
                report.rows += len(taken)
            report.figures[f"database_{place}"] = by_kind
    headers = site.signed_in({"role": "district", "region": grants["county"]})
    report.figures["http_county"], report.figures["counts"] = {}, counts(asked, grants["county"])
    with site.serving(found) as port:
        for kind, texts in {**asked, "all_mixed": _mixed(asked)}.items():
            part = args.seconds if kind == "all_mixed" else each
            taken, seconds = clients(
                args.clients, part, lambda me, t=texts: _visitor(port, headers, t, me)
            )
            report.figures["http_county"][kind] = {
                **spread(taken),
                "per_second": round(len(taken) / seconds, 1),
            }
            report.seconds += seconds
    if args.plans:
        report.figures["plans"] = {k: _plan(t[0], grants["county"]) for k, t in asked.items()}
    return report


def _mixed(asked: dict[str, list[str]]) -> list[str]:
    everything = [t for texts in asked.values() for t in texts]
    random.Random(3).shuffle(everything)
    return everything


def counts(asked: dict[str, list[str]], region: str) -> dict[str, dict[str, int]]:
    """What the boxes answered: the largest count and how many of thirty searches met the cap ("200+")."""
    from anju.domains.people import api as people
    from anju.foundation.db.scope import acting

    out = {}
    with acting(separate_forms.clerk(region)):
        for kind, texts in asked.items():
            found = [people.search(t, regions=(region,)) for t in texts[:30]]
            out[kind] = {
                "largest": max(f.count for f in found),
                "capped": sum(f.capped for f in found),
            }
    return out


def _visitor(port: int, headers: dict[str, str], texts: list[str], me: int) -> Any:
    from urllib.parse import quote

    call = site.caller(port, headers, me)
    return lambda turn: call("GET", f"/bench/search?q={quote(texts[(turn * 8 + me) % len(texts)])}")


def _plan(text: str, region: str) -> list[str]:
    """How the database answers: EXPLAIN (ANALYZE, BUFFERS) of the statement, under row-level security."""
    from django.db import connection

    from anju.domains.people import api as people
    from anju.foundation.db.scope import acting

    lines: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "people_finding" in sql:
            with connection.cursor() as cur:
                cur.cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + sql, params)
                lines.extend(r[0] for r in cur.cursor.fetchall())
        return execute(sql, params, many, context)

    with acting(separate_forms.clerk(region)), connection.execute_wrapper(explain):
        people.search(text, regions=(region,))
    return lines


if __name__ == "__main__":
    from bench import harness, search

    harness.main(search)
