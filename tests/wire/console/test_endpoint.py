"""createConsoleEndpoint and what managers answer proxies: links that open once, sessions that end when they must."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import grpc
import pytest
from cryptography import x509
from sqlalchemy import select, update

from agent.identity import make_key
from common import tls
from manager.agents.consoles import SHARES
from manager.model.clock import SECOND
from manager.model.tables.console import console_session
from manager.model.tables.vm import vm as vm_table
from manager.reconcile import consoles
from manager.services import Services
from protos.agent.v1 import agent_pb2
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb
from tests.wire.app import ApiFailure, Client
from tests.wire.console.site import BROWSER, Consoles, Proxy, Refused


def endpoint(client: Client, vm: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The answer."""
    found: dict[str, Any] = client.call("createConsoleEndpoint", virtualmachineid=vm["id"], **more)["consoleendpoint"]
    return found


def token_of(client: Client, vm: dict[str, Any], **more: Any) -> str:
    """A link's token."""
    return str(endpoint(client, vm, **more)["websocket"]["token"])


@contextmanager
def setting(site: Consoles, name: str, value: str) -> Iterator[None]:
    """The key has another value meanwhile."""
    before = site.app.admin.call("listConfigurations", name=name)["configuration"][0].get("value", "")
    site.app.admin.call("updateConfiguration", name=name, value=value)
    try:
        yield
    finally:
        site.app.admin.call("updateConfiguration", name=name, value=before)


def refused(proxy: Proxy, work: Any) -> Refused:
    """How a manager refuses."""
    with pytest.raises(Refused) as caught:
        work()
    return caught.value


def sweep(site: Consoles) -> None:
    """One run of the reconciler."""
    services = Services(site.hosts, site.hosts, site.app.keys, lambda fn: site.app.db.run(fn, writing=False), site.app.db.run)  # type: ignore[arg-type]
    site.app.background.run(consoles.sweep(services))


def test_the_answer_is_cloudstacks(site: Consoles) -> None:
    ann = site.app.user("amy")
    vm = site.deploy(ann, name="web")
    with setting(site, "consoleproxy.mode", "systemvm"):
        assert endpoint(ann, vm) == {"success": False, "details": "Console access will be ready in a few minutes. Please try it again later."}
    site.proxy()
    found = endpoint(ann, vm, token="ex tra")
    parts = urlsplit(found["url"])
    token = found["websocket"]["token"]
    assert found["success"] is True
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "203.0.113.5:8443", "/console")
    assert parse_qs(parts.query) == {"token": [token], "extra": ["ex tra"]}
    assert found["websocket"] == {"token": token, "host": "203.0.113.5", "port": "8443", "path": "websockify", "extra": "ex%20tra"}
    assert len(token) >= 43
    stored = site.app.read(lambda tx: [tuple(row) for row in tx.rows(select(console_session))])
    assert not any(token in str(row) for row in stored)
    assert not any(token in entry["description"] for entry in ann.call("listEvents", type="VM.CONSOLE.CREATE")["event"])
    ann.job("stopVirtualMachine", id=vm["id"], forced=True)
    assert endpoint(ann, vm) == {"success": False, "details": f"VM {vm['id']} must be running to connect console, sending blank response for"
                                                              " console access request"}


def test_a_link_opens_once(site: Consoles) -> None:
    bob, proxy = site.app.user("bob"), site.proxy()
    vm = site.deploy(bob, displayname="Bob's")
    token = token_of(bob, vm)
    grant = proxy.redeem(token, direct=True)
    assert (grant.title, grant.vm_id, grant.vm_state, grant.view_only, grant.user) == ("Bob's", vm["id"], "Running", False, "bob")
    host = next(host for host in site.hosts.hosts.values() if grant.session in host.consoles)
    allowed = host.consoles[grant.session]
    assert allowed.key_sha256 == hashlib.sha256(grant.key.encode()).hexdigest()
    assert list(allowed.kinds) == [agent_pb2.VNC, agent_pb2.SERIAL, agent_pb2.BOOTLOG]
    again = refused(proxy, lambda: proxy.redeem(token))
    assert again.code is grpc.StatusCode.PERMISSION_DENIED
    assert refused(proxy, lambda: proxy.redeem("x" * 43)).text == again.text == refused(proxy, lambda: proxy.redeem("")).text
    second = proxy.attach(grant)
    assert second.key not in ("", grant.key)
    assert refused(proxy, lambda: proxy.attach(grant, secret="wrong")).code is grpc.StatusCode.PERMISSION_DENIED
    assert proxy.beat(grant) == {}
    opened = bob.call("listEvents", type="VM.CONSOLE.OPEN")["event"][0]
    assert "198.51.100.7" in opened["description"]


def test_links_expire(site: Consoles) -> None:
    cyd, proxy = site.app.user("cyd"), site.proxy()
    vm = site.deploy(cyd)
    with setting(site, "console.token.seconds", "5"):
        token = token_of(cyd, vm)
    row = site.app.read(lambda tx: tx.one(select(console_session).order_by(console_session.c.id.desc()).limit(1)))
    assert row.token_expires - row.created == 5 * SECOND
    site.app.db.write(lambda tx: tx.execute(update(console_session).where(console_session.c.id == row.id).values(token_expires=1)))
    assert "expired" in refused(proxy, lambda: proxy.redeem(token)).text
    sweep(site)
    shown = cyd.call("listConsoleSessions", activeonly=False, id=row.uuid)["consolesession"][0]
    assert "removed" in shown
    assert "acquired" not in shown


def test_extra_token_and_address(site: Consoles) -> None:
    dan, proxy = site.app.user("dan"), site.proxy()
    vm = site.deploy(dan)
    token = token_of(dan, vm, token="mine")
    assert refused(proxy, lambda: proxy.redeem(token, extra="guess")).code is grpc.StatusCode.PERMISSION_DENIED
    refused(proxy, lambda: proxy.redeem(token, extra="mine"))      # one guess
    assert proxy.redeem(token_of(dan, vm, token="mine"), extra="mine").session
    assert proxy.redeem(token_of(dan, vm), client="192.0.2.9").session
    with setting(site, "novnc.console.sourceip.check.enabled", "true"):
        token = token_of(dan, vm)                                  # asked for from 127.0.0.1
        refused(proxy, lambda: proxy.redeem(token, client="192.0.2.9"))
        grant = proxy.redeem(token_of(dan, vm), client="::ffff:127.0.0.1")
        assert proxy.attach(grant, client="127.0.0.1").key
        refused(proxy, lambda: proxy.attach(grant, client="192.0.2.9"))


def test_who_may(site: Consoles) -> None:
    eve, fay, admin = site.app.user("eve"), site.app.user("fay"), site.app.admin
    proxy = site.proxy()
    vm = site.deploy(eve)
    with pytest.raises(ApiFailure) as caught:
        endpoint(fay, vm)
    assert caught.value.status == 431
    assert proxy.redeem(token_of(admin, vm)).session
    router = site.app.read(lambda tx: tx.first(select(vm_table.c.uuid).where(vm_table.c.type == "DomainRouter", vm_table.c.state == "Running")))
    assert router is not None
    assert proxy.redeem(token_of(admin, {"id": router.uuid})).vm_id == router.uuid
    with pytest.raises(ApiFailure):
        endpoint(eve, {"id": router.uuid})


def test_what_ends_sessions(site: Consoles) -> None:
    proxy, admin = site.proxy(), site.app.admin
    ends = {}
    for name in ("gil", "hal", "ida", "jim"):
        user = site.app.user(name)
        vm = site.deploy(user)
        ends[name] = (user, vm, proxy.redeem(token_of(user, vm)))
    assert proxy.beat(*(grant for _, _, grant in ends.values())) == {}
    gil, vm, grant = ends["gil"]
    admin.job("disableUser", id=gil.user_id)
    assert list(proxy.beat(grant)) == [grant.session]
    hal, vm, grant = ends["hal"]
    hal.job("stopVirtualMachine", id=vm["id"], forced=True)
    assert proxy.beat(grant) == {}                                  # it may be started again
    assert proxy.attach(grant).vm_state == "Stopped"
    assert proxy.attach(grant).key == ""
    hal.job("startVirtualMachine", id=vm["id"])
    assert proxy.attach(grant).key
    hal.job("destroyVirtualMachine", id=vm["id"])
    assert proxy.beat(grant) == {grant.session: "The virtual machine was destroyed"}
    refused(proxy, lambda: proxy.attach(grant))
    ida, vm, grant = ends["ida"]
    with setting(site, "consoleproxy.session.timeout", "120000"):
        assert proxy.beat(grant, idle=119) == {}
        assert "120 seconds" in proxy.beat(grant, idle=120)[grant.session]
    assert ida.call("listConsoleSessions", activeonly=False, acquired=True)["consolesession"][0]["removed"]
    sweep(site)
    assert all(grant.session not in host.consoles for host in site.hosts.hosts.values())    # the host was told
    jim, vm, grant = ends["jim"]
    site.app.db.write(lambda tx: tx.execute(update(console_session).where(console_session.c.uuid == grant.session).values(seen=1)))
    sweep(site)
    assert "went away" in proxy.beat(grant)[grant.session]


def test_what_ends_sessions_in_projects(site: Consoles) -> None:
    """A member that leaves, or whose project role no longer has the command; its own VM's console goes on."""
    proxy, pia, ria = site.proxy(), site.app.user("pia"), site.app.user("ria")
    project = pia.job("createProject", name="consoles", displaytext="consoles")["project"]["id"]
    role = pia.call("createProjectRole", projectid=project, name="looks")["projectrole"]["id"]
    pia.job("addAccountToProject", projectid=project, account="ria", projectroleid=role)
    vm, own = site.deploy(pia, projectid=project), site.deploy(ria)
    theirs, hers = proxy.redeem(token_of(ria, vm)), proxy.redeem(token_of(ria, own))
    assert proxy.beat(theirs, hers) == {}
    pia.call("createProjectRolePermission", projectid=project, projectroleid=role, rule="createConsoleEndpoint", permission="deny")
    assert list(proxy.beat(theirs, hers)) == [theirs.session]
    refused(proxy, lambda: proxy.attach(theirs))
    with pytest.raises(ApiFailure):
        endpoint(ria, vm)
    rule = pia.call("listProjectRolePermissions", projectid=project, projectroleid=role)["projectrolepermission"][0]["id"]
    pia.call("deleteProjectRolePermission", projectid=project, id=rule)
    theirs = proxy.redeem(token_of(ria, vm))
    link = parse_qs(urlsplit(proxy.share(theirs).url).query)["token"][0]
    unused = token_of(ria, vm)
    looker = proxy.redeem(link)
    pia.job("deleteAccountFromProject", projectid=project, account="ria")
    assert set(proxy.beat(theirs, looker, hers)) == {theirs.session, looker.session}
    assert "no longer access" in refused(proxy, lambda: proxy.redeem(unused)).text


def test_a_disabled_role_ends_sessions(site: Consoles) -> None:
    proxy, admin = site.proxy(), site.app.admin
    role = admin.call("createRole", name="consoles", type="User")["role"]["id"]
    admin.call("createRolePermission", roleid=role, rule="*", permission="allow")
    cas = site.app.user("cas")
    admin.call("updateAccount", id=cas.account["id"], roleid=role)
    grant = proxy.redeem(token_of(cas, site.deploy(cas)))
    assert proxy.beat(grant) == {}
    admin.call("disableRole", id=role)
    assert proxy.beat(grant) == {grant.session: "The role of the account is disabled"}


def test_sharing(site: Consoles) -> None:
    kim, proxy = site.app.user("kim"), site.proxy()
    vm = site.deploy(kim)
    grant = proxy.redeem(token_of(kim, vm))
    made = proxy.share(grant)
    token = parse_qs(urlsplit(made.url).query)["token"][0]
    assert made.seconds == 3600
    looker = proxy.redeem(token, client="192.0.2.77")
    assert looker.view_only
    assert proxy.attach(looker).view_only
    refused(proxy, lambda: proxy.share(looker))
    with setting(site, "console.share.seconds", "0"):
        assert "switched off" in refused(proxy, lambda: proxy.share(grant)).text
    kim.job("destroyVirtualMachine", id=vm["id"])
    assert set(proxy.beat(grant, looker)) == {grant.session, looker.session}


def test_links_to_look_on_are_so_many(site: Consoles) -> None:
    nel = site.app.user("nel")
    proxy = site.proxy()
    grant = proxy.redeem(token_of(nel, site.deploy(nel)))
    for _ in range(SHARES):
        proxy.share(grant)
    assert "already" in refused(proxy, lambda: proxy.share(grant)).text


def test_many_that_open_a_link_at_once(site: Consoles) -> None:
    oda = site.app.user("oda")
    proxy, other = site.proxy(), site.proxy("other", "203.0.113.6:8443")
    token = token_of(oda, site.deploy(oda))

    async def race() -> list[Any]:
        return await asyncio.gather(*(stub.Redeem(pb.RedeemRequest(token=token, client_address=BROWSER), timeout=30)
                                      for stub in (proxy.stub, other.stub) for _ in range(12)), return_exceptions=True)

    won = [one for one in site.app.background.run(race()) if isinstance(one, pb.Grant)]
    assert len(won) == 1
    assert proxy.attach(won[0]).key
    other.beat(draining=True)


def test_only_proxies_of_ours_are_answered(site: Consoles) -> None:
    good = site.proxy("good")
    assert good.ask("Settings", pb.SettingsRequest()).session_max == 50
    with setting(site, "consoleproxy.session.max", "7"):
        assert good.ask("Settings", pb.SettingsRequest()).session_max == 7
    host = Proxy(site, "host", certified="7b8f1d3e-0000-4000-8000-000000000001.host.pileus")
    assert refused(host, host.beat).code is grpc.StatusCode.UNAUTHENTICATED
    unknown = Proxy(site, "unknown", recorded=False)
    assert refused(unknown, unknown.beat).code is grpc.StatusCode.UNAUTHENTICATED
    site.app.admin.job("revokeCertificate", serial=good.serial)
    assert refused(good, good.beat).code is grpc.StatusCode.UNAUTHENTICATED


def test_a_proxy_renews_no_name_but_its_own(site: Consoles) -> None:
    proxy = site.proxy("renews")
    csr = make_key("manager.pileus")[1].decode()
    for address in ("manager.pileus:8443", "MANAGER.pileus.:8443", "7b8f1d3e-0000-4000-8000-000000000001.host.pileus:1"):
        proxy.beat(address=address)
        assert refused(proxy, lambda: proxy.ask("Renew", pb.RenewRequest(csr_pem=csr))).code is grpc.StatusCode.INVALID_ARGUMENT, address
    for malformed in ("", "manager", "a b:1", "x:1/evil", "[::1:8443", "x:port", "*.pileus:1"):
        with pytest.raises(Refused, match="INVALID_ARGUMENT"):
            proxy.beat(address=malformed)
    proxy.beat(address="203.0.113.9:8443")
    made = x509.load_pem_x509_certificate(proxy.ask("Renew", pb.RenewRequest(csr_pem=csr)).certificate_pem.encode())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [tls.console_name(proxy.row.uuid)]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["203.0.113.9"]
    proxy.beat(draining=True)


def test_the_name_of_links(site: Consoles) -> None:
    lou = site.app.user("lou")
    vm = site.deploy(lou)
    site.proxy()
    with setting(site, "consoleproxy.url.domain", "*.consoles.example.com"):
        assert endpoint(lou, vm)["websocket"]["host"] == "203-0-113-5.consoles.example.com"
    with setting(site, "consoleproxy.url.domain", "consoles.example.com"):
        assert endpoint(lou, vm)["url"].startswith("https://consoles.example.com:8443/console?token=")
    with pytest.raises(ApiFailure):
        site.app.admin.call("updateConfiguration", name="consoleproxy.url.domain", value="a b")


def test_modes_and_proxies_that_are_full_or_leave(site: Consoles) -> None:
    mia = site.app.user("mia")
    vm = site.deploy(mia)
    proxy = site.proxy()
    with setting(site, "consoleproxy.mode", "systemvm"):
        assert endpoint(mia, vm)["success"] is False
    assert endpoint(mia, vm)["success"] is True
    for other in ("one", "good"):
        Proxy(site, other).beat(draining=True)
    assert endpoint(mia, vm)["success"] is False
    grant = proxy.redeem(token_of_fresh(site, mia, vm))
    with setting(site, "consoleproxy.session.max", "1"):
        proxy.beat(grant)
        assert endpoint(mia, vm)["success"] is False


def token_of_fresh(site: Consoles, client: Client, vm: dict[str, Any]) -> str:
    """A token while the proxy does not drain."""
    site.proxy()
    return token_of(client, vm)
