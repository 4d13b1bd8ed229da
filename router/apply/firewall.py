"""nftables: checks and loads rendered scripts, reads the byte counters."""

import json

from common.exec import Runner
from router.render.nftables import USAGE_TABLE


def check(script: str, run: Runner) -> None:
    """Has the kernel judge a script without loading it. Raises CommandFailed with nft's complaint."""
    run(["nft", "-c", "-f", "-"], stdin=script)


def load(script: str, run: Runner) -> None:
    """Loads a script, whole or not at all. Raises CommandFailed."""
    run(["nft", "-f", "-"], stdin=script)


def loaded(run: Runner) -> bool:
    """Whether our table stands."""
    return "table inet pileus\n" in run(["nft", "list", "tables"]).out


def traffic(run: Runner) -> dict[str, tuple[int, int]]:
    """Octets in and out by public address, since the machine started. Raises CommandFailed."""
    output = run(["nft", "-j", "list", "counters", "table", "inet", USAGE_TABLE])
    totals: dict[str, tuple[int, int]] = {}
    for entry in json.loads(output.out)["nftables"]:
        if "counter" in entry:
            direction, _, address = entry["counter"]["name"].partition("_")
            octets = int(entry["counter"]["bytes"])
            came, went = totals.get(address, (0, 0))
            totals[address] = (octets, went) if direction == "in" else (came, octets)
    return totals
