"""Home: what Learnscope is, and one card per playground, in their groups."""

import streamlit as st

from core.ui.pages import groups, image, page
from core.ui.words import language, translate, words

_ = translate()
about = words("home", language())
st.title(about.title, anchor=False)
st.markdown(about.idea)
for title, names in groups(language()).items():
    if title:
        st.header(title, anchor=False)
    for at, name in enumerate(names):
        if at % 3 == 0:  # row by row, so that cards are read in the order in which they are seen
            columns = st.columns(3)
        with columns[at % 3].container(border=True, key=f"card-{name}"):
            picture = image(name, language())
            if picture is not None:
                st.image(picture[0], alt=picture[1], width="stretch")
            st.page_link(page(name, language()), icon=":material/play_circle:")
            st.markdown(words(name, language()).idea)
st.page_link(page("runs", language()), icon=":material/bookmarks:")
st.markdown(about.body)
