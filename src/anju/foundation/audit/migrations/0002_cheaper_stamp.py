"""The same stamp on every line of the trail for a third of the cost.

Every line of a large intake is stamped. Two calls a row cost most: the shift read from its table, and the hash through
a SQL function that plpgsql cannot inline. The shift becomes a constant function, replaced when a restore lifts it; the
hash is written out. `anju_entry_hash` stays, for verification: both must give the same, which the tests compare.
"""

from django.db import migrations

CONSTANT = """
CREATE FUNCTION anju_set_shift(lift bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION anju_shift() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE '
                   'RETURN %s::bigint', lift);
END $$;
REVOKE EXECUTE ON FUNCTION anju_set_shift(bigint) FROM PUBLIC, anju_app, anju_door;
SELECT anju_set_shift((SELECT shift FROM audit_epoch));

CREATE OR REPLACE FUNCTION anju_xid() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ SELECT pg_current_xact_id()::text::bigint + anju_shift() $$;
CREATE OR REPLACE FUNCTION anju_horizon() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + anju_shift() $$;
"""

STAMP = """
CREATE OR REPLACE FUNCTION audit_entry_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('anju.maintenance', true) = 'restore' AND current_user NOT IN ('anju_app', 'anju_door') THEN
        RETURN NEW;
    END IF;
    NEW.xid := pg_current_xact_id()::text::bigint + anju_shift();
    NEW.row_hash := sha256(convert_to(ROW(
        1, NEW.id, timestamptz_send(NEW.at), NEW.kind, NEW.user_id, NEW.actor_label, NEW.role, NEW.action,
        NEW.subject_kind, NEW.subject_id, NEW.person_id, NEW.fields, NEW.purpose, NEW.channel, NEW.request_id,
        NEW.detail, NEW.xid)::text, 'UTF8'));
    RETURN NEW;
END $$;
"""

REBASE = """
CREATE OR REPLACE FUNCTION anju_rebase_epoch() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    place record;
    highest bigint := 0;
    found bigint;
BEGIN
    FOR place IN
        SELECT c.table_name, c.column_name FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND c.column_name IN ('xid', 'to_xid') AND c.data_type = 'bigint'
          AND t.table_type = 'BASE TABLE'
    LOOP
        EXECUTE format('SELECT coalesce(max(%I), 0) FROM %I', place.column_name, place.table_name) INTO found;
        highest := greatest(highest, found);
    END LOOP;
    UPDATE audit_epoch SET shift = greatest(shift, highest + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
        RETURNING shift INTO found;
    PERFORM anju_set_shift(found);
    RETURN found;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (CONSTANT, STAMP, REBASE)
    ]
