"""The studies, one question a file: arrays and parameters in, plain records out; no files and no plotting."""
