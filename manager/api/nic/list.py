"""listNics."""

from __future__ import annotations

from manager.api.declare import ADMINS, USERS, Call, ListCommand, Listing, Ref, command, param
from manager.api.nic.answer import NicResponse, view
from manager.model.guest.vm import VmRow
from manager.model.net.network import NetworkRow, NicRow
from manager.model.net.rule_views import nic_ids


@command(roles=USERS, reads=True)
class ListNics(ListCommand):
    """Lists the network cards of a VM."""

    virtualmachineid: Ref[VmRow] = param("the ID of the VM")
    nicid: Ref[NicRow] | None = param("the ID of the NIC", default=None)
    networkid: Ref[NetworkRow] | None = param("NICs in this network", default=None)
    fordisplay: bool = param("false: NICs that their owner does not see, of which there are none", default=True, roles=ADMINS)

    def run(self, call: Call) -> Listing[NicResponse]:
        """One query for the ids, one for the rows."""
        if not self.fordisplay:
            return Listing([], 0)
        uuids, total = nic_ids(call.tx, self.virtualmachineid.row.id, *self.limits(call), keyword=self.keyword, exact={
            "id": self.nicid.row.id if self.nicid else None, "network_id": self.networkid.row.id if self.networkid else None})
        return call.listing(view, uuids, total)
