"""Settings of the embedded server, from the machine's memory. Written at every start, so a new machine is noticed."""

from __future__ import annotations

import os
from pathlib import Path

MIB = 1024 * 1024

SILENT = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_statement": "'none'",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
"""So that the server's log holds no value of a statement: errors quote them (in their sentence, their detail and the
statement), and slow statements are written whole. Whoever asked gets the error; slow ones are in the web log, without
their values (`foundation.logs.slow`)."""


def memory() -> int:
    """Bytes of memory this process may use: the machine's, or a container's limit when that is smaller."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    try:
        text = limit.read_text().strip()
    except OSError:
        return total
    return min(total, int(text)) if text.isdigit() else total


def settings(*, bytes_of_memory: int, cores: int, durable: bool = True) -> dict[str, str]:
    """PostgreSQL parameters. A third of the memory for shared buffers, so that at ten million people the indexes every
    newcomer touches (7.5 GB) stay in them; the web server, the worker and bulk intake live on the same machine.
    Checkpoints are far apart, because after each the first touch of a page is written whole to the log, and a newcomer
    touches some thirty pages; not so far that a restart after a crash would read for longer than half a minute. The
    log's buffers hold what a large intake writes until the log writer comes round, so that the intake need not write it
    itself (8 % of its time). What was in the shared buffers is noted every five minutes and read back,
    while the work goes on, after a restart (pg_prewarm).

    `durable` off is for tests only: a power cut then loses the cluster.
    """
    mib = bytes_of_memory // MIB
    shared = max(64, min(mib // 3, 8192))
    chosen = {
        "listen_addresses": "''",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "password_encryption": "'scram-sha-256'",
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(128, mib // 2)}MB",
        "work_mem": f"{max(4, min(mib // 512, 64))}MB",
        "maintenance_work_mem": f"{max(32, min(mib // 32, 1024))}MB",
        "max_wal_size": "8GB" if mib >= 8192 else "4GB" if mib >= 2048 else "512MB",
        "wal_buffers": f"{max(4, min(mib // 64, 64))}MB",
        "wal_writer_delay": "20ms",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers": str(max(1, cores)),
        "max_parallel_workers_per_gather": str(max(0, min(cores // 2, 4))),
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "log_line_prefix": "'%m [%p] %q%u@%d '",
        **SILENT,
        "shared_preload_libraries": "'pg_prewarm'",
    }
    if not durable:
        chosen |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "shared_buffers": f"{min(shared, 256)}MB",
            "autovacuum_naptime": "'1h'",
            "shared_preload_libraries": "''",
        }
    return chosen


def write(pgdata: Path, *, durable: bool = True) -> str:
    """The text of ``anju.conf`` for this machine."""
    chosen = settings(bytes_of_memory=memory(), cores=os.cpu_count() or 1, durable=durable)
    lines = [f"{name} = {value}" for name, value in chosen.items()]
    (pgdata / "anju.conf").write_text(
        "# Written by Anju at every start; put your own in postgresql.auto.conf by "
        "ALTER SYSTEM.\n" + "\n".join(lines) + "\n",
        "utf-8",
    )
    return "include 'anju.conf'\n"
