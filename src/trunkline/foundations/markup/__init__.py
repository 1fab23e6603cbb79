"""TwiML as it comes from customers' servers: read safely, checked for shape, never trusted."""

from trunkline.foundations.markup.problems import MarkupProblem
from trunkline.foundations.markup.reading import Plain, read
from trunkline.foundations.markup.shapes import MarkupWarning, Shape, find_warnings
from trunkline.foundations.markup.verb import Verb

__all__ = ["MarkupProblem", "MarkupWarning", "Plain", "Shape", "Verb", "find_warnings", "read"]
