"""Hosts: how they join, whose they are, how they are dialled, whether they are in service."""

from __future__ import annotations

import hashlib

import msgspec
from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from common.ids import is_uuid, new_uuid, token
from manager.model.clock import MINUTE, now_us
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.infra import certificates
from manager.model.peers import HostPeer
from manager.model.place import parents
from manager.model.rows import columns, make
from manager.model.tables.infra import cluster, host, host_facts, host_liveness, host_load, host_token

UP, DOWN, CONNECTING, ALERT, DISCONNECTED = "Up", "Down", "Connecting", "Alert", "Disconnected"
ENABLED, DISABLED = "Enabled", "Disabled"


class Host(msgspec.Struct, frozen=True):
    """A host. `zone_id`, `pod_id` and `cluster_id` are None while it has joined but nobody adopted it (addHost)."""

    id: int
    uuid: str
    name: str
    zone_id: int | None
    pod_id: int | None
    cluster_id: int | None
    hypervisor: str
    arch: str | None
    url: str | None
    guid: str
    address: str
    resource_state: str
    object_generation: int
    cert_serial: str | None
    live: int | None


class Joining(msgspec.Struct, frozen=True):
    """A host that asks to join: what it says of itself."""

    guid: str
    name: str
    address: str
    hypervisor: str
    arch: str


COLUMNS = columns(Host, host)
_BY_ID = select(*COLUMNS).where(host.c.id == bindparam("id"))
_BY_UUID = select(*COLUMNS).where(host.c.uuid == bindparam("uuid"))
_BY_GUID = select(*COLUMNS).where(host.c.guid == bindparam("guid"), host.c.live == 1)
_BY_URL = select(*COLUMNS).where(host.c.url == bindparam("url"), host.c.live == 1)
_PEER = select(host.c.id, host.c.uuid, host.c.address).where(host.c.id == bindparam("id"))
_SERVICE = select(host.c.id).where(host.c.id == bindparam("id"), host.c.live == 1)
_FREE = select(*COLUMNS).where(
    host.c.live == 1, host.c.cluster_id.is_(None), host.c.url.is_(None), func.lower(host.c.hypervisor) == bindparam("hypervisor"))
_ELSEWHERE = select(host_token.c.token_hash).where(
    host_token.c.host_id == host.c.id, host_token.c.cluster_id.not_in((0, bindparam("cluster")))).exists()
_CLAIM = update(host).where(host.c.id == bindparam("host_id"), host.c.url.is_(None), host.c.live == 1).values(
    url=bindparam("to_url"), name=bindparam("to_name"))
_TOKEN = select(host_token).where(host_token.c.token_hash == bindparam("hash"))
_USE_TOKEN = update(host_token).where(
    host_token.c.token_hash == bindparam("hash"), host_token.c.uses_left > 0, host_token.c.expires > now_us()).values(
    uses_left=host_token.c.uses_left - 1, used=now_us(), host_id=bindparam("by_host"))
_INSERT = insert(host).values(created=now_us())


def by_id(tx: Tx, host_id: int) -> Host | None:
    """A host, removed or not."""
    row = tx.first(_BY_ID, {"id": host_id})
    return None if row is None else make(Host, row)


def by_uuid(tx: Tx, uuid: str) -> Host | None:
    """A host by the id that clients see, removed or not."""
    row = tx.first(_BY_UUID, {"uuid": uuid})
    return None if row is None else make(Host, row)


def peer(tx: Tx, host_id: int) -> HostPeer:
    """How the host is dialled. LookupError when there is no such row (a removed host still has one)."""
    row = tx.first(_PEER, {"id": host_id})
    if row is None:
        raise LookupError(f"no host {host_id}")
    return HostPeer(row.id, row.uuid, row.address)


def in_service(tx: Tx, host_id: int) -> bool:
    """Whether commands to it make sense: not removed. A silent host stays in service; what it owes becomes a debt."""
    return tx.first(_SERVICE, {"id": host_id}) is not None


# ---- joining --------------------------------------------------------------------------------------------------------


def create_token(tx: Tx, cluster_id: int | None, minutes: int = 60, uses: int = 1) -> str:
    """A token that lets `uses` hosts join within `minutes`; shown once, stored as a hash.

    `cluster_id`: addHost adopts the host that joined with it (of several the last) only into this cluster; None: into any.
    """
    secret = token()
    tx.insert(host_token, token_hash=_hash(secret), cluster_id=cluster_id or 0, expires=tx.now() + minutes * MINUTE, uses_left=uses,
              created=tx.now())
    return secret


def join(tx: Tx, secret: str, joining: Joining, key_sha256: str) -> Host:
    """The row of a host that joins with a token; the same machine (guid) gets the same row again.

    A join whose answer was lost may be repeated with the same token and key. Raises Refused (401) for a token that is unknown, expired
    or used up, (432) when the machine is adopted already and comes with another hypervisor.
    """
    row = tx.first(_BY_GUID, {"guid": joining.guid})
    known = None if row is None else make(Host, row)
    found = tx.first(_TOKEN, {"hash": _hash(secret)})
    repeated = known is not None and found is not None and key_sha256 in certificates.keys_of(tx, "host", known.id)
    if found is None or (not repeated and not tx.changed(_USE_TOKEN, {"hash": _hash(secret), "by_host": known.id if known else 0})):
        raise Refused(401, "the token is unknown, expired or used up: make another with `pileus-manager host token`")
    if known is None:
        made = _insert_joined(tx, joining)
        tx.execute(update(host_token).where(host_token.c.token_hash == _hash(secret)).values(host_id=made.id))
        return made
    if known.cluster_id is not None and known.hypervisor != joining.hypervisor:
        raise Refused(432, f"host {known.uuid} is a {known.hypervisor} host; it cannot come back as {joining.hypervisor}")
    tx.execute(update(host).where(host.c.id == known.id).values(address=joining.address, hypervisor=joining.hypervisor))
    if not repeated:
        certificates.revoke(tx, "host", known.id)
    return by_id(tx, known.id) or known


def _insert_joined(tx: Tx, joining: Joining) -> Host:
    uuid = new_uuid()
    result = tx.execute(_INSERT, {
        "uuid": uuid, "name": joining.name[:255], "guid": joining.guid, "address": joining.address, "hypervisor": joining.hypervisor,
        "arch": joining.arch or "x86_64", "type": "Routing", "resource_state": ENABLED})
    host_id = int(result.lastrowid)
    tx.insert(host_liveness, host_id=host_id, state=CONNECTING, changed=tx.now())
    tx.insert(host_facts, host_id=host_id)
    tx.insert(host_load, host_id=host_id)
    made = by_id(tx, host_id)
    assert made is not None
    return made


def certified(tx: Tx, host_id: int, serial: str) -> None:
    """Notes the certificate that the host shows from now on."""
    tx.execute(update(host).where(host.c.id == host_id).values(cert_serial=serial))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# ---- adoption (addHost) ---------------------------------------------------------------------------------------------


def url_key(url: str) -> str:
    """The lock key of an addHost: two calls with one url are one."""
    return f"host-url:{_hash(url)}"


def by_url(tx: Tx, url: str) -> Host | None:
    """The host that was added with this url."""
    row = tx.first(_BY_URL, {"url": url})
    return None if row is None else make(Host, row)


def claim(tx: Tx, url: str, hypervisor: str, cluster_id: int = 0) -> Host:
    """The host that addHost with this url means: the one that has it, or one that joined and belongs to nobody yet, which gets it.

    A simulated host may be any, unless the url names one by uuid; others must match by name, address or uuid. The caller's saga holds
    `url_key`. Raises Refused 431 when none has joined.
    """
    known = by_url(tx, url)
    if known is not None:
        return known
    wanted = url.partition("://")[2].strip("/") or url
    simulated = hypervisor.lower() == "simulator" and not is_uuid(wanted)
    statement = _FREE.order_by(host.c.id).limit(1)
    if not simulated:
        target = wanted.rpartition("@")[2].partition("/")[0]
        name = target.partition(":")[0]
        statement = _FREE.where(or_(host.c.name == name, host.c.uuid == name, host.c.address == target, host.c.address.like(
            name.replace("%", "").replace("_", "\\_") + ":%", escape="\\")))
    which = {"hypervisor": hypervisor.lower(), "cluster": cluster_id}
    free = statement.where(~_ELSEWHERE)
    # calls at once take different hosts; only when others hold all that are left is there something to wait for
    rows = tx.rows(free.with_for_update(skip_locked=True), which) or tx.rows(free.with_for_update(), which)
    for row in rows:
        found = make(Host, row)
        name = wanted.replace("/", "-")[:255] if simulated else found.name
        if tx.changed(_CLAIM, {"host_id": found.id, "to_url": url, "to_name": name}):
            return by_id(tx, found.id) or found
    raise Refused(431, f"no {hypervisor} host for {url} has joined: run `pileus-agent setup` on it with a token from"
                       " `pileus-manager host token`")


def in_cluster(tx: Tx, cluster_id: int) -> tuple[int, int, str] | None:
    """(zone, pod, hypervisor) of a cluster; None when it is gone."""
    row = tx.first(select(cluster.c.zone_id, cluster.c.pod_id, cluster.c.hypervisor).where(cluster.c.id == cluster_id, cluster.c.live == 1))
    return None if row is None else (row.zone_id, row.pod_id, row.hypervisor)


def adopt(tx: Tx, host_id: int, cluster_id: int) -> None:
    """Puts a joined host into a cluster. Raises Refused 431 when the hypervisor differs, or it belongs to another cluster."""
    parents.hold(tx, cluster, cluster_id)
    place, found = in_cluster(tx, cluster_id), by_id(tx, host_id)
    if place is None or found is None or found.live is None:
        raise Refused(431, "the cluster or the host is gone")
    zone_id, pod_id, hypervisor = place
    if found.hypervisor.lower() != hypervisor.lower():
        raise Refused(431, f"host {found.name} runs {found.hypervisor}; the cluster is for {hypervisor}")
    if found.cluster_id not in (None, cluster_id):
        raise Refused(431, f"host {found.name} belongs to another cluster")
    tx.execute(update(host).where(host.c.id == host_id).values(zone_id=zone_id, pod_id=pod_id, cluster_id=cluster_id))


def disown(tx: Tx, host_id: int) -> None:
    """Back to: joined, belongs to nobody, has no url."""
    tx.execute(update(host).where(host.c.id == host_id).values(
        zone_id=None, pod_id=None, cluster_id=None, url=None, tags=None, storage_access_groups=None, resource_state=ENABLED))


def set_tags(tx: Tx, host_id: int, tags: str) -> None:
    """Host tags, comma-joined."""
    tx.execute(update(host).where(host.c.id == host_id).values(tags=tags))


def set_groups(tx: Tx, host_id: int, groups: str) -> None:
    """Storage access groups, comma-joined."""
    tx.execute(update(host).where(host.c.id == host_id).values(storage_access_groups=groups))


def set_url(tx: Tx, host_id: int, url: str) -> None:
    """The url by which addHost knows the host. Refused 431 when another one has it."""
    other = by_url(tx, url)
    if other is not None and other.id != host_id:
        raise Refused(431, f"Host {other.name} has the url {url}")
    tx.execute(update(host).where(host.c.id == host_id).values(url=url))


def period(hosts_known: int) -> int:
    """Seconds between two reports of a host: few hosts report more often than many."""
    return 10 if hosts_known <= 200 else 30


def remove(tx: Tx, host_id: int) -> None:
    """The host is gone, with what it reported; its certificates are refused from now on."""
    tx.execute(update(host).where(host.c.id == host_id).values(removed=tx.now(), live=None))
    for table in (host_liveness, host_facts, host_load):
        tx.execute(delete(table).where(table.c.host_id == host_id))
    certificates.revoke(tx, "host", host_id)


# ---- asked by operators ---------------------------------------------------------------------------------------------


def retire_certificate(tx: Tx, host_id: int, serial: str | None) -> None:
    """The host is told to renew its certificate while it reports with this one; None: with any it may go on."""
    tx.execute(update(host).where(host.c.id == host_id).values(retire_serial=serial))


def shown_serial(tx: Tx, host_id: int) -> str | None:
    """The certificate by which the host reported last."""
    found: str | None = tx.scalar(select(host.c.shown_serial).where(host.c.id == host_id))
    return found


def liveness(tx: Tx, host_id: int) -> tuple[str, int]:
    """(state, when it reported last)."""
    row = tx.one(select(host_liveness.c.state, host_liveness.c.reported).where(host_liveness.c.host_id == host_id))
    return row.state, row.reported


def managed(tx: Tx, host_id: int) -> bool:
    """Whether the host's cluster is managed."""
    state = tx.scalar(select(cluster.c.managed_state).select_from(host.join(cluster, cluster.c.id == host.c.cluster_id)).where(host.c.id == host_id))
    return bool(state == "Managed")
