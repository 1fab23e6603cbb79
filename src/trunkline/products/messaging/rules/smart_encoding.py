"""Smart encoding: look-alike characters that are replaced so that a text stays in the GSM alphabet.

The table is the one that Twilio documents ("List of characters replaced by Smart Encoding") and its segment calculator
applies, grouped here by replacement. It is applied to the whole text, whether or not the result is GSM-7 in the end.
Kept as published although they look swapped: U+2039 becomes `>` and U+203A becomes `<`. Not kept: the runs of blanks
that the published list shows for a tab and for the wide spaces, which come from how the list was printed; each becomes
one space here.
"""

_BY_REPLACEMENT: dict[str, str] = {
    '"': "\u00ab\u00bb\u201c\u201d\u02ba\u02ee\u201f\u275d\u275e\u301d\u301e\uff02\u201e",
    "'": ("\u2018\u2019\u02bb\u02c8\u02bc\u02bd\u02b9\u201b\uff07\u00b4\u02ca\u0060\u02cb\u275b\u275c\u0313\u0314\ufe10\ufe11\u2017"),
    "/": "\u00f7\u29f8\u0337\u0338\u2044\u2215\uff0f",
    "1/4": "\u00bc",
    "1/2": "\u00bd",
    "3/4": "\u00be",
    "\\": "\u29f9\u29f5\u20e5\ufe68\uff3c",
    "_": "\u0332\uff3f",
    "|": "\u20d2\u20d3\u2223\uff5c\u23b8\u23b9\u23d0\u239c\u239f",
    "-": "\u23bc\u23bd\u2015\ufe63\uff0d\u2010\u2043\u2014\u2013\u2022",
    "@": "\ufe6b\uff20",
    "$": "\ufe69\uff04",
    "!": "\u01c3\ufe15\ufe57\uff01",
    "!!": "\u203c",
    "#": "\ufe5f\uff03",
    "%": "\ufe6a\uff05",
    "&": "\ufe60\uff06",
    ",": "\u201a\u0326\ufe50\ufe51\uff0c\uff64\u3001",
    "(": "\u2768\u276a\ufe59\uff08\u27ee\u2985",
    ")": "\u2769\u276b\ufe5a\uff09\u27ef\u2986",
    "*": ("\u204e\u2217\u229b\u2722\u2723\u2724\u2725\u2731\u2732\u2733\u273a\u273b\u273c\u273d\u2743\u2749\u274a\u274b\u29c6\ufe61\uff0a"),
    "+": "\u02d6\ufe62\uff0b",
    ".": "\u3002\ufe52\uff0e\uff61",
    "...": "\u2026",
    ":": "\u02d0\u02f8\u2982\ua789\ufe13\uff1a",
    ";": "\u204f\ufe14\ufe54\uff1b",
    "<": "\ufe64\uff1c\u203a",
    "=": "\u0347\ua78a\ufe66\uff1d",
    ">": "\ufe65\uff1e\u2039",
    "?": "\ufe16\ufe56\uff1f",
    "^": "\u02c6\u0302\uff3e\u1dcd",
    "{": "\u2774\ufe5b\uff5b",
    "}": "\u2775\ufe5c\uff5d",
    "[": "\uff3b",
    "]": "\uff3d",
    "~": "\u02dc\u02f7\u0303\u0330\u0334\u223c\uff5e",
    " ": (
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
        "\u008d\u009f\u0080\u0090\u009b\t"
    ),
    "": "\u0000\u0003\u0004\u0010\u0011\u0012\u0013\u0014\u0017\u0019\u2060\u200b\ufeff",
}

# The Latin small capitals that the published list names; Q and X have none in it.
_SMALL_CAPITALS = {
    "A": "\u1d00", "B": "\u0299", "C": "\u1d04", "D": "\u1d05", "E": "\u1d07", "F": "\ua730", "G": "\u0262",
    "H": "\u029c", "I": "\u026a", "J": "\u1d0a", "K": "\u1d0b", "L": "\u029f", "M": "\u1d0d", "N": "\u0274",
    "O": "\u1d0f", "P": "\u1d18", "R": "\u0280", "S": "\ua731", "T": "\u1d1b", "U": "\u1d1c", "V": "\u1d20",
    "W": "\u1d21", "Y": "\u028f", "Z": "\u1d22",
}  # fmt: skip


def _replacements() -> dict[int, str]:
    table = {ord(found): put for put, all_found in _BY_REPLACEMENT.items() for found in all_found}
    table |= {ord(found): put for put, found in _SMALL_CAPITALS.items()}
    fullwidth = 0xFEE0  # distance from ASCII to the fullwidth forms, which the list names for A-Z and 0-9
    table |= {ord(plain) + fullwidth: plain for plain in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}
    return table


REPLACEMENTS: dict[int, str] = _replacements()
"""Code point to what takes its place; empty where the character is dropped."""


def smart_encode(body: str) -> str:
    """`body` with every character of the table replaced; applying it twice changes nothing more."""
    return body.translate(REPLACEMENTS)
