"""Why something is not believed: leaves of TrustError, one per sentence for a person.

TrustError
├── SignatureInvalidError          the bytes are not what the key signed
├── UnknownPublisherError          signed by nobody whom this site believes
├── PublisherRevokedError          signed by a key that was taken back
├── PublisherCardRefusedError      a card of keys that the known keys don't vouch for
├── PackageDamagedError            bytes of a package are not those of its manifest
├── PackageTooNewError             the package wants a newer program
├── OtherSiteError                 sealed for other sites
├── OtherSessionError              of another session, or formal where trial was expected
├── PackageExpiredError            its window is over
├── NotYetOpenError                its window has not begun
├── PackageRolledBackError         an older revision than the one known
├── SealBrokenError                sealed bytes were cut, reordered, altered
├── WrongKeyError                  this key opens no lock
├── WrongPassphraseError           a key file stays locked
└── WrongOpeningCodeError          well formed, but not this package's
FormatError
└── OpeningCodeMistypedError       wrong length, symbol or check symbol
"""

from question_bank.errors import FormatError, TrustError


class SignatureInvalidError(TrustError):
    """A signature does not fit the bytes, or the key is not one that is trusted."""

    code = "SIGNATURE_INVALID"
    advice = "Do not use it; get it again from the awarding organisation."


class UnknownPublisherError(TrustError):
    """The key that a package names as its signer is not installed here."""

    code = "PUBLISHER_UNKNOWN"
    advice = (
        "Do not use it; check who sent it, and that the publisher's card is installed."
    )


class PublisherRevokedError(TrustError):
    """The key that signed has been revoked."""

    code = "PUBLISHER_REVOKED"
    advice = "Do not use it; ask the awarding organisation for a package signed anew."


class PublisherCardRefusedError(TrustError):
    """The keys known so far do not vouch for this version of the publisher's keys."""

    code = "PUBLISHER_CARD_REFUSED"
    advice = "Keep the old keys; ask the awarding organisation by telephone for the right card."


class PackageDamagedError(TrustError):
    """The bytes of a package are not those that its manifest names.

    Attributes:
        place: The member or the position that differs.
    """

    code = "PACKAGE_DAMAGED"
    advice = (
        "Copy the exam package again from its source; this copy is damaged or altered."
    )

    def __init__(self, place: str, found: str) -> None:
        super().__init__(f"{place}: {found}")
        self.place = place


class PackageTooNewError(TrustError):
    """The package needs a newer version of this program."""

    code = "PACKAGE_TOO_NEW"
    advice = "Update this program, then load the exam package again."


class OtherSiteError(TrustError):
    """The package has no lock for this site."""

    code = "OTHER_SITE"
    advice = "This exam package is for other sites; ask the organisation for yours."


class OtherSessionError(TrustError):
    """The package is of another session or of another class of data than expected."""

    code = "OTHER_SESSION"
    advice = "Choose the exam package of this very session; formal and trial never mix."


class PackageExpiredError(TrustError):
    """The window in which the package may be opened is over."""

    code = "PACKAGE_EXPIRED"
    advice = "Check this computer's date; if it is right, ask the organisation for a new package."


class NotYetOpenError(TrustError):
    """The window in which the package may be opened has not begun."""

    code = "PACKAGE_NOT_YET_OPEN"
    advice = "Check this computer's date and wait until the time that the plan names."


class PackageRolledBackError(TrustError):
    """A newer revision of the same session's package is already known."""

    code = "PACKAGE_ROLLED_BACK"
    advice = "Use the newer exam package of this session; the older one was withdrawn."


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
    advice = (
        "Compare the opening code with the organisation's notice and type it again."
    )


class OpeningCodeMistypedError(FormatError):
    """What was typed is no opening code; no lock was even tried."""

    code = "OPENING_CODE_MISTYPED"
    advice = "Type the opening code again; the last symbol shows that one is mistyped."
