"""A real MariaDB server of the tests' own: its files in a temporary folder, run by an account without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pymysql
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "只读·口令-9"
READER, WRITER = "anju_reader", "dept_app"


@dataclass(frozen=True)
class MariaDb:
    """A server. `folder`: its files; `ca`: the certificate that vouches for it, "" where it speaks no TLS."""

    folder: Path
    port: int
    ca: str

    @property
    def socket(self) -> str:
        return str(self.folder / "server.sock")

    def administrator(self, database="dept") -> pymysql.Connection:
        """Its owner's connection, which commits by itself."""
        return pymysql.connect(
            unix_socket=self.socket,
            user="root",
            database=database,
            autocommit=True,
            charset="utf8mb4",
        )


def _account() -> str:
    return "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/libexec")
    if not found:
        raise AssertionError(f"{name} is missing: on Debian, apt-get install mariadb-server-core")
    return found


@contextmanager
def mariadb(*, tls=True) -> Iterator[MariaDb]:
    """A server with an empty database `dept`, an account that may read it and one that may write it."""
    folder = Path(tempfile.mkdtemp(prefix="anju-mariadb-"))
    account = _account()
    try:
        if tls:
            certificates(folder)
        (folder / "data").mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, account)
            for path in folder.rglob("*"):
                shutil.chown(path, account)
        subprocess.run(
            [
                _program("mariadb-install-db"),
                "--no-defaults",
                f"--user={account}",
                f"--datadir={folder}/data",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
            ],
            check=True,
            capture_output=True,
        )
        with _running(folder, account, tls=tls) as server:
            with server.administrator(None) as owner, owner.cursor() as cur:
                cur.execute("CREATE DATABASE dept CHARACTER SET utf8mb4")
                for user, rights in ((READER, "SELECT"), (WRITER, "ALL")):
                    cur.execute(f"CREATE USER {user}@'%%' IDENTIFIED BY %s", [PASSWORD])
                    cur.execute(f"GRANT {rights} ON dept.* TO {user}@'%'")
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(folder: Path, account: str, *, tls: bool) -> Iterator[MariaDb]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    secured = [f"--ssl-cert={folder}/server.pem", f"--ssl-key={folder}/server.key"]
    process = subprocess.Popen(
        [
            _program("mariadbd"),
            "--no-defaults",
            f"--user={account}",
            f"--datadir={folder}/data",
            f"--socket={folder}/server.sock",
            f"--port={port}",
            "--bind-address=127.0.0.1",
            f"--pid-file={folder}/server.pid",
            "--innodb-buffer-pool-size=32M",
            "--innodb-log-file-size=8M",
            "--performance-schema=OFF",
            "--innodb-flush-log-at-trx-commit=0",
            *(secured if tls else ["--skip-ssl"]),
        ],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "server.log").open("wb"),
    )
    server = MariaDb(folder, port, str(folder / "ca.pem") if tls else "")
    try:
        for _ in range(200):
            try:
                server.administrator(None).close()
                break
            except pymysql.OperationalError:
                if process.poll() is not None:
                    raise AssertionError((folder / "server.log").read_text()) from None
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def certificates(folder: Path) -> None:
    """An issuer (`ca.pem`) and a certificate of the server for ``localhost``."""
    issuer_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = _certificate("测试局", "测试局", issuer_key, issuer_key, authority=True)
    server = _certificate("测试局", "localhost", issuer_key, key, authority=False)
    (folder / "ca.pem").write_bytes(issuer.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _certificate(issuer, subject, issuer_key, key, *, authority):
    at = datetime.now(UTC)
    found = (
        x509.CertificateBuilder()
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                key_cert_sign=authority,
                crl_sign=authority,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if authority:
        found = found.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
    else:
        names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
        found = found.add_extension(names, critical=False).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    return found.sign(issuer_key, hashes.SHA256())
