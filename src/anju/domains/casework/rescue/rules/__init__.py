"""Rules of rescue: duties and their terms, who may leave how, reading the law."""
