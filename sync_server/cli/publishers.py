"""受信任的发布者 / whose packages this site believes."""

import argparse
from pathlib import Path

from question_bank.formats.publisher_card import (
    MOST_PUBLISHER_CARD_BYTES,
    publisher_fingerprint,
)
from sync_server.cli.data_option import (
    OPERATOR,
    add_data_option,
    file_bytes,
    open_people,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="install a publisher's card")
    add.add_argument("card", type=Path, help="publisher card (.json)")
    acts.add_parser("list", help="show all keys")
    revoke = acts.add_parser("revoke", help="believe a key no more, for good")
    revoke.add_argument("key_id", help="16 hex digits")


def run(arguments: argparse.Namespace) -> int:
    """Install, list or revoke.

    Raises:
        FormatError: not a card.
        PublisherCardRefusedError: the known keys don't vouch for it.
        NotFoundError: no trusted key has this id.
    """
    with open_people(arguments.data) as people:
        match arguments.act:
            case "add":
                raw = file_bytes(arguments.card, MOST_PUBLISHER_CARD_BYTES)
                card = people.publishers.install(raw, by=OPERATOR)
                print(f"已信任 / trusted: {card.organisation_name} v{card.version}")
                print(f"电话核对 / compare by telephone: {publisher_fingerprint(card)}")
            case "revoke":
                people.publishers.revoke(arguments.key_id, by=OPERATOR)
                print(f"已撤销 / revoked: {arguments.key_id}")
            case _:
                for key in people.publishers.all():
                    state = (
                        f"revoked {key.revoked_utc}" if key.revoked_utc else "trusted"
                    )
                    print(f"{key.key_id}\t{state}\t{key.name}")
    return 0
