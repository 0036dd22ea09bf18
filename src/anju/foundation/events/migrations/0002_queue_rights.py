from django.db import migrations

# The queue's tables belong to the owner like all others and may have been made before the default rights were given.
GRANT = """
DO $$ DECLARE queue text; BEGIN
    FOREACH queue IN ARRAY ARRAY['jobs', 'events', 'periodic_defers', 'workers'] LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_%s TO anju_app', queue);
    END LOOP;
END $$;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO anju_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
