"""pileus-agent: the daemon of a host, and the commands around it."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from agent import __version__
from agent.config import Config, ConfigError, load
from agent.drivers.base import DriverError
from agent.identity import Identity
from agent.journal import Busy, Journal
from agent.report import facts
from agent.rpc.link import Enrolment
from agent.rpc.server import PortTaken
from agent.serve import identity_folder, open_host, serve, until_stopped
from agent.setup import SetupFailed, fetch_ca, join
from agent.simulate import Plan, Simulation
from common import atomic, logging
from common.ids import new_uuid
from protos.report.v1 import report_pb2

_EPILOG = """Settings come from a TOML file (default /etc/pileus/agent.toml), then PILEUS_AGENT_… variables, then options:
state_dir, listen, address, name, driver (libvirt, simulator), libvirt_uri, accelerate (auto, kvm, tcg), disk_cache,
vm_log_dir, threads, boot_ms, log_level, log_json. So PILEUS_AGENT_LISTEN=0.0.0.0:8251 is the same as listen = "0.0.0.0:8251"."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code: 0 done, 1 failed, 2 wrong usage or settings."""
    options = _parser().parse_args(argv)
    try:
        config = load(options.config, None, state_dir=options.state_dir, log_level=options.log_level, **_overrides(options))
        logging.configure(config.log_level, as_json=config.log_json)
        return int(options.run(config, options))
    except (ConfigError, ValueError) as error:
        print(f"pileus-agent: {error}", file=sys.stderr)
        return 2
    except (SetupFailed, PortTaken, Busy, DriverError) as error:
        print(f"pileus-agent: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--config", type=Path, help="TOML file (default: /etc/pileus/agent.toml if it is there)")
    shared.add_argument("--state-dir", type=Path, help="identity and journal (default: /var/lib/pileus-agent)")
    shared.add_argument("--log-level", help="DEBUG, INFO, WARNING or ERROR")
    parser = argparse.ArgumentParser(prog="pileus-agent", description="The Pileus agent of a host.", epilog=_EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    _joining(commands.add_parser("setup", parents=[shared], help="join a cloud with a one-time token",
                                 description="Makes a key, sends a signing request with the token, and stores the certificate."), True)
    run = commands.add_parser("serve", parents=[shared], help="run the daemon", description="Takes commands from managers and reports.")
    run.add_argument("--listen", help="address to listen on, host:port (default: 0.0.0.0:8251)")
    run.set_defaults(run=_serve)
    _simulation(commands.add_parser("simulate", parents=[shared], help="run many simulated hosts in one process",
                                    description="Joins the hosts that have not joined yet, then serves and reports as all of them."))
    look = commands.add_parser("check", parents=[shared], help="say whether this host is ready",
                               description="Opens the drivers and prints what they found; nothing is changed.")
    look.set_defaults(run=_check)
    return parser


def _joining(parser: argparse.ArgumentParser, required: bool) -> None:
    parser.add_argument("--manager", required=required, help="a manager or its balancer, host:port (port 8250)")
    parser.add_argument("--token", required=required, help="from `pileus-manager host token`; also read from PILEUS_TOKEN",
                        default=os.environ.get("PILEUS_TOKEN"))
    trust = parser.add_mutually_exclusive_group(required=required)
    trust.add_argument("--ca-fingerprint", help="SHA-256 of the cloud's CA, as `host token` prints it")
    trust.add_argument("--ca", type=Path, help="the cloud's CA, a PEM file")
    if required:
        parser.add_argument("--name", help="name of the host (default: its host name)")
        parser.add_argument("--address", help="where managers dial, host:port (default: this host's name and the listening port)")
        parser.set_defaults(run=_setup)


def _simulation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hosts", type=int, required=True, help="how many")
    _joining(parser, False)
    parser.add_argument("--address-base", default="127.1.0.1", help="address of the first host; the others count on (default: 127.1.0.1)")
    parser.add_argument("--port", type=int, default=8251, help="port of all of them (default: 8251)")
    parser.add_argument("--boot-ms", type=int, default=0, help="how long a guest takes to boot (default: 0)")
    parser.add_argument("--name", default="sim", help="names are NAME-0, NAME-1, … (default: sim)")
    parser.add_argument("--ready-file", type=Path, help="written with the process id once all hosts have joined and listen")
    parser.set_defaults(run=_simulate)


def _overrides(options: argparse.Namespace) -> dict[str, Any]:
    names = {"setup": ("name", "address"), "serve": ("listen",)}.get(options.command, ())
    return {name: getattr(options, name) for name in names}


def _trust(options: argparse.Namespace) -> bytes:
    if options.ca is not None:
        try:
            return bytes(options.ca.read_bytes())
        except OSError as error:
            raise SetupFailed(f"{options.ca}: {error.strerror}") from None
    return fetch_ca(options.manager, options.ca_fingerprint)


def _setup(config: Config, options: argparse.Namespace) -> int:
    identity = asyncio.run(_join(config, options))
    print(f"joined as host {identity.host}; reports go to {', '.join(identity.managers)}")
    print("next: start the daemon (`pileus-agent serve`), then add the host with addHost")
    return 0


async def _join(config: Config, options: argparse.Namespace) -> Identity:
    ca_pem = _trust(options)
    config.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    atomic.create(config.state_dir / "guid", new_uuid())
    with ThreadPoolExecutor(4) as threads:
        journal = Journal(config.state_dir / "journal")
        try:
            told = await facts(open_host(config, "", journal, threads))
        finally:
            journal.close()
    request = report_pb2.JoinRequest(guid=(config.state_dir / "guid").read_text().strip(), name=config.host_name(), address=config.dial(),
                                     facts=told)
    link = Enrolment(options.manager, ca_pem)
    try:
        return await join(link, identity_folder(config), options.token, request)
    finally:
        await link.close()


def _serve(config: Config, options: argparse.Namespace) -> int:
    try:
        asyncio.run(serve(config))
    except FileNotFoundError:
        raise SetupFailed("this host has not joined a cloud: run `pileus-agent setup` first") from None
    return 0


def _simulate(config: Config, options: argparse.Namespace) -> int:
    fresh = any(not (config.state_dir / f"h{number}" / "host.json").exists() for number in range(options.hosts))
    if fresh and not (options.manager and options.token and (options.ca or options.ca_fingerprint)):
        raise ConfigError("hosts that have not joined need --manager, --token and --ca or --ca-fingerprint")
    plan = Plan(options.hosts, config.state_dir, options.address_base, options.port, options.boot_ms,
                [options.manager] if options.manager else [], options.token or "", _trust(options) if fresh else b"", options.name)

    async def run() -> None:
        simulation = Simulation(plan)
        await simulation.start()

        def ready() -> None:
            print(f"{options.hosts} simulated hosts are up", flush=True)
            if options.ready_file is not None:
                atomic.write(options.ready_file, f"{os.getpid()}\n", durable=False)

        try:
            await until_stopped(ready)
        finally:
            await simulation.stop()

    asyncio.run(run())
    return 0


def _check(config: Config, options: argparse.Namespace) -> int:
    state = "has not joined a cloud yet"
    if (identity_folder(config) / "host.json").exists():
        identity = Identity.load(identity_folder(config))
        state = f"is host {identity.host}; certificate {identity.serial()} is renewed in {identity.renew_in() / 86400:.1f} days"
    print(f"this machine {state}")
    with ThreadPoolExecutor(4) as threads:
        folder = config.state_dir / "check"
        folder.mkdir(parents=True, exist_ok=True)
        journal = Journal(folder / "journal")
        try:
            print(str(asyncio.run(facts(open_host(config, "", journal, threads)))).rstrip())
        finally:
            journal.close()
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
