"""The command line of `pileus-manager`."""
