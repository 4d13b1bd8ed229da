"""Second factors by TOTP: set-up, login, replay, guessing, mandate, recovery; what is stored."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from common import clock
from manager.api.session import totp
from manager.model.tables.tenancy import user
from manager.model.tables.work import event
from tests.api.auth.access import Browser, browser, configure, login, refused, second_user
from tests.wire.app import PASSWORD, TestApp

MISSING = 511
VALIDATE = "validateUserTwoFactorAuthenticationCode"
SETUP = "setupUserTwoFactorAuthentication"


@pytest.fixture(scope="module")
def site(both: TestApp) -> TestApp:
    """Second factors are enabled."""
    configure(both, "enable.user.2fa", "true")
    return both


def step_now() -> int:
    return clock.wall_us() // totp.STEP_US


def code(secret: str, ahead: int = 0) -> str:
    return totp.code(secret, step_now() + ahead)


def set_up(app: TestApp, name: str) -> tuple[Browser, str]:
    """A session whose second factor was just proved, and the secret. The code of the step before is used up."""
    window = browser(app, name)
    secret = window.raw(SETUP, provider="totp").json()["setupusertwofactorauthenticationresponse"]["setup2fa"]["secretcode"]
    assert window.status(VALIDATE, codefor2fa=code(secret, -1)) == 200
    return window, str(secret)


def test_the_algorithm() -> None:
    """Test vectors of RFC 6238, appendix B (SHA-1), in six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, want in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert totp.code(secret, seconds // 30) == want
    now = 59 * 1_000_000
    assert totp.matching_step(secret, "287082", now, 0) == 1
    assert totp.matching_step(secret, "287082", now, 1) is None
    for bad in ("", "28708", "2870821", "２８７０８２", "abcdef"):
        assert totp.matching_step(secret, bad, now, 0) is None


def test_set_up_and_login(site: TestApp) -> None:
    site.user("tia")
    window, secret = set_up(site, "tia")
    assert window.status() == 200
    fresh = browser(site, "tia")
    assert (fresh.answer["is2faenabled"], fresh.answer["is2faverified"], fresh.answer["providerfor2fa"], fresh.answer["issuerfor2fa"]) == (
        "true", "false", "totp", "CloudStack")
    for command in ("listZones", "listApis", "getUserKeys", "updateUser"):
        assert fresh.status(command, id=site.user("tia").user_id) == MISSING
    assert fresh.status("listUserTwoFactorAuthenticatorProviders") == 200
    assert fresh.status(VALIDATE, codefor2fa="000000") == MISSING
    assert fresh.status(VALIDATE, codefor2fa=code(secret)) == 200
    assert fresh.status() == 200
    assert site.user("tia").call("listZones") == {}  # keys need no second factor
    (shown,) = site.admin.call("listUsers", username="tia", listall=True)["user"]
    assert (shown["is2faenabled"], shown["is2famandated"]) == (True, False)


def test_a_code_works_once(site: TestApp) -> None:
    site.user("rex")
    _, secret = set_up(site, "rex")
    given = code(secret)
    assert browser(site, "rex").status(VALIDATE, codefor2fa=given) == 200
    again = browser(site, "rex")
    assert again.status(VALIDATE, codefor2fa=given) == MISSING
    assert again.status(VALIDATE, codefor2fa=code(secret, -1)) == MISSING
    assert again.status() == MISSING
    assert again.status(VALIDATE, codefor2fa=code(secret, 1)) == 200


def test_an_unverified_session_cannot_get_around_it(site: TestApp) -> None:
    site.user("zoe")
    set_up(site, "zoe")
    thief = browser(site, "zoe")
    assert thief.status(SETUP, provider="totp") == 531
    assert thief.status(SETUP, enable="false") == MISSING
    assert thief.status(SETUP, enable="false", userid=site.user("zoe").user_id) == MISSING
    assert thief.status() == MISSING


def test_nor_can_an_administrators(site: TestApp) -> None:
    victim = site.user("vic")
    set_up(site, "vic")
    site.user("chief", roletype="1")
    set_up(site, "chief")
    thief = browser(site, "chief")
    assert thief.status(SETUP, enable="false", userid=victim.user_id) == MISSING
    assert thief.status(SETUP, enable="false") == MISSING


def test_a_role_without_the_commands_is_not_locked_out(site: TestApp) -> None:
    rules = [{"rule": "listZones", "permission": "allow"}, {"rule": "*", "permission": "deny"}]
    role = site.admin.call("importRole", name="narrow", type="User", rules=rules)["role"]["id"]
    made = site.admin.call("createAccount", username="narrow", password=PASSWORD, email="e", firstname="f", lastname="l", roleid=role)["account"]
    assert browser(site, "narrow").status(SETUP) == 432
    site.admin.call("updateUser", id=made["user"][0]["id"], mandate2fa=True)
    window, _ = set_up(site, "narrow")
    assert (window.status(), window.status("listNetworks"), window.status(SETUP)) == (200, 432, 432)


def test_guesses_lock_the_user_longer_each_time(site: TestApp) -> None:
    site.user("gil")
    _, secret = set_up(site, "gil")
    locks = []
    for _ in range(2):
        window = browser(site, "gil")
        assert [window.status(VALIDATE, codefor2fa="000000") for _ in range(5)] == [MISSING] * 5
        assert window.status(VALIDATE, codefor2fa=code(secret)) == 401  # the session has ended
        assert login(site, "gil").status == 531
        until = site.read(lambda tx: tx.scalar(select(user.c.locked_until).where(user.c.username == "gil")))
        locks.append((until - clock.wall_us()) / 60_000_000)
        site.db.write(lambda tx: tx.execute(update(user).where(user.c.username == "gil").values(locked_until=0)))
    assert 4 < locks[0] <= 5
    assert 9 < locks[1] <= 10
    assert browser(site, "gil").status(VALIDATE, codefor2fa=code(secret, 1)) == 200


def test_an_unproved_secret_is_forgotten(site: TestApp) -> None:
    site.user("una")
    window = browser(site, "una")
    first = window.raw(SETUP).json()["setupusertwofactorauthenticationresponse"]["setup2fa"]
    assert (first["username"], len(first["secretcode"])) == ("una", 32)
    assert window.status() == 200  # it does not count yet
    later = browser(site, "una")
    assert later.answer["is2faenabled"] == "false"
    assert later.status(VALIDATE, codefor2fa=code(first["secretcode"])) == MISSING
    second = later.raw(SETUP, enable="true").json()["setupusertwofactorauthenticationresponse"]["setup2fa"]["secretcode"]
    assert second != first["secretcode"]


def test_mandatory_in_a_domain(site: TestApp) -> None:
    domain = site.admin.call("createDomain", name="guarded")["domain"]["id"]
    site.user("guard", domainid=domain)
    configure(site, "mandate.user.2fa", "true", domainid=domain)
    configure(site, "user.2fa.issuer", "Guarded cloud", domainid=domain)
    window = browser(site, "guard", domain="guarded")
    assert (window.answer["is2faenabled"], window.answer["is2faverified"], "providerfor2fa" in window.answer) == ("true", "false", False)
    assert window.answer["issuerfor2fa"] == "Guarded cloud"
    assert window.status() == MISSING
    secret = window.raw(SETUP, provider="totp").json()["setupusertwofactorauthenticationresponse"]["setup2fa"]["secretcode"]
    assert window.status() == MISSING
    assert window.status(VALIDATE, codefor2fa=code(secret)) == 200
    assert window.status() == 200
    assert window.status(SETUP, enable="false") == 531  # mandatory
    (shown,) = site.admin.call("listUsers", username="guard", listall=True)["user"]
    assert (shown["is2faenabled"], shown["is2famandated"]) == (True, True)
    configure(site, "enable.user.2fa", "false", domainid=domain)
    assert browser(site, "guard", domain="guarded").status() == MISSING  # what was set up stays
    site.user("guard2", domainid=domain)
    assert browser(site, "guard2", domain="guarded").status() == 200
    assert browser(site, "guard2", domain="guarded").status(SETUP) == 531


def test_mandated_for_one_user_and_taken_away(site: TestApp) -> None:
    mia = site.user("mia")
    before = browser(site, "mia")
    refused(mia, 531, "updateUser", id=mia.user_id, mandate2fa=True)
    assert site.admin.call("updateUser", id=mia.user_id, mandate2fa=True)["user"]["is2famandated"] is True
    assert before.status() == MISSING  # also in sessions that were there
    window, _ = set_up(site, "mia")
    assert window.status() == 200
    assert site.admin.call(SETUP, enable=False, userid=mia.user_id)["setup2fa"]["username"] == "mia"
    lost = browser(site, "mia")
    assert (lost.answer["is2faenabled"], "providerfor2fa" in lost.answer) == ("true", False)
    set_up(site, "mia")
    site.admin.call("updateUser", id=mia.user_id, mandate2fa=False)
    site.admin.call(SETUP, enable=False, userid=mia.user_id)
    assert browser(site, "mia").status() == 200


def test_who_takes_away_whose(site: TestApp) -> None:
    ike = site.user("ike")
    mate = second_user(site, "ike", "mate")
    set_up(site, "ike")
    refused(mate, 531, SETUP, enable=False, userid=ike.user_id)
    refused(mate, 531, SETUP, enable=True, userid=ike.user_id)
    refused(site.user("stranger"), 431, SETUP, enable=False, userid=ike.user_id)
    refused(site.admin, 431, SETUP, provider="carrier pigeon")
    assert ike.call(SETUP, enable=False)["setup2fa"]["accountid"] == ike.account["id"]  # by key: recovery
    assert browser(site, "ike").status() == 200


def test_providers(site: TestApp) -> None:
    user = site.user("asks")
    assert [row["name"] for row in user.call("listUserTwoFactorAuthenticatorProviders")["providers"]] == ["totp"]
    assert user.call("listUserTwoFactorAuthenticatorProviders", name="TOTP")["count"] == 1
    refused(user, 431, "listUserTwoFactorAuthenticatorProviders", name="sms")


def test_the_secret_is_nowhere_in_clear(site: TestApp) -> None:
    site.user("sly")
    _, secret = set_up(site, "sly")
    sealed = site.read(lambda tx: tx.scalar(select(user.c.second_factor).where(user.c.username == "sly")))
    assert sealed
    assert secret not in sealed
    texts = site.read(lambda tx: [row.description for row in tx.rows(select(event.c.description))])
    assert not [text for text in texts if text and secret in text]
    assert secret not in str(site.admin.call("listUsers", username="sly", listall=True))
