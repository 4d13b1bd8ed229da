"""Networks, addresses, routers, rules."""
