"""GET /client/session: who the cookies of a reloaded page belong to, and the session key that its calls need (docs/adr/2401)."""

from __future__ import annotations

from manager.api.auth import authenticate
from manager.api.errors import UNAUTHORIZED, ApiError
from manager.api.execute import Api, comes_from
from manager.api.session.login import LoginResponse, described
from manager.api.wire.request import Request
from manager.model.db import Tx

MARK = b"x-pileus-client"   # no form or link sends it; scripts of other origins would have to ask first, and nothing here says yes


def refused(headers: dict[bytes, bytes]) -> bool:
    """Whether the request may come from elsewhere than our own page."""
    return headers.get(MARK) != b"ui" or headers.get(b"sec-fetch-site", b"same-origin") != b"same-origin"


async def resume(api: Api, request: Request) -> LoginResponse | None:
    """As login answers, for the session of the cookies; None when there is none, which is no failure: it is how a visit begins."""
    key = request.cookies.get("sessionkey", "")
    if not key or "JSESSIONID" not in request.cookies:
        return None
    request.params = {"sessionkey": key, "response": "json"}

    def look(tx: Tx) -> LoginResponse:
        api.access.fresh(tx)
        who = authenticate(api, tx, request)
        comes_from(tx, who, request.client)
        assert who.identity is not None
        return described(tx, who.identity, key, api.node_uuid, proved=not who.factor_due)

    try:
        return await api.db.look(look)
    except ApiError as error:
        if error.code == UNAUTHORIZED:
            return None
        raise
