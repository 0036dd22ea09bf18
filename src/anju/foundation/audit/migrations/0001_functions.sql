INSERT INTO audit_epoch (id, shift) VALUES (1, 0);

-- The number of the running transaction, rising for ever: PostgreSQL's own number plus the shift of this installation.
CREATE FUNCTION anju_xid() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ SELECT pg_current_xact_id()::text::bigint + (SELECT shift FROM audit_epoch) $$;

-- Every transaction numbered below this has ended: what it wrote is visible to this snapshot, or never will be to any.
CREATE FUNCTION anju_horizon() RETURNS bigint LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT shift FROM audit_epoch) $$;

-- The hash of one entry. PostgreSQL's text of a row is unambiguous (NULL and '' differ, everything is quoted); the moment
-- is taken as a number because its text would depend on the session's time zone.
CREATE FUNCTION anju_entry_hash(e audit_entry) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT sha256(convert_to(ROW(
        1, (e).id, timestamptz_send((e).at), (e).kind, (e).user_id, (e).actor_label, (e).role, (e).action,
        (e).subject_kind, (e).subject_id, (e).person_id, (e).fields, (e).purpose, (e).channel, (e).request_id,
        (e).detail, (e).xid)::text, 'UTF8')) $$;

CREATE FUNCTION anju_seal_hash(s audit_seal) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT sha256(convert_to(ROW(
        1, (s).number, timestamptz_send((s).at), (s).from_xid, (s).to_xid, (s).entries, (s).digest,
        (s).previous)::text, 'UTF8')) $$;

ALTER TABLE audit_entry ALTER COLUMN id SET GENERATED ALWAYS;

-- Transaction and hash are the database's to give: a writer that names others is overruled. Only a restore,
-- which the serving roles cannot run, brings rows with the hashes they had.
CREATE FUNCTION audit_entry_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lift bigint;
BEGIN
    IF current_setting('anju.maintenance', true) = 'restore' AND current_user NOT IN ('anju_app', 'anju_door') THEN
        RETURN NEW;
    END IF;
    SELECT shift INTO lift FROM audit_epoch;  -- anju_xid() written out: a call a row costs more
    NEW.xid := pg_current_xact_id()::text::bigint + lift;
    NEW.row_hash := anju_entry_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER audit_entry_stamp BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_stamp();

-- Serving roles have no right to change the trail; this holds the owner too. To repair a table the owner must say why
-- in anju.maintenance, and the trail then says so itself.
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reason text := nullif(current_setting('anju.maintenance', true), '');
BEGIN
    IF reason IS NULL THEN
        RAISE EXCEPTION 'the audit trail is append-only: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_entry (at, kind, actor_label, role, action, subject_kind, subject_id, fields, purpose, channel,
                             request_id, detail)
        VALUES (clock_timestamp(), 'write', session_user, 'database', 'audit.maintenance', 'table', TG_TABLE_NAME, '{}',
                reason, 'database', '', jsonb_build_object('statement', TG_OP));
    RETURN NULL;
END $$;

CREATE TRIGGER audit_entry_stays AFTER UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_seal_stays AFTER UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- For restores: lift the shift above every transaction number stored in any column named xid or to_xid.
CREATE FUNCTION anju_rebase_epoch() RETURNS bigint LANGUAGE plpgsql AS $$
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
    RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION anju_rebase_epoch() FROM PUBLIC, anju_app, anju_door;
