"""What each error code means here, in words for the person who meets it."""
