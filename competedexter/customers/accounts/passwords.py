"""Which passwords are refused, and why (NIST SP 800-63B: length and guessability, no composition rules)."""

from zxcvbn import zxcvbn

MIN_LENGTH = 10
MAX_LENGTH = 256  # argon2 reads any length; a megabyte of password is an attack
MIN_SCORE = 2  # of 0-4 on zxcvbn's scale: more than a million guesses
JUDGED_LENGTH = 72  # zxcvbn grows quadratically; what follows can only make a password better


def weakness(password: str, *, email: str, name: str) -> str | None:
    """Why this password is refused, as a sentence for its owner; None when it is fine."""
    if len(password) < MIN_LENGTH:
        return f"The password is too short: use at least {MIN_LENGTH} characters."
    if len(password) > MAX_LENGTH:
        return f"The password is too long: use at most {MAX_LENGTH} characters."
    own_words = [email, email.partition("@")[0], *email.replace("@", ".").split("."), *name.split(), "competedexter"]
    verdict = zxcvbn(password[:JUDGED_LENGTH], user_inputs=own_words)
    if verdict["score"] >= MIN_SCORE:
        return None
    warning = verdict["feedback"]["warning"] or "This password is easily guessed."
    return f"{warning.rstrip('.')}. Choose one that is harder to guess: three or four unrelated words are enough."
