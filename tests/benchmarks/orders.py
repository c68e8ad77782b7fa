"""P7: from the proctor's call to the last of 200 seats having acted on it.

Protocol-level seats wait in long polls, act at once and report `locked`; the clock starts
when the proctor's HTTPS request is sent and stops, a seat, when the server has taken that
seat's report. All seats are one process beside the server.
"""

import asyncio
import json
import ssl
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec

from question_bank.formats.order import OrderKind, parse_signed_order
from question_bank.formats.seat_protocol import OrdersAnswer
from question_bank.formats.seat_status import SeatState, SeatStatus, seat_status_bytes
from tests.benchmarks.crowd import ADMIN, PASSWORD, CrowdSeat, RunningServer, a_crowd
from tests.benchmarks.ingest import record

SEATS = 200
ROUNDS = 10
"""Lock and unlock in turn: 200 latencies each."""


class Wire:
    """One keep-alive HTTPS connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, server: RunningServer) -> "Wire":
        context = ssl.create_default_context(cafile=str(server.authority))
        return cls(
            *await asyncio.open_connection(
                "127.0.0.1", server.port, ssl=context, server_hostname="127.0.0.1"
            )
        )

    async def call(
        self, method: str, path: str, token: str, body: bytes = b""
    ) -> bytes:
        """Return the answer's body; any status but 2xx ends the benchmark."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        lines = answer.lower().split(b"\r\n")
        length = next(
            int(line[15:]) for line in lines if line.startswith(b"content-length:")
        )
        content = await self._reader.readexactly(length)
        if not answer.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(f"{method} {path}: {answer!r} {content!r}")
        return content

    def close(self) -> None:
        self._writer.close()


@dataclass(slots=True)
class Seat:
    """A seat that acts on orders; two connections, as a kiosk has."""

    crowd_seat: CrowdSeat
    orders: Wire
    reports: Wire
    applied: int = 0

    async def act(
        self, room_session_uuid: UUID, upto: int, acted: dict[int, list[float]]
    ) -> None:
        """Wait for orders, act, report; until order `upto`."""
        token = self.crowd_seat.token
        while self.applied < upto:
            path = f"/api/v1/room-sessions/{room_session_uuid}/orders"
            query = f"?after={self.applied}&wait_s=25"
            answer = msgspec.json.decode(
                await self.orders.call("GET", path + query, token), type=OrdersAnswer
            )
            for raw in answer.orders:
                order, _, _ = parse_signed_order(raw)
                self.applied = order.number
                locked = order.kind is OrderKind.LOCK
                status = SeatStatus(
                    state=SeatState.LOCKED if locked else SeatState.ANSWERING,
                    program_version="0",
                    sitting_uuid=self.crowd_seat.sitting_uuid,
                    applied_order=order.number,
                )
                await self.reports.call(
                    "PUT", "/api/v1/seat/status", token, seat_status_bytes(status)
                )
                acted.setdefault(order.number, []).append(time.perf_counter())


class Proctor:
    """Somebody at the console, over the staff API."""

    def __init__(self, wire: Wire, token: str, room_session_uuid: UUID) -> None:
        self._wire = wire
        self._token = token
        self._room_session_uuid = room_session_uuid

    @classmethod
    async def sign_in(cls, server: RunningServer, room_session_uuid: UUID) -> "Proctor":
        wire = await Wire.open(server)
        body = json.dumps({"name": ADMIN, "password": PASSWORD}).encode()
        answer = await wire.call("POST", "/api/v1/staff/sign-ins", "", body)
        return cls(wire, json.loads(answer)["token"], room_session_uuid)

    async def order(self, kind: OrderKind) -> int:
        """Give an order to the room; return its number."""
        path = f"/api/v1/staff/room-sessions/{self._room_session_uuid}/orders"
        body = json.dumps({"kind": kind.value, "request_uuid": str(uuid4())}).encode()
        answer = await self._wire.call("POST", path, self._token, body)
        number: int = json.loads(answer)["number"]
        return number

    def close(self) -> None:
        self._wire.close()


async def latencies(
    server: RunningServer,
    room_session_uuid: UUID,
    crowd: tuple[CrowdSeat, ...],
    first: int,
) -> list[list[float]]:
    """Return for each order given the seats' latencies in seconds."""
    seats = [
        Seat(seat, await Wire.open(server), await Wire.open(server), applied=first)
        for seat in crowd
    ]
    proctor = await Proctor.sign_in(server, room_session_uuid)
    acted: dict[int, list[float]] = {}
    last = first + ROUNDS
    tasks = [
        asyncio.create_task(seat.act(room_session_uuid, last, acted)) for seat in seats
    ]
    rounds: list[list[float]] = []
    for index in range(ROUNDS):
        await asyncio.sleep(0.5)  # all seats are back in their long poll
        start = time.perf_counter()
        number = await proctor.order(OrderKind.UNLOCK if index % 2 else OrderKind.LOCK)
        while len(acted.get(number, ())) < len(seats):  # noqa: ASYNC110 - simplest
            await asyncio.sleep(0.005)  # until the last report is taken
        rounds.append([moment - start for moment in acted[number]])
    await asyncio.gather(*tasks)
    proctor.close()
    for seat in seats:
        seat.orders.close()
        seat.reports.close()
    return rounds


def measure() -> list[dict[str, Any]]:
    """Return P7's figures."""
    with a_crowd(SEATS, started=True) as (crowd, server):
        rounds = asyncio.run(
            latencies(server, crowd.room_session_uuid, crowd.seats, crowd.newest_order)
        )
    ordered = sorted(latency for each in rounds for latency in each)
    p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    return [
        record("P7 order to 200 seats, p50", p50, "s", "", ok=True),
        record("P7 order to 200 seats, p99", p99, "s", "< 0.5", ok=p99 < 0.5),
        record("P7 last of all seats", ordered[-1], "s", "", ok=True),
    ]


if __name__ == "__main__":
    for line in measure():
        print(line)
