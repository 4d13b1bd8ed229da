"""Images: fetched, resumed, checked, refused with words, survived restarts."""

from __future__ import annotations

import gzip
import hashlib
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from common import clock
from common.ids import new_uuid
from secstorage.fetch import Fetcher
from secstorage.store import Refused, Request, Status, Store
from tests.secstorage.servers import Site, serving

LIMIT = 64 << 20


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "store", Fetcher(["127.0.0.0/8"]), limit=LIMIT, file_roots=[tmp_path / "files"])
    yield made
    made.close()


def qcow2(tmp_path: Path, size: str = "8M", *more: str) -> bytes:
    raw, image = tmp_path / "x.raw", tmp_path / "x.qcow2"
    raw.write_bytes(bytes(range(256)) * 4096 * 4)
    subprocess.run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", str(raw), str(image)], check=True)
    subprocess.run(["qemu-img", "resize", "-q", "-f", "qcow2", str(image), size], check=True)
    return image.read_bytes()


def get(store: Store, url: str, form: str = "QCOW2", checksum: str = "", **more: object) -> Status:
    uuid = new_uuid()
    store.ensure(Request(uuid, url, form, checksum, **more))  # type: ignore[arg-type]
    return store.wait(uuid, 60)


def test_image_is_ready_with_its_facts(store: Store, site: Site, tmp_path: Path) -> None:
    data = site.files["/a.qcow2"] = qcow2(tmp_path)
    status = get(store, site.url("/a.qcow2"), checksum="{SHA-256}" + hashlib.sha256(data).hexdigest())
    assert (status.state, status.virtual_bytes, status.file_bytes) == ("READY", 8 << 20, len(data))
    assert status.sha256 == hashlib.sha256(data).hexdigest()
    assert store.file(status.uuid).read_bytes() == data
    assert store.listing() == [status.uuid]


def test_an_empty_image_ends_with_its_metadata(store: Store, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "empty.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", str(path), "1M"], check=True)
    site.files["/empty"] = path.read_bytes()
    assert len(site.files["/empty"]) % 65536
    assert get(store, site.url("/empty")).state == "READY"
    site.files["/cut"] = qcow2(tmp_path)[:-70000]
    assert "cut off" in get(store, site.url("/cut")).text


def test_broken_connections_are_resumed_where_they_broke(store: Store, site: Site, tmp_path: Path) -> None:
    data = site.files["/a.qcow2"] = qcow2(tmp_path)
    site.cut["/a.qcow2"], site.cuts = 300_000, 2
    status = get(store, site.url("/a.qcow2"))
    assert status.state == "READY"
    assert status.sha256 == hashlib.sha256(data).hexdigest()
    assert site.ranges == [None, "bytes=300000-", "bytes=600000-"]


def test_compressed_and_raw(store: Store, site: Site, tmp_path: Path) -> None:
    site.files["/a.qcow2.gz"] = gzip.compress(qcow2(tmp_path))
    site.files["/a.raw"] = b"\x55" * (1 << 20)
    assert get(store, site.url("/a.qcow2.gz")).virtual_bytes == 8 << 20
    assert get(store, site.url("/a.raw"), "RAW").virtual_bytes == 1 << 20


def test_file_urls_only_below_the_configured_folders(store: Store, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.qcow2").write_bytes(qcow2(tmp_path))
    assert get(store, f"file://{tmp_path}/files/a.qcow2").state == "READY"
    (tmp_path / "files" / "link").symlink_to("/etc/passwd")
    for path in ("/etc/passwd", f"{tmp_path}/files/../x.qcow2", f"{tmp_path}/files/link"):
        status = get(store, f"file://{path}")
        assert status.state == "FAILED", path
        assert "file_roots" in status.text


BAD = {
    "page": (b"<!DOCTYPE html><html>not found</html>" + b" " * 600, "QCOW2", "web page"),
    "page-as-raw": (b"<html>" + b" " * 506, "RAW", "web page"),
    "vmdk": (b"KDMV" + b"\0" * 2044, "QCOW2", "VMDK"),
    "noise": (b"\x01\x02" * 1024, "QCOW2", "not a QCOW2"),
    "gzip-cut": (gzip.compress(bytes(range(256)) * 4096)[:-500], "QCOW2", "cut off"),
    "raw-odd": (b"\x01" * 1000, "RAW", "512-byte sectors"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_an_image_is_refused_with_words(store: Store, site: Site, name: str) -> None:
    data, form, words = BAD[name]
    site.files["/x"] = data
    status = get(store, site.url("/x"), form)
    assert status.state == "FAILED"
    assert words in status.text
    assert store.listing() == []


def test_backing_file_truncation_size_and_checksum_are_refused(store: Store, site: Site, tmp_path: Path) -> None:
    good = qcow2(tmp_path)
    backed = tmp_path / "b.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", "/etc/passwd", "-F", "raw", str(backed), "1M"], check=True)
    external = tmp_path / "e.qcow2"
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-o", f"data_file={tmp_path}/e.data,data_file_raw=on", str(external), "1M"],
                   check=True)
    packed = tmp_path / "p.qcow2"
    (tmp_path / "x.raw").write_bytes(random.Random(1).randbytes(1 << 20).replace(b"\x07", b"\x08") + bytes(1 << 20))
    subprocess.run(["qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", str(tmp_path / "x.raw"), str(packed)], check=True)
    site.files |= {"/packed": packed.read_bytes(), "/packed-cut": packed.read_bytes()[:-3000]}
    assert get(store, site.url("/packed")).state == "READY"
    assert get(store, site.url("/packed-cut")).state == "FAILED"
    site.files |= {"/backed": backed.read_bytes(), "/external": external.read_bytes(), "/cut": good[:len(good) // 2],
                   "/huge": qcow2(tmp_path, "200M"), "/good": good}
    assert "backing file" in get(store, site.url("/backed")).text
    assert "external" in get(store, site.url("/external")).text
    assert "cut off" in get(store, site.url("/cut")).text
    assert "virtual size" in get(store, site.url("/huge")).text
    assert "checksum" in get(store, site.url("/good"), checksum="{MD5}" + "0" * 32).text
    assert "more than the" in get(store, site.url("/good"), max_bytes=1000).text
    assert "404" in get(store, site.url("/absent")).text


def test_redirects_and_names_cannot_lead_inside(tmp_path: Path, site: Site) -> None:
    names = {"inside.example": "127.0.0.1", "meta.example": "169.254.169.254"}
    store = Store(tmp_path / "s", Fetcher(resolver=lambda host, port: [names[host]]), limit=LIMIT)
    for url in ("http://inside.example/x", "http://meta.example/latest", "ftp://inside.example/", "http://u:p@inside.example/"):
        status = get(store, url, internal=("10.0.0.0/8", "127.0.0.0/8"))
        assert status.state == "FAILED", url
    store.close()
    open_store = Store(tmp_path / "o", Fetcher(["127.0.0.1/32"]), limit=LIMIT)
    site.redirects["/r"] = "http://127.0.0.2:1/x"
    assert "not a public address" in get(open_store, site.url("/r")).text
    open_store.close()


def test_a_restart_goes_on(store: Store, site: Site, tmp_path: Path) -> None:
    data = site.files["/a.qcow2"] = qcow2(tmp_path)
    site.cut["/a.qcow2"], site.cuts = 100_000, 1
    uuid = new_uuid()
    store.ensure(Request(uuid, site.url("/a.qcow2"), "QCOW2"))
    part = store.images / uuid / "download.part"
    until = clock.monotonic() + 20
    while not (part.exists() and part.stat().st_size == 100_000):
        assert clock.monotonic() < until
        clock.pause(0.01)
    store.close()
    assert store.status(uuid).state == "DOWNLOADING"
    again = Store(store.root, Fetcher(["127.0.0.0/8"]), limit=LIMIT)
    again.resume()
    assert again.wait(uuid, 60).sha256 == hashlib.sha256(data).hexdigest()
    assert site.ranges[-1] == "bytes=100000-"
    again.close()


def test_removal_is_idempotent_and_ends_the_work(store: Store, site: Site, tmp_path: Path) -> None:
    site.files["/a.qcow2"] = qcow2(tmp_path)
    site.cut["/a.qcow2"], site.cuts = 1000, 99
    uuid = new_uuid()
    store.ensure(Request(uuid, site.url("/a.qcow2"), "QCOW2"))
    store.remove(uuid)
    store.remove(uuid)
    assert store.status(uuid).state == "ABSENT"
    with pytest.raises(Refused):
        store.file(uuid)
    with pytest.raises(Refused):
        store.remove("../../etc")
