"""Pictures opened: bounded, read, their faces counted. Facts come out, never the picture."""
