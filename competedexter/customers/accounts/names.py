"""What people call themselves and their workspaces, and how their addresses are stored."""

from email_validator import EmailNotValidError, validate_email

from competedexter.foundation.errors import InvalidRequest

from .errors import InvalidEmail, MissingName, MissingWorkspaceName


def clean_email(text: str) -> str:
    """The address as it is stored: checked for form, case-folded. Raises InvalidEmail."""
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise InvalidEmail(reason=str(error), details=[{"field": "email", "reason": str(error)}]) from error
    return checked.normalized.casefold()


def as_stored(email: str) -> str:
    """An address somebody signs in with, in the form it was registered in; what cannot be one belongs to nobody."""
    try:
        return clean_email(email)
    except InvalidEmail:
        return printable(email).casefold()


def printable(text: str) -> str:
    """Without characters that show nothing or turn the text around; every run of white space is one space."""
    return " ".join("".join(one for one in " ".join(text.split()) if one.isprintable()).split())


def clean_name(text: str, refusal: type[InvalidRequest] = MissingName) -> str:
    name = printable(text)
    if not 1 <= len(name) <= 100:
        raise refusal(details=[{"field": "name", "reason": refusal.sentence}])
    return name


def clean_workspace_name(text: str) -> str:
    return clean_name(text, MissingWorkspaceName)
