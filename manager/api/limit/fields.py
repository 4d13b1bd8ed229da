"""Limits and usage in the answers about accounts and domains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from manager.api.errors import invalid
from manager.api.responses import Response, field
from manager.model.tenancy.account_views import Figure
from manager.model.tenancy.counters import KINDS

DETAILS = ("all", "resource", "min")
EVERYTHING = frozenset({"all"})
RESOURCES = frozenset({"all", "resource"})


class TaggedResponse(Response, object="taggedresource"):
    """Limit and usage of one kind of resource for one tag of hosts or storage."""

    resourcetype: int | None = field("the kind of resource, as a number")
    resourcetypename: str | None = field("the kind of resource, as user_vm")
    tag: str | None = field("the tag")
    limit: int | None = field("how much there may be; -1: no limit")
    total: int | None = field("how much there is")
    available: int | None = field("how much there may still be; -1: no limit")


class LimitFields(Response):
    """Limits and usage of an account, or of a domain with all below it."""

    vmlimit: str | None = field("how many VMs there may be")
    vmtotal: int | None = field("how many VMs there are")
    vmavailable: str | None = field("how many VMs may still be made")
    iplimit: str | None = field("how many public IP addresses there may be")
    iptotal: int | None = field("how many public IP addresses there are")
    ipavailable: str | None = field("how many public IP addresses may still be taken")
    volumelimit: str | None = field("how many volumes there may be")
    volumetotal: int | None = field("how many volumes there are")
    volumeavailable: str | None = field("how many volumes may still be made")
    snapshotlimit: str | None = field("how many snapshots there may be")
    snapshottotal: int | None = field("how many snapshots there are")
    snapshotavailable: str | None = field("how many snapshots may still be made")
    templatelimit: str | None = field("how many templates there may be")
    templatetotal: int | None = field("how many templates there are")
    templateavailable: str | None = field("how many templates may still be made")
    projectlimit: str | None = field("how many projects there may be")
    projecttotal: int | None = field("how many projects there are")
    projectavailable: str | None = field("how many projects may still be made")
    networklimit: str | None = field("how many networks there may be")
    networktotal: int | None = field("how many networks there are")
    networkavailable: str | None = field("how many networks may still be made")
    vpclimit: str | None = field("how many VPCs there may be")
    vpctotal: int | None = field("how many VPCs there are")
    vpcavailable: str | None = field("how many VPCs may still be made")
    cpulimit: str | None = field("how many CPU cores there may be")
    cputotal: int | None = field("how many CPU cores there are")
    cpuavailable: str | None = field("how many CPU cores may still be taken")
    memorylimit: str | None = field("how much memory (MiB) there may be")
    memorytotal: int | None = field("how much memory (MiB) there are")
    memoryavailable: str | None = field("how much memory (MiB) may still be taken")
    primarystoragelimit: str | None = field("how much primary storage (GiB) there may be")
    primarystoragetotal: int | None = field("how much primary storage (GiB) there are")
    primarystorageavailable: str | None = field("how much primary storage (GiB) may still be taken")
    secondarystoragelimit: str | None = field("how much secondary storage (GiB) there may be")
    secondarystoragetotal: float | None = field("how much secondary storage (GiB) there are")
    secondarystorageavailable: str | None = field("how much secondary storage (GiB) may still be taken")
    taggedresources: list[TaggedResponse] | None = field("limits and usage for tags of hosts and storage")


LIMITS = {"user_vm": "vm", "public_ip": "ip", "volume": "volume", "snapshot": "snapshot", "template": "template", "project": "project",
          "network": "network", "vpc": "vpc", "cpu": "cpu", "memory": "memory", "primary_storage": "primarystorage",
          "secondary_storage": "secondarystorage"}


def fill(answer: LimitFields, figures: Mapping[str, Figure], tag: str | None = None) -> None:
    """Writes the figures into the answer. `tag`: of those by tag, this one's alone."""
    for kind, prefix in LIMITS.items():
        figure = figures[kind]
        setattr(answer, prefix + "limit", "Unlimited" if figure.limit < 0 else str(figure.limit))
        setattr(answer, prefix + "total", figure.used)
        setattr(answer, prefix + "available", "Unlimited" if figure.limit < 0 else str(max(0, figure.limit - figure.used)))
    answer.taggedresources = [_tagged(kind, figure) for kind, figure in figures.items() if ":" in kind and tag in (None, kind.partition(":")[2])]


def _tagged(kind: str, figure: Figure) -> TaggedResponse:
    name, _, tag = kind.partition(":")
    return TaggedResponse(resourcetype=KINDS[name].number, resourcetypename=name, tag=tag, limit=figure.limit, total=figure.used,
                          available=-1 if figure.limit < 0 else max(0, figure.limit - figure.used))


def details_of(given: Sequence[str] | None) -> frozenset[str]:
    """What `details` asks for. 431 for what it does not know."""
    if not given:
        return EVERYTHING
    unknown = [each for each in given if each.lower() not in DETAILS]
    if unknown:
        raise invalid("details", f"{unknown[0]} is not one of {', '.join(DETAILS)}")
    return frozenset(each.lower() for each in given)
