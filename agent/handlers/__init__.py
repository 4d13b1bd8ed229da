"""The command table: importing this package fills agent.dispatch.HANDLERS."""

from agent.handlers import inventory, network, storage, vm

__all__ = ["inventory", "network", "storage", "vm"]
