"""The agent as a process of its own: kill -9 and start again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from manager.services import AgentFailure, Unreachable
from protos.agent.v1 import agent_pb2 as pb
from tests.agent import process
from tests.agent.cloud import running
from tests.agent.conftest import free_port
from tests.agent.test_commands import deploy, fence


def simulate(folder: Path, base: str, port: int, hosts: int, *more: str) -> subprocess.Popen[bytes]:
    return process.start(folder / "sim", "simulate", "--hosts", str(hosts), "--address-base", base, "--port", str(port),
                         "--ready-file", str(folder / "ready"), *more)


def test_fences_and_guests_survive_kill_minus_nine(tmp_path):
    async def scenario():
        async with running(tmp_path) as cloud:
            base = "127.60.0.1"
            port = free_port(base)
            join = ("--manager", cloud.join_address, "--token", cloud.token(2), "--ca-fingerprint", cloud.authority.fingerprint())
            agent = await asyncio.to_thread(simulate, tmp_path, base, port, 2, *join)
            with process.stopping(agent):
                await asyncio.to_thread(process.ready, agent, tmp_path / "ready")
                peer = cloud.peer(cloud.db.read(lambda tx: tx.scalar(text("SELECT uuid FROM host ORDER BY id"))))
                await deploy(cloud.client, peer)
                storm = [asyncio.create_task(deploy(cloud.client, peer, number)) for number in range(30, 60)]
                await asyncio.sleep(0.15)
                process.kill(agent)
                answered = [result for result in await asyncio.gather(*storm, return_exceptions=True) if not isinstance(result, Exception)]
            agent = await asyncio.to_thread(simulate, tmp_path, base, port, 2)
            with process.stopping(agent):
                await asyncio.to_thread(process.ready, agent, tmp_path / "ready")
                found = None
                while found is None:
                    try:
                        found = await cloud.client.do(peer, pb.ListObjects())
                    except Unreachable:
                        await asyncio.sleep(0.2)
                running_now = {vm.name for vm in found.vms if vm.power == pb.RUNNING}
                assert {state.name for state in answered} | {"i-2-17-VM"} <= running_now  # what was answered is there
                with pytest.raises(AgentFailure) as stale:
                    await cloud.client.do(peer, pb.EnsureStopped(vm="i-2-17-VM", force=True), fence(4))
                assert stale.value.code == "STALE"
                for number in range(30, 60):  # the same commands again end in the same state
                    assert (await deploy(cloud.client, peer, number, start=10)).power == pb.RUNNING

    asyncio.run(scenario())


def test_a_second_process_on_the_same_state_is_refused(tmp_path):
    async def scenario():
        async with running(tmp_path) as cloud:
            base = "127.61.0.1"
            port = free_port(base)
            join = ("--manager", cloud.join_address, "--token", cloud.token(), "--ca-fingerprint", cloud.authority.fingerprint())
            agent = await asyncio.to_thread(simulate, tmp_path, base, port, 1, *join)
            with process.stopping(agent):
                await asyncio.to_thread(process.ready, agent, tmp_path / "ready")
                second = await asyncio.to_thread(simulate, tmp_path, base, port, 1)
                assert await asyncio.to_thread(second.wait, 30) == 1
                assert "another agent process" in (tmp_path / "agent.log").read_text()

    asyncio.run(scenario())


@pytest.mark.parametrize("arguments, told", [
    (["--help"], "simulate"), (["setup", "--help"], "--ca-fingerprint"), (["serve", "--help"], "--listen"),
    (["simulate", "--help"], "--boot-ms"), (["check", "--help"], "--config")])
def test_help_is_complete(arguments, told):
    done = subprocess.run([sys.executable, "-m", "agent.main", *arguments], cwd=process.ROOT, capture_output=True, text=True, check=True)
    assert told in done.stdout


def test_one_simulated_host_by_setup_and_serve(tmp_path):
    async def scenario():
        async with running(tmp_path) as cloud:
            base = "127.62.0.1"
            address = f"{base}:{free_port(base)}"
            config = tmp_path / "agent.toml"
            config.write_text(f'driver = "simulator"\nlisten = "{address}"\naddress = "{address}"\nname = "solo"\n')
            refused = process.start(tmp_path / "state", "serve", "--config", str(config))
            assert await asyncio.to_thread(refused.wait, 30) == 1
            assert "pileus-agent setup" in (tmp_path / "agent.log").read_text()
            joined = process.start(tmp_path / "state", "setup", "--config", str(config), "--manager", cloud.join_address,
                                   "--token", cloud.token(), "--ca-fingerprint", cloud.authority.fingerprint())
            assert await asyncio.to_thread(joined.wait, 30) == 0
            peer = cloud.peer(cloud.db.read(lambda tx: tx.scalar(text("SELECT uuid FROM host"))))
            agent = process.start(tmp_path / "state", "serve", "--config", str(config))
            with process.stopping(agent):
                for attempt in range(100):
                    try:
                        assert (await deploy(cloud.client, peer, start=1 + 10 * attempt)).power == pb.RUNNING
                        break
                    except Unreachable:
                        await asyncio.sleep(0.2)
                else:
                    raise AssertionError("the agent did not answer")
            argv = [sys.executable, "-m", "agent.main", "check", "--config", str(config), "--state-dir", str(tmp_path / "state")]
            check = await asyncio.to_thread(subprocess.run, argv,
                                   cwd=process.ROOT, capture_output=True, text=True, check=True)
            assert peer.uuid in check.stdout
            assert 'hypervisor: "Simulator"' in check.stdout

    asyncio.run(scenario())


