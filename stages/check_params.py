"""Validate the whole of params.yaml before anything runs.

A misspelt key changes no parameter that a stage tracks, so this stage depends on the file itself. It writes that the
file is valid, which never changes, and each claim's own settings: that the file changed makes no other stage stale.
"""

from mlplab import artifacts, paths
from mlplab.params import CLAIMS, load_params, own_values


def main() -> None:
    """Validate params.yaml, and write that it is valid and what decides each claim."""
    params = load_params()
    for claim in CLAIMS:
        artifacts.write_settings(paths.claim_settings(claim), own_values(params, claim))
    artifacts.write_json(paths.PARAMS_CHECKED, {"params.yaml": "valid"})
