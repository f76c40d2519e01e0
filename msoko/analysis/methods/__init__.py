"""Numerical methods on plain arrays: each answers with figures or says that there is too little."""
