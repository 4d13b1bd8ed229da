"""The end of a domain with all below it: its accounts go one after another, then the domains.

It only goes forward. When an account cannot go, the domains are open again, and the account is cleaned up later or by another deleteDomain.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.db import Tx as Db
from manager.model.tenancy import accounts, belongings, domains
from manager.saga import Ctx, Join, Saga, Tx, register
from manager.sagas.account import params
from manager.sagas.account.clean import ACCOUNT_CLEAN
from manager.sagas.account.params import CleanAccount


class DeleteDomain(msgspec.Struct, frozen=True):
    """A domain, the domains at and below it, and the accounts in them: they were closed in the transaction that started the saga."""

    domain_id: int
    domain_ids: list[int]
    account_ids: list[int]


C = Ctx[DeleteDomain]


def hold_domains(ctx: C) -> None:
    """The domains were closed with the call; this step's undo opens those that are still there."""


def open_domains(ctx: C) -> None:
    """They can be used again."""
    domains.reopen(ctx.tx, ctx.params.domain_ids)


def clean_account(ctx: C, account_id: int) -> CleanAccount | None:
    """Dooms the account. None when it is gone."""
    if accounts.by_id(ctx.tx, account_id) is None:
        return None
    belongings.doom(ctx.tx, account_id)
    return params.clean(ctx.tx, account_id)


def foresee(tx: Db, whole: DeleteDomain, account_id: int) -> CleanAccount | None:
    """As `clean_account`, in a plan."""
    return params.clean(tx, account_id)


def drop_domains(ctx: C) -> None:
    """The domains are gone."""
    domains.remove(ctx.tx, ctx.params.domain_ids)


DOMAIN_DELETE = register(Saga(
    "domain.delete", DeleteDomain, locks=lambda p: [f"domain:{p.domain_id}"], deadline=timedelta(hours=12), steps=[
        Tx(hold_domains, undo=open_domains),
        Join(ACCOUNT_CLEAN, clean_account, each="account_ids", foresee=foresee),
        Tx(drop_domains)]))
