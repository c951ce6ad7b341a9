"""Records in, `matplotlib.figure.Figure` out: pure functions, one concept a file.

Nothing here computes a statistic or touches a file. `style.render` gives a picture as bytes, equal for equal pictures.
"""
