"""Who sees whose things: written by hand, row by row, from what the documentation promises. The tests compare answers with it."""

from __future__ import annotations

# The actors, seen from alice, a user of the domain /top/mid.
ANONYMOUS = "anonymous"
BOB = "other account"              # of alice's domain
DAVE = "other domain"              # a user of /other
BESIDE = "domain admin beside"     # of /other
ABOVE = "domain admin above"       # of /top
ADMIN = "domain admin"             # of /top/mid
BELOW = "domain admin below"       # of /top/mid/low
MEMBER = "project member"          # of the project that owns things; a user of alice's domain
READER = "read-only role"          # Read-Only Admin - Default
RESOURCES = "resource admin"       # of /top
ROOT = "root"
ACTORS = (ANONYMOUS, BOB, DAVE, BESIDE, ABOVE, ADMIN, BELOW, MEMBER, READER, RESOURCES, ROOT)
ROLE = {BOB: "User", DAVE: "User", MEMBER: "User", BESIDE: "DomainAdmin", ABOVE: "DomainAdmin", ADMIN: "DomainAdmin", BELOW: "DomainAdmin",
        READER: "Admin", RESOURCES: "ResourceAdmin", ROOT: "Admin"}

OVER_ALICE = {ABOVE, ADMIN, READER, RESOURCES, ROOT}
OVER_PROJECT = OVER_ALICE | {MEMBER}
ROOTS = {READER, ROOT}
EVERYBODY = set(ACTORS) - {ANONYMOUS}
IN_DOMAIN = OVER_ALICE | {BOB, MEMBER, BELOW}   # what is offered to a domain is offered to those below it, too; admins above see it
INFRASTRUCTURE = ROOTS | {RESOURCES}
ADMINS = EVERYBODY - {BOB, DAVE, MEMBER}

# Kind of reference → who may name alice's. All others must get the answer of an id that does not exist.
ALICE: dict[str, set[str]] = {
    "VmRow": OVER_ALICE, "ConsoleVm": OVER_ALICE, "VolumeRow": OVER_ALICE, "NetworkRow": OVER_ALICE, "AddressRow": OVER_ALICE, "RuleRow": OVER_ALICE,
    "NicRow": OVER_ALICE, "SshKeyRow": OVER_ALICE, "TemplateRow": OVER_ALICE, "RouterRow": OVER_ALICE, "JobRef": OVER_ALICE,
    "MeasuredVm": OVER_ALICE, "SessionRow": OVER_ALICE,
    "EventRow": OVER_ALICE, "AccountRow": OVER_ALICE, "UserRow": OVER_ALICE, "AffinityGroupRow": OVER_ALICE, "UserDataRow": OVER_ALICE,
    "VmGroupRow": OVER_ALICE, "WebhookRow": OVER_ALICE, "DeliveryRow": OVER_ALICE,
    "ForwardingRow": OVER_ALICE, "EgressRow": OVER_ALICE,
    "DomainRow": OVER_ALICE | {BOB, MEMBER},   # everybody may name the own domain
    "ZoneRow": IN_DOMAIN, "ServiceOfferingRow": IN_DOMAIN, "DiskOfferingRow": IN_DOMAIN, "NetworkOfferingRow": IN_DOMAIN, "VpcOfferingRow": IN_DOMAIN,
    "OsTypeRow": EVERYBODY, "OsCategoryRow": EVERYBODY,
    "Host": INFRASTRUCTURE, "PodRow": INFRASTRUCTURE, "ClusterRow": INFRASTRUCTURE, "PoolRow": INFRASTRUCTURE,
    "StoreRow": ROOTS, "PhysicalNetworkRow": ROOTS, "RangeRow": ROOTS, "TrafficTypeRow": ROOTS, "DedicationRow": ROOTS,
    "AlertRow": INFRASTRUCTURE, "SystemVmRow": INFRASTRUCTURE,
    "StorageRangeRow": ROOTS, "MappingRow": ROOTS, "NodeRow": ROOTS, "CapabilityRow": ROOTS,
    "RoleRuleRow": ROOTS, "ProjectRow": OVER_PROJECT, "ProjectRoleRow": OVER_PROJECT, "ProjectRuleRow": OVER_PROJECT,
    "InvitationRow": OVER_ALICE,
    "RoleRow": {READER, ROOT},     # the role Root Admin: only those who have as much may name it
    "ProviderRow": ADMINS, "ElementRow": ADMINS,
}
# The same of what a project of alice's domain owns; kinds that no project owns are not here.
PROJECT: dict[str, set[str]] = dict.fromkeys((
    "VmRow", "ConsoleVm", "VolumeRow", "NetworkRow", "AddressRow", "RuleRow", "NicRow", "SshKeyRow", "TemplateRow", "RouterRow", "AffinityGroupRow",
    "UserDataRow", "VmGroupRow", "MeasuredVm"), OVER_PROJECT)

READER_NOT = {"getUserKeys", "isAccountAllowedToCreateOfferingsWithTags"}
READER_ALSO = {"setupUserTwoFactorAuthentication"}     # without which he could not log in
READS = ("list", "get", "query", "is", "find", "explain")

# (command, parameter): the thing may be named, but the call is denied for a reason of its own.
_NOT_ADMINS = {("expungeVirtualMachine", "id"), ("recoverVirtualMachine", "id")}    # unless allow.user.expunge.recover.vm
# Domain admins must say for which domain.
_NO_DOMAIN = {("createServiceOffering", "zoneid"), ("createServiceOffering", "diskofferingid"), ("createDiskOffering", "zoneid")}
_ROOTS_ALONE = {("updateConfiguration", "zoneid"), ("listConfigurations", "zoneid")}  # what holds for a zone is the root admins'
_BUILT_IN = {("updateRole", "id"), ("updateRolePermission", "roleid"), ("createRolePermission", "roleid"), ("deleteRole", "id"),
             ("updateRolePermission", "*"), ("disableRole", "id"), ("enableRole", "id")}     # default roles cannot be changed
DENIED_OTHERWISE: dict[str, set[tuple[str, str]]] = {
    ABOVE: _NOT_ADMINS | _NO_DOMAIN | _ROOTS_ALONE, ADMIN: _NOT_ADMINS | _NO_DOMAIN | _ROOTS_ALONE, BELOW: _NO_DOMAIN | _ROOTS_ALONE,
    RESOURCES: _NOT_ADMINS | _NO_DOMAIN | _ROOTS_ALONE, ROOT: _BUILT_IN}
for _actor in (ABOVE, ADMIN, RESOURCES, ROOT):
    DENIED_OTHERWISE[_actor].add(("setupUserTwoFactorAuthentication", "userid"))   # nobody sets up a second factor for somebody else
for _actor in (BOB, MEMBER):
    DENIED_OTHERWISE[_actor] = {("listResourceLimits", "domainid")}                # limits of domains are for administrators
# The domain above has them.
DENIED_OTHERWISE[BELOW] |= {(f"{verb}{kind}Offering", "id") for verb in ("update", "delete") for kind in ("Service", "Disk")}
DENIED_OTHERWISE[MEMBER] |= _NOT_ADMINS
DENIED_OTHERWISE[ADMIN].add(("deleteDomain", "id"))                                 # nobody deletes the own domain
DENIED_OTHERWISE[READER] = {("setupUserTwoFactorAuthentication", "userid"), ("getCloudIdentifier", "userid")}
DENIED_OTHERWISE[MEMBER] |= {(command, "*") for command in (   # of a project that he is in, and no admin of
    "activateProject", "addAccountToProject", "addUserToProject", "createProjectRole", "createProjectRolePermission", "deleteAccountFromProject",
    "deleteProject", "deleteProjectRole", "deleteProjectRolePermission", "deleteUserFromProject", "suspendProject", "updateProject",
    "updateProjectRole", "updateProjectRolePermission")}
_OF_ONE_OWNER = {("updateVMAffinityGroup", "affinitygroupids")}                     # alice's VM and the project's group
for _actor in (ABOVE, ADMIN, RESOURCES, ROOT):
    DENIED_OTHERWISE[_actor] |= _OF_ONE_OWNER
DENIED_OTHERWISE[ADMIN].add(("updateResourceLimit", "domainid"))                    # nobody changes limits of the own domain
# A rule of the firewall, a forwarding and an egress rule are rows of one kind: which of them a parameter means.
MEANS = {"deletePortForwardingRule": "ForwardingRow", "updatePortForwardingRule": "ForwardingRow", "deleteEgressFirewallRule": "EgressRow",
         "updateEgressFirewallRule": "EgressRow", "listPortForwardingRules": "ForwardingRow", "listEgressFirewallRules": "EgressRow"}
