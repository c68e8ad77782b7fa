"""P3 and P5: entries a second into the server's journals, durable and verified.

200 connected TLS seats, one small entry a request, signed by the seat, the next one only
after the receipt; the chain is verified, the receipt comes after the commit. Source of
the figures to beat: trust.md, P3 to P5.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import create_engine, text

from question_bank.formats.journal_entry import empty_head, head_after
from question_bank.sealing.signing_keys import SigningKey
from tests.benchmarks.crowd import Crowd, CrowdSeat, RunningServer, a_crowd
from tests.builders.seat_side import an_entry, batch_bytes

SEATS = 200
ENTRIES_EACH = 150
BODY = bytes(160)
"""A sealed choice with its msgpack and tag."""


def requests_of(seat: CrowdSeat, entries: int) -> list[bytes]:
    """Return the HTTP requests of one seat, each with one entry, all presigned."""
    key = SigningKey(seat.key)
    head = empty_head(seat.sitting_uuid)
    start = (
        f"PUT /api/v1/sittings/{seat.sitting_uuid}/journal HTTP/1.1\r\n"
        f"Host: 127.0.0.1\r\nAuthorization: Bearer {seat.token}\r\n"
        "Content-Type: application/msgpack\r\nContent-Length: "
    ).encode()
    requests = []
    for seq in range(1, entries + 1):
        entry = an_entry(seat.sitting_uuid, seq, body=BODY)
        after, head = head, head_after(head, entry)
        body = batch_bytes(seat.sitting_uuid, after, [entry.raw], head, key)
        requests.append(start + b"%d\r\n\r\n" % len(body) + body)
    return requests


def send(server: RunningServer, prepared: list[list[bytes]]) -> dict[str, Any]:
    """Return what the load generator measured."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(msgspec.msgpack.encode(prepared))
        module = "tests.benchmarks.load_generator"
        command = [sys.executable, "-m", module, str(server.port)]
        found = subprocess.run(
            [*command, str(server.authority), file.name],
            check=True,
            capture_output=True,
        )
    outcome: dict[str, Any] = json.loads(found.stdout)
    return outcome


def stored_entries(crowd: Crowd) -> int:
    engine = create_engine(f"sqlite:///{crowd.root / 'server.db'}")
    with engine.connect() as connection:
        count: int = connection.execute(
            text("SELECT count(*) FROM journal_entry")
        ).scalar_one()
    engine.dispose()
    return count


def record(
    name: str, value: float, unit: str, reach: str, *, ok: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "limit": None,
        "reach": reach,
        "ok": ok,
    }


def measure() -> list[dict[str, Any]]:
    """Return P3's and P5's figures."""
    with a_crowd(SEATS) as (crowd, server):
        prepared = [requests_of(seat, ENTRIES_EACH + 2) for seat in crowd.seats]
        first = send(server, [requests[:1] for requests in prepared])
        burst = send(server, [requests[1:2] for requests in prepared])
        cpu_before = server.cpu_s()
        outcome = send(server, [requests[2:] for requests in prepared])
        cpu_s = server.cpu_s() - cpu_before
        stored = stored_entries(crowd)
    rate = outcome["requests"] / outcome["took_s"]
    errors = outcome["errors"] + burst["errors"] + first["errors"]
    if errors:
        print(outcome["first_error"] or burst["first_error"])
    expected = SEATS * (ENTRIES_EACH + 2)
    return [
        record("P3 ingest, durable", rate, "entries/s", ">= 4000", ok=rate >= 4000),
        record(
            "P3 ingest, p99",
            outcome["p99_ms"],
            "ms",
            "< 100",
            ok=outcome["p99_ms"] < 100,
        ),
        record("P3 errors", errors, "requests", "0", ok=errors == 0),
        record("P3 stored", stored, "entries", f"{expected}", ok=stored == expected),
        record(
            "P3 server CPU", cpu_s / outcome["took_s"] * 100, "% of a core", "", ok=True
        ),
        record(
            "P3 load generator CPU",
            outcome["cpu_s"] / outcome["took_s"] * 100,
            "% of a core",
            "",
            ok=True,
        ),
        record(
            "P5 burst of 200, last ack",
            burst["last_ms"] / 1000,
            "s",
            "< 0.1",
            ok=burst["last_ms"] < 100,
        ),
        record(
            "P5 the same at a server just started",
            first["last_ms"] / 1000,
            "s",
            "",
            ok=True,
        ),
    ]


if __name__ == "__main__":
    for line in measure():
        print(line)
