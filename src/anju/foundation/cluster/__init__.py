"""The database server of an installation: the embedded PostgreSQL, or an existing one. Knows no Django."""

from anju.foundation.cluster.credentials import Credentials
from anju.foundation.cluster.database import Database, prepared
from anju.foundation.cluster.layout import ClusterError, Layout, private_log
from anju.foundation.cluster.lease import Lease
from anju.foundation.cluster.server import Server

__all__ = [
    "ClusterError",
    "Credentials",
    "Database",
    "Layout",
    "Lease",
    "Server",
    "prepared",
    "private_log",
]
