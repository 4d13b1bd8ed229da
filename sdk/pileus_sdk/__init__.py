"""A typed client of the Pileus API: one method for each command, typed answers, jobs that can be waited for.

    cloud = Client("http://127.0.0.1:8080/client/api", key, secret)
    for zone in cloud.list_zones(available=True):
        print(zone["name"])
    vm = cloud.deploy_virtual_machine(zoneid=…, templateid=…, serviceofferingid=…).result()
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from typing import TypeVar

from pileus_sdk.call import Job, Listed
from pileus_sdk.commands import Commands
from pileus_sdk.login import keys_of
from pileus_sdk.transport import ApiError, NoAnswer, Transport

__all__ = ["ApiError", "Client", "Job", "Listed", "NoAnswer", "log_in"]

T = TypeVar("T")
PAGE = 500


class Client(Commands):
    """Calls as one user. `patience`, `context`, `progress`: see Transport."""

    def __init__(self, endpoint: str, key: str = "", secret: str = "", *, patience: float = 30.0, context: ssl.SSLContext | None = None,
                 progress: Callable[[str], None] = lambda text: None) -> None:
        self.transport = Transport(endpoint, key, secret, patience, context, progress)

    def every(self, method: Callable[..., Listed[T]], **params: object) -> Iterator[T]:
        """All items of a list command, page by page: `cloud.every(cloud.list_virtual_machines, listall=True)`."""
        page = 1
        while True:
            found = method(**params, page=page, pagesize=PAGE)
            yield from found
            if len(found) < PAGE:
                return
            page += 1


def log_in(endpoint: str, username: str, password: str, domain: str = "/", **options: object) -> Client:
    """A client with the keys of a user, made if there are none. Raises ApiError for a wrong password."""
    key, secret = keys_of(endpoint, username, password, domain)
    return Client(endpoint, key, secret, **options)  # type: ignore[arg-type]
