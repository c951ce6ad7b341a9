"""Records and pictures in, one self-contained HTML page out: pure functions, one concept a file.

A section of the page is data (`sections.py`): its question, its settings, its tables (`tables.py`), its pictures
(`pictures.py`) and the sentences that the numbers bear out (`sentences.py`). The templates only lay it out.
"""
