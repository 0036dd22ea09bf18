"""Files of long lists: asked for on the page of the list, made by the worker, downloaded by the one who asked."""
