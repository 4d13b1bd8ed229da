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
        return {",".join(line.split(",")[:2]) for line in self.dhcp_hosts.splitlines()}

    def reloads_into(self, new: "Files") -> bool:
        """Whether a dnsmasq that runs on these files can go over to `new` by SIGHUP.

        Not when a lease went or changed: it would be kept until it ends. Not when a line sets a tag: once such a client was served,
        dnsmasq 2.90 frees the request's own tags with the line and dies. Only NICs without the default route need a tag.
        """
        return self.conf == new.conf and self.bindings() <= new.bindings() and "set:" not in self.dhcp_hosts


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
        span = f"{network.cidr.network_address},static,{network.cidr.netmask},{LEASE_TIME}"
        conf.append(f"interface={device}\ndhcp-range=set:net{at},{span}\n")
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
    tag = "" if lease.default_route else f",set:net{at}-side"
    name = f",{lease.hostname}.{network.domain}" if lease.hostname and network.domain else ""
    return f"{lease.mac},{lease.address}{tag}{name},{LEASE_TIME}\n"


def _options(at: int, network: GuestNetwork) -> list[str]:
    """Options of a network (RFC 2132), and of its NICs without the default route, which get no route and no resolver.

    A client's own tag outweighs its range's.
    """
    dns: tuple[IPv4Address, ...] = network.dns or (network.gateway,)
    main, side = f"tag:net{at}", f"tag:net{at}-side"
    lines = [f"{main},option:router,{network.gateway}", f"{main},option:dns-server,{','.join(map(str, dns))}"]
    lines += [f"{side},option:router", f"{side},option:dns-server", f"{side},option:domain-name"]
    if network.domain:
        lines += [f"{main},option:domain-search,{network.domain}", f"{side},option:domain-search"]
    if network.mtu:
        lines.append(f"{main},option:mtu,{network.mtu}")
    return [line + "\n" for line in lines]
