"""Errors of the item bank.

ExamRoomError
└── BankError                      question_bank/bank
    ├── BankFileError              no such file, none of ours, there already, or not to be opened
    ├── BankTooNewError            a newer program wrote it
    ├── BankDamagedError           its bytes are not what was written
    ├── BankReadOnlyError          the file or its disk takes no changes
    ├── BankFullError              the disk is full
    ├── BankBusyError              another program is writing, retryable
    ├── NotInBankError             no such item, version, medium, task or assembly
    ├── ItemRefusedError           an item cannot be taken in: id of another, medium missing
    ├── ReviewRefusedError         the version's status does not allow it
    ├── SamePersonError            two different people are asked for
    ├── TextRefusedError           a name, comment or reason cannot be kept
    └── AssemblyExistsError        an assembly of that name is stored
"""

from question_bank.errors import ExamRoomError


class BankError(ExamRoomError):
    """Anything that a bank refuses; what was asked for has not been done, not in part.

    Attributes:
        chinese: The message in the authors' language; str() is the English one.
    """

    code = "BANK"
    advice = "Nothing was changed in the bank; see what the message names."

    def __init__(self, found: str, chinese: str = "") -> None:
        super().__init__(found)
        self.chinese = chinese or found


class BankFileError(BankError):
    """The file is not there, there already, not an item bank, or does not open."""

    code = "BANK_FILE"
    advice = "Check the file's name; `exam-bank new` makes a new bank."


class BankTooNewError(BankError):
    """A newer program wrote the bank in a way that this one does not know."""

    code = "BANK_TOO_NEW"
    advice = "Update this program, then open the bank again; it was left untouched."


class BankDamagedError(BankError):
    """What stands in the file is not what was written: a damaged disk, copy or stick."""

    code = "BANK_DAMAGED"
    advice = "Take the last good copy of the bank; keep this file, do not write to it."


class BankReadOnlyError(BankError):
    """The bank was to be changed and the file, its folder or its disk forbids it."""

    code = "BANK_READ_ONLY"
    advice = "Copy the bank to a disk that you may write to, or ask for the rights."


class BankFullError(BankError):
    """The disk has no room left; nothing was changed."""

    code = "BANK_FULL"
    advice = "Make room on the disk, then do it again; the bank is as it was."


class BankBusyError(BankError):
    """Another program is writing to the bank for longer than we wait."""

    code = "BANK_BUSY"
    advice = "Wait until the other program has finished, then do it again."
    retryable = True


class NotInBankError(BankError):
    """What was named is not in the bank."""

    code = "NOT_IN_BANK"
    advice = "Check the name; `exam-bank list` shows the items of the bank."


class ItemRefusedError(BankError):
    """An item cannot be taken in; `.item_id` names it."""

    code = "ITEM_REFUSED"
    advice = "Mend the item where the message says, then import it again."

    def __init__(self, item_id: str, found: str, chinese: str = "") -> None:
        super().__init__(f"{item_id}: {found}", f"{item_id}：{chinese or found}")
        self.item_id = item_id
        self.found = found


class ReviewRefusedError(BankError):
    """The version's status does not allow what was asked."""

    code = "REVIEW_REFUSED"
    advice = (
        "Draft is reviewed, reviewed is approved or sent back, approved is retired."
    )


class SamePersonError(BankError):
    """One person may not do both; names are compared without spaces, width and case."""

    code = "SAME_PERSON"
    advice = "Let another person do it: who reviews is not who wrote, who approves not who reviewed."


class TextRefusedError(BankError):
    """A name, a comment or a reason cannot be kept as it was written."""

    code = "TEXT_REFUSED"
    advice = "Write it again as the message says; nothing was changed in the bank."


class AssemblyExistsError(BankError):
    """Assemblies are never overwritten."""

    code = "ASSEMBLY_EXISTS"
    advice = "Choose another name; a stored assembly is never changed."
