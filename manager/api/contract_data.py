"""Made by tools/contract-data from the API contract; do not edit. Class names of jobs, and parameters that are known but not supported."""

CLASSES: dict[str, str] = {}

EVENT_RESOURCES: dict[str, str] = {}

UNSUPPORTED: dict[str, frozenset[str]] = {}
