"""Messaging TwiML: one verb a file."""
