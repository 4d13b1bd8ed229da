"""Database time, in integer microseconds since 1970 UTC. The only clock that stored times come from."""

from typing import Any

from sqlalchemy import BigInteger, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

SECOND = 1_000_000
MINUTE = 60 * SECOND


class now_us(FunctionElement[int]):
    """SQL expression: the database's present time in microseconds. Use it inside statements: it costs no round trip."""

    type = BigInteger()
    inherit_cache = True
    name = "now_us"


@compiles(now_us)
def _mysql(element: now_us, compiler: Any, **kw: Any) -> str:
    return "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)"


@compiles(now_us, "sqlite")
def _sqlite(element: now_us, compiler: Any, **kw: Any) -> str:
    return "now_us()"  # registered on each connection by model.db


NOW: Select[tuple[int]] = select(now_us())
