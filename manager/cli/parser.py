"""What `pileus-manager` understands. Each verb's --help is complete."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from manager.config import DEFAULT_PATH

CONFIG = f"TOML file (default: {DEFAULT_PATH}, if it exists); PILEUS_SECTION_KEY variables, as PILEUS_DATABASE_URL, go over it"


def build() -> argparse.ArgumentParser:
    """The parser; its result has `verb`, and what that verb takes."""
    parser = argparse.ArgumentParser(prog="pileus-manager", description="The manager of a Pileus cloud: API, database, workflows.")
    parser.add_argument("--config", type=Path, help=CONFIG)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _serve(verbs)
    _db(verbs)
    _saga(verbs)
    _host(verbs)
    check = _verb(verbs, "check", "check", "check the cloud's invariants in the database",
                  "Looks for hosts whose reservations do not add up, counters that are wrong, states without work behind them, and the like. "
                  "Exit code 1 when something is wrong.")
    del check
    admin = verbs.add_parser("admin", help="administrators").add_subparsers(required=True, metavar="VERB")
    reset = _verb(admin, "reset-password", "admin reset-password", "give a user a new password",
                  "Sets a new password and ends the user's sessions. Without --password-file one is made and printed once.")
    reset.add_argument("--username", default="admin", help="the user (default: admin)")
    reset.add_argument("--domain", default="", help="path of the user's domain, as /sales (default: ROOT)")
    reset.add_argument("--password-file", type=Path, help="file whose first line is the password")
    certificate = verbs.add_parser("certificate", help="certificates of services beside the manager").add_subparsers(required=True, metavar="VERB")
    issue = _verb(certificate, "issue", "certificate issue", "issue a key and certificate of the cloud's CA",
                  "Writes KIND.pem, KIND-key.pem and ca.pem into a folder, as the image service needs them (its `keys`).")
    issue.add_argument("--kind", choices=["secstorage"], required=True, help="what the certificate is for")
    issue.add_argument("--out", required=True, help="folder to write to; made if missing")
    issue.add_argument("--name", dest="names", action="append", help="another DNS name or IP address it is reached by; may be repeated")
    return parser


def _verb(verbs: Any, name: str, verb: str, text: str, description: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=description)
    made.set_defaults(verb=verb)
    made.add_argument("--config", type=Path, default=argparse.SUPPRESS, help=CONFIG)
    return made


def _serve(verbs: Any) -> None:
    serve = _verb(verbs, "serve", "serve", "run a manager node",
                  "Runs the API, the workflows and the reconcilers until SIGTERM, then drains: finishes calls, gives running work to other nodes. "
                  "On the embedded database (SQLite) it brings the schema up to date by itself; on MySQL or MariaDB run `db upgrade` first. "
                  "The first password of user admin is printed once, unless api.admin_password is set.")
    serve.add_argument("--processes", type=int, help="processes that share the API's sockets (default: node.processes, 1; not with SQLite)")
    serve.add_argument("--child", type=int, help=argparse.SUPPRESS)
    serve.add_argument("--parent-pipe", type=int, help=argparse.SUPPRESS)
    serve.add_argument("--socket", action="append", default=[], help=argparse.SUPPRESS)


def _db(verbs: Any) -> None:
    db = verbs.add_parser("db", help="the database").add_subparsers(required=True, metavar="VERB")
    _verb(db, "upgrade", "db upgrade", "bring the schema to this program's version",
          "Creates or migrates the tables and adds what every cloud starts with. May run while nodes of the former release serve.")
    _verb(db, "adopt-epoch", "db adopt-epoch", "after a restore or the promotion of a replica: outrank all earlier commands",
          "Raises the epoch of all fences, so that hosts refuse commands of the time that was lost. Run it before the first node starts again; "
          "until `check` passes, reconcilers only report.")
    _verb(db, "version", "db version", "show the schema's version", "Prints the version of the database's schema.")


def _saga(verbs: Any) -> None:
    saga = verbs.add_parser("saga", help="workflows").add_subparsers(required=True, metavar="VERB")
    listed = _verb(saga, "list", "saga list", "list workflows", "Lists sagas that are queued, run, unwind or are stuck; the newest first.")
    listed.add_argument("--state", action="append", choices=["queued", "running", "unwinding", "stuck", "done", "failed"],
                        help="only those in this state; may be repeated")
    listed.add_argument("--json", action="store_true", help="as JSON")
    shown = _verb(saga, "show", "saga show", "show one workflow", "Shows a saga's parameters, lock keys, steps and debts as JSON.")
    retry = _verb(saga, "retry", "saga retry", "let a stuck workflow try its undo again", "For a stuck saga, once what stopped it was repaired.")
    abandon = _verb(saga, "abandon", "saga abandon", "end a stuck workflow by hand",
                    "Ends a stuck saga without running anything and frees its locks. First make the world as it was before the saga, or as it "
                    "should be after it, and say which.")
    for parser in (shown, retry, abandon):
        parser.add_argument("saga", help="its id (the job id)")
    abandon.add_argument("--as", choices=["before", "after"], required=True, help="how the operator has left the world")


def _host(verbs: Any) -> None:
    host = verbs.add_parser("host", help="hosts").add_subparsers(required=True, metavar="VERB")
    made = _verb(host, "token", "host token", "make a token with which a host joins",
                 "Prints a token, once. On the host: `pileus-agent setup --manager HOST:8250 --token TOKEN`; then addHost adopts it.")
    made.add_argument("--cluster", help="uuid or name of the cluster that alone may adopt the host (default: any)")
    made.add_argument("--minutes", type=int, default=60, help="how long it is valid (default: 60)")
    made.add_argument("--uses", type=int, default=1, help="how many hosts may join with it (default: 1)")
    made.add_argument("--json", action="store_true", help="as JSON, with the fingerprint of the cloud's CA")
