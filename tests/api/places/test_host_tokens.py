"""createHostToken and listJoinedHosts: what a page needs to bring a host into the cloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from manager.model.errors import Refused
from manager.model.infra import hosts
from manager.model.infra.hosts import Joining
from tests.api.places.site import Hosts, join
from tests.wire.app import ApiFailure, running_app

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_a_host_joins_with_a_token_waits_and_is_added(tmp_path: Path) -> None:
    site = Hosts()
    with running_app(f"sqlite:///{tmp_path}/pileus.db", agents=site) as app:
        site.db = app.db
        assert app.admin.call("listJoinedHosts") == {}
        made = app.admin.call("createHostToken", minutes=5, uses=2)["hosttoken"]
        assert re.fullmatch(r"pileus-agent setup --manager (\S+) --token (\S+) --ca-fingerprint ([0-9a-f]{64})", made["command"])
        assert made["token"] in made["command"]
        for number in (1, 2):
            joining = Joining(guid=f"guid-{number}", name=f"rack1-{number}", address=f"10.0.0.{number}:8251", hypervisor="KVM", arch="x86_64")
            app.db.write(lambda tx, who=joining: hosts.join(tx, made["token"], who, f"key-{who.guid}"))
        with pytest.raises(Refused):
            app.db.write(lambda tx: hosts.join(tx, made["token"], Joining("guid-3", "rack1-3", "10.0.0.3:8251", "KVM", "x86_64"), "key"))
        joined = app.admin.call("listJoinedHosts", hypervisor="KVM", keyword="rack1")
        assert [one["name"] for one in joined["joinedhost"]] == ["rack1-1", "rack1-2"]
        assert joined["joinedhost"][0]["ipaddress"] == "10.0.0.1"
        assert app.admin.call("listJoinedHosts", hypervisor="Simulator") == {}
        assert len(app.admin.call("listJoinedHosts", page=2, pagesize=1)["joinedhost"]) == 1
        events = app.admin.call("listEvents", type="HOST.TOKEN.CREATE")["event"]
        assert made["token"] not in str(events)


def test_a_token_may_be_for_one_cluster_and_only_root_admins_make_it(tmp_path: Path) -> None:
    site = Hosts()
    with running_app(f"sqlite:///{tmp_path}/pileus.db", agents=site) as app:
        site.db = app.db
        join(app)
        zone = app.admin.call("createZone", name="z", networktype="Advanced", dns1="9.9.9.9", internaldns1="9.9.9.9")["zone"]["id"]
        pod = app.admin.call("createPod", zoneid=zone, name="p", gateway="172.16.0.1", netmask="255.255.255.0", startip="172.16.0.9")["pod"]["id"]
        cluster = app.admin.call("addCluster", zoneid=zone, podid=pod, clustername="c", clustertype="CloudManaged",
                                 hypervisor="Simulator")["cluster"][0]["id"]
        last = app.admin.call("listJoinedHosts")["joinedhost"][-1]
        added = app.admin.call("addHost", zoneid=zone, podid=pod, clusterid=cluster, hypervisor="Simulator", url=last["url"])["host"][0]
        assert (added["id"], added["name"]) == (last["id"], last["name"])   # by its uuid: that one, and it keeps its name
        assert last["id"] not in str(app.admin.call("listJoinedHosts"))
        assert app.admin.call("createHostToken", clusterid=cluster)["hosttoken"]["clusterid"] == cluster
        for params in ({"clusterid": UNKNOWN}, {"minutes": 0}, {"uses": 0}, {"uses": 5000}):
            with pytest.raises(ApiFailure) as caught:
                app.admin.call("createHostToken", **params)
            assert caught.value.status == 431
        with pytest.raises(ApiFailure) as denied:
            app.user("ann").call("createHostToken")
        assert denied.value.status == 432
