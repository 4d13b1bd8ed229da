import asyncio
import os

import pytest

from agent import journal as module
from agent.faults import Faults
from agent.fences import Fences, Stale
from agent.journal import Busy, Journal
from protos.agent.v1 import agent_pb2 as pb


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal"


def test_the_last_record_counts_and_none_removes(path):
    journal = Journal(path)
    records = journal.records("h")
    records.put("vm", "a", {"x": 1})
    records.put("vm", "a", {"x": 2})
    records.put("vm", "b", 1)
    records.put("vm", "b", None)
    journal.records("other").put("vm", "a", 9)
    journal.close()
    again = Journal(path)
    assert dict(again.records("h").all("vm")) == {"a": {"x": 2}}
    assert again.records("other").get("vm", "a") == 9
    again.close()


@pytest.mark.parametrize("torn", [b'["h","vm","b"', b'["h","vm","b",1]', b"\0\0\0\n", b"garbage\n"])
def test_what_a_crash_left_half_written_is_cut_off(path, torn):
    journal = Journal(path)
    journal.records("h").put("vm", "a", 1)
    journal.close()
    with path.open("ab") as file:
        file.write(torn)
    again = Journal(path)
    again.records("h").put("vm", "c", 3)
    again.close()
    last = Journal(path)
    assert dict(last.records("h").all("vm")) == {"a": 1, "c": 3}
    last.close()


def test_it_is_rewritten_when_it_has_grown(path, monkeypatch):
    monkeypatch.setattr(module, "GROWTH", 100)
    journal = Journal(path)
    for number in range(1000):
        journal.records("h").put("vm", "a", number)
    assert len(path.read_bytes().splitlines()) <= 103
    journal.records("h").put("vm", "b", 1)
    journal.close()
    again = Journal(path)
    assert dict(again.records("h").all("vm")) == {"a": 999, "b": 1}
    again.close()


def test_one_flush_serves_all_that_wait(path, monkeypatch):
    calls = []
    real = os.fsync
    monkeypatch.setattr(module.os, "fsync", lambda fd: (calls.append(fd), real(fd))[1])

    async def scenario():
        journal = Journal(path)
        calls.clear()

        async def one(number: int) -> None:
            journal.records("h").put("vm", str(number), 1)
            await journal.commit()

        await asyncio.gather(*(one(number) for number in range(100)))
        assert 1 <= len(calls) <= 3
        journal.close()

    asyncio.run(scenario())


def test_two_processes_cannot_have_it(path):
    journal = Journal(path)
    with pytest.raises(Busy):
        Journal(path)
    journal.close()
    Journal(path).close()


def test_fences_are_on_disk_before_the_command_acts(path):
    async def take(fence: pb.Fence) -> None:
        journal = Journal(path)
        try:
            await Fences(journal.records("h")).take(fence, "vm:a")
        finally:
            journal.close()

    asyncio.run(take(pb.Fence(key="vm:1", epoch=1, fence=5, number=2)))
    asyncio.run(take(pb.Fence(key="vm:1", epoch=1, fence=5, number=2)))  # a repetition
    for lower in ((0, 9, 9), (1, 4, 9), (1, 5, 1)):
        with pytest.raises(Stale, match="1/5/2"):
            asyncio.run(take(pb.Fence(key="vm:1", epoch=lower[0], fence=lower[1], number=lower[2])))
    asyncio.run(take(pb.Fence(key="vm:2", epoch=0, fence=1, number=1)))  # another key has its own order
    journal = Journal(path)
    fences = Fences(journal.records("h"))
    assert fences.epoch() == 1
    assert fences.of("vm:a").key == "vm:2"
    assert fences.of("vm:b") is None
    journal.close()


def test_faults_are_counted_down_and_kept(path):
    journal = Journal(path)
    faults = Faults(journal.records("h"))
    faults.set([pb.Fault(command="ensure_pool", count=2), pb.Fault(command="*", count=-1, text="always")], clear=True)
    assert [faults.take("ensure_pool").text for _ in range(3)] == ["", "", "always"]
    again = Faults(journal.records("h"))
    assert [fault.text for fault in again.list()] == ["always"]
    again.set([], clear=True)
    assert again.take("ping") is None
    journal.close()
