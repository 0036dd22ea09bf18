"""The public interface of casework, a module a topic. Nothing of it is read by permits, points or assessment."""

__all__: list[str] = []
