"""The keys of encrypted fields: made once, never replaced. Without them nobody reads an identity number again."""

from __future__ import annotations

from anju.foundation.crypto.keyring import new_keyring, save
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 20
PART = "register"
TITLE = "Keys"


def needed(installation: Installation) -> bool:
    """True when this installation has no keyring."""
    return not installation.layout.keyring.exists()


def run(installation: Installation, progress: Progress) -> None:
    """Make one. A register with people in it and no keyring is a loss to report, not to cover up."""
    from anju.foundation.cluster import ClusterError

    if holds_ciphertext(installation):
        raise ClusterError(f"{installation.layout.keyring} is missing, but the register holds fields encrypted under "
                           "it. Put your copy of the keyring back; a new one could not read them.")
    installation.layout.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    save(new_keyring(), installation.layout.keyring)


def holds_ciphertext(installation: Installation) -> bool:
    """True when a table with an encrypted (bytea) column of a domain has rows."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(installation.database.owner_url) as connection:
        tables = connection.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.atttypid = 'bytea'::regtype "
            "AND (c.relname LIKE 'people%' OR c.relname LIKE 'register%')").fetchall()
        return any(connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))).fetchone()
                   for (name,) in tables)
