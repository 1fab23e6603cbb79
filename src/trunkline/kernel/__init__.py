"""The shared grammar of every product. It knows no business and imports no web, database or telephony library."""
