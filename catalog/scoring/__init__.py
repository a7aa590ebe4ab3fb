"""Scores of an agency: pure functions of its records and a rubric, explained to the last point."""

from catalog.scoring.actions import ActionTotal, best_actions, explain_actions
from catalog.scoring.explain import explain
from catalog.scoring.part1 import all_losses, score_part1
from catalog.scoring.rubric import Rubric, RubricError, read_rubric, rounded, rubric

__all__ = [
    "ActionTotal",
    "Rubric",
    "RubricError",
    "all_losses",
    "best_actions",
    "explain",
    "explain_actions",
    "read_rubric",
    "rounded",
    "rubric",
    "score_part1",
]
