"""What a customer's own SMPP system binds with. Source of the lengths: SMPP 3.4, sections 5.2.1 and 5.2.2."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Privacy, Update, choice
from trunkline.kernel.resource import Resource

ALPHABETS = choice("gsm7", "gsm7_packed", "latin1", "ascii")


class SmppCredential(
    Resource,
    sid="EC",
    mounts=[V(1, "network", "/SmppCredentials")],
    unique={("system_id",): 20409},
):
    """`system_id` is unique on the platform, and made if none is given. `password` is shown by the answer to the creation and never again.

    `max_binds` at once, `window` requests under way on each, `rate` parts of texts a second for all of them. `inbound`: whether texts to
    the account's numbers go to it, too. `default_alphabet` is what the system means by data_coding 0.
    """

    system_id: Annotated[str, Create(longest=(15, 20001)), Privacy.KEEP] = ""
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Update(longest=(64, 20001)), Privacy.KEEP] = ""
    password: Annotated[str | None, Derived(lambda row: row.__dict__.get("clear")), Privacy.KEEP] = None
    password_hash: Annotated[str, Privacy.SECRET] = ""
    enabled: Annotated[bool, Create(), Update()] = True
    inbound: Annotated[bool, Create(), Update()] = True
    max_binds: Annotated[int, Create(), Update()] = 4
    window: Annotated[int, Create(), Update()] = 100
    rate: Annotated[int, Create(), Update()] = 100
    default_alphabet: Annotated[str, ALPHABETS, Create(), Update(), Privacy.KEEP] = "gsm7"
