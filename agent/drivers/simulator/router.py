"""A simulated virtual router, or console proxy: the real control protocol with a real key and certificate, a document instead of a data plane."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

from agent.identity import make_key
from agent.journal import Records
from common import control, tls


class SimRouter:
    """The control daemon of one simulated router. What it applied and who it is outlive the agent."""

    def __init__(self, config_json: str, folder: Path, records: Records) -> None:
        config = json.loads(config_json)
        self._uuid = str(config.get("router") or config["uuid"])
        role = "console" if config.get("role") == "consoleproxy" else "router"
        self._records = records
        self._identity = control.StoredIdentity(
            folder, name=tls.system_vm_name(self._uuid, role), token=str(config.get("token", "")),
            ca_sha256=str(config.get("ca_sha256") or tls.fingerprint(config["ca_pem"])), make_key=make_key)
        self._tasks: set[asyncio.Task[None]] = set()

    def connect(self) -> control.Pipe:
        """The manager's end of a new connection."""
        near, far = control.memory_pipes()
        task = asyncio.get_running_loop().create_task(control.converse(far, self._identity, self._handle))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return near

    async def _handle(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "apply":
                return self._apply(params)
            case "health":
                return {"generation": self._applied()[0], "checks": [{"name": "simulated", "ok": True, "text": ""}],
                        "uptime_seconds": 1, "version": "simulator", "memory_free_kib": 65536}
            case "refresh":
                return {}
            case "traffic":
                return {"traffic": []}
        raise control.Refused(404, f"unknown method {method}")

    def _apply(self, state: dict[str, Any]) -> dict[str, Any]:
        if state.get("router") != self._uuid:
            raise control.Refused(400, f"this is router {self._uuid}, not {state.get('router')}")
        generation = int(state.get("generation", 0))
        digest = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()
        applied, known = self._applied()
        if generation < applied:
            raise control.Refused(409, f"generation {generation} comes after {applied}")
        if generation == applied:
            if digest != known:
                raise control.Refused(409, f"generation {generation} is applied already with other content")
            return {"generation": generation, "reloaded": []}
        self._records.put("router", self._uuid, [generation, digest])
        return {"generation": generation, "reloaded": ["simulated"]}

    def _applied(self) -> tuple[int, str]:
        found = self._records.get("router", self._uuid)
        return (0, "") if found is None else (found[0], found[1])
