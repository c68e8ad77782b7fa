"""What several parts of the bank refuse in the same words. Pure."""

from pathlib import Path

from question_bank.bank.errors import (
    BankDamagedError,
    BankFileError,
    NotInBankError,
    TextRefusedError,
)


def no_item(item_id: str) -> NotInBankError:
    """Return the error for an item that the bank lacks."""
    return NotInBankError(f"there is no item {item_id}", f"题库中没有试题 {item_id}")


def no_version(item_id: str, version: int) -> NotInBankError:
    """Return the error for a version that the bank lacks."""
    return NotInBankError(
        f"there is no version {version} of {item_id}",
        f"题库中没有试题 {item_id} 的第 {version} 版",
    )


def no_medium(sha256: str) -> NotInBankError:
    """Return the error for a medium that the bank lacks."""
    return NotInBankError(f"there is no medium {sha256}", f"题库中没有媒体 {sha256}")


def damaged(path: Path, found: str) -> BankDamagedError:
    """Return the error for bytes that are not those that were written."""
    return BankDamagedError(
        f"{path.name}: {found}", f"{path.name}：内容与写入时不符（{found}）"
    )


def never_made(path: Path) -> BankDamagedError:
    """Return the error for a bank whose making was cut short."""
    return BankDamagedError(
        f"{path.name}: was never made to its end", f"{path.name}：建库时中断，不完整"
    )


def does_not_open(path: Path, error: OSError) -> BankFileError:
    """Return the error for a file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return BankFileError(f"{path}: {error.strerror}", f"{path}：没有该文件或文件夹")
    return BankFileError(
        f"{path}: {error.strerror}", f"{path}：无法打开（{error.strerror}）"
    )


def not_text() -> TextRefusedError:
    """Return the error for half characters and bytes of another encoding."""
    return TextRefusedError(
        "a character that is none; write it in UTF-8",
        "含有无法识别的字符，请用 UTF-8 输入",
    )
