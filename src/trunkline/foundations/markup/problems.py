"""Why a TwiML document could not be read, in Twilio's codes."""

from typing import Final

NO_CONTENT_TYPE: Final = 11200
"""HTTP retrieval failure; "no Content-Type header attached to response" is one of its causes."""
TOO_LARGE: Final = 11750
EMPTY: Final = 11770
UNPARSABLE: Final = 12100
WRONG_VERSION: Final = 12101
WRONG_ROOT: Final = 12102
SCHEMA: Final = 12200
WRONG_CONTENT_TYPE: Final = 12300

TITLES: Final = {
    NO_CONTENT_TYPE: "HTTP retrieval failure",
    TOO_LARGE: "TwiML response body too large",
    EMPTY: "Empty response body",
    UNPARSABLE: "Document parse failure",
    WRONG_VERSION: "Invalid Twilio Markup XML version",
    WRONG_ROOT: "The root element must be Response",
    SCHEMA: "Schema validation warning",
    WRONG_CONTENT_TYPE: "Invalid Content-Type",
}


class MarkupProblem(Exception):
    """A document that cannot be carried out.

    `code` is Twilio's, `title` its name, `message` the particulars, `line` counts from 1 (0: not known).
    """

    def __init__(self, code: int, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line

    @property
    def title(self) -> str:
        return TITLES[self.code]

    def __str__(self) -> str:
        where = f" (line {self.line})" if self.line else ""
        return f"{self.code} {self.title}: {self.message}{where}"
