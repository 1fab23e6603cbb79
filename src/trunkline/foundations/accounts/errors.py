"""Refusals of this slice, each with the code of Twilio's error dictionary."""

from __future__ import annotations

from trunkline.kernel.errors import Problem


def nested_subaccount() -> Problem:
    return Problem(21101, "Subaccounts cannot contain subaccounts", 400)


def too_many_subaccounts(most: int) -> Problem:
    return Problem(21480, f"Reached maximum number of subaccounts: {most}", 400)


def unknown_status(given: str) -> Problem:
    return Problem(21475, f"Unable to update Status, invalid Status '{given}': use active, suspended or closed", 400)


def status_of_main_account() -> Problem:
    return Problem(21477, "Unable to update Status for parent accounts, status updates are restricted to subaccounts", 400)


def closed_for_ever() -> Problem:
    return Problem(21479, "Unable to update Status for subaccount, subaccount has been closed", 400)


def not_active() -> Problem:
    """10001: something that only an active account may do, asked of a suspended or closed one."""
    return Problem(10001, "Account is not active", 403)


def credentials_of_inactive_account() -> Problem:
    """20005: the caller's own account, or its parent, is suspended or closed."""
    return Problem(20005, "Account not active", 401)
