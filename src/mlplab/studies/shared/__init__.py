"""What the studies have in common: estimators trained by epochs, learning curves, seeds, scores."""
