"""Trunkline: a communications platform that speaks Twilio's wire."""

__version__ = "0.1.0"
