"""The gRPC face of the store: mutual TLS, managers only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grpc

from common import clock
from protos.secstorage.v1 import secstorage_pb2 as pb
from protos.secstorage.v1 import secstorage_pb2_grpc as pb_grpc
from secstorage import urls
from secstorage.store import Refused, Request, Status, Store

MANAGER = "manager.pileus"
VERSION = "1"
UPLOAD_SECONDS = 6 * 3600


class Service(pb_grpc.SecStorageServicer):
    """pileus.secstorage.v1.SecStorage on a Store."""

    def __init__(self, store: Store, key: bytes, web_url: str, ca_pem: str, now: Callable[[], int] = clock.wall_seconds) -> None:
        self.store, self.key, self.web_url, self.ca_pem, self.now = store, key, web_url.rstrip("/"), ca_pem, now

    async def EnsureImage(self, request: pb.EnsureImageRequest, context: Any) -> pb.ImageStatus:
        """Starts or continues a download; waits for its end at most wait_seconds."""
        asked = Request(request.uuid, request.url, request.format.upper(), request.checksum, request.max_bytes,
                        tuple(request.allowed_internal))
        await self._guard(context, self.store.ensure, asked)
        return _status(await asyncio.to_thread(self.store.wait, request.uuid, min(request.wait_seconds, 60)))

    async def EnsureNoImage(self, request: pb.EnsureNoImageRequest, context: Any) -> pb.Empty:
        """Removes an image and the work on it."""
        await self._guard(context, self.store.remove, request.uuid)
        return pb.Empty()

    async def PrepareUpload(self, request: pb.PrepareUploadRequest, context: Any) -> pb.UploadTarget:
        """Makes a signed URL that takes one image."""
        await self._guard(context, self.store.prepare_upload, request.uuid, request.max_bytes)
        return pb.UploadTarget(url=self._signed("PUT", f"/uploads/{request.uuid}", UPLOAD_SECONDS), ca_pem=self.ca_pem)

    async def FinishUpload(self, request: pb.FinishUploadRequest, context: Any) -> pb.ImageStatus:
        """Checks and installs what was uploaded."""
        await self._guard(context, self.store.finish_upload, request.uuid)
        return _status(await asyncio.to_thread(self.store.wait, request.uuid, min(request.wait_seconds, 60)))

    async def Serve(self, request: pb.ServeRequest, context: Any) -> pb.ServeReply:
        """Makes a signed URL that reads one image."""
        path = await self._guard(context, self.store.file, request.uuid)
        status = self.store.status(request.uuid)
        url = self._signed("GET", f"/images/{request.uuid}", max(60, request.seconds))
        return pb.ServeReply(url=url, ca_pem=self.ca_pem, sha256=status.sha256, file_bytes=path.stat().st_size)

    async def Stat(self, request: pb.Empty, context: Any) -> pb.StoreStatus:
        """Capacity and what is stored."""
        await self._guard(context, lambda: None)
        capacity, used = self.store.usage()
        return pb.StoreStatus(capacity_bytes=capacity, used_bytes=used, images=await asyncio.to_thread(self.store.listing), version=VERSION)

    def _signed(self, method: str, path: str, seconds: int) -> str:
        return f"{self.web_url}{path}?{urls.sign(self.key, method, path, self.now() + seconds)}"

    async def _guard(self, context: Any, call: Callable[..., Any], *arguments: Any) -> Any:
        names = context.auth_context().get("x509_subject_alternative_name", [])
        if MANAGER.encode() not in names:
            await context.abort(grpc.StatusCode.PERMISSION_DENIED, "only managers may call this service")
        try:
            return await asyncio.to_thread(call, *arguments)
        except Refused as error:
            await context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))


def _status(status: Status) -> pb.ImageStatus:
    return pb.ImageStatus(
        uuid=status.uuid, state=pb.ImageStatus.State.Value(status.state), percent=status.percent, text=status.text,
        file_bytes=status.file_bytes, virtual_bytes=status.virtual_bytes, sha256=status.sha256, format="QCOW2", checksum=status.checksum)


async def start(service: Service, listen: str, keys: Path) -> grpc.aio.Server:
    """Listens with the certificate in `keys`; raises OSError when the port is taken."""
    credentials = grpc.ssl_server_credentials(
        [((keys / "secstorage-key.pem").read_bytes(), (keys / "secstorage.pem").read_bytes())],
        root_certificates=(keys / "ca.pem").read_bytes(), require_client_auth=True)
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    pb_grpc.add_SecStorageServicer_to_server(service, server)  # type: ignore[no-untyped-call]
    try:
        bound = server.add_secure_port(listen, credentials)
    except RuntimeError as error:
        raise OSError(f"cannot listen on {listen}: {error}") from error
    if bound == 0:
        raise OSError(f"cannot listen on {listen}: the port is taken")
    await server.start()
    return server
