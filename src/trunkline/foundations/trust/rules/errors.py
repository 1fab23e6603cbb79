"""The ledger's own error codes, in the block 99xxx that Twilio leaves empty."""

NO_CONSENT = 99101
OTHER_SCOPE = 99102
"""Consent, program, brand and sender do not belong together."""
NO_PROOF = 99120
"""A consent was given without any proof, or with a proof that is not whole."""
CONTRADICTS = 99121
"""What was sent contradicts the ledger: dated before a later opt-out, in the future, or a state that cannot follow."""
SENDER_TAKEN = 99122
"""A sender belongs to one brand at a time, and this one has another."""
IN_USE = 99123
"""What is to be removed is still referred to."""
BELOW_FLOOR = 99124
"""A subaccount would loosen what its parent demands."""
NOT_JUDGED = 99125
"""A fault of the platform kept a message from being judged; `strict` then refuses."""
BAD_PACK = 99126
"""A rule pack is unsigned, names an unknown rule, or cannot be used for another reason; what was in force stays so."""
NOT_SCANNED = 99127
"""A scanner is configured and does not answer: a file waits for it (`strict`) or went through unscanned."""
