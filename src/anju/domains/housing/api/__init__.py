"""The public interface of housing: each topic is a module of this package."""

__all__: list[str] = []
