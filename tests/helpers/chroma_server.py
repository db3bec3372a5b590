"""A real `chroma run` for tests, and a proxy in front of it that asks for a token, as one does in use."""

import http.client
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.helpers.ports import free_port


class ChromaServer:
    """`chroma run` on a folder; it can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        chroma = Path(sys.executable).parent / "chroma"
        command = [str(chroma), "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1200):  # a minute, on a machine that is busy
            try:
                with urllib.request.urlopen(f"{self.url}/api/v2/heartbeat"):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise RuntimeError("chroma run does not answer")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def proxy(port: int, token: str, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A proxy that lets those in who bring the token, over HTTPS if `tls` is given; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != f"Bearer {token}":
                self._reply(401, b"who are you?")
                return
            server = http.client.HTTPConnection("127.0.0.1", port)
            server.request(self.command, self.path, body, {"Content-Type": "application/json"})
            reply = server.getresponse()
            self._reply(reply.status, reply.read())
            server.close()

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 (names that http.server looks for)

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        if tls:
            one.socket = tls.wrap_socket(one.socket, server_side=True)
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{one.server_address[1]}"
        one.shutdown()
