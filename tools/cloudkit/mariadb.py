"""A MariaDB of its own: the distribution's server on a private socket, with its own data folder and its default durability."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pymysql

from tools.cloudkit.processes import Service

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


class NotInstalled(Exception):
    """A program is missing; the text says which package has it."""


def program(name: str, package: str) -> str:
    """Where a program is. Raises NotInstalled."""
    found = shutil.which(name, path=PATH)
    if found is None:
        raise NotInstalled(f"{name} is not installed: as root, `apt-get install {package}` (`make setup` does it)")
    return found


@dataclass(frozen=True)
class MariaDb:
    """One server in `folder`, which only this user may enter: its root has no password. `options`: more of mariadbd's."""

    folder: Path
    options: Sequence[str] = ()
    name: str = "mariadb"

    @property
    def socket(self) -> Path:
        """Its only listener."""
        return self.folder / "mariadb.sock"

    @property
    def data(self) -> Path:
        """Its data folder."""
        return self.folder / "mariadb"

    @property
    def temporary(self) -> Path:
        """Its temporary tables: a server that starts deletes what it finds there, so no two may share one."""
        return self.folder / "tmp"

    def url(self, database: str = "pileus") -> str:
        """For PILEUS_DATABASE_URL."""
        return f"mysql+pymysql://root@localhost/{database}?unix_socket={self.socket}"

    def service(self) -> Service:
        """Its process."""
        user = ["--user=root"] if os.geteuid() == 0 else []
        argv = [program("mariadbd", "mariadb-server"), "--no-defaults", f"--datadir={self.data}", f"--socket={self.socket}", "--skip-networking",
                "--max-connections=300", f"--pid-file={self.folder / 'mariadbd.pid'}", f"--tmpdir={self.temporary}", *self.options, *user]
        return Service(self.name, argv, self.folder)

    def start(self) -> Service:
        """Starts it; the first time makes its data folder and the database `pileus`. Raises NotInstalled, NotReady."""
        self.temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.data / "mysql").exists():
            user = ["--user=root"] if os.geteuid() == 0 else []
            subprocess.run([program("mariadb-install-db", "mariadb-server"), "--no-defaults", f"--datadir={self.data}",
                            "--auth-root-authentication-method=normal", "--skip-test-db", *user], check=True, capture_output=True)
        made = self.service()
        made.start(self.answers)
        self.query("CREATE DATABASE IF NOT EXISTS pileus CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        return made

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            pymysql.connect(unix_socket=str(self.socket), user="root", connect_timeout=2).close()
        except pymysql.err.OperationalError:
            return False
        return True

    def query(self, statement: str, database: str | None = None) -> Sequence[Sequence[object]]:
        """The rows of one statement."""
        connection = pymysql.connect(unix_socket=str(self.socket), user="root", database=database, autocommit=True)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()
        finally:
            connection.close()
