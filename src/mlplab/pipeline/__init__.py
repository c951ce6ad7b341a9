"""Running the pipeline: after any stop, and on all cores. DVC runs the stages; this starts it."""
