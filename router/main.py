"""pileus-router: the daemon of a virtual router."""

import argparse
import asyncio
import logging
import signal
import socket
import sys
from pathlib import Path

import router
from common.control import Refused
from common.exec import CommandFailed, run
from router import config
from router.daemon import Daemon
from router.parse import BadState
from router.render.nftables import CONTROL_PORT


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="pileus-router", description="The daemon of a Pileus virtual router.")
    parser.add_argument("--version", action="version", version=router.__version__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("serve", help="hold this machine (or network namespace) in the state the manager sends")
    verb.add_argument("--config", type=Path, required=True, help="the config disk's JSON file")
    verb.add_argument("--state", type=Path, default=Path("/var/lib/pileus-router"), help="folder for key, state and files (default: %(default)s)")
    verb.add_argument("--listen", default="", help="address of the control port (default: the control interface's)")
    verb.add_argument("--port", type=int, default=CONTROL_PORT, help="control port (default: %(default)s)")
    verb.add_argument("--dns-user", default="dnsmasq", help="whom dnsmasq becomes (default: %(default)s)")
    verb.add_argument("--namespace-mode", action="store_true", help="in a network namespace of a larger machine: its host name is left alone")
    verb.add_argument("--log-level", default="INFO")
    return parser


async def serve(held: config.Config, options: argparse.Namespace) -> None:
    """Runs the daemon until SIGTERM or SIGINT. Raises what `Daemon.start` raises."""
    listen = options.listen or (str(held.control.address.ip) if held.control and held.control.address else "127.0.0.1")
    daemon = Daemon(held, options.state, run, listen=listen, port=options.port, dns_user=options.dns_user)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        await daemon.start()
        await ended.wait()
    finally:
        await daemon.stop()


def main(argv: list[str] | None = None) -> int:
    """The entry point; the result is the exit status: 0 ended as told, 1 it could not start, 2 wrong arguments."""
    options = arguments().parse_args(argv)
    logging.basicConfig(level=options.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        held = config.load(options.config)
        if held.name and not options.namespace_mode:
            socket.sethostname(held.name)
        asyncio.run(serve(held, options))
    except (BadState, Refused, CommandFailed, OSError) as error:
        print(f"pileus-router: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
