"""Accounts: their end, and their VMs' stop."""
