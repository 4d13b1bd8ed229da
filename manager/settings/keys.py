"""Every configuration key that has an effect. Names, types, defaults and scopes are CloudStack's; descriptions are ours."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE, STRING = "Boolean", "Integer", "Long", "Float", "Double", "String"

WHOLE, DECIMAL = re.compile(r"-?[0-9]{1,18}"), re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")   # no nan, no inf
SUFFIX = re.compile(r"(?=.{1,100}$)[a-z0-9-]*(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*(?<=[a-z])", re.IGNORECASE)  # behind csN: a domain


NOT_FOR_HOOKS = (   # what is not public: RFC 6890 and its successors
    "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,192.88.99.0/24,192.168.0.0/16,"
    "198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4,::1/128,::/128,::ffff:0:0/96,64:ff9b::/96,64:ff9b:1::/48,100::/64,"
    "2001::/32,2001:db8::/32,2002::/16,fc00::/7,fe80::/10,ff00::/8")


HIGHER = "higher"


def regex(text: str) -> None:
    """ValueError unless the text is a regular expression."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        raise ValueError("must be a regular expression") from None


def cidrs(text: str) -> None:
    """ValueError unless the text is comma-joined CIDRs."""
    for part in text.split(","):
        if part.strip():
            ipaddress.ip_network(part.strip())


def proxy_domain(text: str) -> None:
    """ValueError unless the text is empty, a domain name, or *. and a domain name."""
    if text and not SUFFIX.fullmatch("." + text.removeprefix("*.")):
        raise ValueError("must be a domain name, or *. and a domain name")


@dataclass(frozen=True)
class Key:
    """One configuration key. `scope`: where else than Global it may be set, as "Zone" or "StoragePool,Zone"."""

    name: str
    default: str
    type: str
    text: str
    scope: str = "Global"
    category: str = "Advanced"
    low: float | None = None
    high: float | None = None
    pattern: re.Pattern[str] | None = None
    options: tuple[str, ...] = ()      # the legal values; of a list (`kind` CSV) its items
    kind: str = ""                     # Select, Order, CSV, WhitespaceSeparatedListWithDefault, …: what the UI shows besides the type
    parent: str = ""                   # the key that switches it on
    component: str = "management-server"
    dynamic: bool = True
    check: Callable[[str], None] | None = None    # raises ValueError
    strict: str = ""                  # where domain admins may go, but not leave: a value, or HIGHER numbers
    roots: bool = False               # for root admins alone, wherever it is set

    @property
    def scopes(self) -> tuple[str, ...]:
        """The places where it may be set besides Global."""
        return () if self.scope == "Global" else tuple(self.scope.split(","))

    @property
    def sealed(self) -> bool:
        """Whether its values are stored encrypted."""
        return self.category in ("Hidden", "Secure")

    def parse(self, value: str) -> Any:
        """The value in its type. ValueError when it is not one, or out of bounds."""
        if self.type == BOOLEAN:
            if value.lower() not in ("true", "false"):
                raise ValueError("must be true or false")
            return value.lower() == "true"
        if self.type in (INTEGER, LONG):
            return self._bounded(int(value) if WHOLE.fullmatch(value) else None)
        if self.type in (FLOAT, DOUBLE):
            return self._bounded(float(value) if DECIMAL.fullmatch(value) else None)
        if self.pattern is not None and not self.pattern.fullmatch(value):
            raise ValueError(f"must be as {self.default}")
        if self.check is not None:
            self.check(value)
        if self.options and value not in self.options:
            raise ValueError(f"must be one of {', '.join(self.options)}")
        return value

    def _bounded(self, number: Any) -> Any:
        if number is None:
            raise ValueError("must be a number" if self.type in (FLOAT, DOUBLE) else "must be a whole number")
        if (self.low is not None and number < self.low) or (self.high is not None and number > self.high):
            raise ValueError(f"must be from {self.low if self.low is not None else '-∞'} to {self.high if self.high is not None else '∞'}")
        return number


def _limits() -> list[Key]:
    """CloudStack's defaults; `counters.KINDS` has the same."""
    most = {"user.vms": (20, 40), "public.ips": (20, 40), "volumes": (20, 40), "snapshots": (20, 40), "templates": (20, 40), "projects": (10, 50),
            "networks": (20, 40), "vpcs": (20, 40), "cpus": (40, 80), "memory": (40960, 81920), "primary.storage": (200, 400),
            "secondary.storage": (400, 800)}
    out = []
    for name, (account, domain) in most.items():
        for owner, value in (("account", account), ("domain", domain), ("project", account)):
            if (owner, name) != ("project", "projects"):
                out.append(Key(f"max.{owner}.{name}", str(value), LONG, f"how much of {name.replace('.', ' ')} {'an' if owner == 'account' else 'a'} "
                               f"{owner} may have; -1: no limit", category=f"{owner.capitalize()} Defaults", low=-1))
    return [*out, *(Key(f"resource.limit.{what}.tags", "", STRING, f"{what} tags, comma-separated, that limits of their own may be set for")
                    for what in ("host", "storage"))]


KEYS: dict[str, Key] = {key.name: key for key in [
    Key("enable.account.settings.for.domain", "false", BOOLEAN, "whether accounts take the values of their domain for keys of accounts"),
    Key("enable.domain.settings.for.child.domain", "false", BOOLEAN, "whether domains take the values of the domain above"),
    Key("default.page.size", "500", LONG, "the largest page of a list, and what is listed when no page is asked for", low=1, high=100_000),
    Key("incorrect.login.attempts.allowed", "5", INTEGER, "wrong passwords in a row after which a user is locked for a while; 0: any number", low=0),
    Key("api.key.access", "true", BOOLEAN, "whether API keys work, unless the account or the user says otherwise", "Domain", "System",
        strict="false"),
    Key("enable.user.2fa", "false", BOOLEAN, "whether users may set up a second factor", "Domain", strict="true"),
    Key("mandate.user.2fa", "false", BOOLEAN, "with enable.user.2fa: whether sessions need a second factor", "Domain", strict="true"),
    Key("password.policy.minimum.length", "0", INTEGER, "characters that a user's new password has at least", "Domain",
        low=0, high=1024, strict=HIGHER),
    Key("password.policy.minimum.digits", "0", INTEGER, "digits that a user's new password has at least", "Domain",
        low=0, high=1024, strict=HIGHER),
    Key("password.policy.minimum.lowercase.letters", "0", INTEGER, "lowercase letters that a user's new password has at least", "Domain",
        low=0, high=1024, strict=HIGHER),
    Key("password.policy.minimum.uppercase.letters", "0", INTEGER, "uppercase letters that a user's new password has at least", "Domain",
        low=0, high=1024, strict=HIGHER),
    Key("password.policy.minimum.special.characters", "0", INTEGER, "characters besides letters and digits that a user's new password has at least",
        "Domain", low=0, high=1024, strict=HIGHER),
    Key("password.policy.allowPasswordToContainUsername", "true", BOOLEAN, "whether a user's new password may hold its name", "Domain",
        strict="false"),
    Key("password.policy.regex", ".+", STRING, "a regular expression that a user's new password matches as a whole", "Domain",
        roots=True, check=regex),  # one of theirs could keep a manager busy for hours
    Key("user.2fa.issuer", "CloudStack", STRING, "the name of this cloud in authenticator programs", "Domain"),
    Key("api.throttling.enabled", "false", BOOLEAN, "whether an account's calls are limited; root admins' are not"),
    Key("api.throttling.interval", "1", INTEGER, "seconds in which calls are counted", low=1),
    Key("api.throttling.max", "25", INTEGER, "calls of an account within api.throttling.interval, on all managers together", low=1),
    Key("api.throttling.cachesize", "50000", INTEGER, "accounts whose calls are counted; when there are more, the longest idle start anew", low=1),
    Key("enforce.post.requests.and.timestamps", "false", BOOLEAN,
        "signed requests need POST, signature version 3 and an expiry at most 15 minutes away"),
    Key("account.cleanup.interval", "86400", INTEGER, "seconds after which an account that could not be removed wholly is cleaned up again", low=1),
    Key("job.expire.minutes", "1440", LONG, "minutes for which the record of an ended job is kept at least", low=1),
    Key("expunge.delay", "86400", INTEGER, "seconds after which a destroyed VM is expunged", low=1),
    Key("allow.user.view.destroyed.vm", "false", BOOLEAN, "whether users see their destroyed VMs", "Account"),
    Key("allow.user.expunge.recover.vm", "false", BOOLEAN, "whether users may expunge and recover their VMs", "Account"),
    Key("allow.user.force.stop.vm", "true", BOOLEAN, "whether users may force the stop of their VMs", "Account"),
    Key("allow.public.user.templates", "true", BOOLEAN, "whether users may make public templates", "Account", strict="false"),
    Key("allow.user.create.projects", "true", BOOLEAN, "whether users may create projects", category="Project Defaults"),
    Key("project.invite.required", "false", BOOLEAN, "whether accounts and users are invited to projects, not just added",
        category="Project Defaults"),
    Key("project.invite.timeout", "86400", LONG, "seconds in which an invitation to a project can be accepted", category="Project Defaults", low=1),
    Key("vm.password.length", "6", INTEGER, "characters of a VM's password", low=6, high=64),
    Key("guest.domain.suffix", "cloud.internal", STRING, "the domain of guests in networks that have none of their own", "Zone", "Network",
        pattern=SUFFIX),
    Key("use.system.public.ips", "true", BOOLEAN, "whether an account with public addresses of its own gets others when they are used up",
        "Account", strict="false"),
    Key("use.system.guest.vlans", "true", BOOLEAN, "whether an account with VLANs of its own gets others when they are used up", "Account",
        dynamic=False, strict="false"),
    Key("cpu.overprovisioning.factor", "1.0", FLOAT, "CPU that may be promised for each CPU there is", "Cluster", low=0.1),
    Key("mem.overprovisioning.factor", "1.0", FLOAT, "memory that may be promised for each byte there is", "Cluster", low=0.1),
    Key("storage.overprovisioning.factor", "2", DOUBLE, "thin storage that may be promised for each byte there is", "StoragePool", "Storage", low=1),
    Key("pool.storage.allocated.capacity.disablethreshold", "0.85", DOUBLE, "the part of what a pool may promise beyond which it gets no volumes",
        "StoragePool,Zone", "Alert", low=0, high=1),
    Key("pool.storage.capacity.disablethreshold", "0.85", DOUBLE, "the part of a pool in use beyond which it gets no volumes",
        "StoragePool,Zone", "Alert", low=0, high=1),
    *(Key(f"cluster.{what}.capacity.notificationthreshold", "0.75", DOUBLE, f"the part of a cluster's {text} beyond which an alert is raised",
          "Cluster", "Alert", low=0, high=1) for what, text in (("cpu.allocated", "CPU promised"), ("memory.allocated", "memory promised"),
                                                     ("storage.allocated", "storage promised"), ("storage", "storage in use"))),
    *(Key(f"{what}.capacity.notificationthreshold", "0.75", FLOAT, f"the part of {text} beyond which an alert is raised", category="Alert",
          low=0, high=1, dynamic=False) for what, text in (
              ("cluster.localStorage", "the hosts' own storage of a cluster"), ("zone.secstorage", "a zone's image stores"),
              ("zone.virtualnetwork.publicip", "a zone's public addresses"), ("zone.vlan", "a zone's VLANs"),
              ("pod.privateip", "a pod's management addresses"))),
    Key("capacity.check.period", "300000", INTEGER, "milliseconds between looks whether a threshold is passed", category="Alert", low=1000,
        dynamic=False),
    Key("alert.purge.interval", "86400", INTEGER, "seconds between purges of archived alerts", low=10, dynamic=False),
    Key("alert.purge.delay", "0", INTEGER, "days after which archived alerts are deleted; 0: never", low=0, dynamic=False),
    Key("ca.framework.cert.expiry.alert.period", "15", INTEGER, "days before a host's certificate ends at which an alert is raised",
        "Cluster", low=1),
    Key("vm.stats.interval", "60000", INTEGER, "milliseconds between figures of VMs from their hosts; 0: none", low=0, dynamic=False),
    Key("vm.stats.max.retention.time", "720", INTEGER, "minutes for which figures of VMs are kept", low=0),
    Key("vm.stats.increment.metrics", "false", BOOLEAN, "whether metrics of VMs are sums of all looks that are kept, when a call does not say"),
    Key("vm.stats.user.vm.only", "false", BOOLEAN, "whether figures of system VMs are left out"),
    Key("vm.disk.stats.retention.enabled", "false", BOOLEAN, "whether figures of volumes are kept"),
    Key("vm.disk.stats.max.retention.time", "720", INTEGER, "minutes for which figures of volumes are kept", low=0),
    Key("system.vm.use.local.storage", "false", BOOLEAN, "whether system VMs' disks are on their host's own storage pool", "Zone"),
    Key("vm.userdata.max.length", "32768", INTEGER, "the longest user data, in bytes; a router takes its whole network's in at most 16 MiB",
        low=1, high=1 << 20),
    Key("allow.domain.admins.to.create.tagged.offerings", "false", BOOLEAN, "whether domain admins may make offerings with tags", "Account",
        roots=True),
    Key("vm.serviceoffering.cpu.cores.max", "0", INTEGER, "the most cores of a service offering; 0: any number", low=0),
    Key("vm.serviceoffering.ram.size.max", "0", INTEGER, "the most memory of a service offering in MiB; 0: any", low=0),
    *(Key(f"vm.disk.{unit}.maximum.{way}.length", "0", LONG, f"the longest burst of {unit} that an offering may allow, in seconds; 0: any", low=0)
      for unit in ("bytes", "iops") for way in ("read", "write")),
    *(Key(f"vm.disk.throttling.{unit}_{way}_rate", "0", INTEGER,
          f"{unit} per second that a disk may {way} where its offering does not say; 0: unlimited", low=0)
      for unit in ("bytes", "iops") for way in ("read", "write")),
    Key("vm.network.throttling.rate", "200", INTEGER, "Mbit/s of a VM's default NIC where its service offering does not say; 0: unlimited",
        category="Network", low=0),
    Key("network.throttling.rate", "200", INTEGER, "Mbit/s of other NICs where their network's offering does not say; 0: unlimited", "Zone",
        "Network", low=0),
    Key("webhook.delivery.timeout", "10", INTEGER, "seconds in which a receiver of a webhook must have answered", "Domain", low=1, high=60),
    Key("webhook.delivery.tries", "3", INTEGER, "how often an event is posted to a webhook until it is taken", "Domain", low=1, high=20),
    Key("webhook.delivery.thread.pool.size", "5", INTEGER, "webhooks that are posted to at the same time", low=1, high=100, dynamic=False),
    Key("webhook.delivery.blocklist", NOT_FOR_HOOKS, STRING, "CIDRs that webhooks may not reach, comma-separated", check=cidrs),
    Key("webhook.deliveries.limit", "10", INTEGER, "deliveries that are kept of each webhook", low=0),
    Key("webhook.deliveries.cleanup.interval", "3600", INTEGER, "seconds between clean-ups of deliveries", low=1, dynamic=False),
    Key("event.purge.delay", "15", INTEGER, "days for which events are kept; 0: for ever", low=0, dynamic=False),
    Key("event.purge.interval", "86400", INTEGER, "seconds between removals of old events", low=1, dynamic=False),
    Key("expunge.interval", "86400", INTEGER, "seconds between looks for VMs to expunge", low=1, dynamic=False),
    Key("default.ui.page.size", "20", LONG, "rows that browsers show on a page", low=1, high=10_000),
    Key("sortkey.algorithm", "true", BOOLEAN, "whether offerings with small sort keys come first; else those with large ones"),
    Key("expose.cloudstack.version.api.list.capabilities", "true", BOOLEAN, "whether listCapabilities tells the version of the API"),
    Key("enable.secure.session.cookie", "false", BOOLEAN, "whether session cookies are for HTTPS alone, even of a login over HTTP", dynamic=False),
    Key("api.sessionkey.cookie.samesite", "Lax", STRING, "what browsers send session cookies with: Lax, Strict, NoneAndSecure or Null", kind="Select",
        options=("Lax", "Strict", "NoneAndSecure", "Null")),
    Key("api.source.cidr.checks.enabled", "true", BOOLEAN, "whether api.allowed.source.cidr.list counts"),
    Key("api.allowed.source.cidr.list", "0.0.0.0/0,::/0", STRING, "CIDRs that an account's calls may come from, comma-separated", "Account",
        kind="CSV", check=cidrs),
    Key("consoleproxy.mode", "auto", STRING, "where console proxies run: local (beside the managers), systemvm (in each zone), or auto: local"
        " with the embedded database", category="Console Proxy", kind="Select", options=("auto", "local", "systemvm"), roots=True),
    Key("console.token.seconds", "60", INTEGER, "seconds in which a console's link must be opened", category="Console Proxy", low=5, high=3600),
    Key("console.share.seconds", "3600", INTEGER, "seconds in which the link of a shared, view-only console must be opened; 0: nobody shares",
        category="Console Proxy", low=0, high=86_400),
    Key("consoleproxy.session.max", "50", INTEGER, "the most console sessions of one proxy", "Zone", "Console Proxy", low=1, high=10_000),
    Key("consoleproxy.session.timeout", "300000", INTEGER, "milliseconds without a key or a pointer's movement after which a console session ends; 0:"
        " never", "Zone", "Console Proxy", low=0),
    Key("consoleproxy.url.domain", "", STRING, "the name of console proxies in links: one that leads to all of them, or *.domain, whose names are"
        " their addresses with dashes", "Zone", "Console Proxy", dynamic=False, check=proxy_domain),
    Key("novnc.console.sourceip.check.enabled", "false", BOOLEAN, "whether a console opens only for the address that its link was made for",
        dynamic=False),
    Key("console.session.cleanup.retention.hours", "240", INTEGER, "hours for which ended console sessions are remembered", low=0, dynamic=False),
    Key("console.session.cleanup.interval", "180", INTEGER, "hours between removals of ended console sessions", low=1, dynamic=False),
    Key("consoleproxy.capacity.standby", "10", STRING, "console sessions that a zone's proxies must have room for, besides those there are", "Zone",
        "Console Proxy", pattern=WHOLE, dynamic=False),
    Key("consoleproxy.launch.max", "10", INTEGER, "the most console proxies of a zone", "Zone", "Console Proxy", low=1, high=100, dynamic=False),
    Key("consoleproxy.restart", "true", BOOLEAN, "whether a console proxy that died is started again", "Zone", "Console Proxy"),
    Key("consoleproxy.service.offering", "", STRING, "id or name of the service offering of new console proxies; empty: the built-in one", "Zone",
        "Console Proxy"),
    Key("router.check.interval", "30", INTEGER, "seconds between looks at routers", low=1, dynamic=False),
    Key("custom.diskoffering.size.min", "1", LONG, "the smallest custom disk, in GiB", low=1),
    Key("custom.diskoffering.size.max", "1024", LONG, "the largest custom disk, in GiB", low=1),
    Key("max.template.iso.size", "50", LONG, "the largest template or ISO, in GiB", low=1),
    Key("secstorage.allowed.internal.sites", "", STRING, "internal CIDRs that templates may be downloaded from, comma-separated"),
    Key("hypervisor.list", "KVM,Simulator", STRING, "the hypervisors of this cloud, comma-separated"),
    *_limits(),
]}
