"""Our own typed client (sdk/): typed answers, pages, jobs, errors, and patience while no manager answers."""

from __future__ import annotations

import threading
import time

import pytest
from pileus_sdk import ApiError, Client, Job, NoAnswer, log_in

from tests.clients.cloud import NETWORK_OFFERING, OFFERING, Cloud


@pytest.fixture(scope="module")
def client(cloud: Cloud) -> Client:
    return log_in(cloud.manager.endpoint, "admin", cloud.manager.password)  # type: ignore[no-any-return]


def test_a_vm_with_typed_calls(cloud: Cloud, client: Client, tiny: str) -> None:
    zone = client.list_zones(name="dev")[0]["id"]
    network = client.create_network(name="sdk", zoneid=zone, networkofferingid=client.list_network_offerings(name=NETWORK_OFFERING)[0]["id"])
    job = client.deploy_virtual_machine(zoneid=zone, templateid=tiny, serviceofferingid=client.list_service_offerings(name=OFFERING)[0]["id"],
                                        networkids=[network["id"]], name="by-sdk", details={"note": "a=b&c"})
    assert isinstance(job, Job)
    assert job.object_id is not None
    vm = job.result(60)
    assert (vm["id"], vm["state"], vm["nic"][0]["networkid"]) == (job.object_id, "Running", network["id"])
    assert client.destroy_virtual_machine(id=vm["id"], expunge=True).result(60) is not None
    client.delete_network(id=network["id"]).result(60)


def test_pages(client: Client) -> None:
    whole = client.list_os_types(pagesize=-1)
    assert [one["id"] for one in client.every(client.list_os_types)] == [one["id"] for one in whole]
    assert client.list_os_types(page=1, pagesize=2).total == len(whole)


def test_errors_are_the_apis_words(client: Client) -> None:
    with pytest.raises(ApiError) as caught:
        client.list_zones(id="ffffffff-ffff-ffff-ffff-ffffffffffff")
    assert (caught.value.code, caught.value.command) == (431, "listZones")
    with pytest.raises(ApiError) as failed:
        client.update_zone(id="nothing")
    assert failed.value.code == 431


def test_a_secret_is_never_shown(client: Client) -> None:
    assert client.transport.secret not in repr(client.transport)


def test_patience(cloud: Cloud, client: Client) -> None:
    """A list waits for a manager that comes back; a call that must not be repeated fails at once."""
    import http.server

    gone = Client("http://127.0.0.1:9/client/api", "k", "s", patience=0)
    with pytest.raises(NoAnswer):
        gone.list_zones()
    refusals = [3]

    class Flaky(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            refusals[0] -= 1
            body = b'{"listzonesresponse": {"count": 1, "zone": [{"name": "z"}]}}' if refusals[0] < 0 else b"<html>503</html>"
            self.send_response(200 if refusals[0] < 0 else 503)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Flaky)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        endpoint = f"http://127.0.0.1:{server.server_address[1]}/client/api"
        began = time.monotonic()
        assert [zone["name"] for zone in Client(endpoint).list_zones()] == ["z"]
        assert time.monotonic() - began < 10
        refusals[0] = 1
        with pytest.raises(NoAnswer) as caught:
            Client(endpoint).update_zone(id="x", name="y")
        assert caught.value.status == 503
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
