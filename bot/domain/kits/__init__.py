"""Question sets for interviews: what is asked for, what is chosen and why, and the code that names it."""
