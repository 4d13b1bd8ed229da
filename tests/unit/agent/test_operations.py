import asyncio
import os
import subprocess
import sys
import time

import pytest

from agent.drivers.base import DriverError
from agent.journal import Journal
from agent.operations import Operations, process_start


@pytest.fixture
def journal(tmp_path):
    made = Journal(tmp_path / "journal")
    yield made
    made.close()


def test_it_is_asked_again_until_it_ends(journal):
    async def scenario():
        operations = Operations(journal.records("h"))
        runs = []

        def work(progress):
            runs.append(1)
            progress.tell(40, "4 of 10 MiB")
            time.sleep(0.4)

        first = await operations.run("image:x", work, 0.1)
        assert (first.percent, first.text) == (40, "4 of 10 MiB")
        assert journal.records("h").get("operation", "image:x")  # intent
        assert [each.name for each in operations.list()] == ["image:x"]
        assert await operations.run("image:x", work, 5) is None
        assert len(runs) == 1
        assert journal.records("h").get("operation", "image:x") is None
        await operations.run("image:x", work, 5)
        assert len(runs) == 2

    asyncio.run(scenario())


def test_a_failure_is_told_once_and_asking_again_starts_anew(journal):
    async def scenario():
        operations = Operations(journal.records("h"))

        def fail(progress):
            raise DriverError("NO_SPACE", "full")

        with pytest.raises(DriverError, match="full"):
            await operations.run("image:x", fail, 5)
        assert await operations.run("image:x", lambda progress: None, 5) is None

    asyncio.run(scenario())


def test_cancel_waits_until_it_is_gone(journal):
    async def scenario():
        operations = Operations(journal.records("h"))
        ended = []

        def work(progress):
            try:
                while True:
                    progress.tell(-1, "on")
                    time.sleep(0.02)
            finally:
                ended.append(1)

        assert await operations.run("image:x", work, 0.1)
        await operations.cancel("image:x")
        assert ended
        assert operations.list() == []
        await operations.cancel("image:x")

    asyncio.run(scenario())


def test_a_child_is_written_down_ended_when_cancelled_and_after_a_crash(journal):
    async def scenario():
        operations = Operations(journal.records("h"))
        assert await operations.run("export:v", lambda progress: progress.run([sys.executable, "-c", "import time; time.sleep(60)"], 60), 0.7)
        found = journal.records("h").get("operation", "export:v")
        assert process_start(found["pid"]) == found["start"]
        await operations.cancel("export:v")
        assert process_start(found["pid"]) != found["start"]
        with pytest.raises(DriverError, match="broken"):
            await operations.run("export:v", lambda progress: progress.run([sys.executable, "-c", "import sys; sys.exit('broken')"], 60), 10)

    asyncio.run(scenario())
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as left:
        journal.records("h").put("operation", "export:w", {"state": "running", "pid": left.pid, "start": process_start(left.pid)})
        journal.records("h").put("operation", "export:z", {"state": "running", "pid": os.getpid(), "start": 1})  # a reused number
        Operations(journal.records("h")).recover()
        assert left.wait(5) < 0
    assert dict(journal.records("h").all("operation")) == {}
