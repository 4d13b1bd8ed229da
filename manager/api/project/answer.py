"""ProjectResponse, and how projects become one; references to projects, roles and invitations."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.tag.answer import TagResponse
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.removed import seen
from manager.model.tables.project import project
from manager.model.tenancy import account_views, members, project_views, projects
from manager.model.tenancy.members import InvitationRow
from manager.model.tenancy.projects import ProjectRow

resolver(ProjectRow, entity="project", gone=seen(project))(projects.find_project)
resolver(InvitationRow, entity="projectinvitation")(members.find_invitation)

RESOURCES = {"user_vm": "vm", "public_ip": "ip", "volume": "volume", "snapshot": "snapshot", "template": "template", "network": "network",
             "vpc": "vpc", "cpu": "cpu", "memory": "memory", "primary_storage": "primarystorage", "secondary_storage": "secondarystorage"}


class ProjectResponse(Response, object="project"):
    """A project with its limits and what it uses."""

    id: str | None = field("the ID of the project")
    name: str | None = field("the name of the project")
    displaytext: str | None = field("what the project is for")
    domainid: str | None = field("the ID of its domain")
    domain: str | None = field("the name of its domain")
    owner: list[dict[str, str]] | None = field("its admins: account, and for a single user its name and ID")
    projectaccountname: str | None = field("the name of the account that owns the project's things")
    state: str | None = field("Active, Suspended, or Disabled while it is deleted")
    tags: list[TagResponse] | None = field("its tags")
    created: str | None = field("when it was created", kind="date")
    vmlimit: str | None = field("how many VMs the project may have")
    vmtotal: int | None = field("how many VMs the project has")
    vmavailable: str | None = field("how many VMs the project may still make")
    iplimit: str | None = field("how many public IP addresses the project may have")
    iptotal: int | None = field("how many public IP addresses the project has")
    ipavailable: str | None = field("how many public IP addresses the project may still take")
    volumelimit: str | None = field("how many volumes the project may have")
    volumetotal: int | None = field("how many volumes the project has")
    volumeavailable: str | None = field("how many volumes the project may still make")
    snapshotlimit: str | None = field("how many snapshots the project may have")
    snapshottotal: int | None = field("how many snapshots the project has")
    snapshotavailable: str | None = field("how many snapshots the project may still make")
    templatelimit: str | None = field("how many templates the project may have")
    templatetotal: int | None = field("how many templates the project has")
    templateavailable: str | None = field("how many templates the project may still make")
    networklimit: str | None = field("how many networks the project may have")
    networktotal: int | None = field("how many networks the project has")
    networkavailable: str | None = field("how many networks the project may still make")
    vpclimit: str | None = field("how many VPCs the project may have")
    vpctotal: int | None = field("how many VPCs the project has")
    vpcavailable: str | None = field("how many VPCs the project may still make")
    cpulimit: str | None = field("how many CPU cores the project may have")
    cputotal: int | None = field("how many CPU cores the project has")
    cpuavailable: str | None = field("how many CPU cores the project may still take")
    memorylimit: str | None = field("how much memory (MiB) the project may have")
    memorytotal: int | None = field("how much memory (MiB) the project has")
    memoryavailable: str | None = field("how much memory (MiB) the project may still take")
    primarystoragelimit: str | None = field("how much primary storage (GiB) the project may have")
    primarystoragetotal: int | None = field("how much primary storage (GiB) the project has")
    primarystorageavailable: str | None = field("how much primary storage (GiB) the project may still take")
    secondarystoragelimit: str | None = field("how much secondary storage (GiB) the project may have")
    secondarystoragetotal: float | None = field("how much secondary storage (GiB) the project has")
    secondarystorageavailable: str | None = field("how much secondary storage (GiB) the project may still take")
    vmstopped: int | None = field("how many of its VMs are stopped")
    vmrunning: int | None = field("how many of its VMs run")


@renders(ProjectResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ProjectResponse]:
    """Projects in this order with all that there is to show."""
    return views(tx, caller, uuids)


def views(tx: Tx, caller: Caller, uuids: list[str], *, resources: bool = True) -> list[ProjectResponse]:
    """A constant number of queries; `resources`: limits and what is used, too."""
    rows = project_views.rows(tx, uuids)
    owners = project_views.owners(tx, [row.id for row in rows])
    out = []
    for row in rows:
        out.append(ProjectResponse(
            id=row.uuid, name=row.name, displaytext=row.display_text, domainid=row.domain_uuid, domain=row.domain_name, state=row.state,
            projectaccountname=row.account_name, created=show_date(row.created), owner=[
                {"account": one.account_name, **({"user": one.username, "userid": one.user_uuid} if one.user_uuid else {})}
                for one in owners.get(row.id, [])]))
    if resources and rows:
        _resources(tx, [row.account_uuid for row in rows], out)
    return out


def _resources(tx: Tx, account_uuids: list[str], out: list[ProjectResponse]) -> None:
    accounts = account_views.accounts(tx, account_uuids)
    figures = account_views.figures(tx, accounts)
    states = account_views.vm_states(tx, [found.id for found in accounts])
    for answer, found in zip(out, accounts, strict=True):
        answer.vmstopped = states.get(found.id, {}).get("Stopped", 0)
        answer.vmrunning = states.get(found.id, {}).get("Running", 0)
        for kind, prefix in RESOURCES.items():
            figure = figures[found.id][kind]
            setattr(answer, prefix + "limit", "Unlimited" if figure.limit < 0 else str(figure.limit))
            setattr(answer, prefix + "total", figure.used)
            setattr(answer, prefix + "available", "Unlimited" if figure.limit < 0 else str(max(0, figure.limit - figure.used)))
