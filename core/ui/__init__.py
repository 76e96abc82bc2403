"""The Streamlit half of a page: address, widgets, presets, words, and the frame around the live view."""
