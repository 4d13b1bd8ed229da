"""Parts of the matrix's world: what belongs to projects and webhooks, and infrastructure beside hosts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from common.ids import new_uuid
from manager.model.tables import console, tenancy, webhook, work
from manager.model.tables import project as projects
from manager.model.tables import vm as vms
from tests.wire.app import Client, TestApp


def row_id(app: TestApp, table: Any, uuid: str) -> int:
    """The number of a row."""
    return int(app.read(lambda tx: tx.scalar(select(table.c.id).where(table.c.uuid == uuid))))


def project_parts(app: TestApp, owner: Client, project: str, invited: Client) -> dict[str, str]:
    """A project's role, a rule of it, and an invitation of somebody's."""
    role = owner.call("createProjectRole", projectid=project, name="r")["projectrole"]["id"]
    rule = owner.call("createProjectRolePermission", projectid=project, projectroleid=role, rule="listZones", permission="allow")
    invitation = new_uuid()
    account = row_id(app, tenancy.account, invited.account["id"])
    domain = app.read(lambda tx: tx.scalar(select(tenancy.account.c.domain_id).where(tenancy.account.c.id == account)))
    app.db.write(lambda tx: tx.insert(projects.project_invitation, uuid=invitation, project_id=row_id(app, projects.project, project),
                                      account_id=account, user_id=0, domain_id=domain, created=tx.now(), live=1))
    return {"ProjectRow": project, "ProjectRoleRow": role, "ProjectRuleRow": rule["projectrolepermission"]["id"], "InvitationRow": invitation}


def webhook_parts(app: TestApp, owner: Client) -> dict[str, str]:
    """A webhook, and a delivery that has ended."""
    hook = owner.call("createWebhook", name="w", payloadurl="https://example.org/w", state="Disabled")["webhook"]["id"]
    delivery = new_uuid()
    app.db.write(lambda tx: tx.insert(webhook.webhook_delivery, uuid=delivery, webhook_id=row_id(app, webhook.webhook, hook),
                                      event_type="VM.CREATE", payload="{}", state="Done", success=True, created=tx.now()))
    return {"WebhookRow": hook, "DeliveryRow": delivery}


def console_parts(app: TestApp, owner: Client, vm: str) -> dict[str, str]:
    """A console session that has ended: listConsoleSessions still shows it."""
    uuid = new_uuid()
    user = app.read(lambda tx: tx.one(select(tenancy.user.c.id, tenancy.user.c.account_id, tenancy.account.c.domain_id).join_from(
        tenancy.user, tenancy.account).where(tenancy.user.c.uuid == owner.user_id)))
    app.db.write(lambda tx: tx.insert(console.console_session, uuid=uuid, vm_id=row_id(app, vms.vm, vm), user_id=user.id,
                                      account_id=user.account_id, domain_id=user.domain_id, created=tx.now(), removed=tx.now(), live=None,
                                      told=True))
    return {"SessionRow": uuid}


def further_infrastructure(app: TestApp, pod: str, physical: str) -> dict[str, str]:
    """What only root admins deal with."""
    admin = app.admin
    admin.job("addTrafficType", physicalnetworkid=physical, traffictype="Storage")
    storage = admin.job("createStorageNetworkIpRange", podid=pod, gateway="172.29.0.1", netmask="255.255.255.0", startip="172.29.0.10",
                        endip="172.29.0.20")["storagenetworkiprange"]["id"]
    os_type = admin.call("listOsTypes", page=1, pagesize=1)["ostype"][0]["id"]
    mapping = admin.job("addGuestOsMapping", hypervisor="KVM", hypervisorversion="default", ostypeid=os_type,
                        osnameforhypervisor="x")["guestosmapping"]["id"]
    node = new_uuid()
    app.db.write(lambda tx: tx.insert(work.node, uuid=node, name="gone", address="127.0.0.1", pid=1, state="Down", started=1, lease_until=1))
    return {"StorageRangeRow": storage, "MappingRow": mapping, "NodeRow": node,
            "CapabilityRow": admin.call("listHypervisorCapabilities")["hypervisorCapabilities"][0]["id"]}
