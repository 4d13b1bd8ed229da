import hashlib
import http.server
import os
import threading
from pathlib import Path

import pytest

from agent.drivers.base import DriverError
from agent.handlers import transfer
from agent.operations import Cancelled, Progress

DATA = os.urandom(3_000_000)
SHA = hashlib.sha256(DATA).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Serves DATA with ranges; `cut` bytes at a time, then the connection breaks; takes PUTs, losing `lose` of them."""

    cut = 0
    lose = 0
    ranges = True
    seen: list[str] = []
    body = bytearray()

    def do_GET(self):
        asked = self.headers.get("Range", "bytes=0-")
        type(self).seen.append(asked)
        start = int(asked.split("=")[1].rstrip("-")) if self.ranges else 0
        if self.path.startswith("/gone"):
            self.send_error(404, "no such image")
            return
        data = DATA[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:self.cut] if self.cut else data)
        self.close_connection = True

    def do_PUT(self):
        part = self.rfile.read(int(self.headers["Content-Length"]))
        if type(self).lose:
            type(self).lose -= 1
            self.connection.close()
            return
        at = int(self.headers["Content-Range"].split()[1].split("-")[0])
        type(self).body[at:at + len(part)] = part
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def server():
    Server.cut, Server.lose, Server.ranges, Server.seen, Server.body = 0, 0, True, [], bytearray()
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


def source(url: str, sha: str = SHA, size: int = len(DATA)) -> transfer.Source:
    return transfer.Source(url + "/image?signature=secret", size, sha)


def test_a_whole_file_with_progress(server, tmp_path):
    progress = Progress("image:x")
    transfer.pull(source(server), tmp_path / "a" / "draft", progress)
    assert (tmp_path / "a" / "draft").read_bytes() == DATA
    assert (progress.percent, progress.text) == (100, "2 of 2 MiB")


def test_it_goes_on_where_it_was_cut_off(server, tmp_path):
    Server.cut = 800_000
    transfer.pull(source(server), tmp_path / "draft", Progress("x"))
    assert (tmp_path / "draft").read_bytes() == DATA
    assert Server.seen[:3] == ["bytes=0-", "bytes=800000-", "bytes=1600000-"]


def test_a_server_that_cannot_resume_begins_again(server, tmp_path):
    (tmp_path / "draft").write_bytes(b"x" * 1000)
    Server.ranges = False
    transfer.pull(source(server), tmp_path / "draft", Progress("x"))
    assert (tmp_path / "draft").read_bytes() == DATA


@pytest.mark.parametrize("sha, size", [("0" * 64, len(DATA)), (SHA, len(DATA) - 10)])
def test_what_is_not_what_it_should_be_is_corrupt_and_gone(server, tmp_path, sha, size):
    with pytest.raises(DriverError) as failed:
        transfer.pull(source(server, sha, size), tmp_path / "draft", Progress("x"))
    assert failed.value.code == "CORRUPT"
    assert not (tmp_path / "draft").exists()
    assert "secret" not in failed.value.text


def test_a_refusal_and_a_server_that_is_away(server, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer.clock, "pause", lambda seconds: None)
    with pytest.raises(DriverError, match="404 no such image"):
        transfer.pull(transfer.Source(server + "/gone", 5, SHA), tmp_path / "draft", Progress("x"))
    with pytest.raises(DriverError, match="could not fetch http://127.0.0.1:1/image"):
        transfer.pull(source("http://127.0.0.1:1"), tmp_path / "draft", Progress("x"))
    with pytest.raises(DriverError, match="cannot fetch from ftp"):
        transfer.pull(source("ftp://127.0.0.1:1"), tmp_path / "draft", Progress("x"))


def test_a_truncated_download_gives_up_in_the_end(server, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer.clock, "pause", lambda seconds: None)
    with pytest.raises(DriverError, match="could not fetch"):
        transfer.pull(source(server, size=len(DATA) + 5), tmp_path / "draft", Progress("x"))


def test_no_space_is_said_before_it_is_filled(server, tmp_path):
    with pytest.raises(DriverError, match="MiB needed") as failed:
        transfer.pull(source(server, size=1 << 60), tmp_path / "draft", Progress("x"))
    assert failed.value.code == "NO_SPACE"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_disk_that_fills_up_meanwhile(server):
    class Full(type(Path())):  # a file whose every write says ENOSPC
        pass

    draft = Full("/dev/full")
    with pytest.raises(DriverError) as failed:
        transfer.pull(transfer.Source(Path(__file__).as_uri(), 10**6, SHA), draft, Progress("x"))
    assert failed.value.code == "NO_SPACE"


def test_a_file_url(tmp_path):
    (tmp_path / "image file").write_bytes(DATA)
    transfer.pull(transfer.Source((tmp_path / "image file").as_uri(), len(DATA), SHA), tmp_path / "draft", Progress("x"))
    assert (tmp_path / "draft").read_bytes() == DATA
    with pytest.raises(DriverError, match="cannot read"):
        transfer.pull(transfer.Source((tmp_path / "none").as_uri(), 5, SHA), tmp_path / "other", Progress("x"))


def test_cancelled(server, tmp_path):
    progress = Progress("x")
    progress.cancelled.set()
    with pytest.raises(Cancelled):
        transfer.pull(source(server), tmp_path / "draft", progress)


def test_an_upload_in_parts_survives_lost_answers(server, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "PART", 500_000)
    monkeypatch.setattr(transfer.clock, "pause", lambda seconds: None)
    Server.lose = 3
    (tmp_path / "volume").write_bytes(DATA)
    transfer.push(tmp_path / "volume", server + "/upload", "", Progress("x"))
    assert bytes(Server.body) == DATA
    Server.lose = 99
    with pytest.raises(DriverError, match="could not send"):
        transfer.push(tmp_path / "volume", server + "/upload", "", Progress("x"))
