"""Wishes to be left alone that no keyword says: "stop please", "no más", "take me off your list", "🛑"."""
