"""建立考点：密钥、数据库、第一位管理员 / make a site: keys, database, first admin."""

import argparse
from pathlib import Path

from question_bank.formats.site_card import site_fingerprint
from sync_server.cli.passphrase import new_passphrase
from sync_server.clock import SystemClock
from sync_server.services.new_site import SITE_CARD_FILE, NewSite, make_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", type=Path, help="data folder, new or empty")
    parser.add_argument("--name", required=True, help="考点名称 / name of the site")
    parser.add_argument("--admin", default="admin", help="account of the first admin")
    parser.add_argument(
        "--admin-password-file", type=Path, help="instead of asking; one line"
    )
    parser.add_argument(
        "--marking-passphrase-file", type=Path, help="instead of asking; one line"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the site and print what the organisation needs of it.

    Raises:
        SiteExistsError: there is one; nothing was changed.
        FormatError: a password is too short.
    """
    password = new_passphrase(
        arguments.admin_password_file, "管理员密码 / admin password"
    )
    passphrase = new_passphrase(
        arguments.marking_passphrase_file, "阅卷口令 / marking passphrase"
    )
    new = NewSite(
        name=arguments.name,
        admin_name=arguments.admin,
        admin_password=password,
        marking_passphrase=passphrase,
    )
    keys = make_site(arguments.folder, new, SystemClock())
    card = arguments.folder / SITE_CARD_FILE
    print(f"考点已建立 / site made: {keys.card.site_uuid}  {keys.card.site_name}")
    print(f"交给考试机构 / give to the organisation: {card}")
    print(f"电话核对 / compare by telephone: {site_fingerprint(keys.card)}")
    return 0
