"""The public interface of exchange. Each topic has a module of its own here: values out, never rows."""

__all__: list[str] = []
