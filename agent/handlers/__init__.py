"""The command table: importing this package fills agent.dispatch.HANDLERS."""

from agent.handlers import console, inventory, network, storage, vm

__all__ = ["console", "inventory", "network", "storage", "vm"]
