"""pygiftparser, imported in quiet: the first time, its parser generator leaves the file of its log open."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ResourceWarning)
    from pygiftparser.parser import parse as parse
