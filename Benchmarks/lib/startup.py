"""Starts a server again and again and prints the milliseconds from exec to its first 200 on /livez, one a line.

Arguments: address:port, number of starts, the command.
"""

import socket
import subprocess
import sys
import time

listen, starts, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
address, port = listen.rsplit(":", 1)
request = b"GET /livez HTTP/1.1\r\nHost: " + listen.encode() + b"\r\nConnection: close\r\n\r\n"


def answers() -> bool:
    try:
        with socket.create_connection((address, int(port)), timeout=1) as connection:
            connection.sendall(request)
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


for _ in range(starts):
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while not answers():
            if server.poll() is not None or time.perf_counter() - began > 20:
                server.kill()
                sys.exit(f"no answer; exit code {server.poll()}")
            time.sleep(0.0005)
        print((time.perf_counter() - began) * 1000)
        server.terminate()
        server.wait(timeout=15)
