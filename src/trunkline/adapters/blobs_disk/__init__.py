"""Files in a folder, two levels deep, written beside and renamed so that none is ever seen half."""
