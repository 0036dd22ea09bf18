"""What the rules ask: one query a rule over whole columns.

A query selects the number of what is wrong, its region, the person it is about (or NULL), the channel it came by, and
the facts that the rule saw, as JSON. ``{only}`` stands for the condition that it is among what changed; ``{today}`` and
the names of the rule's thresholds are parameters.
"""
# ruff: noqa: S608 - statements are put together of constants of this module

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PERSONS, HOMES = "quality_changed_person", "quality_changed_home"
"""Temporary tables of a run: what changed."""
TODAY = "%(today)s::date"
_LIVES = f"s.superseded_at IS NULL AND s.habitual AND s.period @> {TODAY}"
_WORKS = f"s.superseded_at IS NULL AND s.period @> {TODAY}"
_OF_PERSON = "s.region, s.person_id, s.channel"
_SINCE = "jsonb_build_object('since', lower(s.period))"


@dataclass(frozen=True, slots=True)
class Check:
    """The query of a rule. `among`: the table of what changed whose numbers it may be narrowed to by the condition
    `narrowed`; "": it is small, and asked as a whole each time. `widened`: more persons whose answer depends on those
    that changed."""

    sql: str
    among: str = ""
    narrowed: str = ""
    widened: str = ""

    def statement(self, *, whole: bool) -> str:
        """The query over everything, or over what changed."""
        return self.sql.replace("{only}", "true" if whole or not self.among else self.narrowed)


def _of_person(sql: str) -> Check:
    return Check(sql, PERSONS, "s.person_id IN (SELECT id FROM quality_changed_person)")


_NUMBERS: Mapping[str, Check] = {
    "no_document": _of_person(
        f"""SELECT s.person_id, {_OF_PERSON}, '{{}}'::jsonb FROM register_stay s
        WHERE {_LIVES} AND {{only}} AND NOT EXISTS
            (SELECT FROM people_document d WHERE d.person_id = s.person_id AND d.live)"""
    ),
    "document_expired": _of_person(
        f"""SELECT s.person_id, {_OF_PERSON}, jsonb_build_object('until', max(d.valid_to))
        FROM people_document d JOIN register_stay s ON s.person_id = d.person_id
        WHERE d.live AND d.valid_to < {TODAY} AND {_LIVES} AND {{only}} AND NOT EXISTS
            (SELECT FROM people_document o WHERE o.person_id = d.person_id AND o.live
             AND (o.valid_to IS NULL OR o.valid_to >= {TODAY}))
        GROUP BY s.id"""
    ),
    "phone_shared": Check(
        f"""WITH many AS MATERIALIZED (
            SELECT value_index FROM people_contact c WHERE c.live AND c.kind = 'phone' AND {{only}}
            GROUP BY 1 HAVING count(*) > %(people)s)
        SELECT subject, region, person_id, channel, facts FROM (
            SELECT s.person_id, {_OF_PERSON}, jsonb_build_object(
                'people', count(*) OVER w, 'phone', encode(substr(c.value_index, 1, 8), 'hex')), count(*) OVER w AS n
            FROM many m JOIN people_contact c ON c.value_index = m.value_index AND c.live AND c.kind = 'phone'
            JOIN register_stay s ON s.person_id = c.person_id AND {_LIVES}
            WINDOW w AS (PARTITION BY c.value_index)) f(subject, region, person_id, channel, facts, n)
        WHERE n > %(people)s""",
        PERSONS,
        """c.value_index IN (SELECT value_index FROM people_contact WHERE kind = 'phone'
            AND person_id IN (SELECT id FROM quality_changed_person))""",
        widened="""SELECT DISTINCT o.person_id FROM people_contact c JOIN people_contact o
            ON o.value_index = c.value_index AND o.kind = 'phone' AND o.live
            WHERE c.kind = 'phone' AND c.person_id IN (SELECT id FROM quality_changed_person)""",
    ),
    "rows_refused": Check(
        """SELECT b.id, b.region, NULL::bigint, b.channel, jsonb_build_object('rows', b.n) FROM (
            SELECT b.*, coalesce((b.counts->>'rejected')::int, 0) + coalesce((b.counts->>'refused')::int, 0) AS n
            FROM register_batch b WHERE b.created_at >= %(now)s - make_interval(days => %(days)s)
            AND b.state = 'applied' AND b.file_name <> '' AND b.region <> '') b
        WHERE b.n > 0 AND NOT EXISTS
            (SELECT FROM register_batch o WHERE o.created_at > b.created_at AND o.state = 'applied'
             AND o.file_name <> '' AND o.source = b.source AND o.form = b.form
             AND o.employer_id IS NOT DISTINCT FROM b.employer_id)"""
    ),
    "employer_no_code": Check(
        f"""SELECT e.id, e.region, NULL::bigint, '', '{{}}'::jsonb FROM employers_employer e
        WHERE e.uscc = '' AND EXISTS (SELECT FROM register_job s WHERE s.employer_id = e.id AND {_WORKS})"""
    ),
}

_DUPLICATES: Mapping[str, Check] = {
    "pair_open": Check(
        """SELECT k.id, s.region, k.one_id, s.channel, '{}'::jsonb FROM linkage_pair k CROSS JOIN LATERAL
            (SELECT s.region, s.channel FROM register_stay s
             WHERE s.person_id IN (k.one_id, k.other_id) AND s.superseded_at IS NULL
             ORDER BY upper_inf(s.period) DESC, lower(s.period) DESC, s.id LIMIT 1) s
        WHERE k.state = 'open'"""
    ),
    "building_twice": Check(
        """SELECT b.id, b.region, NULL::bigint, '', '{}'::jsonb FROM
            (SELECT b.id, b.region, count(*) OVER (PARTITION BY b.address_id, b.key) AS n FROM places_building b
             WHERE EXISTS (SELECT FROM places_home h WHERE h.building_id = b.id AND h.closed_on IS NULL)) b
        WHERE b.n > 1"""
    ),
    "employer_twice": Check(
        """SELECT e.id, e.region, NULL::bigint, '', '{}'::jsonb FROM
            (SELECT e.id, e.region, count(*) OVER (PARTITION BY left(e.region, 6), e.name) AS n
             FROM employers_employer e) e
        WHERE e.n > 1"""
    ),
}

_LEASED = """FROM housing_rental r JOIN housing_tenant t ON t.rental_id = r.id AND t.removed_at IS NULL
    WHERE r.state IN ('filed', 'confirmed', 'objected') AND r.ended_on IS NULL"""
_TENANT = "SELECT t.id, r.region, t.person_id, 'landlord', jsonb_build_object('rental', r.id"
_ONE_SIDE: Mapping[str, Check] = {
    "tenant_silent": Check(
        f"""{_TENANT}, 'since', (r.recorded_at AT TIME ZONE 'Asia/Shanghai')::date) {_LEASED}
        AND t.answer = '' AND (r.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= {TODAY} - %(days)s"""
    ),
    "tenant_objects": Check(f"{_TENANT}) {_LEASED} AND t.answer = 'objected'"),
    "lease_no_stay": Check(
        f"""{_TENANT}, 'since', r.since) {_LEASED} AND t.answer <> 'objected'
        AND r.since <= {TODAY} - %(days)s AND (r.until IS NULL OR r.until >= {TODAY}) AND NOT EXISTS
            (SELECT FROM register_stay s WHERE s.person_id = t.person_id AND s.home_id = r.home_id
             AND s.superseded_at IS NULL AND s.period @> {TODAY})"""
    ),
    "job_no_home": _of_person(
        f"""SELECT s.line, {_OF_PERSON}, {_SINCE} FROM register_job s
        JOIN people_person p ON p.id = s.person_id AND left(p.origin, 6) <> left(s.region, 6)
        WHERE {_WORKS} AND {{only}} AND lower(s.period) <= {TODAY} - %(days)s AND NOT EXISTS
            (SELECT FROM register_stay o WHERE o.person_id = s.person_id AND o.superseded_at IS NULL
             AND o.period @> {TODAY})"""
    ),
}

_LATE: Mapping[str, Check] = {
    "review_late": Check(
        """SELECT r.id, r.region, d.person_id, b.channel,
            jsonb_build_object('due', (r.due_at AT TIME ZONE 'Asia/Shanghai')::date)
        FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
        JOIN register_batch b ON b.id = d.batch_id WHERE r.decided_at IS NULL AND r.due_at < %(now)s"""
    ),
}

_STALE: Mapping[str, Check] = {
    "move_out_over": _of_person(
        f"""SELECT s.line, {_OF_PERSON}, jsonb_build_object('until', s.leave_due) FROM register_stay s
        WHERE s.superseded_at IS NULL AND s.period @> {TODAY} AND {{only}} AND s.leave_due < {TODAY} - %(days)s"""
    ),
    "contract_over": _of_person(
        f"""SELECT s.line, {_OF_PERSON}, jsonb_build_object('until', s.contract_end) FROM register_job s
        WHERE {_WORKS} AND {{only}} AND s.contract_end < {TODAY} - %(days)s"""
    ),
    "stay_old": _of_person(
        f"""SELECT s.line, {_OF_PERSON},
            jsonb_build_object('recorded', (s.recorded_at AT TIME ZONE 'Asia/Shanghai')::date)
        FROM register_stay s WHERE {_LIVES} AND {{only}}
        AND s.recorded_at < ({TODAY} - make_interval(months => %(months)s)) AT TIME ZONE 'Asia/Shanghai'
        AND NOT EXISTS (SELECT FROM fieldwork_visit v WHERE v.home_id = s.home_id AND v.outcome = 'met'
            AND v.withdrawn_at IS NULL
            AND v.visited_at >= ({TODAY} - make_interval(months => %(months)s)) AT TIME ZONE 'Asia/Shanghai')"""
    ),
}

_BORN = "JOIN people_person p ON p.id = s.person_id"
_IMPLAUSIBLE: Mapping[str, Check] = {
    "birth_unlikely": _of_person(
        f"""SELECT s.person_id, {_OF_PERSON}, jsonb_build_object('birth', p.birth_date)
        FROM register_stay s {_BORN} WHERE {_LIVES} AND {{only}}
        AND (p.birth_date > {TODAY} OR p.birth_date <= {TODAY} - make_interval(years => %(years)s))"""
    ),
    "stay_before_birth": _of_person(
        f"""SELECT s.line, {_OF_PERSON}, jsonb_build_object('since', lower(s.period), 'birth', p.birth_date)
        FROM register_stay s {_BORN} AND lower(s.period) < p.birth_date
        WHERE s.superseded_at IS NULL AND {{only}}"""
    ),
    "job_too_young": _of_person(
        f"""SELECT s.line, {_OF_PERSON}, jsonb_build_object('since', lower(s.period), 'birth', p.birth_date)
        FROM register_job s {_BORN} AND lower(s.period) < p.birth_date + make_interval(years => %(years)s)
        WHERE s.superseded_at IS NULL AND {{only}}"""
    ),
    "home_crowded": Check(
        f"""SELECT h.id, h.region, NULL::bigint, o.channel,
            jsonb_build_object('people', o.people, 'capacity', h.capacity)
        FROM (SELECT s.home_id, count(*) AS people, (array_agg(s.channel ORDER BY s.id DESC))[1] AS channel
              FROM register_stay s WHERE {_LIVES} AND s.home_id IS NOT NULL AND {{only}}
              GROUP BY 1 HAVING count(*) > %(people)s) o
        JOIN places_home h ON h.id = o.home_id WHERE o.people > h.capacity * %(times)s""",
        HOMES,
        "s.home_id IN (SELECT id FROM quality_changed_home)",
    ),
}

_ADDRESS: Mapping[str, Check] = {
    "stay_no_home": _of_person(
        f"SELECT s.line, {_OF_PERSON}, {_SINCE} FROM register_stay s WHERE {_LIVES} AND {{only}} AND s.home_id IS NULL"
    ),
    "building_unverified": Check(
        f"""SELECT b.id, b.region, NULL::bigint, '',
            jsonb_build_object('recorded', (b.recorded_at AT TIME ZONE 'Asia/Shanghai')::date) FROM places_building b
        WHERE NOT b.verified AND (b.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= {TODAY} - %(days)s"""
    ),
    "building_unplaced": Check(
        f"""SELECT b.id, b.region, NULL::bigint, '', '{{}}'::jsonb FROM places_building b
        WHERE b.longitude IS NULL AND EXISTS (SELECT FROM places_home h JOIN register_stay s ON s.home_id = h.id
            WHERE h.building_id = b.id AND {_LIVES})"""
    ),
}

CHECKS: Mapping[str, Check] = {
    **_NUMBERS,
    **_DUPLICATES,
    **_ONE_SIDE,
    **_LATE,
    **_STALE,
    **_IMPLAUSIBLE,
    **_ADDRESS,
}
"""The query of every rule, by its code."""
