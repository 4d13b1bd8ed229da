"""Features are what a try in a fresh namespace gave."""

from agent.net import probe
from common.exec import CommandFailed, Output, Scripted


def test_what_works_is_listed() -> None:
    runner = Scripted({
        ("unshare", "--net", "ip", "-batch", "-"): "",
        ("unshare", "--net", "nft"): Output(1, "", "Operation not supported"),
        ("unshare", "--net", "tc"): "",
    })
    assert probe.features(runner) == ["bridge", "tbf", "vlan", "vxlan"]
    assert all(argv[:2] == ["unshare", "--net"] for argv, _ in runner.calls)       # never on the host's own devices


def test_without_the_programs_nothing_works() -> None:
    def missing(*_: object, **__: object) -> Output:
        raise CommandFailed(["unshare"], 127, "No such file or directory")

    assert probe.features(missing) == []
