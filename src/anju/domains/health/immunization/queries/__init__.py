"""The schedules that come with Anju."""
