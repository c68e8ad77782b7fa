"""工作人员账号 / accounts of the site's people."""

import argparse
from pathlib import Path

from sync_server.accounts.roles import Role
from sync_server.cli.data_option import OPERATOR, add_data_option, open_people
from sync_server.cli.passphrase import new_passphrase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_data_option(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="add an account")
    add.add_argument("name")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--password-file", type=Path, help="instead of asking; one line")
    disable = acts.add_parser("disable", help="take an account out of use")
    disable.add_argument("name")
    acts.add_parser("list", help="show all accounts")


def run(arguments: argparse.Namespace) -> int:
    """Add, disable or list.

    Raises:
        PasswordWeakError, AccountExistsError: not added.
        NotFoundError: no account has this name.
    """
    with open_people(arguments.data) as people:
        match arguments.act:
            case "add":
                what = "密码 / password"
                password = new_passphrase(arguments.password_file, what)
                role = Role(arguments.role)
                people.sign_ins.add_account(arguments.name, role, password, by=OPERATOR)
                print(f"已添加 / added: {arguments.name} ({role.value})")
            case "disable":
                people.sign_ins.disable_account(arguments.name, by=OPERATOR)
                print(f"已停用 / disabled: {arguments.name}")
            case _:
                for account in people.sign_ins.accounts():
                    state = "disabled" if account.is_disabled else "active"
                    print(f"{account.name}\t{account.role.value}\t{state}")
    return 0
