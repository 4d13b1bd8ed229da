"""A guest's screen, serial line and boot log, carried to console proxies that a manager allowed in."""
