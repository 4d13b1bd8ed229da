"""What sagas about one system VM share: they are given what a router's are."""

from __future__ import annotations

from manager.model.db import Tx
from manager.model.net import router_vm
from manager.sagas.router.params import RouterJob


def key(vm_id: int) -> str:
    """The lock key of a system VM."""
    return f"systemvm:{vm_id}"


def job(tx: Tx, vm_id: int) -> RouterJob:
    """The params of its sagas."""
    return RouterJob(vm_id, router_vm.nic_ids(tx, vm_id))
