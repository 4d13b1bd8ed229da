"""Guest OS categories and types. Names are CloudStack's where clients look them up (WIRE 15)."""

from __future__ import annotations

from sqlalchemy import select

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.tables.offering import os_category, os_type


def _both(*names: str) -> list[str]:
    return [f"{name} ({bits}-bit)" for name in names for bits in (32, 64)]


def _only64(*names: str) -> list[str]:
    return [f"{name} (64-bit)" for name in names]


TYPES: dict[str, list[str]] = {
    "CentOS": [*_both("CentOS 5.10", "CentOS 6.9"), *_only64("CentOS 7", "CentOS 7.9", "CentOS 8", "CentOS Stream 8", "CentOS Stream 9"),
               "CentOS 7", "CentOS 8"],
    "Debian": [*_both("Debian GNU/Linux 7", "Debian GNU/Linux 8", "Debian GNU/Linux 9", "Debian GNU/Linux 10"),
               *_only64("Debian GNU/Linux 11", "Debian GNU/Linux 12", "Debian GNU/Linux 13")],
    "Oracle": [*_both("Oracle Linux 6"), *_only64("Oracle Linux 7", "Oracle Linux 8", "Oracle Linux 9")],
    "RedHat": [*_both("Red Hat Enterprise Linux 6"),
               *_only64("Red Hat Enterprise Linux 7", "Red Hat Enterprise Linux 8", "Red Hat Enterprise Linux 9")],
    "Rocky": ["Rocky Linux 8", "Rocky Linux 9"],
    "Alma": ["AlmaLinux 8", "AlmaLinux 9"],
    "SUSE": [*_only64("SUSE Linux Enterprise Server 12", "SUSE Linux Enterprise Server 15", "openSUSE Leap 15")],
    "Windows": [*_both("Windows 7", "Windows 8", "Windows 10"), *_only64("Windows 11", "Windows Server 2012", "Windows Server 2012 R2",
                "Windows Server 2016", "Windows Server 2019", "Windows Server 2022"), "Windows PV"],
    "Ubuntu": [*_both("Ubuntu 12.04", "Ubuntu 14.04"), *_only64("Ubuntu 16.04 LTS", "Ubuntu 18.04 LTS", "Ubuntu 20.04 LTS", "Ubuntu 22.04 LTS"),
               "Ubuntu 16.04", "Ubuntu 18.04", "Ubuntu 20.04", "Ubuntu 22.04", "Ubuntu 24.04"],
    "Fedora": [*_only64("Fedora Linux")],
    "Novel": ["Novell Netware 6.x"],
    "Unix": [*_both("FreeBSD 10", "FreeBSD 11"), *_only64("FreeBSD 12", "FreeBSD 13", "OpenBSD 7")],
    "Other": ["Other (32-bit)", "Other (64-bit)", "Other PV (32-bit)", "Other PV (64-bit)", "Other Linux (32-bit)", "Other Linux (64-bit)",
              "Other install media", "DOS"],
    "None": ["None"],
}


def seed(tx: Tx) -> None:
    """Adds what is missing."""
    categories: dict[str, int] = {row.name: row.id for row in tx.rows(select(os_category.c.id, os_category.c.name))}
    types = {row.description.lower() for row in tx.rows(select(os_type.c.description).where(os_type.c.live == 1))}
    for order, (category, names) in enumerate(TYPES.items()):
        if category not in categories:
            categories[category] = tx.insert(os_category, uuid=new_uuid(), name=category, sort_key=order, featured=False, created=tx.now())
        tx.insert_many(os_type, [
            {"uuid": new_uuid(), "category_id": categories[category], "description": name, "user_defined": False, "created": tx.now()}
            for name in dict.fromkeys(names) if name.lower() not in types])
