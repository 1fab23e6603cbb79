"""HTTP/1.1 as the node serves it: octets on one side, one call of the application a request on the other."""
