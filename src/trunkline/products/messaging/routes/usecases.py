"""What a Messaging Service may be for, in words for people. Source: messaging_v1, FetchUsecase; the words are ours."""

from __future__ import annotations

from trunkline.kernel.dialects import V
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..resources.service import USECASES

_WORDS = {
    "notifications": ("Notify my users.", "Alerts and reminders about orders, deliveries, accounts, security and public safety."),
    "marketing": ("Market my services.", "Offers, news and invitations to people who have asked for them."),
    "verification": ("Verify users.", "One-time codes that prove who is at the other end."),
    "discussion": ("Engage in a discussion.", "Two-way talk between people: support, sales, teams."),
    "poll": ("Poll my audience.", "Questions and votes, and what came out of them."),
    "undeclared": ("I will tell later.", "The service says nothing of what it is for."),
}


@route("GET", V(1, "messaging", "/Services/Usecases"))
async def list_usecases(request: Request) -> Reply:
    return Reply(body={"usecases": [{"usecase": u, "purpose": _WORDS[u][0], "description": _WORDS[u][1]} for u in USECASES]})
