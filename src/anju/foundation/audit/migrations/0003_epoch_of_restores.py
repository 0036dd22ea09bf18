"""Which restore the register stands on, for clients that must send again what the backup did not hold.

The number is the moment of the restore, so that two restores of one backup differ. The row of the audit chain is written
by the function, so that no epoch begins without it.
"""

from django.db import migrations, models

BEGIN = """
CREATE FUNCTION anju_begin_epoch(backup timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    begun bigint;
BEGIN
    PERFORM anju_rebase_epoch();
    UPDATE audit_epoch SET restored_at = clock_timestamp(), taken = backup, number = greatest(number + 1,
        to_char(clock_timestamp() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDDHH24MISS')::bigint) RETURNING number INTO begun;
    INSERT INTO audit_entry (at, kind, actor_label, role, action, subject_kind, subject_id, fields, purpose, channel,
                             request_id, detail)
        VALUES (clock_timestamp(), 'write', session_user, 'database', 'register.restore', 'epoch', begun, '{}', '',
                'cli', '', jsonb_build_object('taken', backup));
    RETURN begun;
END $$;
REVOKE EXECUTE ON FUNCTION anju_begin_epoch(timestamptz) FROM PUBLIC, anju_app, anju_door;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_cheaper_stamp")]

    operations = [
        migrations.AddField("epoch", "number", models.BigIntegerField(default=0)),
        migrations.AddField("epoch", "restored_at", models.DateTimeField(null=True)),
        migrations.AddField("epoch", "taken", models.DateTimeField(null=True)),
        migrations.RunSQL(BEGIN, "DROP FUNCTION anju_begin_epoch(timestamptz)"),
    ]
