"""A mandate shows its cases until its last day, as it lets act until then: row-level security asks for the day too."""

from django.db import migrations

from anju.foundation.db.policy import SCOPE, scoped

OWN = (
    f"({SCOPE} @> ('person:' || casework_case.person_id) OR EXISTS (SELECT FROM people_scope s "
    "WHERE s.person_id = casework_case.person_id AND s.scope >= 'person:' AND s.scope < 'person;' "
    f"AND {SCOPE} @> s.scope::text))"
)
HELPER = (
    "EXISTS (SELECT FROM casework_mandate m WHERE m.person_id = casework_case.person_id AND m.withdrawn_at IS NULL "
    "{days}AND m.matter::text IN ('', casework_case.matter::text) "
    f"AND {SCOPE} @> ('user:' || m.helper_user))"
)
STILL = "AND m.until >= (now() AT TIME ZONE 'Asia/Shanghai')::date "


def seen(days: str) -> str:
    """The statement that lets a case be seen, helpers with this condition on their days."""
    case = f"({scoped('region::text', 'office::text')} OR {OWN} OR {HELPER.format(days=days)})"
    return f"ALTER POLICY casework_case_see ON casework_case USING ({case})"


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_cases")]

    operations = [migrations.RunSQL(sql=seen(STILL), reverse_sql=seen(""))]
