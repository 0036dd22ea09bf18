"""The public interface of groups, one module a topic."""

__all__: list[str] = []
