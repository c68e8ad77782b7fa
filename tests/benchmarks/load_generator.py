"""Sends what was prepared, as fast as the answers come: one request under way a seat.

A process of its own, so that it does not share the server's interpreter:
`python -m tests.benchmarks.load_generator PORT AUTHORITY REQUESTS` reads a msgpack list
(a seat) of lists (requests, whole HTTP bytes) and prints one JSON object.
"""

import gc
import json
import select
import socket
import ssl
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

STALL_S = 10


@dataclass(slots=True)
class Connection:
    """One seat: where it is in its requests."""

    stream: ssl.SSLSocket
    requests: list[bytes]
    done: int = 0
    sent_s: float = 0.0
    partial: bytes = b""


@dataclass(slots=True)
class Outcome:
    """What came of all requests."""

    latencies_s: list[float] = field(default_factory=list)
    errors: int = 0
    first_error: str = ""


def connect(port: int, authority: str, requests: list[bytes]) -> Connection:
    context = ssl.create_default_context(cafile=authority)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    plain = socket.create_connection(("127.0.0.1", port))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = context.wrap_socket(plain, server_hostname="127.0.0.1")
    stream.setblocking(False)
    return Connection(stream, requests)


def whole_answer(data: bytes) -> int | None:
    """Return the status of an answer that is complete; None while bytes are missing."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = data[:end].lower()
    at = head.find(b"content-length:")
    length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    return int(data[9:12]) if len(data) - end - 4 >= length else None


def send_next(connection: Connection) -> None:
    connection.sent_s = time.perf_counter()
    connection.stream.send(connection.requests[connection.done])


def receive(connection: Connection, outcome: Outcome) -> bool:
    """Take what has come; return True when this seat has nothing more to do."""
    try:
        data = connection.stream.recv(16384)
    except ssl.SSLWantReadError:
        return False  # a session ticket, not an answer
    status = whole_answer(connection.partial + data) if data else 0
    if status is None:
        connection.partial += data
        return False
    outcome.latencies_s.append(time.perf_counter() - connection.sent_s)
    if status != 200:
        outcome.errors += 1
        outcome.first_error = outcome.first_error or repr(connection.partial + data)
        return True
    connection.partial = b""
    connection.done += 1
    if connection.done == len(connection.requests):
        return True
    send_next(connection)
    return False


def run(connections: list[Connection]) -> tuple[Outcome, float]:
    """Return what came of it, and how long it took."""
    outcome = Outcome()
    poll = select.epoll()
    by_handle = {c.stream.fileno(): c for c in connections}
    for handle in by_handle:
        poll.register(handle, select.EPOLLIN)
    left = len(connections)
    start = time.perf_counter()
    for connection in connections:
        send_next(connection)
    while left:
        events = poll.poll(STALL_S)
        if not events:
            outcome.errors += left
            outcome.first_error = outcome.first_error or f"{left} seats got no answer"
            break
        for handle, _ in events:
            if receive(by_handle[handle], outcome):
                poll.unregister(handle)
                left -= 1
    return outcome, time.perf_counter() - start


def main() -> None:
    port, authority, requests_file = sys.argv[1:]
    prepared = msgspec.msgpack.decode(
        Path(requests_file).read_bytes(), type=list[list[bytes]]
    )
    connections = [connect(int(port), authority, requests) for requests in prepared]
    gc.collect()
    gc.freeze()
    gc.disable()
    cpu = time.process_time()
    outcome, took_s = run(connections)
    cpu_s = time.process_time() - cpu
    ordered = sorted(outcome.latencies_s)
    print(
        json.dumps(
            {
                "requests": len(ordered),
                "took_s": took_s,
                "cpu_s": cpu_s,
                "errors": outcome.errors,
                "first_error": outcome.first_error[:300],
                "p50_ms": ordered[len(ordered) // 2] * 1000 if ordered else 0,
                "p99_ms": ordered[len(ordered) * 99 // 100] * 1000 if ordered else 0,
                "last_ms": ordered[-1] * 1000 if ordered else 0,
            }
        )
    )


if __name__ == "__main__":
    main()
