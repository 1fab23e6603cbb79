"""The REST surface: five verbs for every declared resource, compiled from the catalogue."""
