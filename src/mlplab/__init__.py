"""mlplab: a reproducible study of multilayer perceptrons on a small NumPy engine."""
