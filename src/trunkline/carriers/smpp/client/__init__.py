"""Trunkline as an ESME: texts to a carrier, receipts and inbound texts from it."""
