"""WIRE 9: list scope."""

from __future__ import annotations

import pytest

from tests.wire.app import ApiFailure, Client, TestApp


@pytest.fixture(scope="module")
def cloud(both: TestApp) -> dict[str, Client]:
    """ROOT: admin, root_user. sales: boss (domain admin), seller. sales/emea: eva."""
    sales = both.admin.call("createDomain", name="sales")["domain"]["id"]
    emea = both.admin.call("createDomain", name="emea", parentdomainid=sales)["domain"]["id"]
    both.sales, both.emea = sales, emea  # type: ignore[attr-defined]
    return {"admin": both.admin, "root_user": both.user("root_user"), "boss": both.user("boss", domainid=sales, roletype="2"),
            "seller": both.user("seller", domainid=sales), "eva": both.user("eva", domainid=emea)}


def seen(client: Client, **params: object) -> set[str]:
    return {user["username"] for user in client.call("listUsers", **params).get("user", [])}


def test_nothing_given_is_the_own_account(cloud: dict[str, Client]) -> None:
    assert {name: seen(client) for name, client in cloud.items()} == {name: {name} for name in cloud}


def test_listall(cloud: dict[str, Client]) -> None:
    assert seen(cloud["admin"], listall=True) == set(cloud)
    assert seen(cloud["boss"], listall=True) == {"boss", "seller", "eva"}
    assert seen(cloud["seller"], listall=True) == {"seller"}


def test_domainid_and_isrecursive(both: TestApp, cloud: dict[str, Client]) -> None:
    sales, emea = both.sales, both.emea  # type: ignore[attr-defined]
    assert seen(cloud["admin"], domainid=sales) == {"boss", "seller"}
    assert seen(cloud["admin"], domainid=sales, isrecursive=True) == {"boss", "seller", "eva"}
    assert seen(cloud["boss"], domainid=emea) == {"eva"}
    assert seen(cloud["seller"], domainid=sales) == {"seller"}


def test_a_domain_out_of_reach(both: TestApp, cloud: dict[str, Client]) -> None:
    with pytest.raises(ApiFailure, match="domainid") as failed:
        seen(cloud["root_user"], domainid=both.sales)  # type: ignore[attr-defined]
    assert failed.value.status == 431


def test_account_with_and_without_domainid(both: TestApp, cloud: dict[str, Client]) -> None:
    sales = both.sales  # type: ignore[attr-defined]
    assert seen(cloud["admin"], account="seller", domainid=sales) == {"seller"}
    assert seen(cloud["boss"], account="seller") == {"seller"}
    with pytest.raises(ApiFailure, match="Unable to find account seller"):
        seen(cloud["admin"], account="seller")
    with pytest.raises(ApiFailure, match="Unable to find account boss") as failed:
        seen(cloud["seller"], account="boss")
    assert failed.value.status == 431


def test_id_widens(cloud: dict[str, Client]) -> None:
    assert seen(cloud["admin"], id=cloud["eva"].user_id) == {"eva"}
    assert seen(cloud["boss"], id=cloud["eva"].user_id) == {"eva"}


def test_projects(cloud: dict[str, Client]) -> None:
    def count(client: Client, **params: object) -> int:
        return int(client.call("listEvents", **params).get("count", 0))

    assert count(cloud["admin"], projectid=-1) == 0
    assert count(cloud["seller"], projectid=-1) == 0
    assert count(cloud["admin"], projectid=-1, listall=True) == count(cloud["admin"], listall=True) > 0
    assert count(cloud["seller"], projectid=-1, listall=True) == count(cloud["seller"])
    for params in ({"account": "seller", "projectid": "-1"}, {"projectid": "00000000-0000-0000-0000-000000000000"}):
        with pytest.raises(ApiFailure) as failed:
            count(cloud["boss"], **params)
        assert failed.value.status == 431
