"""dnsmasq's files from the whole state (dnsmasq(8)). `conf` needs a restart when it changes; the others are read again on SIGHUP.

Nobody without an entry gets a lease (`static` ranges). Names come from the hosts file alone, never from what a client calls itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import PurePath

from router.state import GuestNetwork, Lease, RouterState

LEASE_TIME = "24h"

CONF = """\
keep-in-foreground
log-facility=-
user={user}
group={user}
pid-file
bind-dynamic
except-interface=lo
no-hosts
no-resolv
no-ping
domain-needed
bogus-priv
localise-queries
cache-size=1000
dhcp-authoritative
dhcp-ignore-names
dhcp-ignore=tag:!known
leasefile-ro
dhcp-lease-max={limit}
addn-hosts={folder}/hosts
dhcp-hostsfile={folder}/dhcp-hosts
dhcp-optsfile={folder}/dhcp-opts
"""


@dataclass(frozen=True)
class Files:
    """What dnsmasq reads."""

    conf: str
    hosts: str
    dhcp_hosts: str
    dhcp_opts: str

    def named(self) -> dict[str, str]:
        """File name → content."""
        return {"dnsmasq.conf": self.conf, "hosts": self.hosts, "dhcp-hosts": self.dhcp_hosts, "dhcp-opts": self.dhcp_opts}

    def bindings(self) -> set[str]:
        """MAC and address of each lease. dnsmasq remembers a binding until it ends or dnsmasq does."""
        return {",".join(line.split(",")[0:3:2]) for line in self.dhcp_hosts.splitlines()}


def render(state: RouterState, devices: Mapping[str, str], folder: PurePath, user: str) -> Files | None:
    """The files for `state`, to stand in `folder`; None when there is no guest network to serve. `user`: whom dnsmasq becomes."""
    if not state.guests:
        return None
    conf = [CONF.format(folder=folder, user=user, limit=sum(n.cidr.num_addresses for n in state.guests))]
    conf += [f"server={address}\n" for address in state.upstream_dns]
    hosts: list[str] = []
    dhcp_hosts: list[str] = []
    options: list[str] = []
    for at, network in enumerate(state.guests):
        device = devices[state.guest_interface(network).mac]
        conf.append(f"interface={device}\ndhcp-range={network.cidr.network_address},static,{network.cidr.netmask},{LEASE_TIME}\n")
        if network.domain:
            conf.append(f"domain={network.domain},{network.cidr},local\n")
        options += _options(at, network)
        hosts.append(f"{network.gateway} {_names(network, 'data-server')}\n")  # where CloudStack's guest scripts and cloud-init look
        for lease in network.leases:
            dhcp_hosts.append(_dhcp_host(at, network, lease))
            if lease.hostname:
                hosts.append(f"{lease.address} {_names(network, lease.hostname)}\n")
    return Files("".join(conf), "".join(hosts), "".join(dhcp_hosts), "".join(options))


def _names(network: GuestNetwork, hostname: str) -> str:
    return f"{hostname}.{network.domain} {hostname}" if network.domain else hostname


def _dhcp_host(at: int, network: GuestNetwork, lease: Lease) -> str:
    """One line. The name stands with its domain, as a bare "ignore" or "12h" would be read as something else."""
    tag = f"net{at}" if lease.default_route else f"net{at}-side"
    name = f",{lease.hostname}.{network.domain}" if lease.hostname and network.domain else ""
    return f"{lease.mac},set:{tag},{lease.address}{name},{LEASE_TIME}\n"


def _options(at: int, network: GuestNetwork) -> list[str]:
    """Options of the NIC with the default route, and of the others, which get no route and no resolver (RFC 2132)."""
    dns: tuple[IPv4Address, ...] = network.dns or (network.gateway,)
    main, side = f"tag:net{at}", f"tag:net{at}-side"
    lines = [f"{main},option:router,{network.gateway}", f"{main},option:dns-server,{','.join(map(str, dns))}"]
    lines += [f"{side},option:router", f"{side},option:dns-server", f"{side},option:domain-name"]
    if network.domain:
        lines.append(f"{main},option:domain-search,{network.domain}")
    if network.mtu:
        lines += [f"{tag},option:mtu,{network.mtu}" for tag in (main, side)]
    return [line + "\n" for line in lines]
