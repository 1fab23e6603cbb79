"""Zero-change redirect: answers for Twilio's hosts on this machine, so that an app written for Twilio runs unchanged.

`authority` holds the local certificate authority, `trusted_roots` the file of roots that a redirected app is told to
trust, `request_framing` the boundaries of the requests of one connection, `connect_proxy` the proxy itself.
"""
