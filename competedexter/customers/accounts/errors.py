"""What can go wrong with accounts."""

from competedexter.foundation.errors import Conflict, InvalidRequest, TooManyRequests, Unauthorized


class EmailTaken(Conflict):
    code = "email_taken"
    sentence = "There is an account with this e-mail address already. Sign in instead."


class WeakPassword(InvalidRequest):
    code = "weak_password"
    sentence = "{reason}"


class InvalidEmail(InvalidRequest):
    code = "invalid_email"
    sentence = "This is not an e-mail address we can use: {reason}"


class MissingName(InvalidRequest):
    code = "missing_name"
    sentence = "Tell us your name, in 1 to 100 characters."


class WrongCredentials(Unauthorized):
    code = "wrong_credentials"
    sentence = "E-mail address or password is wrong."


class InvalidToken(Unauthorized):
    code = "invalid_token"
    sentence = "The access token is not valid, has expired or was revoked. Sign in again."


class NoWorkspace(Unauthorized):
    code = "no_workspace"
    sentence = "You are not a member of this workspace."


class TooManySignIns(TooManyRequests):
    code = "too_many_sign_ins"
    sentence = "Too many attempts to sign in. Wait {minutes} minutes and try again."


class TooManyGuests(TooManyRequests):
    code = "too_many_guests"
    sentence = "The demo was opened many times from your address. Wait {minutes} minutes, or sign up and open it there."


class MissingWorkspaceName(InvalidRequest):
    code = "missing_name"
    sentence = "Give the workspace a name, in 1 to 100 characters."
