"""Results and pictures in, one self-contained HTML page out: pure functions, one concept a file.

A question is a file in `sections/`: its sentences, settings, tables and pictures, as data and functions of the results
(`section.py`, `results.py`). What several of them need lies beside: tables (`tables.py`), comparing sentences
(`comparisons.py`), rows of settings (`settings.py`), texts for pictures (`descriptions.py`). The page's own parts are
its first lines (`summary.py`), the register of all printed values (`register.py`) and the pictures (`drawings.py`).
`build.py` hands all of it to the templates, which only lay it out.
"""
