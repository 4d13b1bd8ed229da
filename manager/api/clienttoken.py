"""`clienttoken`: makes create calls repeatable. Ours; CloudStack has no such parameter, so its clients never send it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from manager.api.declare import Call, Command, Job
from manager.api.errors import PARAMETER, ApiError
from manager.api.responses import Response
from manager.api.views import one
from manager.model.tenancy import clienttokens

_NOT_PART = frozenset({"clienttoken", "signature", "apikey", "expires", "signatureversion", "sessionkey", "response", "command"})


def digest(cls: type[Command], raw: Mapping[str, str]) -> str:
    """Of the parameters that say what to make. Without secrets: the digest is stored, and a short password could be found by trying."""
    relevant = sorted((name, value) for name, value in raw.items() if name not in _NOT_PART and _tells(cls, name.partition("[")[0]))
    return hashlib.sha256(msgspec.json.encode(relevant)).hexdigest()


def _tells(cls: type[Command], name: str) -> bool:
    return name in cls.PARAMS and not cls.PARAMS[name].given.secret


def run(command: Command, call: Call, token: str) -> Any:
    """Runs the command, or answers what the first call with this token led to. ApiError 431 when that one had other parameters."""
    cls = type(command)
    account_id, mark = call.caller.account_id, digest(cls, call.raw)
    first = clienttokens.find(call.tx, account_id, cls.NAME, token)
    if first is not None:
        return _again(cls, call, first, mark)
    clienttokens.take(call.tx, account_id, cls.NAME, token, mark)
    result = command.run(call)
    if isinstance(result, Job):
        clienttokens.done(call.tx, account_id, cls.NAME, token, result.object, result.saga_id)
    elif isinstance(result, Response):
        clienttokens.done(call.tx, account_id, cls.NAME, token, getattr(result, "id", None), None)
    else:
        raise TypeError(f"{cls.NAME}: clienttoken needs a Job or an object")
    return result


def _again(cls: type[Command], call: Call, first: clienttokens.FirstCall, mark: str) -> Any:
    if first.digest != mark:
        raise ApiError(PARAMETER, f"Parameter clienttoken was used before for a {cls.NAME} with other parameters")
    call.events_written += 1  # nothing happened
    if first.job_uuid is not None:
        return Job(first.job_uuid, first.object_uuid, first.saga_id or 0)
    if first.object_uuid is None:
        raise ApiError(PARAMETER, "Parameter clienttoken was used before, and what it made is not known")
    return one(call.tx, call.caller, cls.RESPONSE, first.object_uuid)
