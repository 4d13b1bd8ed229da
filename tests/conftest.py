"""Fixtures for all tiers: a private MariaDB, databases, and Pileus's own temporary folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pymysql
import pytest

from common.ids import new_uuid


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A MariaDB of this test session on a private socket; yields the socket's path. Relaxed durability: tests only."""
    daemon = shutil.which("mariadbd") or ("/usr/sbin/mariadbd" if Path("/usr/sbin/mariadbd").exists() else None)
    if daemon is None:
        pytest.skip("mariadb-server is not installed")
    base = tmp_path_factory.mktemp("mariadb")
    data, socket, temporary = base / "data", base / "s.sock", base / "tmp"
    temporary.mkdir()  # its own: a server that starts deletes the temporary tables it finds
    user = ["--user=root"] if os.geteuid() == 0 else []
    subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
                    "--skip-test-db", *user], check=True, capture_output=True)
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            [daemon, "--no-defaults", f"--datadir={data}", f"--socket={socket}", "--skip-networking", "--innodb-flush-log-at-trx-commit=0",
             "--innodb-buffer-pool-size=256M", "--max-connections=400", "--skip-log-bin", f"--pid-file={base / 'pid'}",
             f"--tmpdir={temporary}", *user],
            stdout=log, stderr=log)
    try:
        _wait_for(socket, server, base / "log")
        yield socket
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(socket: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"mariadbd ended: {log.read_text()[-2000:]}")
        try:
            pymysql.connect(unix_socket=str(socket), user="root").close()
        except pymysql.err.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("mariadbd did not start")


@pytest.fixture(scope="module", params=["sqlite", "mariadb"])
def db_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty database of this module, once for each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db"
        return
    socket = request.getfixturevalue("mariadb")
    name = "t_" + new_uuid().replace("-", "")[:16]
    admin = pymysql.connect(unix_socket=str(socket), user="root", autocommit=True)
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    yield f"mysql+pymysql://root@localhost/{name}?unix_socket={socket}"
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name}")
    admin.close()
