"""The rules of the house: standard library only, no input or output, milliseconds to test."""
