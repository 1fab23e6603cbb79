"""Regulations and types, which come with the platform; and copies of regulatory bundles."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Duplicate, Problem, Stale, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.copy_bundle import clone_bundle, copy_bundle, replace_items
from ..resources.regulatory_bundle import AT, RegulatoryBundle
from ..rules.policies import EntityType
from ..rules.regulations import Regulation, own_regulations
from .fixed_lists import list_reply, one_reply

_BASE = "/RegulatoryCompliance"


def _types(request: Request, types: dict[str, EntityType], name: str) -> list[dict[str, Any]]:
    return [{**one.to_data(), "url": f"{request.at}/v2{_BASE}/{name}/{one.sid}"} for one in types.values()]


def _regulation(request: Request, found: Regulation) -> dict[str, Any]:
    known, policy = own_regulations().known, found.policy
    users = [known.end_user_types[name] for name in policy.end_users]
    documents = [known.document_types[name] for name in policy.documents]
    wanted = {
        "end_user": [
            {"name": u.title, "type": u.name, "requirement_name": u.name, "fields": [f.name for f in u.fields],
             "url": f"{request.at}/v2{_BASE}/Regulations/{policy.sid}"} for u in users
        ],
        "supporting_document": [[
            {"name": d.title, "type": "document", "requirement_name": d.name, "description": d.title, "accepted_documents": [
                {"name": d.title, "type": d.name, "fields": [f.name for f in d.fields],
                 "url": f"{request.at}/v2{_BASE}/SupportingDocumentTypes/{d.sid}"}
            ]} for d in documents
        ]],
    }  # fmt: skip
    return {
        "sid": policy.sid, "friendly_name": policy.name, "iso_country": found.country, "number_type": found.number_type,
        "end_user_type": found.end_user_type, "requirements": wanted, "url": f"{request.at}/v2{_BASE}/Regulations/{policy.sid}",
    }  # fmt: skip


@route("GET", V(2, "numbers", f"{_BASE}/Regulations"))
async def list_regulations(request: Request) -> Reply:
    """IsoCountry, NumberType and EndUserType narrow it."""
    asked = (request.text("IsoCountry").upper(), request.text("NumberType").lower(), request.text("EndUserType").lower())
    rows = [
        _regulation(request, one) for one in own_regulations().all.values()
        if all(not want or want == have for want, have in zip(asked, (one.country, one.number_type, one.end_user_type), strict=True))
    ]  # fmt: skip
    return list_reply(request, rows)


@route("GET", V(2, "numbers", f"{_BASE}/Regulations/{{sid}}"))
async def fetch_regulation(request: Request) -> Reply:
    return one_reply(request, [_regulation(request, one) for one in own_regulations().all.values()])


@route("GET", V(2, "numbers", f"{_BASE}/EndUserTypes"))
async def list_regulatory_users(request: Request) -> Reply:
    return list_reply(request, _types(request, dict(own_regulations().known.end_user_types), "EndUserTypes"), "end_user_types")


@route("GET", V(2, "numbers", f"{_BASE}/EndUserTypes/{{sid}}"))
async def fetch_regulatory_user(request: Request) -> Reply:
    return one_reply(request, _types(request, dict(own_regulations().known.end_user_types), "EndUserTypes"))


@route("GET", V(2, "numbers", f"{_BASE}/SupportingDocumentTypes"))
async def list_regulatory_documents(request: Request) -> Reply:
    rows = _types(request, dict(own_regulations().known.document_types), "SupportingDocumentTypes")
    return list_reply(request, rows, "supporting_document_types")


@route("GET", V(2, "numbers", f"{_BASE}/SupportingDocumentTypes/{{sid}}"))
async def fetch_regulatory_document(request: Request) -> Reply:
    return one_reply(request, _types(request, dict(own_regulations().known.document_types), "SupportingDocumentTypes"))


async def _bundle(request: Request) -> RegulatoryBundle:
    found = await request.work.fetch(RegulatoryBundle, request.path["bundle_sid"], request.account_sid)
    if found is None:
        raise request.missing()
    return found


async def _made(request: Request, row: RegulatoryBundle) -> dict[str, Any]:
    try:
        await request.work.commit()
    except (Duplicate, Stale):
        raise Problem(20409, "The bundle was changed by another request: fetch it and try again", 409) from None
    return _shown(request, row)


def _shown(request: Request, row: RegulatoryBundle) -> dict[str, Any]:
    told = dict(encoder(RegulatoryBundle, AT)(row, request.at))
    del told["url"], told["links"]
    return told


@route("POST", V(2, "numbers", f"{_BASE}/Bundles/{{bundle_sid}}/Copies"))
async def create_copy(request: Request) -> Reply:
    row = await copy_bundle(await _bundle(request), request.text("FriendlyName"), request.work)
    return Reply(201, await _made(request, row), title="BundleCopy")


@route("GET", V(2, "numbers", f"{_BASE}/Bundles/{{bundle_sid}}/Copies"))
async def list_copies(request: Request) -> Reply:
    bundle = await _bundle(request)
    rows = await request.work.select(RegulatoryBundle, account_sid=bundle.account_sid, copied_from=bundle.sid, order=(("sid", True),))
    return list_reply(request, [_shown(request, row) for row in rows])


@route("POST", V(2, "numbers", f"{_BASE}/Bundles/{{bundle_sid}}/Clones"))
async def create_clone(request: Request) -> Reply:
    """TargetAccountSid, MoveToDraft, FriendlyName."""
    wants = request.text("MoveToDraft", "false").lower()
    if wants not in ("true", "false"):
        raise invalid("MoveToDraft", "must be true or false")
    bundle = await _bundle(request)
    row = await clone_bundle(bundle, request.text("TargetAccountSid"), request.text("FriendlyName"), request.work, draft=wants == "true")
    told = await _made(request, row)
    return Reply(201, {"bundle_sid": told.pop("sid"), **told, "url": f"{request.at}/v2{_BASE}/Bundles/{row.sid}"}, title="BundleClone")


@route("POST", V(2, "numbers", f"{_BASE}/Bundles/{{bundle_sid}}/ReplaceItems"))
async def create_replacement(request: Request) -> Reply:
    bundle = await _bundle(request)
    other = await request.work.fetch(RegulatoryBundle, request.text("FromBundleSid"), request.account_sid)
    if other is None or other.sid == bundle.sid:
        raise invalid("FromBundleSid", "must be another bundle of this account")
    return Reply(201, await _made(request, await replace_items(bundle, other, request.work)), title="ReplaceItems")
