"""Messaging TwiML: one verb a file, and the conversation with the app that answers in it."""
