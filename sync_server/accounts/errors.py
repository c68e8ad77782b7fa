"""What a person at the console is told about signing in and rights.

SyncServerError
├── SignInRefusedError          name and password do not fit
├── SignedOutError              no session, or it ended
├── RightMissingError           the role may not do that
├── FormTokenError              a form that this console did not make
├── PasswordWeakError           too short or too common
└── AccountExistsError          the name is taken
"""

from sync_server.errors import SyncServerError


class SignInRefusedError(SyncServerError):
    """Name and password do not belong together, or the account is disabled."""

    code = "SIGN_IN_REFUSED"
    advice = "Check the name and the password, capital letters and the input method."


class SignedOutError(SyncServerError):
    """There is no session, or it has ended."""

    code = "SIGN_IN_NEEDED"
    advice = "Sign in again."


class RightMissingError(SyncServerError):
    """The account's role may not do that."""

    code = "ROLE_NEEDED"
    advice = "Ask the site admin; your role does not include this."


class FormTokenError(SyncServerError):
    """A request that changes something did not come from this console's own page."""

    code = "FORM_TOKEN"
    advice = "Load the page again and repeat the step."


class PasswordWeakError(SyncServerError):
    """The password is too short, too long or too common."""

    code = "PASSWORD_WEAK"
    advice = "Choose at least 10 characters that nobody guesses, such as four words."


class AccountExistsError(SyncServerError):
    """Another account has this name."""

    code = "ACCOUNT_EXISTS"
    advice = "Choose another account name."
