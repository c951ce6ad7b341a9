"""The one exception for what a user can mend."""


class InputError(ValueError):
    """A fault in what the user gave: a parameter, a file, an image.

    Its message is one line that names the key or the file, what is allowed and what was given.
    """
