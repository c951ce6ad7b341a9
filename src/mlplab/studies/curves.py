"""What a learning curve is of."""

from mlplab.data import Splits


def seen(splits: Splits) -> slice:
    """The training images that each epoch is evaluated on: the first, as many as the validation part has.

    A look at all of them after every epoch took up to a quarter of a study's time. The final scores are of all.
    """
    return slice(len(splits.val_labels))
