"""Storage in a directory of the host: qcow2 files, volumes backed by cached templates."""

from agent.drivers.localdir.storage import LocalStorage

__all__ = ["LocalStorage"]
