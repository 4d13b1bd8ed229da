"""VMs and volumes."""
