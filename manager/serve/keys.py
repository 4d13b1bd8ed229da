"""The keys that all nodes of a cloud share, and the check that this node has the right ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from manager.model.db import Database
from manager.model.tenancy import secret_checks
from manager.services.ca import CERTIFICATE as CA_CERTIFICATE
from manager.services.ca import KEY as CA_KEY
from manager.services.ca import Authority
from manager.services.keys import FILE, KeyFileError, Keys


@dataclass(frozen=True)
class CloudKeys:
    """Encryption at rest and the CA."""

    secrets: Keys
    authority: Authority


def load(folder: Path, db: Database) -> CloudKeys:
    """Reads the keys; the first node of a cloud makes them. KeyFileError when they are missing, unreadable or another cloud's."""
    known = db.read(secret_checks.fingerprints)
    missing = [name for name in (FILE, CA_CERTIFICATE, CA_KEY) if not (folder / name).exists()]
    if known and missing:
        raise KeyFileError(f"{folder} lacks {', '.join(missing)}: copy encryption.key, ca.pem and ca-key.pem there from a node of this cloud")
    keys = CloudKeys(Keys.load_or_make(folder), Authority.load_or_make(folder))
    for name, files, mine in (("encryption", FILE, keys.secrets.fingerprint()),
                              ("ca", f"{CA_CERTIFICATE} and {CA_KEY}", keys.authority.fingerprint())):
        if db.write(lambda tx, name=name, mine=mine: secret_checks.settle(tx, name, mine)) != mine:  # type: ignore[misc]
            raise KeyFileError(f"{folder}/{files}: not this cloud's ({name} key, fingerprint {mine[:16]}…): "
                               f"copy {files} from another node of this cloud")
    return keys
