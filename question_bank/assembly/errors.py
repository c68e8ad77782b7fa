"""Errors of blueprints and assembly; each holds its sentences in both languages.

ExamRoomError
└── BlueprintError                 no form satisfies the blueprint; .wordings say which
    │                              rules conflict and by how much the bank falls short
    ├── BlueprintSourceError       the blueprint itself is not one; each sentence names its field
    ├── AssemblyLimitError         not found within the limit, and not proven impossible
    ├── FormsRefusedError          the independent check found a rule broken
    └── AssemblyRecordError        a stored assembly and the bank do not agree
"""

from question_bank.errors import ExamRoomError
from question_bank.items.score_line import Wording


class BlueprintError(ExamRoomError):
    """No forms satisfy the blueprint with the items that the bank has.

    Attributes:
        wordings: One sentence each: what is short, or which rules conflict.
    """

    code = "BLUEPRINT"
    advice = "Add items for what is short, or loosen one of the named rules."

    def __init__(self, wordings: tuple[Wording, ...]) -> None:
        super().__init__("\n".join(wording.en for wording in wordings))
        self.wordings = wordings


class BlueprintSourceError(BlueprintError):
    """A blueprint's file is not what docs/formats/blueprint.md says."""

    code = "BLUEPRINT_SOURCE"
    advice = "Mend the named fields of the blueprint, then try again."


class AssemblyLimitError(BlueprintError):
    """The solver neither found forms nor proved that there are none."""

    code = "ASSEMBLY_LIMIT"
    advice = "Try another seed or a higher --effort, or loosen the tightest rules."
    retryable = True


class FormsRefusedError(BlueprintError):
    """The independent check counted again and found a rule broken; nothing was saved."""

    code = "FORMS_REFUSED"
    advice = "Nothing was saved; report this as a fault of the program."


class AssemblyRecordError(BlueprintError):
    """A stored assembly names what the bank does not have, or is none."""

    code = "ASSEMBLY_RECORD"
    advice = "Check the assembly's name and that this is the bank it was made in."
