"""pileus-manager: the entry point."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from logging import getLogger
from pathlib import Path
from typing import Any

from common import logging
from manager import config as configuration
from manager.cli.parser import build
from manager.config import BadConfig, Config

USAGE, FAILURE = 2, 1
PLAIN = {"serve", "db upgrade"}
NOT_ARGUMENTS = {"verb", "config", "json", "password_file"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; the exit code. 2: the call, the configuration or the machine is wrong, with one line that says what."""
    parsed = build().parse_args(arguments)
    try:
        config = configuration.load(parsed.config)
        logging.configure(config.log.level, as_json=config.log.json)
        for noisy in ("alembic", "uvicorn.error"):
            getLogger(noisy).setLevel("WARNING")
        return _run(parsed, config)
    except BadConfig as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130


def _run(parsed: argparse.Namespace, config: Config) -> int:
    from manager.model.db import Unavailable
    from manager.model.schema import WrongSchema
    from manager.serve.listeners import PortTaken
    from manager.serve.node import SecondNode
    from manager.services.keys import KeyFileError

    try:
        if parsed.verb == "serve":
            return _serve(parsed, config)
        if parsed.verb == "db upgrade":
            return _upgrade(config)
        return _verb(parsed, config)
    except (PortTaken, SecondNode, WrongSchema, KeyFileError) as error:
        return _complain(str(error))
    except Unavailable as error:
        return _complain(f"the database is not available: {error}")
    except Exception as error:
        if type(error).__name__ == "PortTaken":  # of the agents' server, which has its own
            return _complain(str(error))
        raise


def _serve(parsed: argparse.Namespace, config: Config) -> int:
    from manager.serve import listeners, node, supervisor

    if parsed.child is not None:
        threading.Thread(target=supervisor.watch_parent, args=(parsed.parent_pipe, lambda: os.kill(os.getpid(), signal.SIGKILL)), daemon=True).start()
        node.serve(config, supervisor.adopt(parsed.socket), reports=parsed.child == 0)
        return 0
    processes = parsed.processes or config.node.processes
    if processes > 1 and config.sqlite:
        raise BadConfig("--processes: the embedded database (SQLite) has one process; use MySQL or MariaDB for more")
    sockets = listeners.bind_all(config)
    if processes == 1:
        node.serve(config, sockets)
        return 0
    again = [*(["--config", str(parsed.config)] if parsed.config else []), "serve"]
    return supervisor.Supervisor(again, sockets, processes).run()


def _upgrade(config: Config) -> int:
    from manager.model import schema
    from manager.model.db import Database
    from manager.serve.node import lock_embedded

    held = lock_embedded(config) if config.sqlite else None
    db = Database(config.database.url, 2)
    print(f"schema {schema.upgrade(db)}")
    db.close()
    if held is not None:
        held.close()
    return 0


def _verb(parsed: argparse.Namespace, config: Config) -> int:
    from manager.serve import admin, verbs

    arguments = {name: value for name, value in vars(parsed).items() if name not in NOT_ARGUMENTS}
    if getattr(parsed, "password_file", None) is not None:
        arguments["password"] = parsed.password_file.read_text().splitlines()[0]
    try:
        if config.sqlite:
            try:
                result = admin.ask(Path(config.node.state), parsed.verb, arguments)
            except ConnectionRefusedError:
                result = _directly(parsed.verb, arguments, config)
        else:
            result = _directly(parsed.verb, arguments, config)
    except verbs.Failed as error:
        return _complain(str(error), FAILURE)
    return _show(parsed, result)


def _directly(verb: str, arguments: dict[str, Any], config: Config) -> Any:
    from manager.model import schema
    from manager.model.db import Database
    from manager.serve import keys, node, verbs

    held = node.lock_embedded(config) if config.sqlite else None
    db = Database(config.database.url, 2)
    try:
        schema.check(db)
        node.load_parts()
        return verbs.run(verbs.Tools(db, keys.load(Path(config.node.keys), db), config), verb, arguments)
    finally:
        db.close()
        if held is not None:
            held.close()


def _show(parsed: argparse.Namespace, result: Any) -> int:
    if parsed.verb == "check":
        for problem in result["problems"]:
            print(problem)
        print("all invariants hold" if not result["problems"] else f"{len(result['problems'])} problems")
        return FAILURE if result["problems"] else 0
    if parsed.verb == "host token" and not parsed.json:
        print(result["token"])
    elif parsed.verb == "saga list" and not parsed.json:
        for row in result:
            print(f"{row['uuid']}  {row['state']:<9}  {row['kind']:<24}  {row['step'] or '-'}  {row['error_text'] or row['progress'] or ''}")
    elif isinstance(result, str):
        print(result)
    else:
        print(json.dumps(result, indent=2, default=str))
    return 0


def _complain(text: str, code: int = USAGE) -> int:
    print(f"pileus-manager: {text}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
