"""Types and policies: lists that come with the platform."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.dialects import V
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..rules.policies import EntityType, Policy, own_policies


def list_reply(request: Request, rows: list[dict[str, Any]], key: str = "results") -> Reply:
    place = read_place(request.form)
    links = addresses(request.at + request.asked_path, request.form, place, [row["sid"] for row in rows], False)
    return Reply(200, request.mount.dialect.page(key, rows, max(place.size, len(rows)), 0, links))


def one_reply(request: Request, rows: list[dict[str, Any]]) -> Reply:
    for row in rows:
        if row["sid"] == request.path["sid"]:
            return Reply(200, row)
    raise request.missing()


def _types(request: Request, types: dict[str, EntityType], name: str) -> list[dict[str, Any]]:
    return [{**one.to_data(), "url": f"{request.at}/v1/{name}/{one.sid}"} for one in types.values()]


def _policies(request: Request) -> list[dict[str, Any]]:
    return [{**_policy(one), "url": f"{request.at}/v1/Policies/{one.sid}"} for one in own_policies().policies.values()]


def _policy(policy: Policy) -> dict[str, Any]:
    known = own_policies()
    types = [known.end_user_types[name] for name in policy.end_users]
    wanted = {
        "end_user": [{"type": one.name, "name": one.title, "fields": [f.name for f in one.fields]} for one in types],
        "supporting_document": [[{"type": n, "name": known.document_types[n].title}] for n in policy.documents],
        "supporting_trust_products": [],
        "supporting_customer_profiles": policy.profile,
    }
    return {"sid": policy.sid, "friendly_name": policy.name, "requirements": wanted}


@route("GET", V(1, "trusthub", "/EndUserTypes"))
async def list_end_user_types(request: Request) -> Reply:
    return list_reply(request, _types(request, dict(own_policies().end_user_types), "EndUserTypes"), "end_user_types")


@route("GET", V(1, "trusthub", "/EndUserTypes/{sid}"))
async def fetch_end_user_type(request: Request) -> Reply:
    return one_reply(request, _types(request, dict(own_policies().end_user_types), "EndUserTypes"))


@route("GET", V(1, "trusthub", "/SupportingDocumentTypes"))
async def list_document_types(request: Request) -> Reply:
    return list_reply(request, _types(request, dict(own_policies().document_types), "SupportingDocumentTypes"), "supporting_document_types")


@route("GET", V(1, "trusthub", "/SupportingDocumentTypes/{sid}"))
async def fetch_document_type(request: Request) -> Reply:
    return one_reply(request, _types(request, dict(own_policies().document_types), "SupportingDocumentTypes"))


@route("GET", V(1, "trusthub", "/Policies"))
async def list_policies(request: Request) -> Reply:
    return list_reply(request, _policies(request))


@route("GET", V(1, "trusthub", "/Policies/{sid}"))
async def fetch_policy(request: Request) -> Reply:
    return one_reply(request, _policies(request))
