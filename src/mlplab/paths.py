"""Where every file of the pipeline lies, relative to the repository's root, where DVC runs the stages."""

from pathlib import Path

PARAMS = Path("params.yaml")
REFERENCE = Path("reference/report.yaml")
PARAMS_CHECKED = Path("data/params_checked.json")
CLAIM_SETTINGS = Path("data/claim_settings")
DATASETS = ("digits", "fashion")
MODELS = Path("models")
TUNING_RESULTS = Path("plots/kfold_tuning/results.csv")
UNSTATED_COUNTS = Path("plots/unstated/counts.csv")
PCA_RECONSTRUCTIONS = Path("data/pca_reconstructions.npz")
PICTURES = Path("plots/pictures")
NARROW_PICTURES = Path("data/narrow_pictures")  # drawn for a phone
PAGE = Path("page.html")
STROKES = Path("examples/strokes.json")


def claim_settings(claim: str) -> Path:
    """The settings that decide a claim."""
    return CLAIM_SETTINGS / f"{claim}.json"


def raw(dataset: str) -> Path:
    """The images of a data set as their source has them."""
    return Path(f"data/raw/{dataset}.npz")


def normalized(dataset: str) -> Path:
    """The images of a data set, split and scaled."""
    return Path(f"data/normalized/{dataset}.npz")


def cells(study: str) -> Path:
    """The folder with a folder for each cell of a matrix, which that cell's stage writes."""
    return Path(f"data/cells/{study}")


def cell(study: str, key: str) -> Path:
    """The folder of one cell: metrics.json, curves.csv, mean_curve.csv and what else its study keeps."""
    return cells(study) / key


def model(name: str) -> Path:
    """The trained networks of a study, or of a cell as `scratch_mlp/zero-relu`."""
    return MODELS / f"{name}.npz"


def metrics(name: str) -> Path:
    """The metrics of a study, or of a cell as `scratch_mlp/zero-relu`."""
    return Path(f"metrics/{name}.json")


def curves(study: str, key: str) -> Path:
    """A cell's learning curves: a row an epoch and seed."""
    return Path(f"plots/{study}/{key}.csv")


def mean_curves(study: str) -> Path:
    """The mean learning curves of all cells of a study: a row a cell and epoch."""
    return Path(f"plots/{study}/mean.csv")


def predictions(study: str, key: str) -> Path:
    """What a cell's classifiers predicted: a row a seed and test image."""
    return Path(f"plots/{study}/predictions/{key}.csv")


def measurements(study: str, key: str) -> Path:
    """What a cell measured, as one table."""
    return Path(f"plots/{study}/{key}.csv")


def picture(name: str, folder: Path = PICTURES) -> Path:
    """A picture, as wide as a page or in `NARROW_PICTURES`."""
    return folder / f"{name}.svg"
