"""Authored and members' texts: parsed once into a small tree, then written as text, HTML or parts of a post."""
