"""Domains, accounts and one of everything, made over the API on real rows; then a snapshot, to which each successful change is undone."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from common.ids import new_uuid
from manager.api.errors import ApiError
from manager.model.net import system_vm
from manager.model.tables import infra, offering, tenancy
from manager.model.tables import network as nets
from tests.api.matrix import expected as who
from tests.api.matrix import rows
from tests.api.matrix.observe import NO_WORKER
from tests.sagas.fake_agents import FakeAgents, FakeImages
from tests.sagas.vm import world as worlds
from tests.wire.app import Client, TestApp, make_app

GIB = 1 << 30


class NoWorker:
    """In place of the saga worker: the matrix asks who may, not what happens then."""

    async def wait(self, saga_id: int, seconds: float) -> Any:
        """Refuses at once."""
        raise ApiError(530, NO_WORKER)


class World:
    """`clients` by actor; `own`: for each actor, one of each kind that it may name; `alice` and `project`: the things asked for."""

    def __init__(self, folder: Path, *, frozen: bool = True) -> None:
        self.path = folder / "pileus.db"
        self.app: TestApp = make_app(f"sqlite:///{self.path}", agents=FakeAgents(), images=FakeImages())
        self.app.counted = False   # who sends everything shows no effect of anything
        self.admin = self.app.admin
        self.ids: dict[str, int] = {}
        self._file: sqlite3.Connection | None = None
        db = self.app.db
        db.write(lambda tx: worlds.infrastructure(tx, self.ids, 3))
        db.write(lambda tx: worlds.networks(tx, self.ids, True))
        db.write(lambda tx: tx.execute(update(offering.template).values(is_public=True)))
        self._domains()
        self._people()
        self.alice = self.things(self._alice, "mid") | self.offered("mid", "alice") | self.infrastructure()
        self.project = self._project()
        self._own()
        root = self.admin.call("listDomains", name="ROOT")["domain"][0]["id"]
        self.admin.call("updateResourceCount", domainid=root)  # of the rows that were not made over the API
        if frozen:
            self._freeze()

    # -- people ---------------------------------------------------------------------------------------------------------------------------

    def _domains(self) -> None:
        make = self.admin.call
        self.domains = {"top": make("createDomain", name="top")["domain"]["id"], "other": make("createDomain", name="other")["domain"]["id"]}
        self.domains["mid"] = make("createDomain", name="mid", parentdomainid=self.domains["top"])["domain"]["id"]
        self.domains["low"] = make("createDomain", name="low", parentdomainid=self.domains["mid"])["domain"]["id"]

    def _people(self) -> None:
        user, of = self.app.user, self.domains
        self._alice = user("alice", domainid=of["mid"])
        self.clients: dict[str, Client | None] = {
            who.ANONYMOUS: None, who.ROOT: self.admin,
            who.BOB: user("bob", domainid=of["mid"]), who.DAVE: user("dave", domainid=of["other"]),
            who.MEMBER: user("mia", domainid=of["mid"]),
            who.BESIDE: user("beth", domainid=of["other"], roletype="2"), who.ABOVE: user("abe", domainid=of["top"], roletype="2"),
            who.ADMIN: user("adam", domainid=of["mid"], roletype="2"), who.BELOW: user("bea", domainid=of["low"], roletype="2"),
            who.RESOURCES: user("rex", domainid=of["top"], roletype="3"), who.READER: self._reader()}

    def _reader(self) -> Client:
        role = self.app.read(lambda tx: tx.scalar(select(tenancy.role.c.uuid).where(tenancy.role.c.name == "Read-Only Admin - Default")))
        made = self.admin.call("createAccount", username="reader", password="password", email="r@example.com", firstname="r", lastname="r",
                               roleid=role)["account"]
        keys = self.admin.call("registerUserKeys", id=made["user"][0]["id"])["userkeys"]
        return Client(self.app, keys["apikey"], keys["secretkey"], made["user"][0]["id"], made)

    def _own(self) -> None:
        client = self.clients
        shared = self.offered("other", "dave") | {kind: self.alice[kind] for kind in ("OsTypeRow", "OsCategoryRow", "ProviderRow", "ElementRow")}
        dave, low = self.things(client[who.DAVE], "other") | shared, None
        low = self.things(client[who.BELOW], "low")
        base = {kind: dave[kind] for kind in ("ZoneRow",)} | self.offered("mid", "mid2")
        bob = self.things(client[who.BOB], "mid")
        alice = dict(self.alice)
        self.own: dict[str, dict[str, str]] = {
            who.ANONYMOUS: {}, who.BOB: {**alice, **base, **bob}, who.DAVE: dave, who.BESIDE: dave, who.ABOVE: alice, who.ADMIN: alice,
            who.BELOW: {**alice, **low}, who.MEMBER: {**alice, **bob, **self.project}, who.READER: alice, who.RESOURCES: alice, who.ROOT: alice}

    # -- things ---------------------------------------------------------------------------------------------------------------------------

    def uuid(self, table: Any, name: str) -> str:
        """The uuid of a row of `ids`."""
        return str(self.app.read(lambda tx: tx.scalar(select(table.c.uuid).where(table.c.id == self.ids[name]))))

    def first(self, table: Any) -> str:
        """The uuid of a table's first row."""
        return str(self.app.read(lambda tx: tx.scalar(select(table.c.uuid).order_by(table.c.id).limit(1))))

    def things(self, client: Client | None, domain: str, **owner: str) -> dict[str, str]:
        """One of all that an account (or, with projectid, a project) can own."""
        assert client is not None
        base = {"zoneid": self.uuid(infra.zone, "zone"), "templateid": self.uuid(offering.template, "template"),
                "serviceofferingid": self.uuid(offering.service_offering, "offering"), **owner}
        job = client.call("deployVirtualMachine", **base, diskofferingid=self.uuid(offering.disk_offering, "disk"))
        vm = client.wait(job["jobid"])["jobresult"]["virtualmachine"]
        net = vm["nic"][0]["networkid"]
        address = client.job("associateIpAddress", networkid=net)["ipaddress"]["id"]
        rule = client.job("createFirewallRule", ipaddressid=address, protocol="tcp", startport=1, endport=2)["firewallrule"]["id"]
        volume = client.call("listVolumes", virtualmachineid=vm["id"], **owner)["volume"][0]["id"]
        forwarding = client.job("createPortForwardingRule", ipaddressid=address, protocol="tcp", publicport=80, privateport=80,
                                virtualmachineid=vm["id"], openfirewall=False)["portforwardingrule"]["id"]
        egress = client.job("createEgressFirewallRule", networkid=net, protocol="tcp", startport=1, endport=2)["firewallrule"]["id"]
        affinity = client.job("createAffinityGroup", name="g", type="host anti-affinity", **owner)["affinitygroup"]["id"]
        group = client.call("createInstanceGroup", name="g", **owner)["instancegroup"]["id"]
        text = client.call("registerUserData", name="u", userdata="eA==", **owner)["userdata"]["id"]
        router = self.admin.call("listRouters", networkid=net, listall=True, **({"projectid": "-1"} if owner else {}))["router"][0]["id"]
        out = {"UserDataRow": text, "VmRow": vm["id"], "ConsoleVm": vm["id"],
               "AffinityGroupRow": affinity, "VmGroupRow": group, "ForwardingRow": forwarding, "EgressRow": egress,
               "NetworkRow": net, "AddressRow": address, "RuleRow": rule, "VolumeRow": volume, "NicRow": vm["nic"][0]["id"],
               "SshKeyRow": client.call("createSSHKeyPair", name="k", **owner)["keypair"]["id"],
               "RouterRow": router, "MeasuredVm": router, "TemplateRow": self._template(vm["id"])}
        if owner:
            return out
        mine = client.job("createProject", name=f"of {client.account['name']}")["project"]["id"]
        out |= rows.project_parts(self.app, client, mine, client) | rows.webhook_parts(self.app, client)
        out |= rows.console_parts(self.app, client, vm["id"])
        return out | {"UserRow": client.user_id, "JobRef": job["jobid"], "AccountRow": client.account["id"], "DomainRow": self.domains[domain],
                    "EventRow": client.call("listEvents", pagesize=1, page=1)["event"][0]["id"]}

    def _template(self, vm: str) -> str:
        """A private template of the account that owns a VM."""
        from manager.model.tables.vm import vm as vms

        uuid = new_uuid()
        owner, domain = self.app.read(lambda tx: tx.one(select(vms.c.account_id, vms.c.domain_id).where(vms.c.uuid == vm)))
        self.app.db.write(lambda tx: tx.insert(offering.template, uuid=uuid, name="private", hypervisor="Simulator", state="Active", size_bytes=GIB,
                                               account_id=owner, domain_id=domain))
        return uuid

    def offered(self, domain: str, name: str) -> dict[str, str]:
        """What exists for one domain alone."""
        of, call = self.domains[domain], self.admin.call
        return {
            "ServiceOfferingRow": call("createServiceOffering", name=name, displaytext=name, cpunumber=1, cpuspeed=1, memory=64,
                                       domainid=of)["serviceoffering"]["id"],
            "DiskOfferingRow": call("createDiskOffering", name=name, displaytext=name, disksize=1, domainid=of)["diskoffering"]["id"],
            "NetworkOfferingRow": call("createNetworkOffering", name=name, displaytext=name, guestiptype="L2", traffictype="GUEST",
                                       domainid=of)["networkoffering"]["id"],
            "ZoneRow": call("createZone", name=name, dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced", domainid=of,
                            allocationstate="Enabled")["zone"]["id"],
            "OsTypeRow": call("listOsTypes", pagesize=1, page=1)["ostype"][0]["id"],
            "OsCategoryRow": call("listOsCategories", pagesize=1, page=1)["oscategory"][0]["id"]}

    def infrastructure(self) -> dict[str, str]:
        """What belongs to nobody."""
        call = self.admin.call
        zone = call("createZone", name="bare", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced")["zone"]["id"]
        physical = self.admin.job("createPhysicalNetwork", name="bare", zoneid=zone)["physicalnetwork"]["id"]
        provider = call("listNetworkServiceProviders", physicalnetworkid=physical, name="VirtualRouter")["networkserviceprovider"][0]["id"]
        traffic = self.admin.job("addTrafficType", physicalnetworkid=physical, traffictype="Guest")["traffictype"]["id"]
        self.admin.job("updatePhysicalNetwork", id=physical, vlan="900-950")
        dedicated = call("dedicateGuestVlanRange", physicalnetworkid=physical, vlanrange="900-905", account="alice",
                         domainid=self.domains["mid"])["dedicatedguestvlanrange"]["id"]
        rule = call("createRolePermission", roleid=call("createRole", name="r", type="User")["role"]["id"], rule="listZones", permission="allow")
        self.admin.job("generateAlert", type=8, name="ALERT.USERVM", description="x", zoneid=zone)
        vpc = self.admin.job("createVPCOffering", name="v", displaytext="v", supportedservices="Dhcp",
                             domainid=self.domains["mid"])["vpcoffering"]["id"]
        return {**rows.further_infrastructure(self.app, self.first(infra.pod), self.first(infra.physical_network)),
                "ProviderRow": provider, "TrafficTypeRow": traffic, "DedicationRow": dedicated,
                "RoleRuleRow": rule["rolepermission"]["id"],
                "VpcOfferingRow": vpc, "AlertRow": call("listAlerts")["alert"][0]["id"],
                "ElementRow": call("listVirtualRouterElements", nspid=provider)["virtualrouterelement"][0]["id"],
                "SystemVmRow": self.app.db.write(lambda tx: system_vm.create(tx, self.ids["zone"], "Simulator", None)).uuid,
                "Host": self.first(infra.host), "PodRow": self.first(infra.pod), "ClusterRow": self.first(infra.cluster),
                "PoolRow": self.first(infra.storage_pool), "PhysicalNetworkRow": self.first(infra.physical_network),
                "RangeRow": self.first(nets.vlan_range), "StoreRow": self._store(zone),
                "RoleRow": self.app.read(lambda tx: tx.scalar(select(tenancy.role.c.uuid).where(tenancy.role.c.name == "Root Admin")))}

    def _store(self, zone: str) -> str:
        """An image store of simulated hosts."""
        return str(self.admin.call("addImageStore", provider="Simulator", name="store", zoneid=zone)["imagestore"]["id"])

    def _project(self) -> dict[str, str]:
        """A project of paula's, of alice's domain, with mia as its member."""
        paula = self.app.user("paula", domainid=self.domains["mid"])
        made = paula.job("createProject", name="project", displaytext="project")["project"]["id"]
        paula.job("addAccountToProject", projectid=made, account="mia")
        self.alice |= rows.project_parts(self.app, paula, made, self._alice)
        return {"ProjectRow": made, **self.things(paula, "mid", projectid=made)}

    # -- snapshot -------------------------------------------------------------------------------------------------------------------------

    def _freeze(self) -> None:
        app = self.app
        assert app.worker is not None
        app.background.run(app.worker.drain(5))
        app.api.worker = NoWorker()
        self._file = sqlite3.connect(self.path)
        self._kept = sqlite3.connect(":memory:")
        self._file.backup(self._kept)

    def undo(self) -> None:
        """Back to the snapshot."""
        assert self._file is not None
        self._kept.backup(self._file)

    def close(self) -> None:
        """Ends it."""
        if self._file is not None:
            self._file.close()
        self.app.close()
