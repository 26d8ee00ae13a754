"""Recognisers of UK personal data on presidio-analyzer, one small class for each kind; import it through `load`."""
