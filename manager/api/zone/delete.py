"""deleteZone."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Ref, Success, command, param
from manager.api.responses import succeeded
from manager.model.infra import zones
from manager.model.place import closing


@command(roles=ADMINS, event="ZONE.DELETE")
class DeleteZone(Command):
    """Deletes a zone in which nothing is left."""

    id: Ref[zones.ZoneRow] = param("the ID of the zone")

    def run(self, call: Call) -> Success:
        """Looks, then removes the row."""
        closing.remove_zone(call.tx, self.id.row)
        call.event(description=f"Deleted zone {self.id.row.name}", resource=("DataCenter", self.id.uuid))
        return succeeded()
