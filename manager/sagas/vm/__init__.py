"""Sagas about virtual machines."""

from manager.sagas.vm.destroy import VM_DESTROY
from manager.sagas.vm.expunge import VM_EXPUNGE
from manager.sagas.vm.reboot import VM_REBOOT
from manager.sagas.vm.start import VM_DEPLOY, VM_START
from manager.sagas.vm.stop import VM_STOP

__all__ = ["VM_DEPLOY", "VM_DESTROY", "VM_EXPUNGE", "VM_REBOOT", "VM_START", "VM_STOP"]
