"""listSupportedNetworkServices, listNetworkIsolationMethods: what this cloud's networks can have."""

from __future__ import annotations

from typing import Any

from manager.api.declare import ADMINS, Call, ListCommand, Listing, command, param
from manager.api.network_offering.services import one
from manager.api.physical.network import METHODS
from manager.api.responses import Response, field
from manager.model.catalog.services import CAPABILITIES, PROVIDERS, SERVICES, providers_of


class ServiceResponse(Response, object="networkservice"):
    """A network service."""

    name: str | None = field("its name")
    provider: list[dict[str, Any]] | None = field("who can give it")
    capability: list[dict[str, Any]] | None = field("what it can do")


class IsolationMethodResponse(Response, object="isolationmethod"):
    """How guest networks are kept apart."""

    name: str | None = field("VLAN or VXLAN")


@command(roles=ADMINS, reads=True)
class ListSupportedNetworkServices(ListCommand):
    """Lists the services that network offerings may have, and who can give them."""

    provider: str | None = param("services of this provider, as VirtualRouter", default=None)
    service: str | None = param("this service alone, as Dhcp", default=None)

    def run(self, call: Call) -> Listing[ServiceResponse]:
        """From the table."""
        limit, offset = self.limits(call)
        given = {name.lower(): services for name, services in PROVIDERS.items()}.get((self.provider or "").lower(), ())
        found = []
        for name in sorted(set(SERVICES.values())):
            if (self.service and self.service.lower() != name.lower()) or (self.provider and name not in given):
                continue
            if (self.keyword or "").lower() in name.lower():
                names = [of for of in providers_of(name) if not self.provider or of.lower() == self.provider.lower()]
                found.append(ServiceResponse(**one(name, names, CAPABILITIES.get(name, {}))))
        return Listing(found[offset:None if limit is None else offset + limit], len(found))


@command(roles=ADMINS, reads=True)
class ListNetworkIsolationMethods(ListCommand):
    """Lists how physical networks can keep guest networks apart."""

    def run(self, call: Call) -> Listing[IsolationMethodResponse]:
        """From the table."""
        limit, offset = self.limits(call)
        found = [IsolationMethodResponse(name=name) for name in METHODS if (self.keyword or "").lower() in name.lower()]
        return Listing(found[offset:None if limit is None else offset + limit], len(found))
