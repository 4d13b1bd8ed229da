"""Consoles of VMs."""
