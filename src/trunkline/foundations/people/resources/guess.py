"""How often somebody has guessed wrong, by e-mail address or by network address."""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Moment, Privacy
from trunkline.kernel.resource import Resource


class Guess(Resource, sid="UG", unique={("mark",): 20409}):
    """`mark` is a keyed hash, so that the rows of addresses that nobody has look like all others. Moments are the wall clock's."""

    mark: Annotated[str, Privacy.SECRET]
    wrong: int = 0
    last: Moment = 0
    until: Moment = 0
