"""Why something is not believed: leaves of TrustError, one per sentence for a person."""

from question_bank.errors import TrustError


class SignatureInvalidError(TrustError):
    """A signature does not fit the bytes, or the key is not one that is trusted."""

    code = "SIGNATURE_INVALID"
    advice = "Do not use it; get it again from the awarding organisation."


class SealBrokenError(TrustError):
    """Sealed bytes were cut, reordered, altered, or sealed for something else."""

    code = "SEAL_BROKEN"
    advice = "The file is damaged or was altered; copy it again from its source."


class WrongKeyError(TrustError):
    """This key opens none of the locks."""

    code = "WRONG_KEY"
    advice = "Check that the key belongs to this site and this package."


class WrongPassphraseError(TrustError):
    """A locked key file does not open with this passphrase."""

    code = "WRONG_PASSPHRASE"
    advice = "Type the passphrase again; mind capital letters and the input method."


class WrongOpeningCodeError(TrustError):
    """The code is well formed but opens no lock of this package."""

    code = "WRONG_OPENING_CODE"
    advice = "Compare the opening code with the organisation's notice and type it again."
