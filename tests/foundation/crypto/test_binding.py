"""Numbers and phones are encrypted for their own row; what an earlier version wrote is brought there in blocks."""

from __future__ import annotations

import pytest

from anju.domains.people.api import numbers
from anju.domains.people.rules import keys
from anju.foundation.actor import system
from anju.foundation.cluster import Database, Layout
from anju.foundation.crypto import binding, blind_index, encrypt
from anju.foundation.crypto.fields import BOUND, FORMAT
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.setup import binding as step

PLATFORM = system("tests")


@pytest.fixture(scope="module")
def here(fresh_database, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock():
        yield Installation(
            Layout(tmp_path_factory.mktemp("data")),
            Database(fresh_database.owner_url, fresh_database.app_url),
        )


def written(texts: list[str]) -> list[int]:
    """Documents as an earlier version wrote them; their ids."""
    person = rows(
        """INSERT INTO people_person (name, sex, nationality, origin, hukou_text, pinyin, initials, other_reading,
        search_name, education, marital, recorded_at) VALUES ('纪往来', '1', 'CHN', '', '', '', '',
        '', '', '', '', now())
        RETURNING id"""
    )[0][0]
    return [
        rows(
            """INSERT INTO people_document (person_id, kind, issuer, number_cipher, number_index, tail6, live,
                recorded_at) VALUES (%s, '414', 'CHN', %s, %s, '', true, now()) RETURNING id""",
            [
                person,
                encrypt(t, keys.NUMBER),
                blind_index(keys.index_text("414", "CHN", t), keys.INDEX),
            ],
        )[0][0]
        for t in texts
    ]


def first_bytes(ids: list[int]) -> set[int]:
    return {
        r[0]
        for r in rows(
            "SELECT get_byte(number_cipher, 0) FROM people_document WHERE id = ANY(%s)", [ids]
        )
    }


def clear(ids: list[int]) -> list[str]:
    with acting(PLATFORM):
        found = numbers(ids)
    return [found[i] for i in ids]


def test_earlier_ciphertexts_are_rewritten_in_blocks_and_read_all_the_time(here, monkeypatch):
    monkeypatch.setattr(binding, "BLOCK", 3)
    texts = [f"E{n:08d}" for n in range(10)]
    with here.as_owner():
        run(
            "COMMENT ON COLUMN people_document.number_cipher IS NULL"
        )  # as a release before left it
        ids = written(texts)
        assert first_bytes(ids) == {FORMAT}
    assert step.needed(here)
    assert clear(ids) == texts

    seen = []

    def interrupted(_table: str, done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with here.as_owner(), pytest.raises(KeyboardInterrupt):
        binding.bind(step.columns()[0], interrupted)
    assert seen == [3, 6]
    with here.as_owner():
        assert first_bytes(ids) == {FORMAT, BOUND}
    assert clear(ids) == texts
    assert step.needed(here)
    step.run(here, Progress())
    assert not step.needed(here)
    with here.as_owner():
        assert first_bytes(ids) == {BOUND}
    assert clear(ids) == texts


def test_ciphertexts_of_two_rows_that_changed_places_are_noticed(here):
    with here.as_owner():
        ids = written(["E70000001", "E70000002"])
        binding.bind(step.columns()[0], lambda *_: None)
        run(
            """UPDATE people_document d SET number_cipher = o.number_cipher FROM people_document o
               WHERE d.id <> o.id AND d.id = ANY(%(ids)s) AND o.id = ANY(%(ids)s)""",
            {"ids": ids},
        )
    with pytest.raises(ValueError, match="altered"):
        clear(ids)


def test_every_ciphertext_with_a_blind_index_beside_it_is_bound(here):
    with here.as_owner():
        found = rows("""SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.atttypid = 'bytea'::regtype
              AND right(a.attname, 7) = '_cipher' AND EXISTS (SELECT FROM pg_attribute i WHERE i.attrelid = c.oid
                  AND i.attname = replace(a.attname, '_cipher', '_index') AND NOT i.attisdropped)""")
    assert {tuple(r) for r in found} <= {(c.table, c.cipher) for c in step.columns()}
    assert len(found) >= 6
