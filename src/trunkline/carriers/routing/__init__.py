"""Which carrier takes a text: carriers, routes and prices as resources, and the choice among them."""
