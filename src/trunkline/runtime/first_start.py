"""What a new data folder is given: an account with test credentials, two numbers, two virtual handsets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from trunkline.carriers.simulated.resources.handset import Handset
from trunkline.foundations.access.tokens import auth_token
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.platform import Platform
from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber

from .echo_app import PATH
from .settings import WrongSetting, is_loopback

NUMBERS = ("+15557770001", "+15557770002")
HANDSETS = ("+15551230001", "+15551230002")


@dataclass(frozen=True)
class Credentials:
    """What an app needs; `numbers` are the account's own, `handsets` the phones of the simulated network."""

    account_sid: str
    auth_token: str
    test_account_sid: str
    test_auth_token: str
    api_url: str
    numbers: list[str]
    handsets: list[str]
    ca_file: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


async def main_account(platform: Platform) -> Account | None:
    """The oldest account that is nobody's subaccount and no twin."""
    work = platform.work()
    for account in await work.select(Account, order=(("sid", False),), limit=50):
        if account.sid == account.owner_account_sid and not account.rehearses:
            return account
    return None


async def ensure_first_account(platform: Platform, echo_url: str, account_sid: str = "", token: str = "") -> bool:
    """Make the first account if there is none; True when it was made. Numbers answer through the echo app, if it has a URL."""
    if (account := await main_account(platform)) is not None:
        if account_sid and (account_sid, token) != (account.sid, await auth_token(account.sid, platform)):
            raise WrongSetting(
                f"the account there is {account.sid}, made before, and its SID or token is not the one given: leave them out "
                "(`trunkline credentials` prints its own), or name a new folder with --data"
            )
        await _follow_echo_app(platform, account.sid, echo_url)
        return False
    work = platform.work()
    account, *_ = create_main_account(work, "My first account", account_sid, token)
    for number in NUMBERS:
        await provision_number(work, account.sid, number, sms_url=echo_url)
    for number in HANDSETS:
        work.add(Handset(account_sid=account.sid, phone_number=number, friendly_name=f"Phone {number[-1]}"))
    await work.commit()
    return True


async def _follow_echo_app(platform: Platform, account_sid: str, echo_url: str) -> None:
    """This start may have another port than the last one: numbers that answered through the echo app go on to do so."""
    work = platform.work()
    for number in await work.select(IncomingPhoneNumber, account_sid=account_sid):
        former = urlsplit(number.sms_url or "")
        if former.path == PATH and number.sms_url != echo_url and is_loopback(former.hostname or ""):
            work.change(number, sms_url=echo_url)
    await work.commit()


async def find_provable(platform: Platform, account_sid: str, echo_url: str) -> tuple[str, str] | None:
    """A number that still answers through the echo app and a handset that is as it was made; None if the user changed them all."""
    work = platform.work()
    number = await work.find(IncomingPhoneNumber, account_sid=account_sid, sms_url=echo_url, sms_application_sid="")
    handset = await work.find(Handset, account_sid=account_sid, behaviour="reachable", line_type="mobile", delay=0)
    return (number.phone_number, handset.phone_number) if number and handset else None


async def read_credentials(platform: Platform, api_url: str, ca_file: str) -> Credentials | None:
    account = await main_account(platform)
    if account is None:
        return None
    work = platform.work()
    twin = await work.find(Account, rehearses=account.sid)
    numbers = await work.select(IncomingPhoneNumber, account_sid=account.sid, limit=50)
    handsets = await work.select(Handset, account_sid=account.sid, limit=50)
    return Credentials(
        account.sid, await auth_token(account.sid, platform), twin.sid if twin else "",
        await auth_token(twin.sid, platform) if twin else "", api_url, [n.phone_number for n in numbers],
        [h.phone_number for h in handsets], ca_file,
    )  # fmt: skip
