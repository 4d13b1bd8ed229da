"""KVM and QEMU through libvirt. The only part of Pileus that imports libvirt."""

from agent.drivers.libvirt.driver import LibvirtHypervisor

__all__ = ["LibvirtHypervisor"]
