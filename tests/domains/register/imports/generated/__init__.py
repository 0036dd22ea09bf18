"""Untidy files made with the truth beside them: people → how they are spelt → layouts → formats;
compared cell by cell."""
