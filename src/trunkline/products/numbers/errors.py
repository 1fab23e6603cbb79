"""The codes with which a request about numbers, addresses or applications can end. Facts from Twilio's error dictionary; words are ours."""

from __future__ import annotations

from trunkline.kernel.errors import Problem

INVALID_URL, INVALID_METHOD = 21402, 21403
NUMBER_TAKEN, ALREADY_VALIDATED, INVALID_CALL_DELAY = 21422, 21450, 21454


def invalid_number(given: str) -> Problem:
    return Problem(21421, f"PhoneNumber '{given}' is not a valid phone number: E.164 is wanted, e.g. +14155552671")


def nothing_named() -> Problem:
    return Problem(21421, "A PhoneNumber or an AreaCode is required")


def not_available(number: str) -> Problem:
    return Problem(NUMBER_TAKEN, f"{number} is not available")


def invalid_area_code(given: str) -> Problem:
    return Problem(21451, f"AreaCode '{given}' is not a North American area code")


def none_in_area_code(area_code: str) -> Problem:
    return Problem(21452, f"No phone numbers found in area code {area_code}")


def area_code_not_supported() -> Problem:
    return Problem(21457, "AreaCode is not supported here: give a PhoneNumber")


def not_callable(given: str) -> Problem:
    return Problem(21217, f"Phone number '{given}' does not appear to be valid")


def already_validated(number: str) -> Problem:
    return Problem(ALREADY_VALIDATED, f"{number} is already validated on this account")


def wrong_code() -> Problem:
    return Problem(20001, "The digits are not the validation code of this call")


def no_primary_url(kind: str) -> Problem:
    code = {"voice": 21405, "sms": 21406}[kind]
    return Problem(code, f"Cannot set {kind.capitalize()}FallbackUrl without setting {kind.capitalize()}Url")


def unknown_sid(parameter: str, sid: str, account_sid: str) -> Problem:
    return Problem(20001, f"Invalid parameter '{parameter}': {sid} does not exist on account {account_sid}")


def address_required(number: str, requirement: str) -> Problem:
    return Problem(21631, f"{number} requires an Address ({requirement}): give the AddressSid of one that fits")


def address_does_not_fit(sid: str, account_sid: str, requirement: str) -> Problem:
    return Problem(21631, f"Could not find Address with sid {sid} for account {account_sid} to satisfy the requirement: {requirement}")


def address_required_to_move(number: str, requirement: str) -> Problem:
    return Problem(21613, f"{number} requires an Address ({requirement}) on the account that it is transferred to")


def address_not_for_emergencies(sid: str) -> Problem:
    return Problem(20001, f"Invalid parameter 'EmergencyAddressSid': {sid} is not enabled for emergency calling")


def address_not_valid(why: str) -> Problem:
    return Problem(21628, f"The address cannot be validated: {why}")


def address_suggestion(suggestion: dict[str, str]) -> Problem:
    """With the address as it would be stored; sent with AutoCorrectAddress=true, it is corrected by itself."""
    shown = ", ".join(f"{name}={value}" for name, value in suggestion.items())
    return Problem(21629, f"The address is not written as it should be. Suggested: {shown}")


def address_in_use(sid: str) -> Problem:
    return Problem(20409, f"Address {sid} is needed by a phone number: see its DependentPhoneNumbers", 409)


def invalid_account_sid(given: str) -> Problem:
    return Problem(21470, f"'{given}' is not an AccountSid")


def account_not_active(sid: str) -> Problem:
    return Problem(21472, f"Account {sid} is not active")


def account_not_related(sid: str) -> Problem:
    return Problem(21473, f"Account {sid} is neither parent nor subaccount of the account that holds the phone number")


def not_the_parent() -> Problem:
    return Problem(21474, "Only the parent account can transfer phone numbers between itself and its subaccounts")
