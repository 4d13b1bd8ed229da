"""getCloudIdentifier."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid

from manager.api.account.checks import not_above
from manager.api.declare import USERS, Access, Call, Command, Ref, command, param
from manager.api.errors import invalid
from manager.api.responses import Response, field
from manager.model.seeding.seed import ROOT_DOMAIN_ID
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import UserRow

_CLOUD = uuid.UUID("0d3f9a0e-6f0e-4bb1-9f5a-5a3b0c5c3c55")  # of names below: the same for each node and after each restart


class CloudIdentifierResponse(Response, object="cloudidentifier"):
    """Which cloud this is, signed with a user's secret key: only who has the key can tell that it is this cloud's."""

    userid: str | None = field("the ID of the user")
    cloudidentifier: str | None = field("the identifier of the cloud")
    signature: str | None = field("HMAC-SHA1 of the identifier in lower case with the user's secret key, base64")


@command(roles=USERS, reads=True)
class GetCloudIdentifier(Command):
    """Answers which cloud this is, signed for a user who has API keys."""

    userid: Ref[UserRow] = param("the ID of the user", access=Access.OPERATE)

    def run(self, call: Call) -> CloudIdentifierResponse:
        """It follows from the ROOT domain's id."""
        row = self.userid.row
        owner = accounts.by_id(call.tx, row.account_id)
        assert owner is not None
        not_above(call, owner.role_id, f"Keys of user {row.username}")
        if row.secret_enc is None:
            raise invalid("userid", f"user {row.username} has no API keys: make some with registerUserKeys")
        root = accounts.domain_by_id(call.tx, ROOT_DOMAIN_ID)
        assert root is not None
        identifier = str(uuid.uuid5(_CLOUD, root.uuid))
        digest = hmac.new(call.secrets.open(row.secret_enc).encode(), identifier.encode(), hashlib.sha1).digest()
        return CloudIdentifierResponse(userid=self.userid.uuid, cloudidentifier=identifier, signature=base64.b64encode(digest).decode())
