"""A cloud with simulated hosts in memory, for tests of where VMs go."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from manager.model.tables import infra, offering
from tests.sagas.fake_agents import FakeAgents, FakeImages
from tests.sagas.vm import world as worlds
from tests.wire.app import ApiFailure, Client, TestApp, make_app


class Site:
    """One zone, pod and cluster; `hosts` of them. `base`: what deployVirtualMachine needs."""

    def __init__(self, url: str, hosts: int) -> None:
        self.hosts = FakeAgents()
        self.app: TestApp = make_app(url, agents=self.hosts, images=FakeImages())
        self.ids: dict[str, int] = {}
        self.app.db.write(lambda tx: worlds.infrastructure(tx, self.ids, hosts))
        self.app.db.write(lambda tx: worlds.networks(tx, self.ids, True))
        self.app.db.write(lambda tx: tx.execute(update(offering.template).where(
            offering.template.c.id == self.ids["template"]).values(is_public=True, password_enabled=True)))
        self.base: dict[str, Any] = {"zoneid": self.uuid(infra.zone, "zone"), "templateid": self.uuid(offering.template, "template"),
                     "serviceofferingid": self.uuid(offering.service_offering, "offering")}

    @property
    def admin(self) -> Client:
        """The root admin."""
        return self.app.admin

    def uuid(self, table: Any, name: str) -> str:
        """The uuid of a row of `ids`."""
        return str(self.app.read(lambda tx: tx.scalar(select(table.c.uuid).where(table.c.id == self.ids[name]))))

    def deploy(self, client: Client, **more: Any) -> dict[str, Any]:
        """A deployed VM, as its job shows it."""
        vm: dict[str, Any] = client.job("deployVirtualMachine", **{**self.base, **more})["virtualmachine"]
        return vm

    def host_of(self, vm: dict[str, Any]) -> str:
        """The name of the VM's host."""
        return str(self.admin.call("listVirtualMachines", id=vm["id"])["virtualmachine"][0]["hostname"])

    def host_id(self, name: str) -> str:
        """A host's uuid."""
        return str(self.admin.call("listHosts", name=name)["host"][0]["id"])


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    """The error that the call, or its job, ends with."""
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params)
    return caught.value
