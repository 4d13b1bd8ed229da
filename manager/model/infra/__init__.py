"""Zones, pods, clusters, hosts, pools, capacity."""
