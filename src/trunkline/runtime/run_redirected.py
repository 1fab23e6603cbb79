"""`trunkline run`: a command whose calls to Twilio's hosts are answered by a Trunkline, this folder's or another's."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import click

from trunkline.surfaces.redirect.authority import Authority
from trunkline.surfaces.redirect.connect_proxy import ConnectProxy, upstream_at
from trunkline.surfaces.redirect.trusted_roots import write_bundle

from .all_in_one import authority_folder, run_node
from .data_folder import running
from .first_start import read_credentials
from .run_app import environment, notes
from .run_app import run as run_command
from .settings import Settings, WrongSetting
from .wiring import close_platform, open_platform


async def run_redirected(settings: Settings, command: Sequence[str], url: str | None, account_sid: str, auth_token: str) -> int:
    """The command's exit status."""
    async with AsyncExitStack() as stack:
        if url is None:
            url, account_sid, auth_token = await _own(settings, stack)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise WrongSetting(f"--url is {url!r}; it must be like http://host:4010")
        authority = Authority.open(authority_folder(settings.data))
        context = None
        if parts.scheme == "https":
            import ssl

            context = ssl.create_default_context()
        upstream = upstream_at(parts.hostname, parts.port or (443 if context else 80), context)
        proxy = await stack.enter_async_context(ConnectProxy(authority, upstream, settings.other_hosts))
        bundle = authority_folder(settings.data) / "bundle.pem"
        if write_bundle(bundle, authority.certificate_pem(), os.environ) == 1 and settings.other_hosts == "pass":
            click.echo("trunkline: no CA certificates were found on this machine: the command can verify no host but Twilio's", err=True)
        inner = environment(proxy.url, bundle, account_sid, auth_token, os.environ)
        for note in await notes(command, inner, os.environ):
            click.echo(f"trunkline: {note}", err=True)
        return await run_command(command, inner)


async def _own(settings: Settings, stack: AsyncExitStack) -> tuple[str, str, str]:
    """This folder's Trunkline: the one that runs, or one started for the command."""
    if (where := running(settings.data)) is not None:
        platform = await open_platform(settings)
        try:
            found = await read_credentials(platform, where["api_url"], "")
        finally:
            await close_platform(platform)
    else:
        node = await stack.enter_async_context(run_node(_on_free_port(settings)))
        found = await read_credentials(node.platform, node.api_url, "")
    assert found is not None
    return found.api_url, found.account_sid, found.auth_token


def _on_free_port(settings: Settings) -> Settings:
    from dataclasses import replace

    return replace(settings, port=0)
