"""Print the page that `dvc plots` fills, with Vega inside: DVC's own takes it from a network.

`make setup` keeps it as .venv/plots.html and names it in DVC's local configuration.
"""

import sys

VEGA_LITE = "5.21"  # DVC's own page takes 5.2.0: .dvc/plots has nothing newer
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
{refresh_tag}
<title>mlplab: plots</title>
<style>
body { font-family: sans-serif; margin: 1rem; columns: 34rem; column-gap: 2rem; }
body > div { break-inside: avoid; margin-bottom: 2rem; white-space: normal !important; overflow-wrap: anywhere; }
body > div, body > div > div { border: 0 !important; }
p { font-size: 0.8rem; margin: 0.3rem; }
.vega-embed.has-actions { width: 100%; padding-right: 0; }
img { max-width: 100%; height: auto; }
</style>
<script>
VEGA
</script>
</head>
<body>
{plot_divs}
</body>
</html>
"""


def page() -> str:
    """Give DVC's template: a page that holds Vega-Lite, with the places `refresh_tag` and `plot_divs` to fill."""
    import vl_convert

    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", VEGA_LITE)
    return PAGE.replace("VEGA", script.replace("</script", "<\\/script"))


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())  # in UTF-8, whatever the locale
