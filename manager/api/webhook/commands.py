"""createWebhook, updateWebhook, deleteWebhook, listWebhooks."""

from __future__ import annotations

from typing import Any

from manager.api import views
from manager.api.account.checks import not_above
from manager.api.declare import USERS, Access, Call, Command, ListCommand, Listing, Ref, Role, Success, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.mixins import ProjectFilter, ProjectOwner
from manager.api.responses import succeeded
from manager.api.webhook.answer import WebhookResponse, view
from manager.model.caller import PROJECT_ACCOUNT
from manager.model.tenancy.accounts import AccountRow
from manager.model.work import webhooks as model
from manager.model.work.webhooks import DOMAIN_ADMIN, ROOT_ADMIN, WebhookRow
from manager.services import hooks

STATES, SCOPES = ("Enabled", "Disabled"), ("Local", "Domain", "Global")
CHIEFS = frozenset({Role.ADMIN, Role.DOMAIN_ADMIN})
MAX_URL, MAX_SECRET = 2048, 255


def url_of(text: str) -> str:
    """The URL, with http:// where it has no scheme. ApiError 431."""
    url = text if "://" in text else f"http://{text}"
    try:
        hooks.parse(url)
    except ValueError as error:
        raise invalid("payloadurl", str(error)) from None
    return url


def checked(url: str, sslverification: bool | None) -> bool:
    """Whether certificates are checked: always for https unless told otherwise, never for http. ApiError 431."""
    secure = url.lower().startswith("https://")
    if sslverification and not secure:
        raise invalid("sslverification", "only https URLs have a certificate")
    return secure if sslverification is None else sslverification


def may_have(owner: AccountRow, scope: str) -> None:
    """Global webhooks are for root admins' accounts, Domain ones for those of domain admins, too."""
    if (scope == "Global" and owner.type != ROOT_ADMIN) or (scope == "Domain" and owner.type not in (ROOT_ADMIN, DOMAIN_ADMIN)):
        raise denied(f"Scope {scope} can not be specified for owner {owner.name}")


@command(roles=USERS, event="WEBHOOK.CREATE")
class CreateWebhook(ProjectOwner, Command):
    """Creates a webhook: events are posted to its URL as they happen."""

    name: str = param("the name of the webhook")
    payloadurl: str = param("the URL that events are posted to", length=MAX_URL)
    description: str | None = param("its description", default=None, length=4096)
    scope: str = param("whose events: Local (the account's), Domain (the domain's and those below) or Global", default="Local", choices=SCOPES,
                       roles=CHIEFS)
    secretkey: str | None = param("the key that signs what is posted (HMAC-SHA256 in X-CS-Signature)", default=None, secret=True, length=MAX_SECRET)
    sslverification: bool | None = param("whether the receiver's certificate is checked; true for https when absent", default=None)
    state: str = param("Enabled or Disabled", default="Enabled", choices=STATES)

    def run(self, call: Call) -> WebhookResponse:
        """Adds the row. What happens from two seconds later on is posted."""
        owner, domain_id = self._owner(call)
        may_have(owner, self.scope)
        url = url_of(self.payloadurl)
        model.url_is_free(call.tx, owner.id, url)
        uuid = model.insert(
            call.tx, account_id=owner.id, domain_id=domain_id, name=self.name, description=self.description, state=self.state, scope=self.scope,
            payload_url=url, secret_enc=call.secrets.seal(self.secretkey) if self.secretkey else None,
            ssl_verification=checked(url, self.sslverification))
        call.event(description=f"Created webhook {self.name}", resource=("Webhook", uuid), owner=(owner.id, owner.domain_id))
        made = views.one(call.tx, call.caller, WebhookResponse, uuid)
        made.secretkey = self.secretkey
        return made

    def _owner(self, call: Call) -> tuple[AccountRow, int]:
        """The account, and the domain: of a Domain webhook the one that was named, else the account's."""
        if self.scope == "Domain" and self.domainid is not None and self.account is None:
            if not call.caller.reaches(call.tx, self.domainid.row.id):
                raise denied(f"Domain {self.domainid.uuid} is out of the caller's reach")
            return call.owner(projectid=self.projectid), self.domainid.row.id
        owner = call.owner(self.account, self.domainid, self.projectid)
        return owner, owner.domain_id


@command(roles=USERS, event="WEBHOOK.UPDATE")
class UpdateWebhook(Command):
    """Changes a webhook."""

    id: Ref[WebhookRow] = param("the ID of the webhook", access=Access.OPERATE)
    name: str | None = param("its new name", default=None)
    description: str | None = param("its new description", default=None, length=4096)
    payloadurl: str | None = param("the URL that events are posted to", default=None, length=MAX_URL)
    scope: str | None = param("whose events: Local, Domain or Global", default=None, choices=SCOPES, roles=CHIEFS)
    secretkey: str | None = param("the key that signs what is posted; empty: nothing is signed", default=None, secret=True, length=MAX_SECRET)
    sslverification: bool | None = param("whether the receiver's certificate is checked", default=None)
    state: str | None = param("Enabled or Disabled", default=None, choices=STATES)

    def run(self, call: Call) -> WebhookResponse:
        """What is absent stays."""
        row = operable(call, self.id.row)
        changed: dict[str, Any] = {"description": self.description, "scope": self.scope, "state": self.state}
        if self.name is not None:
            if not self.name.strip():
                raise invalid("name", "it is empty")
            changed["name"] = self.name
        if self.scope is not None:
            may_have(call_owner(call, row), self.scope)
        url = row.payload_url
        if self.payloadurl:
            url = url_of(self.payloadurl)
            model.url_is_free(call.tx, row.account_id, url, row.id)
            changed["payload_url"] = url
        if self.sslverification is not None or self.payloadurl:
            asked = self.sslverification if self.sslverification is not None else None if url.startswith("http:") else row.ssl_verification
            changed["ssl_verification"] = checked(url, asked)
        values = {name: value for name, value in changed.items() if value is not None}
        if self.secretkey is not None:
            values["secret_enc"] = call.secrets.seal(self.secretkey) if self.secretkey else None
        model.change(call.tx, row.id, values)
        call.event(description=f"Changed webhook {self.name or row.name}", resource=("Webhook", row.uuid), owner=(row.account_id, row.domain_id))
        made = views.one(call.tx, call.caller, WebhookResponse, row.uuid)
        made.secretkey = self.secretkey or None
        return made


def operable(call: Call, row: WebhookRow) -> WebhookRow:
    """The webhook; 531 when its owner may do what the caller may not: whoever redirects it, or has it sign, would hear and speak for the owner."""
    owner = call_owner(call, row)
    if owner.type != PROJECT_ACCOUNT:
        not_above(call, owner.role_id, f"Webhook {row.name} cannot be used")
    return row


def call_owner(call: Call, row: WebhookRow) -> AccountRow:
    """The account that owns a webhook."""
    from manager.model.tenancy import accounts

    found = accounts.by_id(call.tx, row.account_id)
    if found is None:
        raise ApiError(PARAMETER, f"The account of webhook {row.uuid} is gone")
    return found


@command(roles=USERS, event="WEBHOOK.DELETE")
class DeleteWebhook(Command):
    """Deletes a webhook and the history of its deliveries."""

    id: Ref[WebhookRow] = param("the ID of the webhook", access=Access.OPERATE)

    def run(self, call: Call) -> Success:
        """What waits to be posted is not posted any more."""
        row = operable(call, self.id.row)
        model.remove(call.tx, row.id)
        call.event(description=f"Deleted webhook {row.name}", resource=("Webhook", row.uuid), owner=(row.account_id, row.domain_id))
        return succeeded()


@command(roles=USERS, reads=True)
class ListWebhooks(ListCommand, ProjectFilter):
    """Lists webhooks."""

    id: Ref[WebhookRow] | None = param("the ID of the webhook", default=None)
    name: str | None = param("its exact name", default=None)
    scope: str | None = param("those of this scope", default=None, choices=SCOPES, roles=CHIEFS)
    state: str | None = param("Enabled or Disabled", default=None, choices=STATES)

    def run(self, call: Call) -> Listing[WebhookResponse]:
        """Oldest first."""
        uuids, total = model.page(
            call.tx, call.scope(self), *self.limits(call), keyword=self.keyword,
            exact={"id": self.id.row.id if self.id else None, "name": self.name, "scope": self.scope, "state": self.state})
        return call.listing(view, uuids, total)
