"""Charts: an analysis' chart as a Vega-Lite specification, as a picture and as a table."""
