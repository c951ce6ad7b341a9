"""Records in, `matplotlib.figure.Figure` out: pure functions, one concept a file.

Nothing here computes a statistic or touches a file. Save a figure inside `style.applied()`, so that
the same figure gives the same bytes:

    with style.applied():
        figure.savefig(path, metadata=style.METADATA[suffix])
"""
