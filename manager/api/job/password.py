"""The password in the result of the job that set it, the key of a certificate in that of the job that issued it.

They are stored nowhere but sealed, and put into the answer when it is asked for.
"""

from __future__ import annotations

import msgspec

from manager.api.declare import Call
from manager.model.guest import vm, vm_views
from manager.model.infra import certificates
from manager.model.work.jobs import JobRow

SETTERS = frozenset({"DeployVMCmd", "ResetVMPasswordCmd"})
ISSUER = "IssueCertificateCmd"
MARK = '"passwordenabled":true'  # as the renderer writes it


def with_password(call: Call, row: JobRow, result: msgspec.Raw) -> msgspec.Raw:
    """The job's result, with the VM's password where the job set one."""
    if row.cmd == ISSUER and row.result is not None and row.instance_uuid is not None:
        return _with_key(call, row.instance_uuid, row.result)
    if row.cmd not in SETTERS or row.result is None or MARK not in row.result or row.instance_uuid is None:
        return result
    ids = vm_views.ids_of(call.tx, [row.instance_uuid])
    sealed = vm.sealed_password(call.tx, ids[0]) if ids else None
    answer = msgspec.json.decode(row.result)
    if sealed is None or "virtualmachine" not in answer:
        return result
    answer["virtualmachine"]["password"] = call.secrets.open(sealed)
    return msgspec.Raw(msgspec.json.encode(answer))


def _with_key(call: Call, serial: str, result: str) -> msgspec.Raw:
    answer = msgspec.json.decode(result)
    sealed = next((row.key_enc for row in certificates.by_serials(call.tx, [serial])), None)
    if sealed is not None and "certificates" in answer:
        answer["certificates"]["privatekey"] = call.secrets.open(sealed)
    return msgspec.Raw(msgspec.json.encode(answer))
