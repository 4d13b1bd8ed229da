"""A manager process: start, first password, readiness, draining, and the errors that an operator meets."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pymysql
import pytest

from common.ids import new_uuid
from tests.nodes.process import Manager


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Manager]:
    """A node on SQLite that is not started."""
    made = Manager(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def database(mariadb: Path) -> Iterator[str]:
    """The URL of an empty MariaDB database."""
    name = "n_" + new_uuid().replace("-", "")[:16]
    with pymysql.connect(unix_socket=str(mariadb), user="root", autocommit=True) as admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
    return f"mysql+pymysql://root@localhost/{name}?unix_socket={mariadb}"


def test_embedded_from_nothing_to_drained(node: Manager) -> None:
    node.start()
    assert node.get("/healthz")[0] == 200
    password = node.password()
    assert password
    assert password not in (node.folder / "err").read_text()
    assert node.root("listUsers")["user"][0]["username"] == "admin"
    assert node.get("/client/api?command=listZones", port=node.https, scheme="https")[0] == 401
    assert node.stop() == 0
    node.start()
    assert node.password() is None
    assert node.stop() == 0


def test_request_id_in_log_and_answer(node: Manager) -> None:
    node.start()
    node.get("/client/api?command=listZones", headers={"X-Request-Id": "my-request.7"})
    node.stop()
    assert "request=my-request.7" in node.log()


def test_forwarded_for_only_from_proxies(node: Manager) -> None:
    node.extra["PILEUS_API_TRUSTED_PROXIES"] = "127.0.0.0/8"
    node.start()
    node.get("/client/api?command=listZones", headers={"X-Forwarded-For": "203.0.113.9"})
    node.stop()
    assert "from 203.0.113.9" in node.log()
    node.extra["PILEUS_API_TRUSTED_PROXIES"] = "192.0.2.0/24"
    node.start()
    node.get("/client/api?command=listZones", headers={"X-Forwarded-For": "203.0.113.9"})
    node.stop()
    assert "from 203.0.113.9" not in node.log()
    assert "from 127.0.0.1" in node.log()


def test_a_taken_port_is_one_clear_line(node: Manager, tmp_path: Path) -> None:
    node.start()
    (tmp_path / "b").mkdir()
    for port in ("http", "https", "integration", "enrol"):
        other = Manager(tmp_path / "b", **{port: getattr(node, port)})
        done = other.cli("serve", check=False)
        assert done.returncode == 2
        assert str(getattr(node, port)) in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_the_embedded_database_refuses_a_second_node(node: Manager, tmp_path: Path) -> None:
    node.start()
    other = Manager(tmp_path, url=f"sqlite:///{tmp_path}/pileus.db")
    done = other.cli("serve", check=False)
    assert done.returncode == 2
    assert "in use by another manager" in done.stderr
    assert "Traceback" not in done.stderr


def test_verbs_talk_to_the_running_manager(node: Manager) -> None:
    node.start()
    assert "all invariants hold" in node.cli("check").stdout
    assert len(node.cli("host", "token").stdout.strip()) > 20
    assert json.loads(node.cli("saga", "list", "--json").stdout) == []
    made = json.loads(node.cli("admin", "reset-password").stdout)
    assert made["password"] not in node.log()
    done = node.cli("saga", "show", new_uuid(), check=False)
    assert (done.returncode, "there is no saga" in done.stderr) == (1, True)
    assert node.stop() == 0
    assert json.loads(node.cli("db", "adopt-epoch").stdout)["epoch"] == 2
    node.cli("certificate", "issue", "--kind", "secstorage", "--out", str(node.folder / "s"))
    assert oct((node.folder / "s" / "secstorage-key.pem").stat().st_mode)[-3:] == "600"


def test_mysql_wants_its_upgrade(tmp_path: Path, database: str) -> None:
    node = Manager(tmp_path, url=database)
    done = node.cli("serve", check=False)
    assert (done.returncode, "db upgrade" in done.stderr) == (2, True)
    node.cli("db", "upgrade")
    node.cli("db", "upgrade")
    node.start()
    assert node.stop() == 0


def test_keys_of_another_cloud_are_refused(tmp_path: Path, database: str) -> None:
    first, second = Manager(tmp_path / "a", url=database), Manager(tmp_path / "b", url=database)
    for node in (first, second):
        node.folder.mkdir()
    first.cli("db", "upgrade")
    first.start()
    try:
        done = second.cli("serve", check=False)
        assert (done.returncode, "copy encryption.key, ca.pem and ca-key.pem" in done.stderr) == (2, True)
        stranger = Manager(tmp_path / "b", url=f"sqlite:///{tmp_path}/c.db")
        stranger.cli("db", "upgrade")
        stranger.cli("check")  # makes keys of its own
        done = second.cli("serve", check=False)
        assert (done.returncode, "not this cloud's" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    finally:
        first.kill()


def test_two_processes_share_the_sockets_and_die_with_their_supervisor(tmp_path: Path, database: str) -> None:
    node = Manager(tmp_path, url=database)
    node.cli("db", "upgrade")
    node.start("--processes", "2")
    try:
        assert node.process is not None
        children = Path(f"/proc/{node.process.pid}/task/{node.process.pid}/children").read_text().split()
        assert len(children) == 2
        assert all(node.root("listUsers")["count"] == 1 for _ in range(20))
        os.kill(int(children[1]), signal.SIGKILL)
        time.sleep(1)
        assert node.root("listUsers")["count"] == 1
        children = Path(f"/proc/{node.process.pid}/task/{node.process.pid}/children").read_text().split()
        node.process.kill()
        node.process.wait()
        until = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        node.kill()


def test_two_processes_drain(tmp_path: Path, database: str) -> None:
    node = Manager(tmp_path, url=database)
    node.cli("db", "upgrade")
    node.start("--processes", "2")
    assert node.stop() == 0


@pytest.mark.parametrize(("variables", "text"), [
    ({"PILEUS_API_HTPP": "x"}, "PILEUS_API_HTPP"), ({"PILEUS_API_HTTP": "0.0.0.0:8080"}, "insecure_http"),
    ({"PILEUS_API_HTTP": "nonsense"}, "api.http"),
    ({"PILEUS_NODE_PROCESSES": "2"}, "SQLite"), ({"PILEUS_NODE_PROCESSES": "many"}, "node.processes"), ({"PILEUS_API_TLS_CERT": "x"}, "together")])
def test_wrong_configuration(node: Manager, variables: dict[str, str], text: str) -> None:
    node.extra.update(variables)
    done = node.cli("serve", check=False)
    assert (done.returncode, text in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_database_away(tmp_path: Path) -> None:
    node = Manager(tmp_path, url="mysql+pymysql://root@127.0.0.1:1/pileus")
    done = node.cli("serve", check=False)
    assert (done.returncode, "database is not available" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
