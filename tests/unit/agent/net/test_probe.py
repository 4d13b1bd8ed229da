"""Features are what a try in a fresh namespace gave."""

from agent.net import probe
from common.exec import Output, Scripted


def test_what_works_is_listed() -> None:
    refused = Output(2, "", "Operation not supported")
    runner = Scripted({
        ("unshare", "--net", "ip", "link", "add", "link"): refused,
        ("unshare", "--net", "ip"): "",
        ("unshare", "--net", "nft"): "",
        ("unshare", "--net", "tc"): refused,
    })
    assert probe.features(runner) == ["bridge", "nft-bridge", "nft-bridge-ct", "nft-bridge-meta", "vxlan"]
    assert all(argv[:2] == ["unshare", "--net"] for argv, _ in runner.calls)
