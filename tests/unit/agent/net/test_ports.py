"""The book of ports survives a restart of the agent, and half a file."""

from pathlib import Path

from agent.net.ports import PortBook
from protos.agent.v1 import agent_pb2 as pb

PORT = pb.Port(name="t1", uuid="u", mac="02:00:00:00:00:01", addresses=["10.1.1.5"], network=pb.Network(bridge="pb1", tag=7))


def test_kept_over_a_restart(tmp_path: Path) -> None:
    PortBook(tmp_path).put("i-2-1-VM", PORT)
    book = PortBook(tmp_path)
    assert book.all() == [pb.EnsurePort(vm="i-2-1-VM", port=PORT)]
    book.drop("t1")
    book.drop("t1")
    assert book.get("t1") is None
    assert PortBook(tmp_path).all() == []


def test_half_a_file_is_forgotten(tmp_path: Path) -> None:
    book = PortBook(tmp_path)
    book.put("v", PORT)
    (tmp_path / "t2.json").write_text('{"vm": "i-')
    assert [entry.port.name for entry in PortBook(tmp_path).all()] == ["t1"]
    assert not (tmp_path / "t2.json").exists()
