"""A Django site whose users log in with a code by text: django-otp-twilio, told of Trunkline by OTP_TWILIO_URL alone."""

import os
import time

import django
import requests
from django.conf import settings
from django.core.management import call_command

URL, ACCOUNT, TOKEN = os.environ["TRUNKLINE_API_URL"], os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]
PHONE = "+15551239201"

settings.configure(
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django_otp", "otp_twilio"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    OTP_TWILIO_URL=URL,
    OTP_TWILIO_ACCOUNT=ACCOUNT,
    OTP_TWILIO_AUTH=TOKEN,
    OTP_TWILIO_FROM="+15557770001",
    OTP_TWILIO_TOKEN_TEMPLATE="{token} is your code",
    OTP_TWILIO_THROTTLE_FACTOR=0,
)
django.setup()
call_command("migrate", verbosity=0)

from django.contrib.auth import get_user_model  # noqa: E402 (models can be imported only once Django is set up)
from otp_twilio.models import TwilioSMSDevice  # noqa: E402 (as above)


def network(method: str, path: str, **form: str) -> dict:
    """What Trunkline's simulated network answers: where the user looks at the phone."""
    answer = requests.request(method, f"{URL}/network/v1/Handsets{path}", data=form, auth=(ACCOUNT, TOKEN), timeout=30)
    answer.raise_for_status()
    return answer.json()


def texts() -> list[str]:
    return [held["body"] for held in network("GET", f"/{PHONE}/Messages")["messages"]]


def refusal(phone: str) -> tuple[int, int]:
    """The status and the code with which a challenge to this phone is refused."""
    try:
        TwilioSMSDevice.objects.create(user=user, name="no phone", number=phone, confirmed=True).generate_challenge()
    except requests.HTTPError as error:
        return error.response.status_code, error.response.json()["code"]
    raise AssertionError(f"{phone} was texted")


network("POST", "", PhoneNumber=PHONE)
user = get_user_model().objects.create_user("ann")
phone = TwilioSMSDevice.objects.create(user=user, name="phone", number=PHONE, confirmed=True)
assert phone.generate_challenge() == "Sent by SMS"

for _ in range(200):
    if texts():
        break
    time.sleep(0.05)
(received,) = texts()
code, _, rest = received.partition(" ")
assert rest == "is your code" and len(code) == 6, received

phone.refresh_from_db()
assert not phone.verify_token("000000" if code != "000000" else "111111")
assert phone.verify_token(code)
assert not phone.verify_token(code), "a code is good for one login"

assert refusal("12") == (400, 21211)
settings.OTP_TWILIO_AUTH = "0" * 32
assert refusal(PHONE) == (401, 20003)
