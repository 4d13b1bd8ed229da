"""What holds a place while something is put into it, and empties it while it is removed: no child is left below a removed parent.

Who adds a row locks its nearest parent, and finds it there; who removes a place locks it alone, then looks what is in it. One of the two comes
first: either the child is seen, or the parent is gone. Parents further out need no lock: they cannot go while the nearest one lives.

Rows are locked from the outside in: zone, physical network, pod, cluster, host. Whoever needs two takes them in this order.
"""

from __future__ import annotations

from sqlalchemy import Table, select

from manager.model.db import Tx
from manager.model.errors import Refused

GONE = 431


def hold(tx: Tx, table: Table, row_id: int | None, *, alone: bool = False) -> None:
    """Keeps a zone, physical network, pod or cluster there until the transaction ends. `alone`: nobody else holds it meanwhile, so that names and
    ranges in it come one by one. Refused 431 when it was removed. None holds nothing.
    """
    if row_id is None:
        return
    held = select(table.c.id).where(table.c.id == row_id, table.c.live == 1).with_for_update(read=not alone)
    if tx.first(held) is None:
        raise Refused(GONE, f"The {table.name.replace('_', ' ')} was deleted meanwhile")
