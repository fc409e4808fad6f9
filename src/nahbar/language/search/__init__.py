"""What search compares: words folded, stemmed and taken apart, the same for what was written and for what is asked.

`terms(text)` are the words of a text for the index, `variants(word)` the terms that a word of a question may stand
for. Both come from here, so that SQLite and PostgreSQL give the same answer.
"""

from nahbar.language.search.names import name_keys, name_queries
from nahbar.language.search.terms import Word, terms, variants, words_in

__all__ = ["Word", "name_keys", "name_queries", "terms", "variants", "words_in"]
