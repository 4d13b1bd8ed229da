"""Names of things that exist on hosts. Each is a function of ids, so a host and the database can never disagree about one."""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
IFNAMSIZ = 15  # octets of a Linux device name (net/if.h, without the closing zero)

CONTROL_BRIDGE = "cloud0"
CONTROL_HOST = "169.254.0.1"
CONTROL_PREFIX = 16


def base36(number: int) -> str:
    """`number` (not negative) in base 36, lower case."""
    if number < 0:
        raise ValueError(f"{number} is negative")
    out = ""
    while True:
        number, digit = divmod(number, 36)
        out = DIGITS[digit] + out
        if number == 0:
            return out


def bridge(tag: int, physical_id: int) -> str:
    """The bridge of VLAN or VNI `tag` on a physical network: pb<tag>-<physical network>, both in base 36."""
    return _device(f"pb{base36(tag)}-{base36(physical_id)}")


def tap(nic_id: int) -> str:
    """The host's end of a NIC: t<nic id in base 36>."""
    return _device(f"t{base36(nic_id)}")


def user_vm(account_id: int, vm_id: int) -> str:
    """Instance name of a tenant's VM."""
    return f"i-{account_id}-{vm_id}-VM"


def router_vm(vm_id: int) -> str:
    """Instance name of a virtual router."""
    return f"r-{vm_id}-VM"


def proxy_vm(vm_id: int) -> str:
    """Instance name of a console proxy."""
    return f"v-{vm_id}-VM"


def multicast(vni: int) -> str:
    """The group that carries a VNI's broadcasts: 239.0.0.0/8 with the VNI as its low 24 bits."""
    return f"239.{vni >> 16 & 255}.{vni >> 8 & 255}.{vni & 255}"


def control_ip(number: int) -> str:
    """The `number`-th address of the control network 169.254.0.0/16."""
    return f"169.254.{number >> 8}.{number & 255}"


def _device(name: str) -> str:
    if len(name) > IFNAMSIZ:
        raise ValueError(f"{name} is longer than a device name may be")
    return name
