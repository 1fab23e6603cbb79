"""Trunkline as an SMSC: customers' own systems bind to it, submit and receive."""
