"""The machine beyond the router: answers each line of text with "heard …" and appends "address line" to a file. ADDRESS PORT FILE."""

import socketserver
import sys
from pathlib import Path


class Heard(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """One line, one answer."""
        line = self.rfile.readline(4096).decode(errors="replace").strip()
        with Path(sys.argv[3]).open("a") as file:
            file.write(f"{self.client_address[0]} {line}\n")
        self.wfile.write(f"heard {line}\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """Threads, so that a slow guest keeps nobody waiting."""

    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    Server((sys.argv[1], int(sys.argv[2])), Heard).serve_forever()
