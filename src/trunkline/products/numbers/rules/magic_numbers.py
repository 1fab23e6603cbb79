"""Test credentials: the magic numbers and area codes that rehearse the purchase of a number without buying it.

Source: Twilio's "Test Credentials" page, section "Test buying numbers". It names two area codes, 500 and 533, and three
numbers; what it does not name has nothing for sale here, so it is answered as unavailable.
"""

from dataclasses import dataclass

PASSING_NUMBER = "+15005550006"
"""The one number that test credentials can buy; also what a purchase by area code 500 yields."""

NUMBER_CODES: dict[str, int] = {
    "+15005550000": 21422,  # the number is not available
    "+15005550001": 21421,  # the number is invalid
}
OTHER_NUMBER_CODE = 21422

PASSING_AREA_CODE = "500"
AREA_CODE_CODES: dict[str, int] = {
    "533": 21452,  # no number is available in this area code
}
OTHER_AREA_CODE_CODE = 21452


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Outcome of a rehearsed purchase: the number that is shown as bought, or the Twilio code of the refusal."""

    number: str | None
    code: int | None


def rehearse_purchase(*, phone_number: str | None = None, area_code: str | None = None) -> Rehearsal:
    """What a purchase under test credentials answers. PhoneNumber (E.164) outranks AreaCode, as with a real purchase.

    Raises ValueError where neither is given: the route refuses such a purchase before it gets here.
    """
    if phone_number is not None:
        if phone_number == PASSING_NUMBER:
            return Rehearsal(PASSING_NUMBER, None)
        return Rehearsal(None, NUMBER_CODES.get(phone_number, OTHER_NUMBER_CODE))
    if area_code is not None:
        if area_code == PASSING_AREA_CODE:
            return Rehearsal(PASSING_NUMBER, None)
        return Rehearsal(None, AREA_CODE_CODES.get(area_code, OTHER_AREA_CODE_CODE))
    raise ValueError("a purchase names a phone number or an area code")
