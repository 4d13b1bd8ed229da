"""Layer 2 networks of a host: bridges, VLANs, VXLANs, taps, and the rules that keep guests honest."""

from agent.net.driver import LinuxNetwork

__all__ = ["LinuxNetwork"]
