"""VLANs of guest networks, as hosts get them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from manager import settings
from manager.model.tables import infra
from manager.model.tables.network import network
from tests.wire.app import ApiFailure, Client
from tests.wire.vm.test_vms import Site

OWN = 150


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    yield made
    made.app.close()


def vlan(site: Site, client: Client, name: str) -> Any:
    """A VM is deployed in a new network; the VLAN that this gets."""
    (offering,) = client.call("listNetworkOfferings", name="DefaultL2NetworkOffering")["networkoffering"]
    net = client.call("createNetwork", name=name, zoneid=site.base["zoneid"], networkofferingid=offering["id"])["network"]["id"]
    site.deploy(client, networkids=net, name=name)
    return site.app.read(lambda tx: tx.scalar(select(network.c.vnet).where(network.c.uuid == net)))


def test_whether_an_account_with_vlans_of_its_own_gets_others(site: Site) -> None:
    ann = site.app.user("vlan-ann")
    site.app.admin.call("dedicateGuestVlanRange", physicalnetworkid=site.uuid(infra.physical_network, "physical"), vlanrange=str(OWN),
                        account="vlan-ann", domainid=ann.account["domainid"])
    key = {"name": "use.system.guest.vlans", "accountid": ann.account["id"]}
    site.app.admin.call("updateConfiguration", value="false", **key)
    settings.forget()
    assert vlan(site, ann, "first") == OWN
    with pytest.raises(ApiFailure) as refused:
        vlan(site, ann, "second")
    assert "no VLAN or VNI is left" in refused.value.text
    site.app.admin.call("updateConfiguration", value="true", **key)
    settings.forget()
    assert vlan(site, ann, "third") not in (None, OWN)
    assert vlan(site, site.app.user("vlan-bob"), "others") != OWN
