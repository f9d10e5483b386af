"""Small rubrics to test with, written as an author would write them."""

from bot.domain.questions import FalseClaim, KeyPoint, Rubric

PROMPT = "Two reviewers argue about L1 and L2 regularization for a linear model. What does each do to the weights?"


def point(name: str, *phrasings: str, weight: int = 1, says: str = "") -> KeyPoint:
    return KeyPoint(name, says or phrasings[0], weight, False, phrasings)


def rubric(*points: KeyPoint, prompt: str = "What can you tell me about it?", claims: tuple[FalseClaim, ...] = (),
           models: tuple[str, ...] = ()) -> Rubric:
    return Rubric(prompt, models, points, claims)


PENALTIES = rubric(
    point("sparse", "L1 sets some weights exactly to zero", "L1 gives sparse weights", "lasso selects features",
          weight=2),
    point("shrinks", "L2 shrinks all weights evenly", "ridge keeps every weight but makes it small", weight=2),
    prompt=PROMPT,
    claims=(
        FalseClaim("L2 sets weights exactly to zero.", ("L2 gives sparse weights", "L2 sets weights to zero"),
                   "It shrinks them; none becomes zero."),
    ),
    models=("L1 sets some weights exactly to zero, so it selects features. L2 shrinks all weights evenly.",),
)

OVERFITTING = rubric(
    point("noise", "fits the noise in the training data", "memorizes the training data", weight=3),
    point("gap", "training error is low and test error is high", "good on training data but poor on unseen data",
          weight=3),
    point("more-data", "collect more data", "data augmentation", weight=2),
    point("dropout", "dropout", "add regularization", weight=1),
    prompt="A colleague says that her model overfits. What does she mean, and what are the first things you would try?",
    claims=(
        FalseClaim("Cross-validation prevents overfitting.",
                   ("cross-validation prevents overfitting", "use cross-validation to reduce overfitting"),
                   "It only measures."),
        FalseClaim("Training longer cures overfitting.", ("train for more epochs to fix overfitting",),
                   "It usually widens the gap."),
    ),
    models=("The model fits the noise in the training data: training error is low and test error is high. "
            "I would collect more data and add regularization such as dropout.",),
)
