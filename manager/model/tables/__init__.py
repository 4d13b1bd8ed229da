"""All tables. `metadata` is complete once this package is imported."""

from . import console, infra, metrics, network, offering, placement, project, tenancy, vm, webhook, work
from .columns import metadata

__all__ = ["console", "infra", "metadata", "metrics", "network", "offering", "placement", "project", "tenancy", "vm", "webhook", "work"]
