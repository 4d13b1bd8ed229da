"""What listZones, listPods and listClusters add to their answers with showcapacities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manager.api.capacity.list import CapacityResponse, answer
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.infra import capacity

View = Callable[[Tx, Caller, list[str]], list[Any]]


def added(view: View, level: str) -> View:
    """The same view of zones, pods or clusters (`level`), with `capacity` filled in: six queries whatever the number."""
    def shown(tx: Tx, caller: Caller, uuids: list[str]) -> list[Any]:
        figures: dict[str, list[CapacityResponse]] = {}
        for one in capacity.figures(tx, zone_id=None, pod_id=None, cluster_id=None, level=level):
            figures.setdefault(getattr(one, f"{level}_uuid"), []).append(answer(one))
        items = view(tx, caller, uuids)
        for item in items:
            item.capacity = figures.get(item.id, [])
        return items
    return shown
