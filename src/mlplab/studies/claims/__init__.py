"""The report's claims, put to the test: a file each, named as in `claims.tested`.

Every file has the words of its CLAIM, and a function `examine` that returns a Finding. A stage imports the file that it
runs, and no other, so that a change of one claim leaves the cached results of the others.
"""
