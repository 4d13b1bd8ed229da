"""What sagas about accounts are given."""

from __future__ import annotations

import msgspec

from manager.model.db import Tx
from manager.model.tenancy import belongings


class CleanAccount(msgspec.Struct, frozen=True):
    """An account and what it owned when the saga was started; nothing can be added since."""

    account_id: int
    vm_ids: list[int]
    volume_ids: list[int]
    address_ids: list[int]
    network_ids: list[int]
    template_ids: list[int]


class StopAccount(msgspec.Struct, frozen=True):
    """An account and its VMs that were up when it was disabled."""

    account_id: int
    vm_ids: list[int]


def clean(tx: Tx, account_id: int) -> CleanAccount:
    """The params of ACCOUNT_CLEAN; the account was doomed in this transaction or before."""
    own = belongings.of(tx, account_id)
    return CleanAccount(account_id, own.vm_ids, own.volume_ids, own.address_ids, own.network_ids, own.template_ids)
