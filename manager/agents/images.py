"""Calls to the image services (implements services.Images): one gRPC channel per service, opened at the first call and kept."""

from __future__ import annotations

from typing import Any

import grpc
import grpc.aio
from google.protobuf.message import Message

from common import tls
from manager.services import AgentFailure, Unreachable
from manager.services.ca import Credentials
from protos.secstorage.v1 import secstorage_pb2_grpc

AWAY = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}


class ImageClient:
    """Speaks pileus.secstorage.v1 over mutual TLS."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = grpc.ssl_channel_credentials(credentials.ca_pem, credentials.key_pem, credentials.certificate_pem)
        self._stubs: dict[str, Any] = {}
        self._channels: list[Any] = []

    async def call(self, store: str, method: str, request: Message, seconds: float = 30) -> Any:
        """Calls `method` of the service at `store`. Raises AgentFailure with the gRPC status' name, or Unreachable (host_id 0)."""
        if not store:
            raise Unreachable(0, "the image store has no address")
        stub = self._stubs.get(store)
        if stub is None:
            channel = grpc.aio.secure_channel(store, self._credentials, options=[("grpc.ssl_target_name_override", tls.SECSTORAGE)])
            self._channels.append(channel)
            stub = self._stubs[store] = secstorage_pb2_grpc.SecStorageStub(channel)  # type: ignore[no-untyped-call]
        try:
            return await getattr(stub, method)(request, timeout=seconds)
        except grpc.aio.AioRpcError as error:
            if error.code() in AWAY:
                raise Unreachable(0, f"image service {store}: {error.details()}") from None
            raise AgentFailure(error.code().name, error.details() or error.code().name) from None

    async def close(self) -> None:
        """Closes all channels."""
        for channel in self._channels:
            await channel.close()
