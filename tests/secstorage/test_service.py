"""The service as its users meet it: a real process, mutual TLS, ranged reads, resumed uploads, kill -9."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest

from common import clock
from common.ids import new_uuid
from protos.secstorage.v1 import secstorage_pb2 as pb
from protos.secstorage.v1 import secstorage_pb2_grpc as pb_grpc
from secstorage import urls
from tests.secstorage.servers import Site, serving
from tests.secstorage.test_store import qcow2


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def certificates(folder: Path) -> None:
    ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl(folder, "req", "-x509", *ec, "-keyout", "ca-key.pem", "-out", "ca.pem", "-subj", "/CN=ca", "-days", "2")
    for name in ("secstorage", "manager", "guest.host"):
        (folder / "ext").write_text(f"subjectAltName=DNS:{name}.pileus,IP:127.0.0.1")
        openssl(folder, "req", "-new", *ec, "-keyout", f"{name}-key.pem", "-out", "r.csr", "-subj", f"/CN={name}")
        openssl(folder, "x509", "-req", "-in", "r.csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-out", f"{name}.pem",
                "-days", "2", "-extfile", "ext")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Running:
    folder: Path
    rpc: int
    web: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = {**os.environ, "PILEUS_SECSTORAGE_ROOT": str(self.folder / "root"), "PILEUS_SECSTORAGE_KEYS": str(self.folder),
               "PILEUS_SECSTORAGE_LISTEN": f"127.0.0.1:{self.rpc}", "PILEUS_SECSTORAGE_WEB_LISTEN": f"127.0.0.1:{self.web}",
               "PILEUS_SECSTORAGE_WEB_URL": f"https://127.0.0.1:{self.web}", "PILEUS_SECSTORAGE_FETCH_ALLOW": "127.0.0.0/8"}
        self.process = subprocess.Popen([sys.executable, "-m", "secstorage.main", "serve"], env=env)

    def stub(self, name: str = "manager") -> pb_grpc.SecStorageStub:
        ca, key, certificate = ((self.folder / file).read_bytes() for file in ("ca.pem", f"{name}-key.pem", f"{name}.pem"))
        credentials = grpc.ssl_channel_credentials(ca, key, certificate)
        channel = grpc.secure_channel(f"127.0.0.1:{self.rpc}", credentials, [("grpc.ssl_target_name_override", "secstorage.pileus")])
        grpc.channel_ready_future(channel).result(20)
        return pb_grpc.SecStorageStub(channel)

    def open(self, url: str, method: str = "GET", data: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        context = ssl.create_default_context(cafile=str(self.folder / "ca.pem"))
        dashed = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, data=data, method=method, headers=dashed)
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read(), dict(error.headers)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    certificates(tmp_path)
    made = Running(tmp_path, free_port(), free_port())
    made.start()
    yield made
    assert made.process is not None
    made.process.send_signal(signal.SIGTERM)
    assert made.process.wait(20) == 0


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as up:
        yield up


def test_fetch_serve_ranges_and_expiry(running: Running, site: Site, tmp_path: Path) -> None:
    data = site.files["/a.qcow2"] = qcow2(tmp_path)
    stub, uuid = running.stub(), new_uuid()
    status = stub.EnsureImage(pb.EnsureImageRequest(uuid=uuid, url=site.url("/a.qcow2"), format="QCOW2", wait_seconds=30))
    assert status.state == pb.ImageStatus.READY
    served = stub.Serve(pb.ServeRequest(uuid=uuid, seconds=60))
    code, body, _ = running.open(served.url)
    assert (code, hashlib.sha256(body).hexdigest()) == (200, served.sha256)
    code, body, _ = running.open(served.url, Range="bytes=1000-1999")
    assert (code, body) == (206, data[1000:2000])
    assert running.open(served.url.replace("signature=", "signature=0"))[0] == 403
    assert running.open(served.url.replace(uuid, new_uuid()))[0] == 403
    key = (tmp_path / "root" / "url.key").read_bytes()
    old = urls.sign(key, "GET", f"/images/{uuid}", clock.wall_seconds() - 1)
    assert running.open(f"https://127.0.0.1:{running.web}/images/{uuid}?{old}")[0] == 403
    assert (tmp_path / "root" / "url.key").stat().st_mode & 0o777 == 0o600


def test_only_managers_may_call(running: Running) -> None:
    running.stub()
    with pytest.raises(grpc.RpcError) as refused:
        running.stub("guest.host").Stat(pb.Empty())
    assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


def test_upload_is_resumed_and_checked(running: Running, tmp_path: Path) -> None:
    data, stub, uuid = qcow2(tmp_path), running.stub(), new_uuid()
    url = stub.PrepareUpload(pb.PrepareUploadRequest(uuid=uuid)).url
    half = len(data) // 2
    code, _, headers = running.open(url, "PUT", data[:half], Content_Range=f"bytes 0-{half - 1}/{len(data)}")
    assert (code, headers["upload-offset"]) == (204, str(half))
    assert running.open(url, "PUT", data[half + 10:], Content_Range=f"bytes {half + 10}-{len(data) - 1}/{len(data)}")[0] == 416
    assert running.open(url, "PUT", data[half:], Content_Range=f"bytes {half}-{len(data) - 1}/{len(data)}")[0] == 204
    status = stub.FinishUpload(pb.FinishUploadRequest(uuid=uuid, wait_seconds=30))
    assert (status.state, status.sha256) == (pb.ImageStatus.READY, hashlib.sha256(data).hexdigest())
    assert running.open(url, "PUT", b"more")[0] == 409


def test_killed_in_the_middle_it_goes_on_by_itself(running: Running, site: Site, tmp_path: Path) -> None:
    data = site.files["/a.qcow2"] = qcow2(tmp_path)
    site.cut["/a.qcow2"], site.cuts = 100_000, 1
    stub, uuid = running.stub(), new_uuid()
    stub.EnsureImage(pb.EnsureImageRequest(uuid=uuid, url=site.url("/a.qcow2"), format="QCOW2", wait_seconds=0))
    assert running.process is not None
    running.process.kill()
    running.process.wait()
    running.start()
    again = running.stub()
    status = again.EnsureImage(pb.EnsureImageRequest(uuid=uuid, url=site.url("/a.qcow2"), format="QCOW2", wait_seconds=30))
    assert (status.state, status.sha256) == (pb.ImageStatus.READY, hashlib.sha256(data).hexdigest())


def test_a_taken_port_is_said_in_one_line(running: Running, tmp_path: Path) -> None:
    running.stub()
    env = {**os.environ, "PILEUS_SECSTORAGE_ROOT": str(tmp_path / "r2"), "PILEUS_SECSTORAGE_KEYS": str(tmp_path),
           "PILEUS_SECSTORAGE_WEB_LISTEN": f"127.0.0.1:{running.web}"}
    done = subprocess.run([sys.executable, "-m", "secstorage.main", "serve"], env=env, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{running.web}" in done.stderr
