"""The offline grader: one answer and one rubric in, one explained verdict out. See `docs/grading.md`."""
