"""Enforcement's own error codes, in the block 99xxx that Twilio leaves empty."""

HELD = 99130
"""A case withholds it: only the end of the case, or an appeal, gives it back."""
NOT_APPEALABLE = 99131
"""The case is closed, or an appeal of it is open or was decided a moment ago."""
APPEAL_OVERDUE = 99132
"""An appeal has waited for a reviewer longer than promised."""
NOT_IMPARTIAL = 99133
"""The reviewer made the rule or imposed the measure, so somebody else decides."""
