"""x"""
from core.playgrounds.declared import Page
PAGE = Page(lambda _: [])
