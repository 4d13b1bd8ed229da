"""Errors as clients see them (WIRE 4, 5, 6)."""

from __future__ import annotations

UNAUTHORIZED = 401
METHOD = 405
MALFORMED = 430
PARAMETER = 431
UNKNOWN_COMMAND = 432
THROTTLED = 429
SHUTTING_DOWN = 503
FACTOR_MISSING = 511
INTERNAL = 530
NOT_PERMITTED = 531
LIMIT = 532
CAPACITY = 533
UNAVAILABLE = 534
ALLOCATION = 535
IN_USE = 536
RULE_CONFLICT = 537

CS_CODES = {  # cserrorcode: what CloudStack puts beside the HTTP code
    UNAUTHORIZED: 4290, MALFORMED: 4350, PARAMETER: 4350, INTERNAL: 4250, NOT_PERMITTED: 4365, LIMIT: 4370, CAPACITY: 4325,
    UNAVAILABLE: 4380, ALLOCATION: 4370, IN_USE: 4375, RULE_CONFLICT: 4360, THROTTLED: 4545}


class ApiError(Exception):
    """Ends a command: `code` is one of WIRE 4, `text` tells the user what to do about it (no secrets)."""

    def __init__(self, code: int, text: str, *, wrapper: str | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.wrapper = wrapper  # instead of the command's own

    @property
    def cs_code(self) -> int:
        """CloudStack's second error code."""
        return CS_CODES.get(self.code, 9999)


class NothingListed(Exception):
    """A list command asked for one object that is gone: the answer is an empty list (WIRE 5)."""


def not_found(parameter: str, value: str) -> ApiError:
    """The one answer for an object that does not exist or that the caller may not see (WIRE 5)."""
    return ApiError(PARAMETER, f"Unable to execute API command due to invalid value. Invalid parameter {parameter} value={value} "
                    "due to incorrect long value format, or entity does not exist or due to incorrect parameter annotation for the "
                    "field in api cmd class.")


def invalid(parameter: str, why: str) -> ApiError:
    """431 that names the parameter."""
    return ApiError(PARAMETER, f"Invalid value for parameter {parameter}: {why}")


def denied(text: str) -> ApiError:
    """531: the caller may see the object, but not do this to it."""
    return ApiError(NOT_PERMITTED, text)
