"""A regulatory bundle is copied, given to another account, or takes over what another one holds."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.work import Work

from ..resources.assignment import BundleItem
from ..resources.entity import RegulatoryDocument, RegulatoryEndUser
from ..resources.regulatory_bundle import RegulatoryBundle
from ..rules.policies import is_compliant
from .keep_bundle import findings_of


def _draft_like(bundle: RegulatoryBundle, account_sid: str, name: str) -> RegulatoryBundle:
    return RegulatoryBundle(
        account_sid=account_sid, friendly_name=name or bundle.friendly_name, email=bundle.email, status_callback=bundle.status_callback,
        regulation_sid=bundle.regulation_sid, iso_country=bundle.iso_country, end_user_type=bundle.end_user_type,
        number_type=bundle.number_type, is_test=bundle.is_test,
    )  # fmt: skip


async def _items(bundle: RegulatoryBundle, work: Work) -> list[BundleItem]:
    return await work.select(BundleItem, account_sid=bundle.account_sid, bundle_sid=bundle.sid)


async def copy_bundle(bundle: RegulatoryBundle, name: str, work: Work) -> RegulatoryBundle:
    """Stage a draft that holds the same people and papers, in the same account."""
    copy = _draft_like(bundle, bundle.account_sid, name)
    copy.copied_from = bundle.sid
    work.add(copy, state="draft")
    for item in await _items(bundle, work):
        work.add(BundleItem(account_sid=copy.account_sid, bundle_sid=copy.sid, object_sid=item.object_sid, object_type=item.object_type))
    return copy


async def clone_bundle(bundle: RegulatoryBundle, account_sid: str, name: str, work: Work, *, draft: bool) -> RegulatoryBundle:
    """Stage the bundle, and people and papers of its own, in the account or in a subaccount; 20001 for any other. An approved one is
    approved there as well, unless a draft is wanted."""
    target = await work.fetch(Account, account_sid)  # any account: compared in the next line
    if target is None or bundle.account_sid not in (target.sid, target.owner_account_sid):
        raise invalid("TargetAccountSid", "must be this account or one of its subaccounts")
    clone = _draft_like(bundle, target.sid, name)
    work.add(clone, state="draft")
    approved = bundle.status == "twilio-approved" and not draft
    for item in await _items(bundle, work):
        user = await work.fetch(RegulatoryEndUser, item.object_sid, bundle.account_sid)
        document = await work.fetch(RegulatoryDocument, item.object_sid, bundle.account_sid)
        if user is not None:
            sid = work.add(
                RegulatoryEndUser(account_sid=target.sid, friendly_name=user.friendly_name, type=user.type, attributes=user.attributes)
            ).sid
        elif document is not None:
            paper = RegulatoryDocument(
                account_sid=target.sid, friendly_name=document.friendly_name, mime_type=document.mime_type, type=document.type,
                attributes=document.attributes,
            )  # fmt: skip
            sid = work.add(paper, state="draft").sid
            if approved:
                work.move(paper, "approve")
        else:
            continue
        work.add(BundleItem(account_sid=target.sid, bundle_sid=clone.sid, object_sid=sid, object_type=item.object_type))
    if approved:
        for move in ("submit", "review", "approve"):
            work.move(clone, move)
    return clone


async def replace_items(bundle: RegulatoryBundle, other: RegulatoryBundle, work: Work) -> RegulatoryBundle:
    """Stage that the bundle holds what the other holds. 409 under review, and where an approved bundle would lack something then."""
    if other.regulation_sid != bundle.regulation_sid:
        raise invalid("FromBundleSid", "must be a bundle of the same regulation")
    if bundle.status in ("pending-review", "in-review"):
        raise Problem(20409, f"The bundle is {bundle.status}: wait for the answer", 409)
    if bundle.status == "twilio-approved" and not is_compliant(await findings_of(other, work)):
        raise Problem(20409, "The other bundle lacks something that this one, which is approved, must hold: evaluate it", 409)
    for item in await _items(bundle, work):
        work.remove(item)
    for item in await _items(other, work):
        work.add(
            BundleItem(account_sid=bundle.account_sid, bundle_sid=bundle.sid, object_sid=item.object_sid, object_type=item.object_type)
        )
    return work.change(bundle)
