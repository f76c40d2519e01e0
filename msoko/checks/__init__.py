"""Checks on incoming rows and sheets, one a file: arrays in, problems out, all collected."""
