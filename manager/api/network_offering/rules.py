"""What a network offering may be: which services go with which kind of network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from manager.api import checks
from manager.api.declare import Call
from manager.api.errors import invalid
from manager.model.catalog import network_offerings
from manager.model.catalog.services import CONFIG_DRIVE, INTERNAL_LB, VPC_ROUTER

LONGEST_TAGS = 255  # characters that the column holds


@dataclass(frozen=True)
class Wanted:
    """What the rules are about."""

    guest_type: str
    services: Mapping[str, Sequence[str]]
    for_vpc: bool | None
    availability: str
    persistent: bool
    ip_ranges: bool


def check(call: Call, wanted: Wanted) -> bool:
    """Whether the offering is for networks of VPCs. ApiError 431 when its parts do not go together."""
    if wanted.guest_type == "L2" and (set(wanted.services) - {"UserData"} or wanted.ip_ranges):
        raise invalid("supportedservices", "an L2 network has no addresses, and no services but UserData")
    if wanted.guest_type == "Shared" and not wanted.ip_ranges:
        raise invalid("specifyipranges", "a shared network needs it")
    if wanted.guest_type == "Shared" and wanted.persistent:
        raise invalid("ispersistent", "Only isolated and L2 networks are persistent")
    if wanted.guest_type == "Isolated" and "SourceNat" in wanted.services and wanted.ip_ranges:
        raise invalid("specifyipranges", "SpecifyIpRanges can't be true for isolated networks with SourceNat")
    if wanted.availability == "Required":
        required(call, wanted.guest_type, wanted.services)
    return _for_vpc(wanted)


def required(call: Call, guest_type: str | None, services: Mapping[str, Sequence[str]]) -> None:
    """ApiError 431 unless the offering may be the one that is Required."""
    if guest_type != "Isolated" or "SourceNat" not in services:
        raise invalid("availability", "Availability can be Required only for network offerings of type Isolated and with SourceNat")
    if (there := network_offerings.required(call.tx)) is not None:
        raise invalid("availability", f"network offering {there} is Required already, and there is one at most")


def _for_vpc(wanted: Wanted) -> bool:
    used = {name for names in wanted.services.values() for name in names}
    derived = bool(used & {VPC_ROUTER, INTERNAL_LB})
    for_vpc = derived if wanted.for_vpc is None else wanted.for_vpc
    if not for_vpc:
        if derived:
            raise invalid("forvpc", f"{VPC_ROUTER} and {INTERNAL_LB} serve networks of VPCs only")
        return False
    if wanted.guest_type != "Isolated":
        raise invalid("guestiptype", "networks of VPCs are Isolated")
    if wrong := sorted(used - {VPC_ROUTER, INTERNAL_LB, CONFIG_DRIVE}):
        raise invalid("serviceproviderlist", f"{', '.join(wrong)} does not serve networks of VPCs: {VPC_ROUTER} does")
    return True


def check_tags(tags: str | None) -> str | None:
    """The tags without spaces around. ApiError 431 when they are too many, or one cannot be shown."""
    if tags is None:
        return None
    text = ",".join(checks.one_line("tags", tag.strip()) for tag in tags.split(",") if tag.strip())
    if len(text) > LONGEST_TAGS:
        raise invalid("tags", f"they are {len(text)} characters long, at most {LONGEST_TAGS} are allowed")
    return text
