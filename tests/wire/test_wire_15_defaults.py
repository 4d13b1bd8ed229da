"""WIRE 15: what clients look up by name."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from manager.model.seeding.seed import seed
from manager.model.tables import metadata
from manager.model.tables.offering import network_offering
from manager.model.tables.tenancy import role
from tests.wire.app import TestApp

ROLES = {"Root Admin", "Resource Admin", "Domain Admin", "User", "Read-Only Admin - Default", "Read-Only User - Default", "Support Admin - Default",
         "Support User - Default"}


def names(app: TestApp, command: str, key: str, field: str = "name", **params: Any) -> set[str]:
    return {row[field] for row in app.admin.call(command, **params)[key]}


def test_offerings(both: TestApp) -> None:
    assert names(both, "listServiceOfferings", "serviceoffering") >= {"Small Instance", "Medium Instance"}
    assert names(both, "listDiskOfferings", "diskoffering") >= {"Small", "Medium", "Large", "Custom"}
    assert names(both, "listNetworkOfferings", "networkoffering") >= {
        "DefaultIsolatedNetworkOfferingWithSourceNatService", "DefaultSharedNetworkOffering", "DefaultIsolatedNetworkOffering",
        "DefaultL2NetworkOffering"}


@pytest.mark.parametrize("name", ["DefaultIsolatedNetworkOfferingWithSourceNatService"])
def test_services_of_the_default_isolated_offering(app: TestApp, name: str) -> None:
    (offering,) = app.admin.call("listNetworkOfferings", name=name)["networkoffering"]
    assert {service["name"] for service in offering["service"]} == {
        "Dhcp", "Dns", "UserData", "Firewall", "Lb", "SourceNat", "StaticNat", "PortForwarding", "Vpn"}
    assert offering["state"] == "Enabled"


def test_os_types(both: TestApp) -> None:
    assert names(both, "listOsTypes", "ostype", "description", pagesize=-1) >= {"Other Linux (64-bit)", "CentOS 7", "Debian GNU/Linux 12 (64-bit)"}
    assert names(both, "listOsCategories", "oscategory") >= {"Debian", "Ubuntu", "Windows", "Other"}


def test_roles_domain_and_admin(both: TestApp) -> None:
    assert {row.name for row in both.read(lambda tx: tx.rows(select(role.c.name)))} >= ROLES
    assert names(both, "listDomains", "domain") == {"ROOT"}
    assert names(both, "listAccounts", "account") == {"admin"}
    assert names(both, "listUsers", "user", "username") == {"admin"}


def test_seeding_again_changes_nothing(both: TestApp) -> None:
    def counts() -> dict[str, int]:
        return both.read(lambda tx: {name: tx.scalar(select(func.count()).select_from(table)) for name, table in metadata.tables.items()})

    before = counts()
    both.db.write(seed)
    assert counts() == before
    assert before[network_offering.name] > 4
