"""Consoles: sessions of people at screens of VMs, the proxies between them, and the operator's certificate."""
