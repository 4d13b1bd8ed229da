"""The groups that configuration keys are shown in. Names, order and keywords are CloudStack's, browsers build their menus from them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from manager.settings.keys import Key


@dataclass(frozen=True)
class Subgroup:
    """A part of a group; a key belongs to the first one that a word of its name names."""

    name: str
    precedence: int
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group:
    """A group of configuration keys, in the order in which it is shown."""

    name: str
    text: str
    precedence: int
    subgroups: list[Subgroup] = field(default_factory=list)


def _group(name: str, text: str, precedence: int, **parts: str) -> Group:
    """`parts`: names of the subgroups (underscores for spaces), each with its own words, comma-joined."""
    made = []
    for at, (part, words) in enumerate(parts.items(), 1):
        shown = part.replace("_and_", " & ").replace("_", " ")
        made.append(Subgroup(shown, at, frozenset({shown.lower(), *(word for word in words.lower().split(",") if word)})))
    return Group(name, text, precedence, made)


OTHERS = Subgroup("Others", 999)
GROUPS = [
    _group("Access", "Identity and Access management configuration", 1, Account="", Domain="", Project="", LDAP="", SAML="saml2"),
    _group("Compute", "Compute configuration", 2, Virtual_Machine="vm,instance,cpu,ssh,affinity", Kubernetes="", High_Availability="ha"),
    _group("Storage", "Storage configuration", 3, Images="template,iso", Volume="disk,diskoffering", Snapshot="", VM_Snapshot="vmsnapshot"),
    _group("Network", "Network configuration", 4, Network="firewall,vlan,dns,globodns,ipaddress,cidr", DHCP="externaldhcp", VPC="",
           LoadBalancer="lb,gslb"),
    _group("Hypervisor", "Hypervisor specific configuration", 5, Hypervisor="host", KVM="libvirt", VMware="vcenter", XenServer="xen,xapi,xcp",
           OVM="ovm3", Baremetal=""),
    _group("Management Server", "Management Server configuration", 6, API="", Alerts="alert", Events="event",
           Security="secure,password,authenticators", Usage="", Limits="capacity,delay,interval,workers", Jobs="job", Agent=""),
    _group("System VMs", "System VMs related configuration", 7, ConsoleProxyVM="cpvm,consoleproxy,novnc", SecStorageVM="ssvm,secondary",
           VirtualRouter="vr,router,vrouter", Diagnostics=""),
    _group("Infrastructure", "Infrastructure configuration", 8, Primary_Storage="storage,pool,primary", Secondary_Storage="image,secstorage"),
    _group("Miscellaneous", "Miscellaneous configuration", 999, Backup_and_Recovery="backup,recovery,veeam", Certificate_Authority="ca", Quota="",
           Cloudian="", DRS=""),
]
GROUPS[-1].subgroups.append(OTHERS)


@functools.cache
def group_of(key: Key) -> tuple[str, str]:
    """(group, subgroup) where the key is shown."""
    for word in key.name.lower().split("."):
        for group in GROUPS:
            for part in group.subgroups:
                if word in part.words:
                    return group.name, part.name
    return GROUPS[-1].name, OTHERS.name
