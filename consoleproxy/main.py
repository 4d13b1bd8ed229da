"""pileus-consoleproxy: the daemon between browsers and the screens of instances."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from common import atomic, logging
from consoleproxy import __version__
from consoleproxy.config import ConfigError, load
from consoleproxy.identity import Identity, NoIdentity
from consoleproxy.serve import CannotListen, serve

_EPILOG = """Settings come from a TOML file, then PILEUS_CONSOLEPROXY_… variables (lists: separated by commas):
  managers        report ports of managers, host:port (needed; any of them will do)
  state_dir       key.pem (0600), certificate.pem (<uuid>.console.pileus), ca.pem   [/var/lib/pileus-consoleproxy]
  listen          where browsers connect                                            [0.0.0.0:8443]
  address         where they reach it, host:port                                    [as listen]
  page            the built console page                                            [/usr/share/pileus/console]
  forwarded_from  balancers whose X-Forwarded-For is believed                       [none]
  drain_seconds   at SIGTERM, for connections to close                              [5]
  log_level, log_json"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code: 0 done, 1 failed, 2 wrong usage or settings."""
    options = _parser().parse_args(argv)
    try:
        config = load(options.config)
        logging.configure(config.log_level, as_json=config.log_json)
        if options.command == "check":
            left = Identity.load(config.state_dir).renew_in() / 86400
            print(f"identity and settings are in order; the certificate is renewed in {left:.1f} days")
            return 0
        import uvloop

        def ready(address: str) -> None:
            if options.ready_file is not None:
                atomic.write(options.ready_file, address + "\n", durable=False)

        uvloop.run(serve(config, ready))
    except (ConfigError, ValueError) as error:
        print(f"pileus-consoleproxy: {error}", file=sys.stderr)
        return 2
    except (NoIdentity, CannotListen) as error:
        print(f"pileus-consoleproxy: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pileus-consoleproxy", description="Consoles of instances for browsers.", epilog=_EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=__version__)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", type=Path, help="TOML file (default: /etc/pileus/consoleproxy.toml if it is there)")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", parents=[shared], help="run the daemon", epilog=_EPILOG,
                              formatter_class=argparse.RawDescriptionHelpFormatter,
                              description="Serves browsers over HTTPS and WebSockets; asks managers who may see what. SIGTERM drains.")
    run.add_argument("--ready-file", type=Path, help="written with the address once it listens")
    commands.add_parser("check", parents=[shared], help="say whether settings and identity are in order")
    return parser


if __name__ == "__main__":
    sys.exit(main())
