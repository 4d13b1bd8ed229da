"""Column kinds used by all tables, and the metadata that holds them.

Time: integer microseconds UTC. Names: case-insensitive. Keys, tokens and ids: binary. `live` is 1, or NULL once removed, and ends
each UNIQUE constraint of a removable thing (NULLs never collide).
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, MetaData, SmallInteger, String, Text
from sqlalchemy.dialects.mysql import LONGTEXT, MEDIUMTEXT

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
})

INNODB: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin",
                          "mariadb_engine": "InnoDB", "mariadb_charset": "utf8mb4", "mariadb_collate": "utf8mb4_bin"}

Big = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only INTEGER keys
_CI_MYSQL = "utf8mb4_general_ci"


def _name_type(length: int) -> Any:
    return (String(length, collation="NOCASE").with_variant(String(length, collation=_CI_MYSQL), "mysql")
            .with_variant(String(length, collation=_CI_MYSQL), "mariadb"))


def pk() -> Column[int]:
    """The internal id; never shown to clients."""
    return Column("id", Big, primary_key=True, autoincrement=True)


def uuid(name: str = "uuid") -> Column[str]:
    """The id that clients see."""
    return Column(name, String(40), nullable=False, unique=True)


def ref(name: str, target: str, *, null: bool = False, index: bool = True) -> Column[int]:
    """A reference to `target` ("table.id")."""
    return Column(name, Big, ForeignKey(target), nullable=null, index=index)


def big(name: str, *, null: bool = False, default: int | None = 0, index: bool = False) -> Column[int]:
    """A 64-bit integer: bytes, microseconds, counters."""
    return Column(name, Big, nullable=null, server_default=None if default is None or null else str(default), index=index)


def num(name: str, *, null: bool = False, default: int | None = 0) -> Column[int]:
    """A 32-bit integer."""
    return Column(name, Integer, nullable=null, server_default=None if default is None or null else str(default))


def flag(name: str, *, default: bool = False) -> Column[bool]:
    """True or false."""
    return Column(name, Boolean, nullable=False, server_default="1" if default else "0")


def name(column: str = "name", *, length: int = 255, null: bool = False) -> Column[str]:
    """A name that people give: compared without regard to case."""
    return Column(column, _name_type(length), nullable=null)


def text(column: str, length: int = 255, *, null: bool = True, default: str | None = None) -> Column[str]:
    """A short binary-collated text: states, keys, addresses."""
    return Column(column, String(length), nullable=null, server_default=default)


def long_text(column: str, *, null: bool = True) -> Column[str]:
    """Up to 16 MiB."""
    return Column(column, Text().with_variant(MEDIUMTEXT(), "mysql").with_variant(MEDIUMTEXT(), "mariadb"), nullable=null)


def huge_text(column: str, *, null: bool = True) -> Column[str]:
    """Up to 4 GiB."""
    return Column(column, Text().with_variant(LONGTEXT(), "mysql").with_variant(LONGTEXT(), "mariadb"), nullable=null)


def created() -> Column[int]:
    """When the row came to be."""
    return Column("created", Big, nullable=False, server_default="0")


def removed() -> Column[int]:
    """When the thing was removed; NULL while it exists."""
    return Column("removed", Big, nullable=True)


def live() -> Column[int]:
    """1 while the thing exists, NULL afterwards."""
    return Column("live", SmallInteger, nullable=True, server_default="1")
