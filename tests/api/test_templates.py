"""Templates with the real image service: from URLs that are not what they say, and from the root volume of a stopped VM."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.cloud import Cloud
from tools.cloudkit.api import ApiFailed


@pytest.fixture(scope="module")
def files(cloud: Cloud) -> Path:
    """Good and bad images."""
    folder = cloud.files
    (folder / "page.qcow2").write_text("<!DOCTYPE html><html>" * 1000)
    good = folder / "good.qcow2"
    (folder / "x.raw").write_bytes(bytes(range(256)) * 4096)
    subprocess.run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", str(folder / "x.raw"), str(good)], check=True)
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", str(good), "-F", "qcow2", str(folder / "backed.qcow2")], check=True)
    (folder / "cut.qcow2").write_bytes(good.read_bytes()[:-300_000])
    return folder


@pytest.mark.parametrize(("name", "checksum", "words"), [
    ("page.qcow2", None, "web page"), ("good.qcow2", "{SHA-256}" + "0" * 64, "checksum"), ("backed.qcow2", None, "backing file"),
    ("cut.qcow2", None, "cut off"), ("missing.qcow2", None, "no file")])
def test_what_is_not_what_it_says_shows_why(cloud: Cloud, files: Path, name: str, checksum: str | None, words: str) -> None:
    made = cloud.template(name=name, url=f"file://{files / name}", checksum=checksum)
    shown = cloud.ended(made["id"])
    assert not shown["isready"]
    assert words in shown["status"]
    assert shown["downloaddetails"][0]["downloadState"] == "DOWNLOAD_ERROR"
    assert cloud.admin.call("deleteTemplate", id=made["id"])["success"]
    assert cloud.admin.listed("listTemplates", "template", templatefilter="self", id=made["id"]) == []


def test_a_good_one_is_ready_with_sizes(cloud: Cloud, files: Path) -> None:
    made = cloud.template(name="good", url=f"file://{files / 'good.qcow2'}", passwordenabled=True, isfeatured=True)
    shown = cloud.ended(made["id"])
    assert shown["isready"], shown["status"]
    assert shown["status"] == "Download Complete"
    assert (shown["size"], shown["physicalsize"]) == (1 << 20, (files / "good.qcow2").stat().st_size)
    assert shown["passwordenabled"]
    assert shown["ostypename"] == "Other Linux (64-bit)"
    assert made["id"] in [one["id"] for one in cloud.admin.listed("listTemplates", "template", templatefilter="featured")]
    cloud.admin.call("deleteTemplate", id=made["id"])


def test_loopback_is_not_fetched_from(cloud: Cloud) -> None:
    made = cloud.template(name="inside", url="http://127.0.0.1:1/x.qcow2")
    shown = cloud.ended(made["id"])
    assert not shown["isready"]
    assert "127.0.0.1" in shown["status"]
    cloud.admin.call("deleteTemplate", id=made["id"])


@pytest.mark.parametrize(("change", "word"), [
    ({"url": "ftp://x/y"}, "url"), ({"url": "sim://x", "hypervisor": "KVM"}, "url"), ({"name": "x" * 256}, "name"), ({"format": "VHD"}, "format"),
    ({"hypervisor": "Foo"}, "hypervisor"), ({"zoneid": "00000000-0000-4000-8000-000000000000"}, "zoneid"), ({"name": ""}, "name")])
def test_bad_parameters_are_named(cloud: Cloud, change: dict[str, Any], word: str) -> None:
    whole = {"name": "t", "format": "QCOW2", "hypervisor": "Simulator", "url": "sim://t", "zoneid": cloud.zone.id, **change}
    with pytest.raises(ApiFailed, match=word) as caught:
        cloud.admin.call("registerTemplate", **whole)
    assert caught.value.code == 431


def test_users_may_not_feature_nor_read_files(cloud: Cloud, files: Path) -> None:
    user = cloud.user("plain")
    whole = {"name": "t", "format": "QCOW2", "hypervisor": "Simulator", "zoneid": cloud.zone.id}
    for more, code in (({"url": "sim://t", "isfeatured": True}, 531), ({"url": "sim://t", "isrouting": True}, 531), (
            {"url": f"file://{files / 'good.qcow2'}"}, 431)):
        with pytest.raises(ApiFailed) as caught:
            user.call("registerTemplate", **{**whole, **more})
        assert caught.value.code == code


def test_a_template_of_a_stopped_vms_root_volume(cloud: Cloud, base: dict[str, str], network_offering: str) -> None:
    user = cloud.user("maker")
    network = user.call("createNetwork", name="n", displaytext="n", networkofferingid=network_offering, zoneid=cloud.zone.id)["network"]["id"]
    vm = user.call("deployVirtualMachine", name="source", networkids=network, **base)
    volume = user.listed("listVolumes", "volume", virtualmachineid=vm["id"])[0]["id"]
    os_type = cloud.id_of("listOsTypes", "ostype", description="Other Linux (64-bit)")
    with pytest.raises(ApiFailed, match="stop it first"):
        user.call("createTemplate", name="made", ostypeid=os_type, volumeid=volume)
    user.call("stopVirtualMachine", id=vm["id"])
    made = user.call("createTemplate", name="made", displaytext="of a VM", ostypeid=os_type, volumeid=volume, passwordenabled=True)
    assert made["isready"]
    assert made["displaytext"] == "of a VM"
    second = user.call("deployVirtualMachine", name="copy", networkids=network, **{**base, "templateid": made["id"]})
    assert second["state"] == "Running"
    with pytest.raises(ApiFailed, match="begin with it"):
        user.call("deleteTemplate", id=made["id"])
    assert user.call("startVirtualMachine", id=vm["id"])["state"] == "Running"
    for one in (vm, second):
        cloud.admin.call("destroyVirtualMachine", id=one["id"], expunge=True)
    assert user.call("deleteTemplate", id=made["id"])["success"]
    user.call("deleteNetwork", id=network)
    assert "all invariants hold" in cloud.manager.cli("check")


def test_a_failed_export_leaves_no_template(cloud: Cloud, base: dict[str, str], network_offering: str) -> None:
    user = cloud.user("unlucky")
    network = user.call("createNetwork", name="n", displaytext="n", networkofferingid=network_offering, zoneid=cloud.zone.id)["network"]["id"]
    vm = user.call("deployVirtualMachine", name="source", networkids=network, **base)
    volume = user.listed("listVolumes", "volume", virtualmachineid=vm["id"])[0]["id"]
    user.call("stopVirtualMachine", id=vm["id"])
    cloud.admin.call("configureSimulator", name="export_volume", value="result:fail")
    try:
        with pytest.raises(ApiFailed, match="configureSimulator"):
            user.call("createTemplate", name="never", ostypeid=cloud.id_of("listOsTypes", "ostype"), volumeid=volume)
    finally:
        cloud.admin.call("cleanupSimulatorMock")
    assert user.listed("listTemplates", "template", templatefilter="self") == []
    assert user.call("startVirtualMachine", id=vm["id"])["state"] == "Running"
    assert "all invariants hold" in cloud.manager.cli("check")
