"""The rules in their order, and what of them applies to a preset with its overrides: compiled once, then a tuple to walk."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from .case import Case
from .presets import Mode, Modes, Preset
from .rule import Finding, Rule
from .rules import (
    check_standing,
    give_opt_out_words,
    identify_sender,
    keep_quiet_hours,
    limit_trial,
    look_at_doubtful_text,
    match_consent_scope,
    note_picture_alone,
    reconfirm_stale_consent,
    refuse_content_by_country,
    refuse_harmful_content,
    refuse_harmful_hosts,
    refuse_obfuscation,
    refuse_odd_opt_out_words,
    refuse_opted_out,
    refuse_promotion_under_exemption,
    refuse_public_shorteners,
    refuse_restricted,
    refuse_sender_class,
    refuse_simulated_phishing,
    refuse_snowshoeing,
    refuse_toll_fraud,
    refuse_unregistered_category,
    repeat_opt_out_words,
    require_age,
    require_consent,
    require_geo_permission,
    require_registration,
    respect_frequency,
    stay_in_conversation,
)

RULES: tuple[Rule, ...] = (
    # Who may send, and to whom: refusals that the caller hears at once come first, so that one answer does not depend on content.
    check_standing.RULE,
    refuse_restricted.RULE,
    limit_trial.RULE,
    require_geo_permission.RULE,
    refuse_opted_out.RULE,
    refuse_sender_class.RULE,
    require_consent.RULE,
    match_consent_scope.RULE,
    stay_in_conversation.RULE,
    refuse_promotion_under_exemption.RULE,
    refuse_snowshoeing.RULE,
    # What is said.
    refuse_harmful_content.RULE,
    refuse_harmful_hosts.RULE,
    refuse_content_by_country.RULE,
    refuse_obfuscation.RULE,
    note_picture_alone.RULE,
    refuse_simulated_phishing.RULE,
    refuse_odd_opt_out_words.RULE,
    refuse_unregistered_category.RULE,
    require_age.RULE,
    refuse_public_shorteners.RULE,
    require_registration.RULE,
    refuse_toll_fraud.RULE,
    look_at_doubtful_text.RULE,
    # What can be mended: the name in front, then what is appended, then the time.
    identify_sender.RULE,
    reconfirm_stale_consent.RULE,
    give_opt_out_words.RULE,
    repeat_opt_out_words.RULE,
    respect_frequency.RULE,
    keep_quiet_hours.RULE,
)

BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
SETTABLE = BY_ID.keys() - {refuse_restricted.RULE.id}
"""Rules whose mode an account may choose: what somebody had restricted is lifted where it was restricted, and nowhere else."""

Plan = tuple[tuple[Callable[[Case], Finding | None], Rule, Mode], ...]


@lru_cache(maxsize=4096)
def plan_for(preset: Preset, overrides: Modes) -> Plan:
    """The checks of the rules that are not off, each with its rule and mode."""
    chosen = dict(overrides)
    steps = ((rule, chosen.get(rule.id, rule.mode(preset))) for rule in RULES)
    return tuple((rule.check, rule, mode) for rule, mode in steps if mode is not Mode.OFF)


def default_modes() -> dict[str, dict[Preset, Mode]]:
    """Each rule's mode by preset: what a parent's floor is reckoned from."""
    return {rule.id: {preset: rule.mode(preset) for preset in Preset} for rule in RULES}
