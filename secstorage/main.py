"""`pileus-secstorage`: the image service's command line."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import uvicorn

from common import atomic, ids
from common import logging as pileus_logging
from secstorage.config import BadConfig, Config, load
from secstorage.fetch import Fetcher
from secstorage.rpc.server import Service, start
from secstorage.store import Store
from secstorage.web.server import make_app

log = logging.getLogger(__name__)


def main(argv: list[str] | None = None) -> int:
    """Runs one verb; returns the exit status (2: wrong configuration or port taken)."""
    parser = argparse.ArgumentParser(prog="pileus-secstorage", description="Fetches, checks, stores and serves the cloud's images.")
    parser.add_argument("--config", type=Path, help="TOML file (default: built-in defaults and PILEUS_SECSTORAGE_… variables)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("serve", help="run the service", description="Runs the service until SIGTERM or SIGINT.")
    verbs.add_parser("check", help="check keys and folders", description="Checks configuration, keys and folders; prints each.")
    arguments = parser.parse_args(argv)
    try:
        config = load(arguments.config)
        if arguments.verb == "check":
            return _check(config)
        pileus_logging.configure()
        Path(config.root).mkdir(parents=True, exist_ok=True)
        asyncio.run(_serve(config))
    except (BadConfig, OSError) as error:
        print(f"pileus-secstorage: {error}", file=sys.stderr)
        return 2
    return 0


def _check(config: Config) -> int:
    problems = 0
    for path in (Path(config.keys) / name for name in ("ca.pem", "secstorage.pem", "secstorage-key.pem")):
        ok = path.is_file()
        problems += not ok
        print(f"{'ok     ' if ok else 'MISSING'} {path}")
    root = Path(config.root)
    ok = root.is_dir()
    print(f"{'ok     ' if ok else 'MISSING'} {root}")
    return 1 if problems or not ok else 0


def signing_key(root: Path) -> bytes:
    """The key of signed URLs; made at the first start, 0600."""
    path = root / "url.key"
    atomic.create(path, ids.token(32))
    return path.read_bytes()


class _Web(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are this program's to handle, not the library's."""
        yield


def _listen(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    try:
        return socket.create_server((host.strip("[]"), int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise OSError(f"cannot listen on {address}: {error.strerror}") from error


async def _serve(config: Config) -> None:
    root, keys = Path(config.root), Path(config.keys)
    store = Store(root, Fetcher(config.fetch_allow, config.fetch_ca or None), limit=config.max_gib << 30,
                  file_roots=[Path(path) for path in config.file_roots], workers=config.workers)
    key = signing_key(root)
    listening = _listen(config.web_listen)
    web = _Web(uvicorn.Config(
        make_app(store, key), log_config=None, access_log=False, lifespan="off",
        ssl_certfile=str(keys / "secstorage.pem"), ssl_keyfile=str(keys / "secstorage-key.pem")))
    rpc = await start(Service(store, key, config.web_url, (keys / "ca.pem").read_text()), config.listen, keys)
    store.resume()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    serving = asyncio.create_task(web.serve(sockets=[listening]))
    log.info("serving images of %s on %s and %s", root, config.listen, config.web_listen)
    await stop.wait()
    web.should_exit = True
    await rpc.stop(5)
    await asyncio.to_thread(store.close)
    await serving


if __name__ == "__main__":
    raise SystemExit(main())
