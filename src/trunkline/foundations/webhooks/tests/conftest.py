"""An application to be called."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from trunkline.foundations.webhooks.tests.site import Site, serve


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serve() as made:
        yield made
