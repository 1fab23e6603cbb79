"""Content templates: messages written once, with places to fill in, for every channel that can show them."""
