"""Times as tools take them: aware, or left out."""

from pydantic import AwareDatetime

Beginning = AwareDatetime | None
Ending = AwareDatetime | None
