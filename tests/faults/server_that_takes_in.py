"""The victim of power cuts: a server's journal side that takes batches of many seats in.

`python -m tests.faults.server_that_takes_in FOLDER LEDGER ENTRIES`: makes a site in FOLDER,
then SEATS seats push ENTRIES entries each, at once; every receipt is written to the file
descriptor LEDGER as `sitting seq hash`.
"""

import asyncio
import os
import sys
from pathlib import Path

from question_bank.identifiers import SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.clock import SystemClock
from sync_server.seats.seat import Seat
from sync_server.services.new_site import make_site
from sync_server.services.site import Site, SiteOptions, open_site
from tests.builders.seat_side import a_batch, a_journal
from tests.builders.server_sites import NEW_SITE, plan_room
from tests.sync_server.builders import pair_directly

SEATS = 8
BODY = bytes(200)


async def push_all(
    site: Site, seat: Seat, key: SigningKey, sitting: SittingUuid, aim: tuple[int, int]
) -> None:
    ledger, entries = aim
    journal = a_journal(sitting, entries, body=BODY)
    for start in range(entries):
        batch = a_batch(sitting, journal[: start + 1], key, start=start)
        receipt = await site.journal_receiver.receive(seat, sitting, batch)
        line = f"{sitting} {receipt.last_seq} {receipt.last_hash.hex()}\n"
        os.write(ledger, line.encode())


async def take_in(site: Site, ledger: int, entries: int) -> None:
    site.start(asyncio.get_running_loop())
    pushes = []
    for index, who in enumerate(plan_room(site, candidates=SEATS).sittings):
        key = SigningKey.draw()
        seat = pair_directly(site, key, "R1", f"{index:02}")
        site.log_in_desk.claim(seat, who.sitting_uuid)
        pushes.append(push_all(site, seat, key, who.sitting_uuid, (ledger, entries)))
    await asyncio.gather(*pushes)
    await asyncio.to_thread(site.stop)


def main() -> None:
    root = Path(sys.argv[1]) / "data"
    make_site(root, NEW_SITE, SystemClock())
    site = open_site(root, SiteOptions(), SystemClock())
    asyncio.run(take_in(site, int(sys.argv[2]), int(sys.argv[3])))
    site.close()


if __name__ == "__main__":
    main()
