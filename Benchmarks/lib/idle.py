"""Opens keep-alive connections and holds them: each asks for /livez once, and again every 30 seconds so that it stays inside the idle limit.

Arguments: address:port, number of connections, a file to make when all are open. Ends with an error when the server closes one.
"""

import pathlib
import socket
import sys
import time

address, port = sys.argv[1].rsplit(":", 1)
request = b"GET /livez HTTP/1.1\r\nHost: " + sys.argv[1].encode() + b"\r\n\r\n"


def ask(connection: socket.socket) -> None:
    connection.sendall(request)
    answer = connection.recv(4096)
    if not answer.startswith(b"HTTP/1.1 200"):
        sys.exit(f"a connection was answered {answer[:60]!r}")


def opened() -> socket.socket:
    connection = socket.create_connection((address, int(port)), timeout=10)
    ask(connection)
    return connection


connections = [opened() for _ in range(int(sys.argv[2]))]
pathlib.Path(sys.argv[3]).touch()
while True:
    time.sleep(30)
    for connection in connections:
        ask(connection)
