"""Pages of rows that are computed and not stored: a page token is the number of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from trunkline.kernel.errors import invalid
from trunkline.kernel.paging import LARGEST_PAGE, USUAL_PAGE
from trunkline.kernel.request import Request

_OWN = ("PageSize", "Page", "PageToken")


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """`size` rows, after `number` pages of as many."""

    size: int
    number: int

    def rows(self, total: int) -> range:
        """The places of its rows among all."""
        return range(self.number * self.size, min((self.number + 1) * self.size, total))

    def links(self, request: Request, total: int) -> dict[str, str | None]:
        """The addresses that `Dialect.page` takes."""
        kept = {k: v for k, v in request.form.items() if k not in _OWN}
        here = request.at + request.asked_path

        def link(number: int) -> str:
            own: dict[str, Any] = {"PageSize": self.size, "Page": number}
            if number:
                own["PageToken"] = f"PA{number}"
            return f"{here}?{urlencode({**kept, **own}, doseq=True)}"

        more = (self.number + 1) * self.size < total
        return {
            "first": link(0),
            "this": link(self.number),
            "next": link(self.number + 1) if more else None,
            "previous": link(self.number - 1) if self.number else None,
        }


def read_page(request: Request) -> NumberedPage:
    """PageSize is 1 to 1000 (more is taken as 1000); 20001 for what is no page that a list gave."""
    size = _number("PageSize", request.text("PageSize") or str(USUAL_PAGE), 1)
    token = request.text("PageToken")
    asked = _number("Page", request.text("Page") or "0", 0)
    if token:
        return NumberedPage(min(size, LARGEST_PAGE), _number("PageToken", token.removeprefix("PA"), 0))
    if asked:
        raise invalid("Page", "cannot be given without PageToken: follow the address of the next page")
    return NumberedPage(min(size, LARGEST_PAGE), 0)


def _number(name: str, text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) >= least):
        raise invalid(name, f"must be a whole number, {least} or more")
    return int(text)
