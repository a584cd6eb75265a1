"""What can go wrong with changes."""

from competedexter.foundation.errors import NotFound


class ChangeNotFound(NotFound):
    code = "change_not_found"
    sentence = "There is no such change in this workspace."
